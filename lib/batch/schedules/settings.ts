import type { ScheduleSettings } from '../../core/schedule-ports.ts';
import { isoTime } from '../../core/time.ts';
import type { Instant } from '../../core/time.ts';
import type { SchedulerPlace } from '../policy.ts';
import type { WantedSchedule } from './wanted.ts';

/** The most there are (API_RetryPolicy): how long is bounded by age. */
const mostRetries = 185;

/** Everything a schedule is written with. `now`: a rate begins at its next time, and so at every update. */
export function settingsOf(wanted: WantedSchedule, place: SchedulerPlace, now: Instant): ScheduleSettings {
  const { job, expression, timezone, isEnabled, mostAgeSeconds, anchorAt, slot } = wanted;
  return {
    expression,
    timezone,
    isEnabled,
    ...(anchorAt !== undefined && { startAt: nextOf(expression, anchorAt, now) }),
    isDeletedAfter: slot !== undefined,
    description: `Job ${job} of Watchkeeper. Kept as the configuration says: what is changed here is set back.`,
    targetArn: place.queueArn,
    roleArn: place.roleArn,
    input: inputOf(wanted),
    deadLettersArn: place.deadLettersArn,
    mostAgeSeconds,
    mostRetries,
  };
}

/**
 * What the queue receives. Scheduler fills in what stands in brackets (UserGuide, managing-schedule-context-attributes);
 * the execution's id is another one at each attempt, so a slot is known by its job and its time.
 */
function inputOf({ job, slot }: WantedSchedule): string {
  return JSON.stringify({
    v: 1,
    job,
    scheduleArn: '<aws.scheduler.schedule-arn>',
    scheduledTime: slot === undefined ? '<aws.scheduler.scheduled-time>' : isoTime(slot),
    executionId: '<aws.scheduler.execution-id>',
    attempt: '<aws.scheduler.attempt-number>',
  });
}

const unitMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

function everyOf(expression: string): number | undefined {
  const [, value, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const ms = Number(value) * (unitMs[unit] ?? Number.NaN);
  return Number.isNaN(ms) ? undefined : ms;
}

function nextOf(expression: string, anchorAt: Instant, now: Instant): Instant {
  const everyMs = everyOf(expression) ?? 1;
  return anchorAt + Math.max(0, Math.floor((now - anchorAt) / everyMs) + 1) * everyMs;
}

/** Whether what is there does what is wanted. A rate may have begun long ago, if only it counts from the same times. */
export function isSame(actual: ScheduleSettings, wanted: ScheduleSettings): boolean {
  const { startAt: began, ...rest } = actual;
  const { startAt: begins, ...others } = wanted;
  const everyMs = everyOf(wanted.expression);
  const isInStep =
    began === undefined || begins === undefined || everyMs === undefined
      ? began === begins
      : (began - begins) % everyMs === 0;
  return isInStep && JSON.stringify(inOrder(rest)) === JSON.stringify(inOrder(others));
}

function inOrder(settings: object): [string, unknown][] {
  return Object.entries(settings)
    .filter(([, value]) => value !== undefined)
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
}
