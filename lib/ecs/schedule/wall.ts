import { Cron as Pattern } from 'croner';
import { isOpenDay } from '../../core/calendar/calendar.ts';
import type { Calendar } from '../../core/calendar/calendar.ts';
import { dayMs, minuteMs } from '../../core/time.ts';
import type { Cron, DayRule } from './cron.ts';

/** What a clock on the wall shows, in milliseconds, as if it hung in UTC. No change of clocks is in it. */
export type Wall = number;

export function wallDate(wall: Wall): string {
  return new Date(wall).toISOString().slice(0, 10);
}

/** Years end with 2199 (schedule-types, "Cron-based schedules"). */
const endOfYears: Wall = Date.UTC(2200, 0, 1);

/**
 * The times of a cron expression from `from` on, rising. croner only computes the calendar, in UTC: what clocks do is
 * none of its business, so that the policies for it are ours. It takes `LW` in no list: each rule is a pattern by itself.
 */
export function* cronWalls(cron: Cron, from: Wall): Generator<Wall> {
  const sources = cron.days.map((rule) => new Pattern(patternOf(cron, rule), settings));
  const heads = sources.map((source) => source.nextRun(new Date(from - 1000))?.getTime() ?? endOfYears);
  for (;;) {
    const next = Math.min(...heads);
    if (next >= endOfYears) return;
    yield next;
    for (const [at, source] of sources.entries()) {
      if (heads[at] === next) heads[at] = source.nextRun(new Date(next))?.getTime() ?? endOfYears;
    }
  }
}

const settings = {
  mode: '7-part',
  alternativeWeekdays: true,
  domAndDow: true,
  utcOffset: 0,
} as const;

const allYears = 230;

function patternOf({ minutes, hours, months, years }: Cron, rule: DayRule): string {
  const [day, weekday] = dayFields(rule);
  const year = years.length === allYears ? '*' : years.join(',');
  return `0 ${minutes.join(',')} ${hours.join(',')} ${day} ${months.join(',')} ${weekday} ${year}`;
}

function dayFields(rule: DayRule): readonly [day: string, weekday: string] {
  switch (rule.kind) {
    case 'days':
      return [rule.days.join(','), '*'];
    case 'last-day':
      return ['L', '*'];
    case 'last-weekday':
      return ['LW', '*'];
    case 'near':
      return [`${rule.day}W`, '*'];
    case 'weekdays':
      return ['*', rule.weekdays.join(',')];
    case 'nth-weekday':
      return ['*', rule.nth === -1 ? `${rule.weekday}L` : `${rule.weekday}#${rule.nth}`];
  }
}

/** A calendar that opens so seldom is as good as closed. */
const mostMonths = 10 * 12;

/** The nth open day of each month (-1: the last), at a minute of the day. A month without one has none. */
export function* dayWalls(
  { nth, calendar, minute }: { readonly nth: number; readonly calendar: Calendar; readonly minute: number },
  from: Wall,
): Generator<Wall> {
  const first = new Date(from);
  for (let month = 0; month < mostMonths; month += 1) {
    const begins = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + month, 1);
    const ends = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + month + 1, 1);
    const days = Array.from({ length: (ends - begins) / dayMs }, (_, at) => begins + at * dayMs);
    const open = days.filter((day) => isOpenDay(calendar, wallDate(day)));
    const day = open.at(nth > 0 ? nth - 1 : nth);
    const wall = day === undefined ? undefined : day + minute * minuteMs;
    if (wall !== undefined && wall >= from) yield wall;
  }
}
