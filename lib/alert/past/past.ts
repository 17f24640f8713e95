import type { Alert, ImpactLevel } from '../../core/alert.ts';
import type { Destination } from '../../core/delivery.ts';
import type { RecordKey } from '../../core/record.ts';
import { present } from '../../core/present.ts';
import { recordKey } from '../../core/record.ts';
import type { Instant } from '../../core/time.ts';
import { isoTime } from '../../core/time.ts';
import { incidentId } from '../compose/incident-id.ts';
import type { Enrichment } from '../enrichment.ts';
import type { ActorMark, IncidentState } from '../state.ts';
import type { TimelineStep } from '../timeline.ts';

/** Who was told of an incident, when first, and whether somebody was called: `rangAt`. */
export type PastTold = {
  readonly receiver: string;
  readonly type: Destination['type'];
  readonly at: Instant;
  readonly rangAt?: Instant;
};

/**
 * An incident that is over. Its own record is for the subject's next one; this one stands by itself, listed under the
 * month in which it ended. `isWhole`: what the telling knew of it at last is in it.
 */
export type PastState = {
  readonly kind: 'past';
  readonly id: string;
  readonly alert: Alert;
  readonly steps: readonly TimelineStep[];
  readonly told: readonly PastTold[];
  readonly acknowledged?: ActorMark;
  readonly closedByHand?: ActorMark;
  readonly enrichment: Pick<Enrichment, 'changed' | 'who'>;
  readonly isWhole?: true;
};

const folder = 'past/';

/** `2026-11` in UTC: under which the incidents that ended then are listed. */
export function monthOf(at: Instant): string {
  return isoTime(at).slice(0, 7);
}

export function pastListOf(month: string): string {
  return `${folder}${month}`;
}

export function pastRecord({ key, startedAt, subject }: Pick<Alert, 'key' | 'startedAt' | 'subject'>): RecordKey {
  return recordKey('alert', subject.region, `${folder}${startedAt}/${key}`);
}

/** The incident's own record, by the name of a `pastRecord`. */
export function incidentKeyOf(key: RecordKey): string {
  const thing = key.split('#').slice(2).join('#').slice(folder.length);
  return thing.slice(thing.indexOf('/') + 1);
}

/** What is kept of an incident, with what the telling knows of it. */
export function pastOf(alert: Alert, incident: IncidentState | undefined): PastState {
  const own = incident !== undefined && incident.alert.startedAt === alert.startedAt ? incident : undefined;
  return {
    kind: 'past',
    id: incidentId(alert.key, alert.startedAt),
    alert,
    steps: own?.steps ?? [],
    told: Object.entries(own?.places ?? {}).flatMap(([receiver, { destination, said }]) =>
      said === undefined ? [] : [{ receiver, type: destination.type, at: said.firstAt, ...ringOf(destination, said) }],
    ),
    ...(own?.acknowledged !== undefined && { acknowledged: own.acknowledged }),
    ...(own?.closedByHand !== undefined && { closedByHand: own.closedByHand }),
    enrichment: present({ changed: own?.enrichment.changed, who: own?.enrichment.who }),
  };
}

type Said = NonNullable<IncidentState['places'][string]['said']>;

/** Nobody is called by name unless somebody is hurt. */
const calling: ReadonlySet<ImpactLevel> = new Set(['degraded', 'down', 'missed', 'failed']);

/** A pager rings at its first word; in a chat somebody is called by name, where there is a name. */
function ringOf(destination: Destination, { firstAt, rang }: Said): Pick<PastTold, 'rangAt'> {
  if (destination.type === 'pagerduty') return { rangAt: firstAt };
  const isCalled = 'mention' in destination && destination.mention !== undefined;
  return isCalled && rang !== undefined && calling.has(rang.level) ? { rangAt: rang.at } : {};
}

/** The short name of the incident of a `pastRecord`: known without reading it. */
export function idOfPast(key: RecordKey): string {
  const [startedAt = ''] = key.split('#').slice(2).join('#').slice(folder.length).split('/');
  return incidentId(incidentKeyOf(key), Number(startedAt));
}
