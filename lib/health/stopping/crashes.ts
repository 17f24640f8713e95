import type { TaskChanged } from '../../core/event.ts';
import type { Instant } from '../../core/time.ts';
import type { HealthState } from '../state.ts';
import { longestWithinMs, mostFailures } from './policy.ts';
import type { Crash } from './state.ts';

/** Remembers a task that failed by its own doing. */
export function withCrash(state: HealthState, task: TaskChanged, now: Instant): HealthState {
  if (state.subject.kind !== 'service') return state;
  const at = task.stoppedAt ?? task.stoppingAt ?? task.at;
  const crash: Crash = {
    at,
    livedMs: task.startedAt === undefined ? 0 : Math.max(0, (task.stoppingAt ?? at) - task.startedAt),
    ...(task.startedBy?.startsWith('ecs-svc/') === true && { deploymentId: task.startedBy }),
  };
  const recent = [...(state.crashes ?? []), crash].filter((each) => each.at > now - longestWithinMs);
  return { ...state, crashes: recent.toSorted((a, b) => a.at - b.at).slice(-mostFailures) };
}

/** Those of the last while; `deploymentId`: of one deployment only. */
export function crashesWithin(
  crashes: readonly Crash[] | undefined,
  { withinMs, now, deploymentId }: { readonly withinMs: number; readonly now: Instant; readonly deploymentId?: string },
): readonly Crash[] {
  return (crashes ?? []).filter(
    (crash) => crash.at > now - withinMs && (deploymentId === undefined || crash.deploymentId === deploymentId),
  );
}
