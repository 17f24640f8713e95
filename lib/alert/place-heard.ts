import type { Alert } from '../core/alert.ts';
import type { RecordKey } from '../core/record.ts';
import type { ArrivalSetting } from './arrivals.ts';
import { arrivalsAt } from './arrivals.ts';
import { environmentOf } from './policy.ts';
import type { AlertPolicy } from './policy.ts';
import { destinationIn, placesFor, receiverOfKey, receiverRecord, regionOfRecord } from './records.ts';
import type { AlertState, ReceiverState } from './state.ts';
import { hearArrivals } from './storm-rush.ts';
import { spokenFor } from './storm.ts';
import type { IncidentFacts } from './facts.ts';

/** A receiver's place after these alerts: what its record keeps, and what incidents may count on. */
export function placeHeard(
  record: { readonly key: RecordKey; readonly state: ReceiverState | undefined },
  alerts: readonly Alert[],
  setting: ArrivalSetting,
): ReceiverState {
  const { policy, now } = setting;
  const before = record.state ?? { kind: 'receiver', receiver: receiverOfKey(record.key), recent: [] };
  const destination = before.destination ?? destinationIn(policy, alerts, record.key);
  const heard = hearArrivals(before, arrivalsAt(record.key, alerts, setting), {
    now,
    isProduction: ({ alert }) => environmentOf(policy, alert.subject.cluster).production,
  });
  return { ...heard, ...(destination !== undefined && { destination }) };
}

type Storms = Required<Pick<IncidentFacts, 'storms' | 'pastStorms'>>;

export const noStorms: Storms = { storms: new Set(), pastStorms: new Set() };

/** The place of a receiver's record, looked up once for all who ask. */
export type PlaceAt = (key: RecordKey) => ReceiverState;

export function placesHeard(
  known: { readonly states: ReadonlyMap<RecordKey, AlertState>; readonly alerts: readonly Alert[] },
  settingOf: (region: string) => ArrivalSetting,
): PlaceAt {
  const places = new Map<RecordKey, ReceiverState>();
  return (key) => {
    const kept = known.states.get(key);
    const state = kept?.kind === 'receiver' ? kept : undefined;
    const place = places.get(key) ?? placeHeard({ key, state }, known.alerts, settingOf(regionOfRecord(key)));
    places.set(key, place);
    return place;
  };
}

/** Whose umbrellas speak for an incident, as their records will say after what they keep and what this batch brings. */
export function stormsOf(alert: Alert, placeAt: PlaceAt, policy: AlertPolicy): Storms {
  const places = placesFor(policy, alert).map(({ receiver, destination }) => ({
    receiver,
    speaks: spokenFor(placeAt(receiverRecord(alert.subject.region, receiver, destination)), alert),
  }));
  const those = (when: 'now' | 'past'): ReadonlySet<string> =>
    new Set(places.filter(({ speaks }) => speaks === when).map(({ receiver }) => receiver));
  return { storms: those('now'), pastStorms: those('past') };
}
