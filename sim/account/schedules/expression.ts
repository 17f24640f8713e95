import type { Instant } from '../../../lib/core/time.ts';
import { dayMs, hourMs, minuteMs, secondMs } from '../../../lib/core/time.ts';
import type { Switches } from '../../switches.ts';
import type { Cron } from './cron.ts';
import { readCron } from './cron.ts';
import type { LocalDate, LocalTime } from './local-time.ts';
import { lastDayOf, localTime, quarterMs, quartersOf, utcOf, wallOf } from './local-time.ts';

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
    const at = quarter.at + wall - utcOf(local) - (quarter.hour * 60 + quarter.minute) * minuteMs;
    if (at >= quarter.at && at < quarter.at + quarterMs) return at;
  }
  if (!oneTimeInGapRuns) return undefined;
  const before = wall - dayMs;
  return wall - (wallOf(localTime(zone, before)) - before);
}

/** The first time after `after` at which a cron expression is due; undefined when there is none any more. */
export function nextCron(cron: Cron, zone: string, after: Instant, guessed: Guessed): Instant | undefined {
  for (const { at, again } of firesOf(cron, zone, after)) {
    if (!again || (guessed.repeatedHourRunsAgain && cron.anyHour)) return at;
  }
  return undefined;
}

/** Every time after `after` at which the clocks show what a cron expression says; `again`: not for the first time. */
export function* firesOf(
  cron: Cron,
  zone: string,
  after: Instant,
): Generator<{ readonly at: Instant; readonly again: boolean }> {
  for (const date of datesFrom(cron, localTime(zone, after))) {
    for (const { at, hour, minute, again } of quartersOf(zone, date)) {
      if (!cron.hours.has(hour) || at + quarterMs <= after) continue;
      for (let since = 0; since < quarterMs / minuteMs; since += 1) {
        const due = at + since * minuteMs;
        if (due > after && cron.minutes.has(minute + since)) yield { at: due, again };
      }
    }
  }
}

/** Dates that fit, from one on, to the end of the years a cron expression has. */
function* datesFrom({ years, months, isDay }: Cron, from: LocalDate): Generator<LocalDate> {
  const lastMonth = (Math.max(...years) + 1) * 12;
  let { day } = from;
  for (let count = from.year * 12 + from.month - 1; count < lastMonth; count += 1, day = 1) {
    const [year, month] = [Math.floor(count / 12), (count % 12) + 1];
    if (!years.has(year) || !months.has(month)) continue;
    const last = lastDayOf({ year, month });
    for (; day <= last; day += 1) if (isDay({ year, month, day })) yield { year, month, day };
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
