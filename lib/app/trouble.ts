import type { Heard } from '../core/decision.ts';
import type { Feature } from '../core/feature.ts';
import type { KeptRecord, RecordKey, Trouble } from '../core/record.ts';
import type { Instant } from '../core/time.ts';
import { dayMs, hourMs, minuteMs } from '../core/time.ts';
import type { Leftover } from './plan.ts';

/** After this many failures in a row a record is parked: looked at once a day, and when somebody re-drives it. */
export const failuresUntilParked = 8;

/** How much of what a failing record heard is kept with it. Past that, only the number. */
export const heardLimit = 25;

/** 1, 2, 4 … minutes, at most an hour; a parked record waits a day. */
export function backOffMs(failures: number): number {
  if (failures >= failuresUntilParked) return dayMs;
  return Math.min(minuteMs * 2 ** (failures - 1), hourMs);
}

type Known<Event, State, Target> = {
  readonly key: RecordKey;
  readonly record: KeptRecord<State, Target> | undefined;
  readonly heard: readonly Heard<Event>[];
};

/**
 * The record of a decision that threw: its state and plans stay as they are, what it heard is kept with it, and it is
 * looked at again later. It never blocks its neighbours, and nobody else's claim is touched.
 */
export function inTrouble<Event, State, Target, Facts, Read, Policy>(
  feature: Feature<Event, State, Target, Facts, Read, Policy>,
  known: Known<Event, State, Target>,
  at: { readonly error: unknown; readonly now: Instant; readonly left: Leftover<Target> },
): Omit<KeptRecord<State, Target>, 'writeId'> {
  const { record, key } = known;
  const trouble = worsened(record?.trouble, { heard: known.heard, error: at.error, now: at.now });
  const claim = at.left.othersClaim;
  return {
    key,
    v: record?.v ?? feature.v,
    version: (record?.version ?? 0) + 1,
    state: record?.state as State,
    todo: [...at.left.inFlight, ...at.left.unfinished],
    ...(claim !== undefined && { claim }),
    dueAt: at.now + backOffMs(trouble.count),
    ...(record?.openUnder !== undefined && { openUnder: record.openUnder }),
    trouble,
  };
}

function worsened(
  before: Trouble | undefined,
  fresh: { readonly heard: readonly unknown[]; readonly error: unknown; readonly now: Instant },
): Trouble {
  const count = (before?.count ?? 0) + 1;
  const news = fresh.heard.filter((each) => !isWake(each));
  const heard = [...(before?.heard ?? []), ...news];
  return {
    count,
    error: fresh.error instanceof Error ? `${fresh.error.name}: ${fresh.error.message}`.slice(0, 500) : 'not an Error',
    since: before?.since ?? fresh.now,
    parked: count >= failuresUntilParked,
    heard: heard.slice(0, heardLimit),
    forgotten: (before?.forgotten ?? 0) + Math.max(0, heard.length - heardLimit),
  };
}

function isWake(heard: unknown): boolean {
  return typeof heard === 'object' && heard !== null && 'kind' in heard && heard.kind === 'wake';
}
