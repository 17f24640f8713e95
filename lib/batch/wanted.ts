import type { Instant } from '../core/time.ts';
import { launchUntil, listedMs, replayMs, settleMs } from './limits.ts';
import type { Launch, RunState } from './state.ts';
import { liveStrays } from './strays.ts';

/** What must be read before a decision. */
type Wanted = {
  readonly plan: boolean;
  readonly tasks: readonly string[];
  /** `startedBy` is looked for. */
  readonly launch?: Launch;
};

export function wantedOf(state: RunState, now: Instant): Wanted {
  const strays = liveStrays(state).flatMap(({ arn, lookAt }) => (lookAt <= now ? [arn] : []));
  const { task, launch, ended, lookAt = 0 } = state;
  const isTaskDue = task !== undefined && task.stopped === undefined && lookAt <= now;
  const isPlanDue = ended === undefined && state.stop === undefined && state.plan === undefined;
  return {
    plan: isPlanDue && (state.planAt ?? 0) <= now && now <= launchUntil(state),
    tasks: [...(isTaskDue ? [task.arn] : []), ...strays],
    ...(launch !== undefined && resolveAt(state, launch, now) <= now && { launch }),
  };
}

/** Whether the same request may be made again: not where it could launch what is not wanted any more, or a second one. */
export function mayReplay(state: RunState, launch: Launch, now: Instant): boolean {
  return (
    launch.refusal === undefined &&
    state.stop === undefined &&
    now <= launchUntil(state) &&
    now < launch.intendedAt + replayMs
  );
}

/** When a launch that cannot be asked about by its token is looked for: when an answer of ECS's can be trusted to know it. */
export function resolveAt(state: RunState, launch: Launch, now: Instant): Instant {
  if (mayReplay(state, launch, now)) return Infinity;
  return Math.max((launch.sentAt ?? launch.intendedAt) + settleMs, launch.waitUntil ?? 0);
}

/** Whether "there is none" is an answer: a task that ended would still be listed. */
export function isConclusive(launch: Launch, at: Instant): boolean {
  return at >= (launch.sentAt ?? launch.intendedAt) + settleMs && at < launch.intendedAt + listedMs;
}
