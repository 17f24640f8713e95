import { isOpenDay } from '../../core/calendar/calendar.ts';
import type { Calendar } from '../../core/calendar/calendar.ts';
import { addDays } from '../../core/calendar/local-time.ts';
import { dayMs } from '../../core/time.ts';
import type { Schedule, Shift } from './schedule.ts';
import type { Wall } from './wall.ts';
import { wallDate } from './wall.ts';

/** A time on the wall, and the date from which a calendar moved it there. */
export type Due = { readonly wall: Wall; readonly movedFrom?: string };

/** The longest closure that is looked over. */
const mostDays = 400;

/** From where on times must be known, so that all that are moved to `from` or later are among them. */
export function lookBackTo({ open }: Schedule, from: Wall): Wall {
  if (open === undefined || open.shift === 'skip') return from;
  let date = wallDate(from);
  if (open.shift === 'next') {
    for (let days = 0; days < mostDays && !isOpenDay(open.calendar, addDays(date, -1)); days += 1)
      date = addDays(date, -1);
  }
  return Date.parse(`${date}T00:00:00Z`);
}

type Open = { readonly calendar: Calendar; readonly shift: Shift };

/** Times on closed days are left out or moved, as the schedule says. Rising, as those of `wallsFrom` are. */
export function* onOpenDays(wallsFrom: (from: Wall) => Iterable<Wall>, { open }: Schedule, from: Wall): Generator<Due> {
  if (open === undefined) for (const wall of wallsFrom(from)) yield { wall };
  else if (open.shift === 'skip') yield* skipped(wallsFrom, open, from);
  else yield* shifted(wallsFrom(from), open);
}

/** A closed time is not gone through minute by minute: it goes on with the next open day. */
function* skipped(wallsFrom: (from: Wall) => Iterable<Wall>, open: Open, from: Wall): Generator<Due> {
  let since: Wall | undefined = from;
  while (since !== undefined) {
    const begins: Wall = since;
    since = undefined;
    for (const wall of wallsFrom(begins)) {
      const date = wallDate(wall);
      if (isOpenDay(open.calendar, date)) yield { wall };
      else {
        const next = openDay(date, open.calendar, 1);
        since = next === undefined ? undefined : Date.parse(`${next}T00:00:00Z`);
        break;
      }
    }
  }
}

function* shifted(walls: Iterable<Wall>, { calendar, shift }: Open): Generator<Due> {
  let target: string | undefined;
  let waiting: Due[] = [];
  for (const wall of walls) {
    const date = wallDate(wall);
    const to = isOpenDay(calendar, date) ? date : openDay(date, calendar, shift === 'next' ? 1 : -1);
    if (to === undefined && openDay(date, calendar, 1) === undefined) break;
    if (to === undefined) continue;
    if (to !== target) {
      yield* inOrder(waiting);
      waiting = [];
      target = to;
    }
    const at = Date.parse(`${to}T00:00:00Z`) + (wall % dayMs);
    waiting.push(to === date ? { wall } : { wall: at, movedFrom: date });
  }
  yield* inOrder(waiting);
}

/** The nearest open day after a date (1), or before it (-1); nothing when it is further than the longest closure. */
function openDay(date: string, calendar: Calendar, step: 1 | -1): string | undefined {
  for (let days = 1; days <= mostDays; days += 1) {
    const candidate = addDays(date, step * days);
    if (isOpenDay(calendar, candidate)) return candidate;
  }
  return undefined;
}

/** What is due by itself stands before what was moved to the same time; of these, the day nearest to it. */
function inOrder(dues: readonly Due[]): Due[] {
  const byWall = new Map<Wall, Due>();
  for (const due of dues) {
    const known = byWall.get(due.wall);
    if (known === undefined || (known.movedFrom !== undefined && due.movedFrom === undefined))
      byWall.set(due.wall, due);
  }
  return [...byWall.values()].toSorted((a, b) => a.wall - b.wall);
}
