import type { Alert } from '../core/alert.ts';
import type { Destination, Posted } from '../core/delivery.ts';
import type { Asked } from '../core/feature.ts';
import type { KeptRecord, RecordKey } from '../core/record.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs } from '../core/time.ts';
import type { DayCounts } from './day-counts.ts';
import { findings } from './enrich/findings.ts';
import type { EnrichmentReads } from './enrich/look.ts';
import type { AlertEvent } from './events.ts';
import type { AlertFacts, IncidentFacts, Reactions } from './facts.ts';
import { digestFacts, mutesFacts, pastFacts } from './gather-house.ts';
import type { AlertPolicy } from './policy.ts';
import { digestRecord, kindOfRecord, mutesRecord, placesFor, receiverRecord, regionOfRecord } from './records.ts';
import type { PlaceAt } from './place-heard.ts';
import { noStorms, placesHeard, stormsOf } from './place-heard.ts';
import type { AlertState, IncidentState } from './state.ts';
import type { WeeklyReads } from './weekly/gather.ts';

/** How often people's reactions on an open incident's message are looked at. */
export const reactionsGapMs = minuteMs;

/** All that the alert feature may read. */
export type AlertReads = WeeklyReads & {
  readonly enrichment: EnrichmentReads;
  readonly records: (keys: readonly RecordKey[]) => Promise<ReadonlyMap<RecordKey, KeptRecord>>;
  readonly open: () => Promise<readonly RecordKey[]>;
  /** Counts of each UTC day from that of `from` to that of `to`. */
  readonly counts: (from: Instant, to: Instant) => Promise<DayCounts>;
  readonly reactions: (destination: Destination, posted: Posted) => Promise<Reactions | undefined>;
  /** Why no order is carried out at this moment, if none is. */
  readonly stopped: () => Promise<string | undefined>;
};

type AskedAlert = Asked<AlertEvent, AlertState>;
type Context = { readonly policy: AlertPolicy; readonly now: Instant };

/** Reads for each record what its decision needs; what all incidents share is read once. */
export async function gather(
  asked: readonly AskedAlert[],
  read: AlertReads,
  context: Context,
): Promise<ReadonlyMap<RecordKey, AlertFacts>> {
  const shared = await readShared(asked, read, context);
  const facts = asked.map(async (each): Promise<[RecordKey, AlertFacts]> => {
    switch (kindOfRecord(each.key)) {
      case 'incident':
        return [each.key, await incidentFacts(each, shared, { read, context })];
      case 'receiver':
        return [each.key, { kind: 'receiver', ...whoIsTold(regionOfRecord(each.key), shared.states) }];
      case 'mutes':
        return [each.key, await mutesFacts(each, read, context.now)];
      case 'past':
        return [each.key, await pastFacts(each, read)];
      case 'digest':
        return [each.key, await digestFacts(each, read, context)];
    }
  });
  return new Map(await Promise.all(facts));
}

type Shared = {
  readonly states: ReadonlyMap<RecordKey, AlertState>;
  readonly placeAt: PlaceAt;
  readonly stopped: string | undefined;
};

/** The mutes, the digest and the receivers that the incidents of this batch depend on. */
async function readShared(asked: readonly AskedAlert[], read: AlertReads, { policy, now }: Context): Promise<Shared> {
  const incidents = asked.filter((each) => kindOfRecord(each.key) === 'incident');
  const known = new Map(asked.flatMap((each) => (each.state === undefined ? [] : [[each.key, each.state] as const])));
  const here = new Set(asked.map((each) => each.key));
  const wanted = new Set<RecordKey>();
  for (const each of asked.filter(({ key }) => kindOfRecord(key) === 'receiver')) {
    wanted.add(mutesRecord(regionOfRecord(each.key))).add(digestRecord(regionOfRecord(each.key)));
  }
  for (const each of incidents) {
    const region = regionOfRecord(each.key);
    wanted.add(mutesRecord(region)).add(digestRecord(region));
    const alert = newestAlert(each);
    for (const place of alert === undefined ? [] : placesFor(policy, alert)) {
      wanted.add(receiverRecord(region, place.receiver, place.destination));
    }
  }
  const missing = [...wanted].filter((key) => !here.has(key));
  const [loaded, stopped] = await Promise.all([
    missing.length === 0 ? new Map<RecordKey, KeptRecord>() : read.records(missing),
    incidents.length === 0 ? undefined : read.stopped(),
  ]);
  const states = new Map<RecordKey, AlertState>(known);
  for (const [key, record] of loaded) states.set(key, record.state as AlertState);
  const placeAt = placesHeard({ states, alerts: asked.flatMap((each) => alertsOf(each)) }, (region) => {
    const { mutes, installedAt } = whoIsTold(region, states);
    return { policy, mutes, installedAt, now };
  });
  return { states, placeAt, stopped };
}

async function incidentFacts(
  asked: AskedAlert,
  shared: Shared,
  { read, context }: { readonly read: AlertReads; readonly context: Context },
): Promise<IncidentFacts> {
  const state = asked.state?.kind === 'incident' ? asked.state : undefined;
  const region = regionOfRecord(asked.key);
  const alert = newestAlert(asked);
  const storms = alert === undefined ? noStorms : stormsOf(alert, shared.placeAt, context.policy);
  const [enrichment, reactions, instance] = await Promise.all([
    alert === undefined
      ? {}
      : findings({ alert, state, storms: hasSaid(state) ? new Set() : storms.storms }, read.enrichment, context),
    state === undefined ? undefined : readReactions(state, read, context.now),
    alert === undefined || hasSaid(state) ? undefined : instanceOf(alert, read),
  ]);
  return {
    kind: 'incident',
    ...whoIsTold(region, shared.states),
    ...storms,
    enrichment,
    ...(reactions !== undefined && { reactions }),
    ...(instance !== undefined && { instance }),
    ...(shared.stopped !== undefined && { stopped: shared.stopped }),
  };
}

function hasSaid(state: IncidentState | undefined): boolean {
  return Object.values(state?.places ?? {}).some((place) => place.said !== undefined);
}

/** The open incident of the instance this one's tasks were on. Asked only before the first word, and only on EC2. */
async function instanceOf(alert: Alert, read: AlertReads): Promise<IncidentFacts['instance']> {
  const { containerInstanceArn } = alert.pointers;
  if (containerInstanceArn === undefined || alert.subject.kind === 'instance') return undefined;
  const keys = (await read.open()).filter((key) => key.includes('/instance/'));
  if (keys.length === 0) return undefined;
  for (const record of (await read.records(keys)).values()) {
    const state = record.state as AlertState;
    const isHost = state.kind === 'incident' && state.alert.pointers.containerInstanceArn === containerInstanceArn;
    if (isHost && state.alert.status === 'firing') return { key: state.alert.key, name: state.alert.subject.name };
  }
  return undefined;
}

/** What, besides the routes, decides who is told. */
function whoIsTold(
  region: string,
  states: ReadonlyMap<RecordKey, AlertState>,
): Pick<IncidentFacts, 'mutes' | 'installedAt'> {
  const mutes = states.get(mutesRecord(region));
  const digest = states.get(digestRecord(region));
  return {
    mutes: mutes?.kind === 'mutes' ? mutes.mutes : [],
    ...(digest?.kind === 'digest' && { installedAt: digest.installedAt }),
  };
}

function alertsOf(asked: AskedAlert): readonly Alert[] {
  if (kindOfRecord(asked.key) !== 'incident') return [];
  return asked.events.filter((event) => event.kind === 'alert');
}

/** The level the incident will be decided on. */
function newestAlert(asked: AskedAlert): Alert | undefined {
  const kept = asked.state?.kind === 'incident' ? [asked.state.alert] : [];
  const all = [...kept, ...asked.events.filter((event) => event.kind === 'alert')];
  return all.toSorted((a, b) => a.startedAt - b.startedAt || a.version - b.version).at(-1);
}

/** Only open incidents are polled, each at most once a minute, at the first message that can have reactions. */
async function readReactions(state: IncidentState, read: AlertReads, now: Instant): Promise<Reactions | undefined> {
  if (state.alert.status !== 'firing' || now - (state.reactionsAt ?? 0) < reactionsGapMs) return undefined;
  const place = Object.values(state.places).find(
    ({ destination, posted }) => destination.type === 'slack' && posted?.id !== undefined,
  );
  if (place?.posted === undefined) return undefined;
  return read.reactions(place.destination, place.posted);
}
