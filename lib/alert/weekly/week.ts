import { addDays, localDateOf } from '../../core/calendar/local-time.ts';
import type { Instant } from '../../core/time.ts';

/** The Monday of the local week of a moment: `2026-11-16`. */
export function weekOf(at: Instant, timezone: string): string {
  const date = localDateOf(at, timezone);
  // 0 is Sunday (ECMA-262, WeekDay).
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return addDays(date, -((day + 6) % 7));
}

/** The month before the one a local date is in: `2026-10` of `2026-11-02`. */
export function monthBefore(date: string): string {
  return addDays(`${date.slice(0, 7)}-01`, -1).slice(0, 7);
}
