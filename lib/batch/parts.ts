import { createHash } from 'node:crypto';
import type { Part } from '../core/batch-event.ts';
import { present } from '../core/present.ts';
import type { RecordKey } from '../core/record.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs, secondMs } from '../core/time.ts';
import { jobCause } from './causes.ts';
import { totalUntil } from './limits.ts';
import { runKey } from './names.ts';
import type { ArrayProgress, Ended, OpenPart, RunState } from './state.ts';

/** So many parts are begun, or asked to stop, at one look: a record stays small. */
export const mostAsked = 100;

/** What is known of so many that failed. */
const mostFailures = 10;

/** A part that has no record yet was not heard of: it is begun again, and given up in the end (its job is no more). */
const [askAgainMs, givenUpMs] = [2 * minuteMs, 15 * minuteMs];

/** Parts tell their end; those whose word was lost are looked at. */
export const lookMs = minuteMs;

/** A run of many tasks: it launches none itself, each of its parts is a run of its own, with its own tries. */
export function isArray({ pinned, part }: Pick<RunState, 'pinned' | 'part'>): boolean {
  return pinned.task.array !== undefined && part === undefined;
}

export function partIdOf(of: string, index: number): string {
  return createHash('sha256').update(`${of}|part|${index}`).digest('hex').slice(0, 26);
}

export function partKey(region: string, { of, index }: Pick<Part, 'of' | 'index'>): RecordKey {
  return runKey(region, partIdOf(of, index));
}

/** The parts worth a look: those that have told of themselves, and now and then all. */
export function partsToRead({ array }: RunState, told: readonly number[], now: Instant): readonly number[] {
  if (array === undefined) return [];
  const isDue = now >= array.lookAt;
  return array.open.filter(({ index }) => isDue || told.includes(index)).map(({ index }) => index);
}

/** What their records say. A part that was read and is not there has not begun. */
export function partsLearned(state: RunState, read: ReadonlyMap<number, RunState | undefined>, now: Instant): RunState {
  if (state.array === undefined || read.size === 0) return state;
  const isAll = state.array.open.every(({ index }) => read.has(index));
  const array = [...read].reduce((each, [index, part]) => withPart(each, { index, part, round: state.round, now }), {
    ...state.array,
    ...(isAll && { lookAt: now + lookMs }),
  });
  return { ...state, array };
}

type Seen = {
  readonly index: number;
  readonly part: RunState | undefined;
  readonly round: number;
  readonly now: Instant;
};

function withPart(array: ArrayProgress, { index, part, round, now }: Seen): ArrayProgress {
  const known = array.open.find((each) => each.index === index);
  if (known === undefined) return array;
  const begun = startedBy(array, part);
  const others = array.open.filter((each) => each !== known);
  const closed = { ...begun, open: others };
  if (part === undefined && now >= known.firstAt + givenUpMs)
    return withFailure(closed, { index, how: 'lost', pointers: {} });
  const ended = endIn(part, round);
  if (ended === undefined) {
    const isUnheard = part?.part?.round !== round && now >= known.askedAt + askAgainMs;
    return isUnheard ? { ...begun, open: [...others, { ...known, askedAt: now }] } : begun;
  }
  if (ended.how === 'succeeded') return { ...closed, succeeded: array.succeeded + 1 };
  const { how, cause, exitCode, pointers } = ended;
  return withFailure(closed, { index, how, pointers, ...present({ cause, exitCode }) });
}

/** A success counts for all rounds; how it failed in an earlier one does not. */
function endIn(part: RunState | undefined, round: number): Ended | undefined {
  const ended = part?.ended;
  return ended?.how === 'succeeded' || part?.part?.round === round ? ended : undefined;
}

function startedBy(array: ArrayProgress, part: RunState | undefined): ArrayProgress {
  if (part?.ranAt === undefined) return array;
  return { ...array, startedAt: Math.min(part.ranAt, array.startedAt ?? Infinity) };
}

function withFailure(array: ArrayProgress, failure: ArrayProgress['failures'][number]): ArrayProgress {
  return { ...array, failed: array.failed + 1, failures: [...array.failures, failure].slice(0, mostFailures) };
}

/** It has its place: begins as many parts as may run at once, until too many have failed; and ends when all have. */
export function arrayStepped(state: RunState, now: Instant): RunState {
  const spec = state.pinned.task.array;
  if (spec === undefined) return state;
  const array = state.array ?? freshArray(now);
  const late = state.stop === undefined && now >= totalUntil(state);
  const stop = late ? ({ why: 'total', at: now } as const) : state.stop;
  const isGoingOn = stop === undefined && array.failed <= spec.maxFailedIndexes;
  const most = isGoingOn ? Math.min(spec.parallelism - array.open.length, spec.size - array.next, mostAsked) : 0;
  const fresh = Array.from({ length: Math.max(0, most) }, (_, at): OpenPart => {
    return { index: array.next + at, firstAt: now, askedAt: now };
  });
  const begun = { ...array, next: array.next + fresh.length, open: [...array.open, ...fresh] };
  const next: RunState = {
    ...state,
    ranAt: state.ranAt ?? now,
    array: begun,
    ...(stop !== undefined && { stop }),
  };
  const isOver = begun.open.length === 0 && (!isGoingOn || begun.next === spec.size);
  return isOver ? { ...next, ended: endOf(next, begun, now) } : next;
}

function freshArray(now: Instant): ArrayProgress {
  return { next: 0, open: [], succeeded: 0, failed: 0, failures: [], lookAt: now + lookMs };
}

function endOf(state: RunState, array: ArrayProgress, now: Instant): Ended {
  const { stop, pinned, begunAt } = state;
  const { startedAt, failures } = array;
  const base = { at: now, pointers: failures[0]?.pointers ?? {}, ...present({ startedAt }) };
  if (stop?.why === 'person') return { ...base, how: 'cancelled' };
  if (stop?.why === 'replaced') return { ...base, how: 'replaced' };
  if (stop !== undefined) {
    const fills = { minutes: Math.round((now - (startedAt ?? begunAt)) / minuteMs) };
    return { ...base, how: 'timed-out', cause: jobCause('job_timeout', now, { fills }) };
  }
  const { size = 0, maxFailedIndexes = 0 } = pinned.task.array ?? {};
  if (array.failed <= maxFailedIndexes) return { ...base, how: 'succeeded', exitCode: 0 };
  return { ...base, ...failureOf(array, size, now) };
}

/** With the first of those that failed: its exit code here, its task and its log where people look further. */
function failureOf(
  { failed, failures }: ArrayProgress,
  count: number,
  now: Instant,
): Pick<Ended, 'how' | 'cause' | 'exitCode'> {
  const [first] = failures;
  const indexes = failures.map(({ index }) => index).toSorted((a, b) => a - b);
  const more = failed > indexes.length ? `, +${failed - indexes.length}` : '';
  const how = first?.exitCode === undefined ? first?.how : `exit ${first.exitCode}`;
  const known = present({ index: first?.index, reason: how });
  const fills = { failed, count, indexes: `${indexes.join(', ')}${more}`, ...known };
  const exit = present({ exitCode: first?.exitCode });
  return { how: 'failed', cause: jobCause('job_array', now, { fills, ...exit }), ...exit };
}

/** When there is something to do again: more parts to begin at once, or a look at all. */
export function arrayWakeAt({ array, pinned }: RunState, now: Instant): Instant | undefined {
  if (array === undefined) return undefined;
  const { size = 0, parallelism = 0 } = pinned.task.array ?? {};
  const isMore = array.next < size && array.open.length < parallelism;
  return isMore ? now + secondMs : array.lookAt;
}
