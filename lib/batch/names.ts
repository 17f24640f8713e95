import { createHash } from 'node:crypto';
import type { RecordKey } from '../core/record.ts';
import { recordKey } from '../core/record.ts';
import type { Instant } from '../core/time.ts';
import { isoTime, minuteMs, secondMs } from '../core/time.ts';

type RecordKind = 'run' | 'job' | 'lease' | 'schedules' | 'watch' | 'foreign' | 'seen';

type Stack = { readonly account: string; readonly region: string };

/** A job and the time it is due for: each has one run, whoever starts it and however often. */
export type RunName = { readonly job: string; readonly slot: Instant; readonly isExtra?: boolean };

/**
 * Schedules are precise to the minute, and whether their seconds are those of the expression or of the invocation is
 * not documented: a slot is its minute. Extra runs are told apart by the second.
 */
export function slotOf(at: Instant, isExtra = false): Instant {
  const stepMs = isExtra ? secondMs : minuteMs;
  return Math.floor(at / stepMs) * stepMs;
}

/** Names a run. Found again from `startedBy` alone, so that no event of a task needs a look-up. */
export function runIdOf({ account, region }: Stack, { job, slot, isExtra = false }: RunName): string {
  const name = [account, region, job, isExtra ? 'extra' : 'slot', isoTime(slotOf(slot, isExtra))].join('|');
  return createHash('sha256').update(name).digest('hex').slice(0, 26);
}

/** RunTask's client token: 64 of its 64 characters (API_RunTask). */
export function tokenOf(runId: string, { attempt, tryNumber, index }: Launching): string {
  return createHash('sha256').update([runId, attempt, tryNumber, index].join('|')).digest('hex');
}

type Launching = { readonly attempt: number; readonly tryNumber: number; readonly index: number };

export function runKey(region: string, runId: string): RecordKey {
  return recordKey('batch', region, `run/${runId}`);
}

export function jobKey(region: string, job: string): RecordKey {
  return recordKey('batch', region, `job/${job}`);
}

/** What runs of one concurrency key share. */
export function leaseKey(region: string, key: string): RecordKey {
  return recordKey('batch', region, `lease/${key}`);
}

/** The look at all schedules and their runs. */
export function watchKey(region: string): RecordKey {
  return recordKey('batch', region, 'watch');
}

/** The look at rules and schedules of others. */
export function foreignKey(region: string): RecordKey {
  return recordKey('batch', region, 'foreign');
}

/** Tasks that a rule, or a schedule, of others started, by what they are marked with. */
export function seenKey(region: string, mark: string): RecordKey {
  return recordKey('batch', region, `seen/${mark}`);
}

/** The schedules of all jobs. */
export function schedulesKey(region: string): RecordKey {
  return recordKey('batch', region, 'schedules');
}

export function thingOf(key: RecordKey): { readonly kind: RecordKind; readonly region: string; readonly name: string } {
  const [, region = '', ...rest] = key.split('#');
  const thing = rest.join('#');
  if (thing === 'schedules' || thing === 'watch' || thing === 'foreign') return { kind: thing, region, name: '' };
  const slash = thing.indexOf('/');
  const kind = (['job', 'lease', 'seen'] as const).find((each) => each === thing.slice(0, slash)) ?? 'run';
  return { kind, region, name: thing.slice(slash + 1) };
}

/** Under this, all runs that are not over are listed in the table's open index. */
export const liveRuns = 'runs';
