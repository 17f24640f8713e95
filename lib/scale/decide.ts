import type { Decision, Question } from '../core/decision.ts';
import type { ScaleEvent } from '../core/scale-event.ts';
import { decideService } from './decide-service.ts';
import type { NodesRules } from './nodes/decide.ts';
import { decideNodes } from './nodes/decide.ts';
import type { ScaleFacts } from './facts.ts';
import { thingOf } from './names.ts';
import type { ScaleTarget } from './orders.ts';
import type { ScalePolicy } from './policy.ts';
import type { ScaleState } from './state.ts';
import { decideSweep } from './sweep.ts';

type ScaleQuestion = Question<ScaleEvent, ScaleState, ScaleTarget, ScaleFacts, ScalePolicy>;

/** By the kind of the record. Throws where what is kept under a key is of another kind. */
export function decide(question: ScaleQuestion): Decision<ScaleState, ScaleTarget> {
  const { key, state, facts } = question;
  const { kind } = thingOf(key);
  if (kind === 'service' && facts.kind === 'service' && (state === undefined || state.kind === 'service'))
    return decideService({ ...question, state, facts });
  if (kind === 'nodes' && facts.kind === 'nodes' && (state === undefined || state.kind === 'nodes'))
    return decideNodes({ ...question, state, facts, policy: rulesOf(question) });
  if (kind === 'sweep' && facts.kind === 'sweep' && (state === undefined || state.kind === 'sweep'))
    return decideSweep({ ...question, state, facts });
  throw new Error(`${key} is not a record of kind ${kind}`);
}

function rulesOf({ key, policy }: ScaleQuestion): NodesRules {
  const thing = thingOf(key);
  return {
    stack: policy.stack,
    cluster: thing.kind === 'nodes' ? thing.cluster : '',
    entries: policy.nodes,
    ...(policy.nodesTotal !== undefined && { total: policy.nodesTotal }),
  };
}
