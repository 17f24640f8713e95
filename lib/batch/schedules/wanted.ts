import { isoTime, dayMs, minuteMs, secondMs } from '../../core/time.ts';
import type { Instant } from '../../core/time.ts';
import { onceExpression, rateExpression } from '../../ecs/schedule/expression.ts';
import type { Schedule, Slot } from '../../ecs/schedule/schedule.ts';
import { nextSlots, slotsFrom } from '../../ecs/schedule/slots.ts';
import type { Job } from '../job.ts';

/** A schedule that there is to be. Small: what is the same for all is added when it is written. */
export type WantedSchedule = {
  readonly name: string;
  readonly job: string;
  readonly expression: string;
  readonly timezone: string;
  readonly isEnabled: boolean;
  readonly mostAgeSeconds: number;
  /** Rates: an instant from which it counts. */
  readonly anchorAt?: Instant;
  /** The one time it is for. */
  readonly slot?: Instant;
};

/**
 * What EventBridge Scheduler cannot say (the last open day, a moved day, a second showing) is scheduled slot by slot, this
 * far ahead: so long the jobs go on without us.
 */
const aheadMs = 8 * dayMs;

/** Months may lie between two open days: so many are scheduled, however far off they are. */
const leastAhead = 2;

/** A single job cannot fill the group: an overlap of the clocks has 60 times of a minute. */
const mostAhead = 60;

/** The schedules that the jobs come to: one for what Scheduler knows by itself, one for each slot it does not. */
export function wantedSchedules(jobs: readonly Job[], now: Instant): readonly WantedSchedule[] {
  return jobs.flatMap((job) => (job.schedule === undefined ? [] : schedulesOf(job, job.schedule, now)));
}

function schedulesOf(job: Job, schedule: Schedule, now: Instant): readonly WantedSchedule[] {
  const base = { job: job.name, isEnabled: job.enabled, mostAgeSeconds: ageOf(job) };
  const { start, timezone } = schedule;
  const slots = ownSlots(schedule, now).map(({ at }): WantedSchedule => ({
    ...base,
    name: `${job.name}.${stampOf(at)}`,
    expression: onceExpression(at),
    timezone: 'UTC',
    slot: at,
  }));
  if (start.kind === 'cron')
    return [{ ...base, name: job.name, expression: `cron(${start.cron})`, timezone }, ...slots];
  if (start.kind !== 'rate') return slots;
  const { everyMs, anchorAt } = start;
  return [{ ...base, name: job.name, expression: rateExpression(everyMs), timezone: 'UTC', anchorAt }];
}

/** A trigger that comes after the start deadline starts nothing (60 to 86,400 s: API_RetryPolicy). */
function ageOf({ startDeadlineMs }: Job): number {
  return Math.min(86_400, Math.max(60, Math.floor(startDeadlineMs / secondMs)));
}

/** Slots that Scheduler would not invoke at. One-time schedules are all of them: no clock is in the way of a time in UTC. */
function ownSlots(schedule: Schedule, now: Instant): readonly Slot[] {
  const { start, dst, open } = schedule;
  if (start.kind === 'rate') return [];
  if (start.kind !== 'cron') {
    const within = nextSlots(schedule, now, mostAhead).filter(({ at }) => at <= now + aheadMs);
    return within.length >= leastAhead ? within : nextSlots(schedule, now, leastAhead);
  }
  const asScheduler = dst.gap === 'skip' && dst.overlap === 'once' && (open === undefined || open.shift === 'skip');
  return asScheduler ? [] : added(schedule, now);
}

function added(schedule: Schedule, now: Instant): readonly Slot[] {
  const slots: Slot[] = [];
  for (const slot of slotsFrom(schedule, now + 1)) {
    if (slot.at > now + aheadMs || slots.length === mostAhead) break;
    if (!slot.isNative) slots.push(slot);
  }
  return slots;
}

/** `20261130T1300Z`. */
function stampOf(at: Instant): string {
  return `${isoTime(at).slice(0, 16).replaceAll(/[-:]/g, '')}Z`;
}

/** The time a name of ours stands for; absent for one that goes on. */
export function slotOfName(name: string): Instant | undefined {
  const [, year, month, day, hour, minute] = /\.(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z$/.exec(name) ?? [];
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`);
  return Number.isNaN(at) ? undefined : at;
}

/** Scheduler invokes within the minute (schedule-types), and again when it must. */
export const firingMs = 10 * minuteMs;
