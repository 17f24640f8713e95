import type { BatchEvent } from '../core/batch-event.ts';
import type { Decision, Question } from '../core/decision.ts';
import { decideJob } from './decide-job.ts';
import { decideRun } from './decide-run.ts';
import type { BatchFacts } from './facts.ts';
import { thingOf } from './names.ts';
import type { BatchTarget } from './orders.ts';
import type { BatchPolicy } from './policy.ts';
import { decideSchedules } from './schedules/decide.ts';
import type { BatchState } from './state.ts';
import { decideForeign } from './foreign/decide.ts';
import { decideSeen } from './foreign/seen.ts';
import { decideWatch } from './watch/decide.ts';

type BatchQuestion = Question<BatchEvent, BatchState, BatchTarget, BatchFacts, BatchPolicy>;

/** By the kind of the record. Throws where what is kept under a key is of another kind. */
export function decide(question: BatchQuestion): Decision<BatchState, BatchTarget> {
  const { key, facts } = question;
  const { kind } = thingOf(key);
  const state = question.state?.kind === 'none' ? undefined : question.state;
  const isOf = (named: BatchState['kind']) => kind === named && (state?.kind ?? named) === named;
  if (isOf('run') && facts.kind === 'run') return decideRun({ ...question, state: only(state, 'run'), facts });
  if (isOf('job') && facts.kind === 'job') return decideJob({ ...question, state: only(state, 'job'), facts });
  if (isOf('schedules') && facts.kind === 'schedules')
    return decideSchedules({ ...question, state: only(state, 'schedules'), facts });
  if (isOf('watch') && facts.kind === 'watch') return decideWatch({ ...question, state: only(state, 'watch'), facts });
  if (isOf('foreign') && facts.kind === 'foreign')
    return decideForeign({ ...question, state: only(state, 'foreign'), facts });
  if (isOf('seen')) return decideSeen({ ...question, state: only(state, 'seen') });
  throw new Error(`${key} is not a record of kind ${kind}`);
}

type StateOf<Kind extends BatchState['kind']> = Extract<BatchState, { readonly kind: Kind }>;

function only<Kind extends BatchState['kind']>(state: BatchState | undefined, kind: Kind): StateOf<Kind> | undefined {
  const isMeant = (each: BatchState): each is StateOf<Kind> => each.kind === kind;
  return state !== undefined && isMeant(state) ? state : undefined;
}
