import type { RunEnd } from '../core/batch-event.ts';
import type { RunState } from './state.ts';

/** Where a run stands, in one word. */
type RunPhase =
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

export function phaseOf(run: RunState): RunPhase {
  const { ended, launch, plan, lease, pinned, past } = run;
  if (ended !== undefined) return ended.how;
  const living = phaseOfTasks(run);
  if (living !== undefined) return living;
  if (launch !== undefined) return launch.sends > 0 || launch.refusal !== undefined ? 'unresolved' : 'launching';
  if (plan === undefined) return 'claimed';
  if (pinned.concurrency.policy !== 'allow' && lease?.fence === undefined) return 'queued';
  return past.length > 0 ? 'waiting' : 'ready';
}

function phaseOfTasks({ task, array, stop }: RunState): 'placed' | 'running' | 'stopping' | undefined {
  if (array === undefined && (task === undefined || task.stopped !== undefined)) return undefined;
  if (stop !== undefined) return 'stopping';
  return array === undefined && task?.startedAt === undefined ? 'placed' : 'running';
}
