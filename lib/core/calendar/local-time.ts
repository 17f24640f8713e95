import { dayMs } from '../time.ts';
import type { Instant } from '../time.ts';

/** What a wall clock shows. `month` counts from 1. */
type LocalTime = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
};

// Making a formatter costs a hundred times what using it costs.
const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timezone: string): Intl.DateTimeFormat {
  const known = formats.get(timezone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timezone, made);
  return made;
}

/** What a clock on the wall of `timezone` (an IANA name) shows at a moment. Throws a RangeError for an unknown zone. */
export function localTimeOf(at: Instant, timezone: string): LocalTime {
  const parts = new Map(
    formatFor(timezone)
      .formatToParts(at)
      .map((part) => [part.type, Number(part.value)]),
  );
  return {
    year: parts.get('year') ?? 0,
    month: parts.get('month') ?? 0,
    day: parts.get('day') ?? 0,
    hour: parts.get('hour') ?? 0,
    minute: parts.get('minute') ?? 0,
    second: parts.get('second') ?? 0,
  };
}

function wallOf(at: Instant, timezone: string): number {
  const local = localTimeOf(at, timezone);
  return Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second);
}

/**
 * The moment when the wall clock of `timezone` shows a date's (`2026-11-21`) minute, counted from midnight; 1440 is
 * the next midnight. A time that comes twice (clocks go back) is its first; one that is left out (clocks go forward)
 * is as much later as the clock jumps. That is what RFC 5545 does.
 */
export function instantOf(date: string, minute: number, timezone: string): Instant {
  const wall = Date.parse(`${date}T00:00:00Z`) + minute * 60_000;
  // No zone is a day away from UTC, so these two lie on either side of the moment and of a change beside it.
  const before = wallOf(wall - dayMs, timezone) - (wall - dayMs);
  const after = wallOf(wall + dayMs, timezone) - (wall + dayMs);
  const shown = [wall - before, wall - after].filter((at) => wallOf(at, timezone) === wall);
  return shown.length > 0 ? Math.min(...shown) : wall - before;
}

/** The local date of a moment: `2026-11-21`. */
export function localDateOf(at: Instant, timezone: string): string {
  const { year, month, day } = localTimeOf(at, timezone);
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** The date so many days later; before, when negative. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}
