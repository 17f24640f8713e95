import { localTimeOf } from '../../core/calendar/local-time.ts';
import type { Instant } from '../../core/time.ts';
import { dayMs, minuteMs } from '../../core/time.ts';
import type { Wall } from './wall.ts';

/** What the clocks of a zone make of a time on the wall. */
export type Shown =
  | { readonly shown: 'once'; readonly at: Instant }
  | { readonly shown: 'twice'; readonly first: Instant; readonly second: Instant }
  /** Clocks were put forward over it; `endsAt` is when. */
  | { readonly shown: 'never'; readonly endsAt: Instant };

/** What the wall clock of a zone shows. */
export function wallAt(at: Instant, timezone: string): Wall {
  const { year, month, day, hour, minute, second } = localTimeOf(at, timezone);
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((at % 1000) + 1000) % 1000);
}

function offsetAt(at: Instant, timezone: string): number {
  return wallAt(at, timezone) - at;
}

/** Around one day: how far the zone is ahead of UTC, and where clocks are changed, when, and how far it is then. */
type Day = {
  readonly from: Wall;
  readonly before: number;
  readonly change?: { readonly at: Instant; readonly after: number };
};

/**
 * What the clocks of a zone make of times on the wall. Asked in order, it is cheap: it looks at them once a day. No zone is
 * a day away from UTC, and none changes its clocks twice in three days.
 */
export function clocksOf(timezone: string): (wall: Wall) => Shown {
  let day: Day | undefined;
  return (wall) => {
    if (day === undefined || wall < day.from || wall >= day.from + dayMs) day = dayOf(wall, timezone);
    return shownOn(day, wall);
  };
}

function dayOf(wall: Wall, timezone: string): Day {
  const from = Math.floor(wall / dayMs) * dayMs;
  const [begins, ends] = [from - dayMs, from + 2 * dayMs];
  const [before, after] = [offsetAt(begins, timezone), offsetAt(ends, timezone)];
  if (before === after) return { from, before };
  return { from, before, change: { at: changeBetween(begins, ends, timezone), after } };
}

function shownOn({ before, change }: Day, wall: Wall): Shown {
  const first = wall - before;
  if (change === undefined) return { shown: 'once', at: first };
  const second = wall - change.after;
  if (first < change.at) return second < change.at ? { shown: 'once', at: first } : { shown: 'twice', first, second };
  return second < change.at ? { shown: 'never', endsAt: change.at } : { shown: 'once', at: second };
}

/** The minute in which the offset changes. */
function changeBetween(from: Instant, to: Instant, timezone: string): Instant {
  const before = offsetAt(from, timezone);
  let [low, high] = [Math.floor(from / minuteMs), Math.ceil(to / minuteMs)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * minuteMs, timezone) === before) low = middle;
    else high = middle;
  }
  return high * minuteMs;
}
