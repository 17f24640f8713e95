import type { Instant } from '../../../lib/core/time.ts';
import { minuteMs } from '../../../lib/core/time.ts';

/** What a clock on the wall shows. `weekDay`: 1 is Sunday. */
export type LocalTime = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly weekDay: number;
};

export type LocalDate = Pick<LocalTime, 'year' | 'month' | 'day'>;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, made);
  return made;
}

/** Names of the tz database only: no `+09:00`. */
export function isZone(zone: string): boolean {
  if (!/^[A-Za-z]/u.test(zone)) return false;
  try {
    formatIn(zone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

export function localTime(zone: string, at: Instant): LocalTime {
  const parts = new Map(
    formatIn(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const date = { year: of('year'), month: of('month'), day: of('day') };
  return { ...date, hour: of('hour'), minute: of('minute'), second: of('second'), weekDay: weekDayOf(date) };
}

/** 1 is Sunday, 7 is Saturday. */
export function weekDayOf(date: LocalDate): number {
  return new Date(utcOf(date)).getUTCDay() + 1;
}

/** Midnight of that date in UTC. */
export function utcOf({ year, month, day }: LocalDate): Instant {
  return Date.UTC(year, month - 1, day);
}

export function lastDayOf({ year, month }: Pick<LocalDate, 'year' | 'month'>): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/**
 * Clocks are a multiple of a quarter of an hour away from UTC and are changed at one, everywhere since 2016: within a
 * quarter they run on.
 */
export const quarterMs = 15 * minuteMs;

/** Somewhere the date begins 14 hours before it does in UTC, and somewhere it ends 12 hours after; two are for good measure. */
const dateMs = { from: -16 * 60 * minuteMs, to: 38 * 60 * minuteMs } as const;

/** The quarters of an hour that a date has in a zone, from `since` on, by trying all that could be. */
export function* quartersOf(
  zone: string,
  date: LocalDate,
  since: Instant = 0,
): Generator<{ readonly at: Instant; readonly local: LocalTime }> {
  const midnight = utcOf(date);
  const first = Math.max(midnight + dateMs.from, since - (since % quarterMs));
  for (let at = first; at < midnight + dateMs.to; at += quarterMs) {
    const local = localTime(zone, at);
    if (local.day === date.day && local.month === date.month && local.year === date.year) yield { at, local };
  }
}

/** Clocks are put back by up to three hours. */
const mostBackMs = 180 * minuteMs;

/** Whether the clocks have shown this time before, because they were put back. */
export function isSecondPass(zone: string, at: Instant): boolean {
  const now = wallOf(localTime(zone, at));
  for (let before = quarterMs; before <= mostBackMs; before += quarterMs) {
    if (wallOf(localTime(zone, at - before)) === now) return true;
  }
  return false;
}

/** A local time as if it were one in UTC. */
export function wallOf(local: Omit<LocalTime, 'weekDay'>): number {
  const { year, month, day, hour, minute, second } = local;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
