import { openIncidents } from '../../lib/alert/feature.ts';
import { incidentRecord, mutesRecord } from '../../lib/alert/records.ts';
import type { IncidentState, Mute } from '../../lib/alert/state.ts';
import type { RecordStore } from '../../lib/core/ports.ts';
import type { FeatureName, KeptRecord, Trouble } from '../../lib/core/record.ts';
import { featureNames } from '../../lib/core/record.ts';
import { subjectKinds } from '../../lib/core/subject.ts';
import type { Instant } from '../../lib/core/time.ts';
import { dayMs, minuteMs } from '../../lib/core/time.ts';
import { isObject } from '../../lib/core/json.ts';
import type { Installation } from './installation.ts';

/** Every open incident. */
export async function readOpen({ store }: Pick<Installation, 'store'>): Promise<readonly IncidentState[]> {
  const records = await store.load(await store.open('alert', openIncidents));
  return [...records.values()].flatMap(incidentOf).filter(isFiring);
}

/** What is kept under one incident key, also when it has ended. */
export async function readIncident({ store }: Installation, key: string): Promise<IncidentState | undefined> {
  return [...(await store.load([incidentRecord(key)])).values()].flatMap(incidentOf)[0];
}

/** `cluster/name` of an account may be of any kind: a service most often. Ended ones are found so as well. */
export async function readNamed(
  { store, region }: Installation,
  account: string,
  place: string,
): Promise<readonly IncidentState[]> {
  const slash = place.indexOf('/');
  const [cluster, name] = [place.slice(0, slash), place.slice(slash + 1)];
  const keys = subjectKinds.map((kind) => incidentRecord([account, region, cluster, kind, name].join('/')));
  return [...(await store.load(keys)).values()].flatMap(incidentOf);
}

export async function readMutes({ store, region }: Installation, now: Instant): Promise<readonly Mute[]> {
  const state = (await store.load([mutesRecord(region)])).get(mutesRecord(region))?.state;
  const mutes =
    isObject(state) && state['kind'] === 'mutes' ? (state as { readonly mutes: readonly Mute[] }).mutes : [];
  return mutes.filter(({ until }) => until > now).toSorted((a, b) => a.until - b.until);
}

/** How the house itself does. `overdue`: records somebody should have looked at, and since when. */
export type House = {
  readonly trouble: readonly { readonly record: string; readonly dueAt?: Instant; readonly trouble: Trouble }[];
  readonly overdue: { readonly count: number; readonly since?: Instant };
  /** More than this many records were due within a day: only so many were looked at. */
  readonly cut: boolean;
};

/** A record in trouble is due again within a day at most. */
const mostRecords = 1000;

/** A due record is looked at within a minute or two; five are a tick that does not run. */
const overdueMs = 5 * minuteMs;

export async function readHouse({ store }: Installation, now: Instant): Promise<House> {
  const perFeature = await Promise.all(featureNames.map(async (feature) => dueWithinADay(store, feature, now)));
  const records = perFeature.flat();
  const late = records.flatMap(({ dueAt }) => (dueAt !== undefined && dueAt < now - overdueMs ? [dueAt] : []));
  return {
    trouble: records.flatMap(({ key, dueAt, trouble }) =>
      trouble === undefined ? [] : [{ record: key, trouble, ...(dueAt !== undefined && { dueAt }) }],
    ),
    overdue: { count: late.length, ...(late.length > 0 && { since: Math.min(...late) }) },
    cut: perFeature.some((each) => each.length >= mostRecords),
  };
}

async function dueWithinADay(store: RecordStore, feature: FeatureName, now: Instant): Promise<readonly KeptRecord[]> {
  return [...(await store.load(await store.due(feature, now + dayMs + minuteMs, mostRecords))).values()];
}

function incidentOf({ state }: KeptRecord): IncidentState[] {
  return isObject(state) && state['kind'] === 'incident' ? [state as unknown as IncidentState] : [];
}

/** The index may be a moment behind. */
function isFiring({ alert }: IncidentState): boolean {
  return alert.status === 'firing';
}
