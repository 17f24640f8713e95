import { weekdays } from '../../core/calendar/calendar.ts';
import type { Closure, Hours, Weekday } from '../../core/calendar/calendar.ts';
import { dayMs, hourMs, minuteMs, secondMs } from '../../core/time.ts';

/** How values are written in the file, and read. Every reader gives nothing for what it cannot read. */

const unitMs: Readonly<Record<string, number>> = { s: secondMs, m: minuteMs, h: hourMs, d: dayMs };

export const durationPattern = /^(\d+[smhd])+$/;

/** `90s`, `5m`, `2h`, `7d`, or several of them (`1h30m`), in milliseconds. */
export function durationMs(text: string): number {
  return [...text.matchAll(/(\d+)([smhd])/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (unitMs[unit ?? ''] ?? 0),
    0,
  );
}

export const timePattern = /^([01]?\d|2[0-3]):[0-5]\d$/;

/** `9:00` or `09:00`, in minutes of the day. */
export function minuteOfDay(text: string): number {
  const [hour, minute] = text.split(':').map(Number);
  return (hour ?? 0) * 60 + (minute ?? 0);
}

const time = String.raw`(?:(?:[01]?\d|2[0-3]):[0-5]\d|24:00)`;

export const hoursPattern = new RegExp(`^${time}-${time}$`);

/** `09:00-19:00`, `22:00-06:00` (to the next day), `00:00-24:00`. From and to at the same time is the whole day round. */
export function hoursOf(text: string): Hours {
  const [from, to] = text.split('-').map(minuteOfDay);
  return { from: from ?? 0, to: to ?? 0 };
}

const weekday = `(?:${weekdays.join('|')})`;

export const daysPattern = new RegExp(`^${weekday}(?:-${weekday})?$`);

/** `sat`, or from one day to another: `mon-fri`, `sat-mon`. */
export function daysOf(text: string): Weekday[] {
  const [from, to] = text.split('-');
  const first = weekdays.findIndex((day) => day === from);
  const last = to === undefined ? first : weekdays.findIndex((day) => day === to);
  const count = ((last - first + weekdays.length) % weekdays.length) + 1;
  return Array.from({ length: count }, (_, at) => weekdays[(first + at) % weekdays.length] ?? 'mon');
}

const day = String.raw`(?:\d{4}-)?(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`;

export const closurePattern = new RegExp(`^${day}(?:\\.\\.${day})?$`);

/** `12-29..01-03` (every year), `2026-08-13..2026-08-15`, or one day. Both ends must be of one kind, and real days. */
export function closureOf(text: string): Closure | undefined {
  const [from = '', to = from] = text.split('..');
  if (from.length !== to.length || !isDay(from) || !isDay(to)) return undefined;
  return from.length > 5 && from > to ? undefined : { from, to };
}

// 2028 is a leap year: 02-29 is a day, in the years that have it.
function isDay(text: string): boolean {
  const full = text.length === 5 ? `2028-${text}` : text;
  const at = Date.parse(`${full}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(full);
}

export const rangePattern = /^\d+\.\.\d+$/;

/** `0..40`. */
export function rangeOf(text: string): { readonly min: number; readonly max: number } | undefined {
  const [min = 0, max = 0] = text.split('..').map(Number);
  return min <= max ? { min, max } : undefined;
}

/**
 * Whether `Intl` knows the zone. Of the names without a slash only UTC: what JST or EST stand for differs from one
 * machine to the next, and they know no summer time.
 */
export function isTimezone(name: string): boolean {
  if (name !== 'UTC' && !name.includes('/')) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** `office`, or `-1 office`: which open day of a month, from its end when negative, and of which calendar. */
export function openDayOf(text: string): { readonly nth: number; readonly calendar: string } | undefined {
  const [which = '', calendar] = text.split(' ');
  const nth = which === 'first' ? 1 : which === 'last' ? -1 : Number(which);
  return calendar === undefined || !Number.isInteger(nth) || nth < 1 - 32 || nth > 31 || nth === 0
    ? undefined
    : { nth, calendar };
}
