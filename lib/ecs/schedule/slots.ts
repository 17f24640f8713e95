import type { Instant } from '../../core/time.ts';
import { hourMs } from '../../core/time.ts';
import type { Cron } from './cron.ts';
import { readCron } from './cron.ts';
import { isMistake } from './cron-field.ts';
import type { Due } from './open-days.ts';
import { lookBackTo, onOpenDays } from './open-days.ts';
import type { Schedule, Slot, Start } from './schedule.ts';
import type { Wall } from './wall.ts';
import { cronWalls, dayWalls } from './wall.ts';
import type { Shown } from './zone.ts';
import { clocksOf, wallAt } from './zone.ts';

/** Slots with `from` ≤ at < `to`, rising, each time once. */
export function slotsBetween(schedule: Schedule, from: Instant, to: Instant): Slot[] {
  const slots: Slot[] = [];
  for (const slot of slotsFrom(schedule, from)) {
    if (slot.at >= to) break;
    slots.push(slot);
  }
  return slots;
}

/** The first `count` slots after `after`; fewer where there are no more. */
export function nextSlots(schedule: Schedule, after: Instant, count: number): Slot[] {
  const slots: Slot[] = [];
  if (count < 1) return slots;
  for (const slot of slotsFrom(schedule, after + 1)) {
    slots.push(slot);
    if (slots.length === count) break;
  }
  return slots;
}

/** The slot at exactly this time; absent when the schedule is not due then. */
export function slotAt(schedule: Schedule, at: Instant): Slot | undefined {
  return slotsBetween(schedule, at, at + 1)[0];
}

/**
 * More than clocks were ever put back by since 1970. So much earlier a wall clock has not yet shown what it shows a second time from
 * `from` on.
 */
const lookBackMs = 4 * hourMs;

/** Slots from a time on. Throws RangeError for a time zone that is not known, and for an expression that was not checked. */
export function* slotsFrom(schedule: Schedule, from: Instant): Generator<Slot> {
  const { start, timezone } = schedule;
  if (start.kind === 'rate') {
    yield* rateSlots(start, from);
    return;
  }
  const cron = start.kind === 'cron' ? checked(start.cron) : undefined;
  const since = wallAt(from - lookBackMs, timezone);
  const dues = onOpenDays((wall) => wallsFrom(start, cron, wall), schedule, lookBackTo(schedule, since));
  const shown = clocksOf(timezone);
  const slots = inOrder(dues, (due) => slotsOf(due, shown(due.wall), { schedule, cron }));
  for (const slot of slots) if (slot.at >= from) yield slot;
}

function* rateSlots({ everyMs, anchorAt }: Extract<Start, { kind: 'rate' }>, from: Instant): Generator<Slot> {
  for (let count = Math.max(0, Math.ceil((from - anchorAt) / everyMs)); ; count += 1)
    yield { at: anchorAt + count * everyMs, isNative: true };
}

function checked(text: string): Cron {
  const cron = readCron(text);
  if (isMistake(cron)) throw new RangeError(`${text}: ${cron.problem}`);
  return cron;
}

function wallsFrom(start: Exclude<Start, { kind: 'rate' }>, cron: Cron | undefined, from: Wall): Iterable<Wall> {
  if (cron !== undefined) return cronWalls(cron, from);
  if (start.kind === 'day') return dayWalls(start, from);
  return start.kind === 'once' ? [Date.parse(`${start.local}Z`)] : [];
}

/** The moments of a time on the wall. Times of the day follow the policy; an interval goes on, whatever clocks do. */
function slotsOf(
  { movedFrom }: Due,
  shown: Shown,
  { schedule, cron }: { readonly schedule: Schedule; readonly cron: Cron | undefined },
): Slot[] {
  const { start, dst } = schedule;
  const isNative = movedFrom === undefined && start.kind !== 'day';
  const base = { isNative, ...(movedFrom !== undefined && { movedFrom }) };
  switch (shown.shown) {
    case 'once':
      return [{ at: shown.at, ...base }];
    case 'never':
      if (cron?.isInterval === true || dst.gap === 'skip') return [];
      return [{ at: shown.endsAt, ...base, isNative: false, dst: 'gap' }];
    case 'twice': {
      const first: Slot = { at: shown.first, ...base, dst: 'first' };
      const second: Slot = { at: shown.second, ...base, dst: 'second' };
      if (dst.overlap === 'both') return [first, { ...second, isNative: false }];
      return cron?.isInterval === true ? [first, { ...second, isOptional: true }] : [first];
    }
  }
}

/** By time, each once: a second showing comes after times that stand later on the wall. */
function* inOrder(dues: Iterable<Due>, slotsFor: (due: Due) => readonly Slot[]): Generator<Slot> {
  let waiting: Slot[] = [];
  for (const due of dues) {
    const slots = slotsFor(due);
    const soonest = Math.min(...slots.map(({ at }) => at));
    if (slots.length > 0) {
      yield* distinct(waiting.filter(({ at }) => at < soonest));
      waiting = [...waiting.filter(({ at }) => at >= soonest), ...slots];
    }
  }
  yield* distinct(waiting);
}

/** Of several at one time the one that Scheduler itself invokes. */
function distinct(slots: readonly Slot[]): Slot[] {
  const ordered = slots.toSorted((a, b) => a.at - b.at || Number(b.isNative) - Number(a.isNative));
  return ordered.filter(({ at }, index) => at !== ordered[index - 1]?.at);
}
