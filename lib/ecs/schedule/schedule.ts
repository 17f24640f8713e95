import type { Instant } from '../../core/time.ts';
import type { Calendar } from '../../core/calendar/calendar.ts';

/**
 * When something is due, in one time zone.
 * - `cron`: six fields in EventBridge Scheduler's dialect, without `cron()`.
 * - `rate`: every so many whole minutes, counted from `anchorAt`.
 * - `once`: a local time, `2026-12-31T22:00:00`.
 * - `day`: the nth open day of a calendar in each month (-1: the last), at a minute of the day.
 */
export type Start =
  | { readonly kind: 'cron'; readonly cron: string }
  | { readonly kind: 'rate'; readonly everyMs: number; readonly anchorAt: Instant }
  | { readonly kind: 'once'; readonly local: string }
  | { readonly kind: 'day'; readonly nth: number; readonly calendar: Calendar; readonly minute: number };

/**
 * What becomes of local times that a change of the clocks leaves out (`gap`) or shows twice (`overlap`).
 * `skip` and `once`, the first of the two, are what EventBridge Scheduler does (UserGuide, schedule-types, "Daylight
 * savings time").
 */
export type DstPolicy = { readonly gap: 'skip' | 'run-after'; readonly overlap: 'once' | 'both' };

export const schedulerDst: DstPolicy = { gap: 'skip', overlap: 'once' };

/** What becomes of a day on which the calendar is closed: nothing, or the next or previous open day at the same time. */
export type Shift = 'skip' | 'next' | 'previous';

/** A schedule, whole: everything that decides when a job is due. */
export type Schedule = {
  readonly start: Start;
  /** IANA. A rate knows none. */
  readonly timezone: string;
  readonly dst: DstPolicy;
  /** Only on its open days. */
  readonly open?: { readonly calendar: Calendar; readonly shift: Shift };
};

/**
 * One time at which a schedule is due, to the minute (a rate and a one-time schedule: to the second).
 * - `isOptional`: in an hour that is shown twice, of an expression with a wildcard in the hour: whether EventBridge
 *   Scheduler invokes then is not documented. Nobody misses it.
 * - `isNative`: EventBridge Scheduler itself invokes at this time; the others are ours to see to.
 */
export type Slot = {
  readonly at: Instant;
  readonly isNative: boolean;
  readonly isOptional?: true;
  /** The local date (`2026-11-21`) from which the calendar has moved it. */
  readonly movedFrom?: string;
  /** `gap`: the local time was left out, it is due so much later. `first`, `second`: of two. */
  readonly dst?: 'gap' | 'first' | 'second';
};
