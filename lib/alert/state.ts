import type { Alert, ImpactLevel } from '../core/alert.ts';
import type { Change, Posted } from '../core/delivery.ts';
import type { Severity } from '../core/severity.ts';
import type { Instant } from '../core/time.ts';
import type { Enrichment } from './enrichment.ts';

/** What was last said in one place: enough to judge whether there is something new to say. */
export type Said = {
  readonly at: Instant;
  readonly change: Change;
  readonly version: number;
  readonly level: ImpactLevel;
  readonly severity: Severity;
  /** What it said but for its numbers, and with them. */
  readonly gist: string;
  readonly detail: string;
  readonly causes: readonly string[];
};

/** One receiver of one incident. `said` is what was decided to be said; `posted` is where it stands. */
export type Place = {
  readonly said?: Said;
  readonly posted?: Posted;
  /** An attempt ended and nobody knows whether the message stands. */
  readonly unsure?: boolean;
  /** The channel refused for good. */
  readonly refused?: { readonly reason: string; readonly at: Instant };
  /** It is told in this umbrella message, not by itself. */
  readonly umbrella?: string;
};

export type ActorMark = { readonly by: string; readonly at: Instant };

/** One incident as it is told. `news`: lines for the thread, oldest first. */
export type IncidentState = {
  readonly kind: 'incident';
  readonly alert: Alert;
  readonly heardAt: Instant;
  readonly places: Readonly<Record<string, Place>>;
  readonly enrichment: Enrichment;
  readonly looks: Readonly<Record<string, number>>;
  readonly acknowledged?: ActorMark;
  readonly closedByHand?: ActorMark;
  readonly muted?: { readonly id: string; readonly until: Instant; readonly why: string };
  readonly reactionsAt?: Instant;
  readonly wouldPage?: boolean;
};

/** A member of a storm, as its umbrella lists it. */
export type Member = {
  readonly key: string;
  readonly startedAt: Instant;
  readonly at: Instant;
  readonly alert: Pick<Alert, 'subject' | 'severity' | 'impact' | 'causes' | 'status' | 'pointers'>;
};

/** What one receiver was told of lately, and the storm it is in. */
export type ReceiverState = {
  readonly kind: 'receiver';
  readonly receiver: string;
  readonly recent: readonly { readonly incident: string; readonly at: Instant }[];
  readonly storm?: {
    readonly id: string;
    readonly startedAt: Instant;
    readonly members: readonly Member[];
    readonly forgotten: number;
    readonly place: Place;
  };
};

export type Mute = {
  readonly id: string;
  readonly target: string;
  readonly until: Instant;
  readonly since: Instant;
  readonly why: string;
  readonly by: string;
};

export type MutesState = { readonly kind: 'mutes'; readonly mutes: readonly Mute[] };

export type DigestState = { readonly kind: 'digest'; readonly installedAt: Instant; readonly nextAt: Instant };

export type AlertState = IncidentState | ReceiverState | MutesState | DigestState;
