import type { Decision, Question } from '../core/decision.ts';
import type { HostEvent } from '../core/host-event.ts';
import { decideGroup } from './group.ts';
import { decideInstance } from './decide-instance.ts';
import type { DrainFacts } from './facts.ts';
import { thingOf } from './names.ts';
import type { DrainTarget } from './orders.ts';
import type { DrainPolicy } from './policy.ts';
import type { DrainState } from './state.ts';
import { decideSweep } from './sweep.ts';

type DrainQuestion = Question<HostEvent, DrainState, DrainTarget, DrainFacts, DrainPolicy>;

/** By the kind of the record. Throws where what is kept under a key is of another kind. */
export function decide(question: DrainQuestion): Decision<DrainState, DrainTarget> {
  const { key, state, facts } = question;
  const { kind } = thingOf(key);
  if (kind === 'instance' && facts.kind === 'instance' && (state === undefined || state.kind === 'instance'))
    return decideInstance({ ...question, state, facts });
  if (kind === 'group' && facts.kind === 'group' && (state === undefined || state.kind === 'group'))
    return decideGroup({ ...question, state, facts });
  if (kind === 'sweep' && facts.kind === 'sweep' && (state === undefined || state.kind === 'sweep'))
    return decideSweep({ ...question, state, facts });
  throw new Error(`${key} is not a record of kind ${kind}`);
}
