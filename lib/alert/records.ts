import { serviceNameIn } from '../core/subject.ts';
import type { Alert } from '../core/alert.ts';
import type { Destination } from '../core/delivery.ts';
import type { RecordKey } from '../core/record.ts';
import { recordKey } from '../core/record.ts';
import type { AlertEvent } from './events.ts';
import { pastRecord } from './past/past.ts';
import type { AlertPolicy, Team } from './policy.ts';
import { teamOf } from './policy.ts';
import { addressOf, destinationOf } from './receivers.ts';

/** The kinds of records the alert feature keeps, by the first part of their name. */
const recordKinds = ['incident', 'receiver', 'mutes', 'digest', 'past'] as const;

type AlertRecordKind = (typeof recordKinds)[number];

/** `region` stands in an incident key as its second part. */
export function incidentRecord(key: string): RecordKey {
  return recordKey('alert', key.split('/')[1] ?? '', `incident/${key}`);
}

/** One record per receiver and the place it reaches: a storm is of one channel, not of all teams. */
export function receiverRecord(region: string, receiver: string, destination: Destination): RecordKey {
  return recordKey('alert', region, `receiver/${receiver}/${addressOf(destination)}`);
}

/** The receiver of a `receiverRecord`. */
export function receiverOfKey(key: RecordKey): string {
  return key.split('#').slice(2).join('#').split('/')[1] ?? '';
}

export function mutesRecord(region: string): RecordKey {
  return recordKey('alert', region, 'mutes');
}

export function digestRecord(region: string): RecordKey {
  return recordKey('alert', region, 'digest');
}

export function kindOfRecord(key: RecordKey): AlertRecordKind {
  const thing = key.split('#').slice(2).join('#');
  return recordKinds.find((kind) => thing === kind || thing.startsWith(`${kind}/`)) ?? 'incident';
}

export function regionOfRecord(key: RecordKey): string {
  return key.split('#')[1] ?? '';
}

/** The team an alert belongs to. */
export function teamOfAlert(policy: AlertPolicy, alert: Alert): Team | undefined {
  return teamOf(policy, alert.tags, alert.subject.cluster, serviceNameIn(alert.subject)).team;
}

/** Where each receiver would reach the people of this alert. */
export function placesFor(
  policy: AlertPolicy,
  alert: Alert,
): readonly { readonly receiver: string; readonly destination: Destination }[] {
  const team = teamOfAlert(policy, alert);
  return policy.receivers.flatMap(({ name }) => {
    const destination = destinationOf(policy, name, team);
    return destination === undefined ? [] : [{ receiver: name, destination }];
  });
}

/** Where a receiver's record leads: the place of the first of these alerts that reaches it. */
export function destinationIn(policy: AlertPolicy, alerts: readonly Alert[], key: RecordKey): Destination | undefined {
  for (const alert of alerts) {
    for (const { receiver, destination } of placesFor(policy, alert)) {
      if (receiverRecord(alert.subject.region, receiver, destination) === key) return destination;
    }
  }
  return undefined;
}

/** An alert concerns its incident, the places it may be told in, and the day's digest. */
export function recordsOf(event: AlertEvent, policy: AlertPolicy): readonly RecordKey[] {
  if (event.kind === 'acknowledge') return [incidentRecord(event.key)];
  if (event.kind === 'mute' || event.kind === 'unmute') return [mutesRecord(event.region)];
  if (event.kind === 'advice') return [digestRecord(event.region)];
  const { region } = event.subject;
  const receivers = placesFor(policy, event).map(({ receiver, destination }) =>
    receiverRecord(region, receiver, destination),
  );
  const past = event.status === 'firing' ? [] : [pastRecord(event)];
  return [incidentRecord(event.key), ...new Set(receivers), digestRecord(region), ...past];
}
