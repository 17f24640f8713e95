import type { Instant } from '../../../lib/core/time.ts';
import { dayMs, hourMs, minuteMs, secondMs } from '../../../lib/core/time.ts';
import type { Switches } from '../../switches.ts';
import type { Cron } from './cron.ts';
import { readCron } from './cron.ts';
import type { LocalDate, LocalTime } from './local-time.ts';
import { isSecondPass, localTime, quarterMs, quartersOf, utcOf, wallOf } from './local-time.ts';

/** What a schedule expression says (Scheduler, schedule-types). */
export type Expression =
  | { readonly kind: 'at'; readonly local: Omit<LocalTime, 'weekDay'> }
  | { readonly kind: 'rate'; readonly everyMs: number }
  | { readonly kind: 'cron'; readonly cron: Cron };

type Guessed = Pick<Switches, 'cronRangesWrap' | 'oneTimeInGapRuns' | 'repeatedHourRunsAgain'>;

/** "Days represents a 24-hour duration on the clock" (schedule-types). */
const units = { minute: minuteMs, hour: hourMs, day: dayMs } as const;

/** Undefined: AWS would refuse it. */
export function readExpression(text: string, { cronRangesWrap }: Guessed): Expression | undefined {
  const [, name, inside = ''] = /^(at|rate|cron)\((.*)\)$/u.exec(text) ?? [];
  if (name === 'rate') {
    const [, value = '', unit = ''] = /^([1-9]\d*) (minute|hour|day)s?$/u.exec(inside) ?? [];
    return unit === '' ? undefined : { kind: 'rate', everyMs: Number(value) * units[unit as keyof typeof units] };
  }
  if (name === 'at') {
    const local = readLocal(inside);
    return local && { kind: 'at', local };
  }
  const cron = name === 'cron' ? readCron(inside, cronRangesWrap) : undefined;
  return cron && { kind: 'cron', cron };
}

/** `2026-11-21T03:04:05`; undefined for a time no calendar has. */
function readLocal(text: string): Omit<LocalTime, 'weekDay'> | undefined {
  const found = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/u.exec(text);
  if (found === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1).map(Number);
  const local = { year, month, day, hour, minute, second };
  const wall = new Date(wallOf(local));
  return wall.toISOString().startsWith(text) ? local : undefined;
}

/**
 * The moment of `at`: the first of two when clocks are put back. Undefined when they leave it out or, by the switch, later
 * by what they are put forward.
 */
export function momentOf(
  local: Omit<LocalTime, 'weekDay'>,
  zone: string,
  { oneTimeInGapRuns }: Guessed,
): Instant | undefined {
  const wall = wallOf(local);
  for (const quarter of quartersOf(zone, local)) {
    const at = quarter.at + wall - wallOf(quarter.local);
    if (at >= quarter.at && at < quarter.at + quarterMs) return at;
  }
  if (!oneTimeInGapRuns) return undefined;
  const before = wall - dayMs;
  return wall - (wallOf(localTime(zone, before)) - before);
}

/** The first time after `after` at which a cron expression is due; undefined when there is none any more. */
export function nextCron(cron: Cron, zone: string, after: Instant, guessed: Guessed): Instant | undefined {
  const again = guessed.repeatedHourRunsAgain && cron.anyHour;
  for (const date of datesFrom(cron, localTime(zone, after))) {
    for (const quarter of quartersOf(zone, date, after)) {
      if (!cron.hours.has(quarter.local.hour)) continue;
      const due = minutesOf(quarter.at).find(
        (at, since) =>
          at > after && cron.minutes.has(quarter.local.minute + since) && (again || !isSecondPass(zone, at)),
      );
      if (due !== undefined) return due;
    }
  }
  return undefined;
}

function minutesOf(quarter: Instant): Instant[] {
  return Array.from({ length: quarterMs / minuteMs }, (_, since) => quarter + since * minuteMs);
}

/** Dates that fit, from one on, to the end of the years a cron expression has. */
function* datesFrom({ years, months, isDay }: Cron, from: LocalDate): Generator<LocalDate> {
  const end = Date.UTC(Math.max(...years) + 1, 0, 1);
  for (let at = utcOf(from); at < end; at += dayMs) {
    const day = new Date(at);
    const date = { year: day.getUTCFullYear(), month: day.getUTCMonth() + 1, day: day.getUTCDate() };
    if (years.has(date.year) && months.has(date.month) && isDay(date)) yield date;
  }
}

/** The first time after `after` of a rate that counts from `anchor`, which is its first. */
export function nextRate(everyMs: number, anchor: Instant, after: Instant): Instant {
  if (after < anchor) return anchor;
  return anchor + (Math.floor((after - anchor) / everyMs) + 1) * everyMs;
}

/** `2022-03-22T18:59:43Z`. */
export function wholeSeconds(at: Instant): string {
  return new Date(at - (at % secondMs)).toISOString().replace('.000Z', 'Z');
}
