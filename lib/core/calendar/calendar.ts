import type { Instant } from '../time.ts';
import { dayMs } from '../time.ts';
import { holidayOn } from './holidays/table.ts';
import type { HolidayList } from './holidays/table.ts';
import { addDays, instantOf, localDateOf } from './local-time.ts';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

export type Weekday = (typeof weekdays)[number];

/** Minutes of the local day, 0 to 1440. `to` at or before `from` is on the next day: 22:00-06:00. */
export type Hours = { readonly from: number; readonly to: number };

/** Both days included. `12-29` to `01-03` is so every year, `2026-08-13` to `2026-08-15` once. */
export type Closure = { readonly from: string; readonly to: string };

/** When somebody is there. Hours past midnight belong to the day on which they begin. */
export type Calendar = {
  readonly days: readonly Weekday[];
  readonly hours: readonly Hours[];
  readonly holidays: readonly HolidayList[];
  readonly closed: readonly Closure[];
};

/** Longest look ahead for an opening. */
const horizonDays = 400;

function weekdayOf(date: string): Weekday | undefined {
  // 1970-01-01 was a Thursday; `weekdays` begins with Monday.
  return weekdays[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7];
}

function isWithin(closure: Closure, date: string): boolean {
  const day = closure.from.length === 5 ? date.slice(5) : date;
  const { from, to } = closure;
  return from <= to ? from <= day && day <= to : day >= from || day <= to;
}

/** Whether the calendar opens on a local date (`2026-11-21`) at all. */
export function isOpenDay(calendar: Calendar, date: string): boolean {
  const weekday = weekdayOf(date);
  return (
    weekday !== undefined &&
    calendar.days.includes(weekday) &&
    !calendar.holidays.some((list) => holidayOn(list, date)) &&
    !calendar.closed.some((closure) => isWithin(closure, date))
  );
}

type Opening = { readonly from: Instant; readonly to: Instant };

function openingsOf(calendar: Calendar, date: string, timezone: string): Opening[] {
  if (!isOpenDay(calendar, date)) return [];
  return calendar.hours.map(({ from, to }) => ({
    from: instantOf(date, from, timezone),
    to: to > from ? instantOf(date, to, timezone) : instantOf(addDays(date, 1), to, timezone),
  }));
}

/** Whether somebody is there at a moment. At the end of the hours it is closed. */
export function isOpen(calendar: Calendar, at: Instant, timezone: string): boolean {
  return openingsAt(calendar, at, timezone).length > 0;
}

function openingsAt(calendar: Calendar, at: Instant, timezone: string): Opening[] {
  const today = localDateOf(at, timezone);
  return [addDays(today, -1), today]
    .flatMap((date) => openingsOf(calendar, date, timezone))
    .filter(({ from, to }) => from <= at && at < to);
}

/**
 * The first moment from `at` on when somebody is there: `at` itself when it is open. Absent when the calendar does not
 * open in the next 400 days.
 */
export function nextOpening(calendar: Calendar, at: Instant, timezone: string): Instant | undefined {
  if (isOpen(calendar, at, timezone)) return at;
  const today = localDateOf(at, timezone);
  for (let days = 0; days <= horizonDays; days += 1) {
    const starts = openingsOf(calendar, addDays(today, days), timezone)
      .filter(({ from, to }) => from >= at && to > from)
      .map(({ from }) => from);
    if (starts.length > 0) return Math.min(...starts);
  }
  return undefined;
}

/** When it next opens or closes, after `at`. Absent where it does neither in the next 400 days. */
export function nextChange(calendar: Calendar, at: Instant, timezone: string): Instant | undefined {
  if (!isOpen(calendar, at, timezone)) return nextOpening(calendar, at, timezone);
  let closing = at;
  while (closing <= at + horizonDays * dayMs) {
    const open = openingsAt(calendar, closing, timezone);
    if (open.length === 0) return closing;
    closing = Math.max(...open.map(({ to }) => to));
  }
  return undefined;
}
