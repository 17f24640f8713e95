import type { RunEnd } from '../core/batch-event.ts';
import type { RunState } from './state.ts';

/** Where a run stands, in one word. */
export type RunPhase =
  | 'claimed'
  | 'queued'
  | 'ready'
  | 'launching'
  | 'unresolved'
  | 'placed'
  | 'running'
  | 'stopping'
  | 'waiting'
  | RunEnd;

export function phaseOf({ ended, task, launch, stop, plan, lease, pinned, past }: RunState): RunPhase {
  if (ended !== undefined) return ended.how;
  if (task !== undefined && task.stopped === undefined) {
    if (stop !== undefined) return 'stopping';
    return task.startedAt === undefined ? 'placed' : 'running';
  }
  if (launch !== undefined) return launch.sends > 0 || launch.refusal !== undefined ? 'unresolved' : 'launching';
  if (plan === undefined) return 'claimed';
  if (pinned.concurrency.policy !== 'allow' && lease?.fence === undefined) return 'queued';
  return past.length > 0 ? 'waiting' : 'ready';
}
