import type { ForeignSchedule } from '../../lib/core/foreign-schedules.ts';
import type { RecordStore } from '../../lib/core/ports.ts';
import type { KeptRecord, RecordKey } from '../../lib/core/record.ts';
import type { RunName } from '../../lib/batch/names.ts';
import { foreignKey, jobKey, liveRuns, runIdOf, runKey } from '../../lib/batch/names.ts';
import type { BatchState, JobState, RunState } from '../../lib/batch/state.ts';
import { stateOf } from '../kept-state.ts';

type Place = { readonly store: RecordStore; readonly region: string };

/** What is kept of a job: its history. Undefined: none of its runs has ended yet. */
export async function keptJob({ store, region }: Place, job: string): Promise<JobState | undefined> {
  return [...(await store.load([jobKey(region, job)])).values()].flatMap((each) => stateOf<JobState>(each, 'job'))[0];
}

/** The run of a slot. */
export async function keptRun(
  { store, region }: Place,
  name: RunName & { readonly account: string },
): Promise<RunState | undefined> {
  const key = runKey(region, runIdOf({ account: name.account, region }, name));
  return [...(await store.load([key])).values()].flatMap((each) => stateOf<RunState>(each, 'run'))[0];
}

/** Runs of a job that have not ended. */
export async function liveRunsOf({ store }: Place, job: string): Promise<readonly RunState[]> {
  const records = await store.load(await store.open('batch', liveRuns));
  return [...records.values()]
    .flatMap((each) => stateOf<RunState>(each, 'run'))
    .filter((run) => run.job === job && run.ended === undefined && run.part === undefined);
}

/** Rules and schedules of others, as the batch function has found them. */
export async function keptForeign(place: Place): Promise<readonly ForeignSchedule[]> {
  const key = foreignKey(place.region);
  const state = (await keptState(place, [key])).get(key);
  return state?.kind === 'foreign' ? state.schedules : [];
}

/** What is kept of jobs, and of the looks at them, by key. */
export async function keptState(
  { store }: Place,
  keys: readonly RecordKey[],
): Promise<ReadonlyMap<RecordKey, BatchState>> {
  const records = keys.length === 0 ? new Map<RecordKey, KeptRecord>() : await store.load(keys);
  const readable = [...records.values()].filter(({ unreadable }) => unreadable === undefined);
  return new Map(readable.map(({ key, state }) => [key, state as BatchState]));
}
