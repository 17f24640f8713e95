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
  // Month, day, year, hour, minute, second: a format of few letters is read in half the time of its parts.
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = (
    formatIn(zone).format(at).match(/\d+/gu) ?? []
  ).map(Number);
  const date = { year, month, day };
  return { ...date, hour, minute, second, weekDay: weekDayOf(date) };
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

/** A quarter of an hour that a date has in a zone. `again`: the clocks have shown it before, because they were put back. */
type Quarter = { readonly at: Instant; readonly hour: number; readonly minute: number; readonly again: boolean };

const known = new Map<string, number | readonly Quarter[]>();
const mostKnown = 200_000;

/** The quarters of an hour that a date has in a zone, in the order in which they come. */
export function quartersOf(zone: string, date: LocalDate): Iterable<Quarter> {
  const midnight = utcOf(date);
  const name = `${zone} ${midnight}`;
  let found = known.get(name);
  if (found === undefined) {
    if (known.size >= mostKnown) known.clear();
    found = steadyAhead(zone, midnight) ?? triedQuarters(zone, date);
    known.set(name, found);
  }
  return typeof found === 'number' ? steadyQuarters(midnight - found) : found;
}

/** How far a zone is ahead of UTC, when it is so for the whole of a date and what is near it: nothing changes twice in three days. */
function steadyAhead(zone: string, midnight: Instant): number | undefined {
  const [before, after] = [midnight + dateMs.from - mostBackMs, midnight + dateMs.to].map(
    (at) => wallOf(localTime(zone, at)) - at,
  );
  return before === after ? before : undefined;
}

function* steadyQuarters(begins: Instant): Generator<Quarter> {
  for (let count = 0; count < 96; count += 1) {
    yield { at: begins + count * quarterMs, hour: Math.floor(count / 4), minute: (count % 4) * 15, again: false };
  }
}

/** By trying all that could be. */
function triedQuarters(zone: string, date: LocalDate): Quarter[] {
  const midnight = utcOf(date);
  const quarters: Quarter[] = [];
  for (let at = midnight + dateMs.from; at < midnight + dateMs.to; at += quarterMs) {
    const local = localTime(zone, at);
    if (local.day !== date.day || local.month !== date.month || local.year !== date.year) continue;
    quarters.push({ at, hour: local.hour, minute: local.minute, again: isSecondPass(zone, at) });
  }
  return quarters;
}

/** Clocks are put back by up to three hours. */
const mostBackMs = 180 * minuteMs;

function isSecondPass(zone: string, at: Instant): boolean {
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
