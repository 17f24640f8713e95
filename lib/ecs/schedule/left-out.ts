import { isOpenDay } from '../../core/calendar/calendar.ts';
import type { Instant } from '../../core/time.ts';
import { readCron } from './cron.ts';
import { isMistake } from './cron-field.ts';
import type { Schedule } from './schedule.ts';
import { cronWalls, wallDate } from './wall.ts';
import { clocksOf, wallAt } from './zone.ts';

/** A local time (`2027-03-28T02:30`) at which a schedule would be due, and is not: clocks leave it out, or the day is closed. */
export type LeftOut = { readonly local: string; readonly because: 'gap' | 'closed' };

/** What a cron expression names between two moments and its schedule leaves out, rising. What is moved is not left out. */
export function leftOutBetween(schedule: Schedule, from: Instant, to: Instant): LeftOut[] {
  const { start, timezone, dst, open } = schedule;
  if (start.kind !== 'cron') return [];
  const cron = readCron(start.cron);
  if (isMistake(cron)) return [];
  const hasGaps = dst.gap === 'skip' && !cron.isInterval;
  if (!hasGaps && open?.shift !== 'skip') return [];
  const end = wallAt(to, timezone);
  const shown = clocksOf(timezone);
  const found: LeftOut[] = [];
  for (const wall of cronWalls(cron, wallAt(from, timezone))) {
    if (wall >= end) break;
    const local = new Date(wall).toISOString().slice(0, 16);
    const isClosed = open?.shift === 'skip' && !isOpenDay(open.calendar, wallDate(wall));
    const isGap = hasGaps && shown(wall).shown === 'never';
    if (isClosed || isGap) found.push({ local, because: isClosed ? 'closed' : 'gap' });
  }
  return found;
}
