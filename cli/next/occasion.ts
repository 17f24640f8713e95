import { holidayOn } from '../../lib/core/calendar/holidays/table.ts';
import type { Instant } from '../../lib/core/time.ts';
import { readCron } from '../../lib/ecs/schedule/cron.ts';
import { isMistake } from '../../lib/ecs/schedule/cron-field.ts';
import type { LeftOut } from '../../lib/ecs/schedule/left-out.ts';
import { leftOutBetween } from '../../lib/ecs/schedule/left-out.ts';
import type { Schedule, Slot } from '../../lib/ecs/schedule/schedule.ts';
import { wallAt } from '../../lib/ecs/schedule/zone.ts';

/** A time at which a schedule is due. `local` has its offset: `2027-03-28T03:00:00+02:00`. */
export type Occasion = {
  readonly at: Instant;
  readonly local: string;
  readonly weekday: string;
  readonly note?: string;
};

/** Times with what there is to say of each: what was moved there, what clocks do, and what was left out since the one before. */
export function occasionsOf(schedule: Schedule, slots: readonly Slot[], from: Instant): Occasion[] {
  return slots.map((slot, index) => {
    const since = slots[index - 1]?.at ?? from;
    const notes = [
      movedNote(slot, schedule),
      clockNote(slot, schedule),
      leftOutNote(leftOutBetween(schedule, since, slot.at), schedule),
      index === 0 ? rateNote(schedule) : undefined,
    ].filter((note) => note !== undefined);
    const wall = wallAt(slot.at, schedule.timezone);
    return {
      at: slot.at,
      local: `${new Date(wall).toISOString().slice(0, 19)}${offsetText(wall - slot.at)}`,
      weekday: new Date(wall).toUTCString().slice(0, 3),
      ...(notes.length > 0 && { note: notes.join('; ') }),
    };
  });
}

function offsetText(offset: number): string {
  const minutes = Math.abs(Math.round(offset / 60_000));
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60].map((value) => String(value).padStart(2, '0'));
  return `${offset < 0 ? '-' : '+'}${hours}:${rest}`;
}

function movedNote({ movedFrom }: Slot, schedule: Schedule): string | undefined {
  return movedFrom === undefined ? undefined : `moved from ${dayText(movedFrom, schedule)}`;
}

/** `2026-11-23 (Labor Thanksgiving Day)`. */
function dayText(date: string, { open }: Schedule): string {
  const holiday = open?.calendar.holidays.map((list) => holidayOn(list, date)).find((found) => found !== undefined);
  return holiday === undefined ? date : `${date} (${holiday.en})`;
}

function clockNote({ dst, isOptional }: Slot, { start, dst: policy }: Schedule): string | undefined {
  if (dst === undefined) return undefined;
  if (dst === 'gap') return 'clocks go forward over its time: as soon as they have';
  if (isOptional === true)
    return 'clocks show this time again; whether EventBridge Scheduler invokes then is not documented';
  if (dst === 'second') return 'clocks show this time again';
  const cron = start.kind === 'cron' ? readCron(start.cron) : undefined;
  const isOnce = policy.overlap === 'once' && (cron === undefined || isMistake(cron) || !cron.isInterval);
  return isOnce ? 'clocks show this time twice: only the first' : 'clocks show this time twice: the first';
}

const mostNamed = 3;

function leftOutNote(all: readonly LeftOut[], schedule: Schedule): string | undefined {
  const gaps = all.filter(({ because }) => because === 'gap').map(({ local }) => local.replace('T', ' '));
  const closed = [...new Set(all.filter(({ because }) => because === 'closed').map(({ local }) => local.slice(0, 10)))];
  const named = closed.slice(0, mostNamed).map((date) => dayText(date, schedule));
  const more = closed.length > mostNamed ? ` and ${closed.length - mostNamed} days more` : '';
  const notes = [
    ...(gaps.length > 0 ? [`not at ${gaps.slice(0, mostNamed).join(', ')}: clocks go forward over it`] : []),
    ...(closed.length > 0 ? [`not on ${named.join(', ')}${more}: closed`] : []),
  ];
  return notes.length > 0 ? notes.join('; ') : undefined;
}

function rateNote({ start }: Schedule): string | undefined {
  return start.kind === 'rate' ? 'counted from midnight of 2024-01-01, as Watchkeeper starts it' : undefined;
}
