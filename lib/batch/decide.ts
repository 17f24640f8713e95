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
  if (kind === 'run' && facts.kind === 'run' && (state === undefined || state.kind === 'run'))
    return decideRun({ ...question, state, facts });
  if (kind === 'job' && facts.kind === 'job' && (state === undefined || state.kind === 'job'))
    return decideJob({ ...question, state, facts });
  if (kind === 'schedules' && facts.kind === 'schedules' && (state === undefined || state.kind === 'schedules'))
    return decideSchedules({ ...question, state, facts });
  if (kind === 'watch' && facts.kind === 'watch' && (state === undefined || state.kind === 'watch'))
    return decideWatch({ ...question, state, facts });
  if (kind === 'foreign' && facts.kind === 'foreign' && (state === undefined || state.kind === 'foreign'))
    return decideForeign({ ...question, state, facts });
  if (kind === 'seen' && (state === undefined || state.kind === 'seen')) return decideSeen({ ...question, state });
  throw new Error(`${key} is not a record of kind ${kind}`);
}
