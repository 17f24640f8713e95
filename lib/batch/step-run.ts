import type { Instant } from '../core/time.ts';
import { minuteMs } from '../core/time.ts';
import { jobCause, verdictOf } from './causes.ts';
import { launchUntil, totalUntil } from './limits.ts';
import { tokenOf } from './names.ts';
import { arrayStepped, isArray } from './parts.ts';
import type { BatchPolicy } from './policy.ts';
import { ended, failed } from './run-retry.ts';
import type { LaunchPlan, LiveTask, RunState, StopWish } from './state.ts';
import { liveStrays } from './strays.ts';

type Given = { readonly policy: Pick<BatchPolicy, 'stack'>; readonly now: Instant };

/** What the end of a task, and the passing of time, make of a run. */
export function stepped(state: RunState, given: Given): RunState {
  if (state.ended !== undefined) return state;
  if (isArray(state)) return ofArray(state, given.now);
  const settled = taskSettled(state, given);
  if (settled.ended !== undefined) return settled;
  const next = overdue(timed(settled, given.now), given.now);
  return next.ended === undefined ? launchable(next, given.now) : next;
}

/** Planned, and with its place, it begins its parts; until then it is as any other. */
function ofArray(state: RunState, now: Instant): RunState {
  if (state.array !== undefined) return arrayStepped(state, now);
  const next = overdue(state, now);
  if (next.ended !== undefined || next.plan === undefined || next.stop !== undefined) return next;
  const hasPlace = next.pinned.concurrency.policy === 'allow' || next.lease?.fence !== undefined;
  return hasPlace ? arrayStepped(next, now) : waitingForLease(next, now);
}

export function isLive({ task }: Pick<RunState, 'task'>): boolean {
  return task !== undefined && task.stopped === undefined;
}

function taskSettled(state: RunState, { policy, now }: Given): RunState {
  const { task, plan, stop } = state;
  if (task?.stopped === undefined || plan === undefined) return state;
  const stopped: LiveTask & { stopped: NonNullable<LiveTask['stopped']> } = { ...task, stopped: task.stopped };
  const verdict = verdictOf(stopped, plan, policy.stack);
  if (verdict.is === 'success') return ended(state, 'succeeded', { at: task.stopped.at, exitCode: 0 });
  const exit = verdict.exitCode === undefined ? {} : { exitCode: verdict.exitCode };
  const wasOurs = task.stopped.stopCode === undefined || task.stopped.stopCode === 'UserInitiated';
  if (stop !== undefined && (stop.why === 'person' || stop.why === 'replaced'))
    return ended(state, stop.why === 'person' ? 'cancelled' : 'replaced', { at: task.stopped.at, ...exit });
  if (stop === undefined || !wasOurs) return failed(state, { ...verdict, arn: task.arn }, now);
  return timedOut(state, { task, stop, container: plan.container, exit }, now);
}

type TimedOut = {
  readonly task: LiveTask;
  readonly stop: StopWish;
  readonly container: string;
  readonly exit: { readonly exitCode?: number };
};

/** We stopped it, and by that it ended. */
function timedOut(state: RunState, { task, stop, container, exit }: TimedOut, now: Instant): RunState {
  const since = stop.why === 'start' ? task.placedAt : (task.startedAt ?? task.placedAt);
  const minutes = Math.round((stop.at - since) / minuteMs);
  if (stop.why === 'start') {
    const cause = jobCause('job_start_timeout', now, { fills: { minutes, status: lastBefore(task) } });
    return failed(state, { class: 'start', cause, arn: task.arn }, now);
  }
  const cause = jobCause('job_timeout', now, { fills: { minutes }, container, ...exit });
  if (stop.why === 'total') return ended(state, 'timed-out', { at: now, cause, ...exit });
  return failed(state, { class: 'timeout', cause, arn: task.arn, ...exit }, now);
}

function lastBefore({ startedAt }: LiveTask): string {
  return startedAt === undefined ? 'PENDING' : 'RUNNING';
}

/** What takes too long is to be stopped. That it has stopped is another matter. */
function timed(state: RunState, now: Instant): RunState {
  const { task, stop, pinned } = state;
  if (task === undefined || task.stopped !== undefined || stop !== undefined) return state;
  const to = (why: StopWish['why']): RunState => ({ ...state, stop: { why, at: now } });
  if (now >= totalUntil(state)) return to('total');
  if (task.startedAt === undefined)
    return now >= Math.min(task.placedAt + pinned.timeouts.startMs, startLimit(state, task)) ? to('start') : state;
  const { runMs } = pinned.timeouts;
  return runMs !== undefined && now >= task.startedAt + runMs ? to('run') : state;
}

/** What was placed shortly before the start deadline has a minute to run. */
function startLimit(state: RunState, { placedAt }: LiveTask): Instant {
  return Math.max(launchUntil(state), placedAt + minuteMs);
}

/** When the next time-out is. */
export function timeOutAt(state: RunState): Instant | undefined {
  const { task, stop, pinned } = state;
  if (task === undefined || task.stopped !== undefined || stop !== undefined) return undefined;
  const { startMs, runMs } = pinned.timeouts;
  const own = task.startedAt === undefined ? Math.min(task.placedAt + startMs, startLimit(state, task)) : undefined;
  const run = task.startedAt === undefined || runMs === undefined ? undefined : task.startedAt + runMs;
  return Math.min(totalUntil(state), own ?? Infinity, run ?? Infinity);
}

/** Nothing of it lives, and nothing may be launched any more. */
function overdue(state: RunState, now: Instant): RunState {
  const { stop, launch } = state;
  if (isLive(state) || launch !== undefined) return state;
  if (stop?.why === 'person') return ended(state, 'cancelled', { at: now });
  if (stop?.why === 'replaced') return ended(state, 'replaced', { at: now });
  if (now <= launchUntil(state)) return state;
  const last = state.past.at(-1);
  const known = last === undefined ? {} : { text: `${last.class}: ${last.cause}` };
  const waited = state.lease !== undefined && state.lease.fence === undefined;
  const cause = jobCause(waited ? 'job_late_waiting' : 'job_late', now, {
    fills: { tries: state.tries, last: last?.cause },
    ...known,
  });
  return ended(state, state.ranAt === undefined ? 'late' : 'timed-out', { at: now, cause });
}

function launchable(state: RunState, now: Instant): RunState {
  const { plan, launch, pinned, stop } = state;
  if (plan === undefined || launch !== undefined || isLive(state) || stop !== undefined) return state;
  if (pinned.concurrency.policy !== 'allow' && state.lease?.fence === undefined) return waitingForLease(state, now);
  if (now < (state.waitUntil ?? 0) || liveStrays(state).length > 0) return state;
  return withLaunch(state, plan, now);
}

function waitingForLease(state: RunState, now: Instant): RunState {
  const { lease, pinned } = state;
  if (lease === undefined) return { ...state, lease: { key: pinned.concurrency.key, askAt: now, by: [], told: [] } };
  if (lease.isRefused !== true) return state;
  const cause = jobCause('job_skipped', now, {
    severity: 'warning',
    fills: { key: lease.key, policy: pinned.concurrency.policy },
  });
  return ended(state, 'skipped', { at: now, cause });
}

/** Written before it is carried out: attempt, try and token are found again by whoever comes after us. */
function withLaunch(state: RunState, plan: LaunchPlan, now: Instant): RunState {
  const { runId, attempt, choice, spent } = state;
  const tryNumber = state.tries + 1;
  const { task: _, waitUntil: __, lookAt: ___, ...rest } = state;
  const subnets = subnetsOf(plan, spent.placement ?? 0);
  return {
    ...rest,
    tries: tryNumber,
    launch: {
      attempt,
      tryNumber,
      token: tokenOf(runId, { attempt, tryNumber, index: 0 }),
      intendedAt: now,
      choice,
      sends: 0,
      ...(subnets !== undefined && { subnets }),
    },
  };
}

/** All of them first; where there was no capacity, "a different availability zone": one subnet after the other. */
function subnetsOf({ network }: LaunchPlan, placementFailures: number): readonly string[] | undefined {
  const subnets = network?.subnets ?? [];
  const turn = placementFailures % (subnets.length + 1);
  const one = subnets[turn - 1];
  return turn === 0 || subnets.length < 2 || one === undefined ? undefined : [one];
}
