import type { Wake } from '../core/decision.ts';
import type { KeptRecord, RecordKey, Trouble } from '../core/record.ts';
import type { Instant } from '../core/time.ts';
import { dayMs, hourMs, minuteMs } from '../core/time.ts';
import type { Leftover } from './plan.ts';
import { bytesOf, mostBytes } from './record-size.ts';

/** After this many failures in a row a record is parked: looked at once a day, and when somebody re-drives it. */
export const failuresUntilParked = 8;

/** How many events a failing record keeps, the newest. Of those before, only the number. Outcomes are all kept. */
const eventLimit = 25;

/** 1, 2, 4 … minutes, at most an hour; a parked record waits a day. */
export function backOffMs(failures: number): number {
  if (failures >= failuresUntilParked) return dayMs;
  return Math.min(minuteMs * 2 ** (failures - 1), hourMs);
}

/** `heard`: all of which it has not been decided yet, from earlier failures and now. */
type Undecided<Target> = {
  readonly key: RecordKey;
  readonly v: number;
  readonly record: KeptRecord | undefined;
  readonly heard: readonly unknown[];
  readonly left: Leftover<Target>;
};

/**
 * The record of a decision that threw: its state and plans stay as they are, what it heard is kept with it, and it is
 * looked at again later. It never blocks its neighbours, and nobody else's claim is touched.
 */
export function inTrouble<Target>(
  known: Undecided<Target>,
  failure: { readonly error: unknown; readonly now: Instant; readonly mostEvents?: number },
): Omit<KeptRecord<unknown, Target>, 'writeId'> {
  const { record, key, left } = known;
  const trouble = worsened(record?.trouble, failure);
  const bare: Omit<KeptRecord<unknown, Target>, 'writeId'> = {
    key,
    v: record?.v ?? known.v,
    version: (record?.version ?? 0) + 1,
    state: record?.state,
    todo: [...left.inFlight, ...left.unfinished],
    ...(left.othersClaim !== undefined && { claim: left.othersClaim }),
    ...(trouble.retryAt !== undefined && { dueAt: trouble.retryAt }),
    ...(record?.openUnder !== undefined && { openUnder: record.openUnder }),
    ...(record?.unreadable !== undefined && { unreadable: record.unreadable }),
    trouble,
  };
  const room = { bytes: mostBytes - bytesOf(bare), events: failure.mostEvents ?? eventLimit };
  return { ...bare, trouble: remembering(trouble, known.heard, room) };
}

/** One failure more, unless it is still the same one: until its time has come, a look more does not count. */
export function worsened(
  before: Trouble | undefined,
  { error, now }: { readonly error: unknown; readonly now: Instant },
): Trouble {
  const isSame = before?.retryAt !== undefined && now < before.retryAt;
  const count = (before?.count ?? 0) + (isSame ? 0 : 1);
  return {
    count,
    error: wordsOf(error),
    since: before?.since ?? now,
    parked: count >= failuresUntilParked,
    heard: [],
    forgotten: before?.forgotten ?? 0,
    retryAt: isSame ? before.retryAt : now + backOffMs(count),
  };
}

/**
 * As much of what was heard as there is room for. Outcomes first: what was done is known from nowhere else, while what
 * happened shows in the facts.
 */
export function remembering(
  trouble: Trouble,
  heard: readonly unknown[],
  room: { readonly bytes: number; readonly events: number },
): Trouble {
  const news = heard.filter((each) => !isWake(each));
  const outcomes = news.filter(isOutcome);
  const kept = new Set(outcomes);
  let bytes = room.bytes - bytesOf(outcomes);
  for (const event of news.filter((each) => !isOutcome(each)).toReversed()) {
    bytes -= bytesOf(event) + 1;
    if (bytes < 0 || kept.size >= outcomes.length + room.events) break;
    kept.add(event);
  }
  const rest = news.filter((each) => kept.has(each));
  return { ...trouble, heard: rest, forgotten: trouble.forgotten + news.length - rest.length };
}

/** An error in a few words, as it is logged, kept and put beside what could not be decided. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 500) : 'not an Error';
}

export function isWake(heard: unknown): heard is Wake {
  return kindOf(heard) === 'wake';
}

export function isOutcome(heard: unknown): boolean {
  return kindOf(heard) === 'outcome';
}

function kindOf(heard: unknown): unknown {
  return typeof heard === 'object' && heard !== null && 'kind' in heard ? heard.kind : undefined;
}
