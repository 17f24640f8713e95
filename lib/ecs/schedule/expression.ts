import { instantOf } from '../../core/calendar/local-time.ts';
import { dayMs, hourMs, minuteMs } from '../../core/time.ts';
import type { Instant } from '../../core/time.ts';
import { readCron } from './cron.ts';
import type { Mistake } from './cron-field.ts';
import { isMistake } from './cron-field.ts';
import type { Start } from './schedule.ts';

/** "Days represents a 24-hour duration on the clock" (EventBridge Scheduler UserGuide, schedule-types). */
const unitMs = { minute: minuteMs, hour: hourMs, day: dayMs } as const;

const forms =
  'write cron(minutes hours day-of-month month day-of-week year), rate(5 minutes) or at(2026-12-31T22:00:00)';

/**
 * An expression of EventBridge Scheduler: `cron(…)` or its six fields alone, `rate(…)`, `at(…)`. To the minute: "all
 * schedule types invoke their targets with 60 second precision" (schedule-types).
 */
export function readStart(written: string, timezone: string): Start | Mistake {
  const text = written.trim();
  const [, name, inside = ''] = /^(cron|rate|at)\((.*)\)$/.exec(text) ?? [undefined, 'cron', text];
  if (name === 'rate') return readRate(inside, timezone);
  if (name === 'at') return readOnce(inside);
  if (/^(rate|at)\b/.test(text)) return { problem: `"${text}" is no schedule expression`, fix: forms };
  const cron = readCron(inside);
  return isMistake(cron) ? cron : { kind: 'cron', cron: cron.expression };
}

function readRate(text: string, timezone: string): Start | Mistake {
  const [, value, unit = ''] = /^([1-9]\d{0,8}) (minute|hour|day)s?$/.exec(text) ?? [];
  if (value === undefined || !isUnit(unit))
    return {
      problem: `"rate(${text})" is no rate`,
      fix: 'write a whole number of minutes, hours or days: rate(15 minutes)',
    };
  return rateOf(Number(value) * unitMs[unit], timezone);
}

function isUnit(text: string): text is keyof typeof unitMs {
  return Object.hasOwn(unitMs, text);
}

/** A Monday. Without a time of its own a rate would count from when somebody created it, and nobody could tell when it is due. */
const anchorDate = '2024-01-01';

/** Every so many milliseconds (whole minutes), counted from a midnight in the time zone. */
export function rateOf(everyMs: number, timezone: string): Start {
  return { kind: 'rate', everyMs, anchorAt: instantOf(anchorDate, 0, timezone) };
}

/** `2026-12-31T22:00` or `2026-12-31T22:00:00`, a date and a time that there are; to the minute. */
export function readOnce(text: string): Start | Mistake {
  const [, date = '', time = '', seconds = '00'] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::(\d\d))?$/.exec(text) ?? [];
  const local = `${date}T${time}:00`;
  const at = Date.parse(`${local}Z`);
  const isThere = !Number.isNaN(at) && new Date(at).toISOString().startsWith(local);
  if (!isThere || seconds !== '00')
    return {
      problem: `"${text}" is no date and time`,
      fix: 'write year-month-dayThours:minutes, local: 2026-12-31T22:00',
    };
  return { kind: 'once', local };
}

/** How a rate is written for Scheduler: in the largest unit that fits. */
export function rateExpression(everyMs: number): string {
  const unit = everyMs % dayMs === 0 ? 'day' : everyMs % hourMs === 0 ? 'hour' : 'minute';
  const value = everyMs / unitMs[unit];
  return `rate(${value} ${unit}${value === 1 ? '' : 's'})`;
}

/** A one-time expression, in UTC: no clock is put forward over it, or back. */
export function onceExpression(at: Instant): string {
  return `at(${new Date(at).toISOString().slice(0, 19)})`;
}
