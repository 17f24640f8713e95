import type { Alert } from '../core/alert.ts';
import type { RecordKey } from '../core/record.ts';
import { isAtLeast, worst } from '../core/severity.ts';
import type { Instant } from '../core/time.ts';
import { incidentId } from './compose/incident-id.ts';
import { muteFor } from './mutes.ts';
import { environmentOf, isPagerLive, severityIn } from './policy.ts';
import type { AlertPolicy } from './policy.ts';
import { placesFor, receiverRecord, teamOfAlert } from './records.ts';
import { routeFacts, toldFrom } from './told-from.ts';
import type { Mute } from './state.ts';
import { isHurt, stormWindowMs } from './storm.ts';

/**
 * An alert as it concerns one place. `at`: when the routes tell it there, also in the future; absent: they do not, or
 * did so long ago.
 */
export type Arrival = { readonly alert: Alert; readonly at?: Instant };

export type ArrivalSetting = {
  readonly policy: AlertPolicy;
  readonly mutes: readonly Mute[];
  readonly installedAt: Instant | undefined;
  readonly now: Instant;
};

/** What of these alerts is to be told at the place of a receiver's record. */
export function arrivalsAt(key: RecordKey, alerts: readonly Alert[], setting: ArrivalSetting): readonly Arrival[] {
  return alerts.flatMap((alert) => {
    const place = placesFor(setting.policy, alert).find(
      ({ receiver, destination }) => receiverRecord(alert.subject.region, receiver, destination) === key,
    );
    return place === undefined ? [] : [arrivalOf(alert, place.receiver, setting)];
  });
}

function arrivalOf(heard: Alert, receiver: string, setting: ArrivalSetting): Arrival {
  const environment = environmentOf(setting.policy, heard.subject.cluster);
  const alert = { ...heard, severity: severityIn(environment, heard.severity) };
  const at = isWorthTelling(alert) ? toldAt(alert, receiver, setting) : undefined;
  return { alert, ...(at !== undefined && { at }) };
}

function isWorthTelling({ status, severity, causes, isBaseline }: Alert): boolean {
  return (
    status === 'firing' &&
    isBaseline !== true &&
    isAtLeast(worst(severity, ...causes.map((cause) => cause.severity)), 'warning')
  );
}

/** What was to be told there long ago, and still is, does not arrive now. */
function toldAt(alert: Alert, receiver: string, setting: ArrivalSetting): Instant | undefined {
  const { policy, mutes, installedAt, now } = setting;
  const team = teamOfAlert(policy, alert);
  const facts = routeFacts(alert, {
    acknowledged: false,
    pagerLive: isPagerLive(policy, installedAt ?? now, now),
    ...(team !== undefined && { team: team.name }),
  });
  const mute = muteFor(mutes, alert, incidentId(alert.key, alert.startedAt), now);
  const at = toldFrom(policy, facts, { receiver, from: mute?.until ?? now });
  if (at === undefined || at > now) return at;
  const began = Math.max(alert.startedAt, isHurt(alert) ? (alert.impact.since ?? 0) : 0);
  const since = toldFrom(policy, facts, { receiver, from: Math.min(now, began) }) ?? now;
  return since > now - 2 * stormWindowMs ? now : undefined;
}
