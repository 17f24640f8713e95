import { fractionOf } from '../core/short-hash.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs, secondMs } from '../core/time.ts';
import type { RetryPolicy } from './job.ts';
import type { RunState } from './state.ts';

/**
 * A read counts only when it began so long after the request it looks for: ECS is eventually consistent (API_RunTask).
 * How long is a guess.
 */
export const settleMs = 10 * secondMs;

/**
 * A token is good for 24 hours, or until an hour after its last task stopped (Amazon ECS API, "Ensuring idempotency"): a
 * task may have ended at once, so that a replay after an hour would launch another one. Some time is kept back.
 */
export const replayMs = 45 * minuteMs;

/** Stopped tasks are listed for at least an hour (API_DescribeTasks): so long "there is none" is an answer. */
export const listedMs = 55 * minuteMs;

/** A new task may be missing in answers for minutes (API_RunTask: up to five). */
export const graceMs = 5 * minuteMs;

/** What nobody has seen for so long has ended, and been forgotten. */
export const forgottenMs = 65 * minuteMs;

/** Free retries without a bound of their own end somewhere. */
export const mostFree = 100;

export function dueAt({
  starter,
  slot,
  begunAt,
  round,
}: Pick<RunState, 'starter' | 'slot' | 'begunAt' | 'round'>): Instant {
  return starter === 'schedule' && round === 1 ? slot : begunAt;
}

/** Until when something may be launched: until its start deadline while none has run, and never past the total time. */
export function launchUntil(state: RunState): Instant {
  const { pinned, begunAt, ranAt } = state;
  const total = pinned.timeouts.totalMs === undefined ? Infinity : begunAt + pinned.timeouts.totalMs;
  return ranAt === undefined ? Math.min(dueAt(state) + pinned.startDeadlineMs, total) : total;
}

export function totalUntil({ pinned, begunAt }: RunState): Instant {
  return pinned.timeouts.totalMs === undefined ? Infinity : begunAt + pinned.timeouts.totalMs;
}

/** Doubled each time up to the longest, and somewhere in the second half of it: who failed together comes back apart. */
export function backoffMs({ backoff }: RetryPolicy, failures: number, dice: string): number {
  const whole = Math.min(backoff.initialMs * backoff.factor ** Math.max(0, failures - 1), backoff.maxMs);
  return Math.max(secondMs, whole * (0.5 + fractionOf(dice) / 2));
}

/** JSON knows no Infinity. */
export function finite(at: Instant): Instant {
  return Math.min(at, 8.64e15);
}
