import type { Alert, ImpactLevel } from '../core/alert.ts';
import type { Change, Destination, Posted } from '../core/delivery.ts';
import type { Reply } from '../core/message.ts';
import type { Severity } from '../core/severity.ts';
import type { Instant } from '../core/time.ts';
import type { CountsTold } from './day-counts.ts';
import type { Enrichment } from './enrichment.ts';
import type { PastState } from './past/past.ts';
import type { TimelineStep } from './timeline.ts';
import type { KeptAdvice } from './weekly/advice-kept.ts';

/** What was last said in one place: enough to judge whether there is something new to say. */
export type Said = {
  readonly at: Instant;
  readonly firstAt: Instant;
  readonly change: Change;
  readonly version: number;
  readonly level: ImpactLevel;
  readonly severity: Severity;
  /** What it said but for its numbers, and with them. */
  readonly gist: string;
  readonly detail: string;
  readonly shown: string;
  readonly causes: readonly string[];
  /** The worst that was told with a ring, and when it was last so. */
  readonly rang?: { readonly level: ImpactLevel; readonly at: Instant };
};

/**
 * One receiver of one incident. `said` is what was decided to be said, `posted` where it stands, `pending` what is still
 * to be brought there. The destination is the one of the first word: the story goes on where it began.
 */
export type Place = {
  readonly destination: Destination;
  readonly said?: Said;
  readonly posted?: Posted;
  readonly pending?: Change;
  /** News for the thread that must not be missed, until it stands there. */
  readonly news?: readonly Reply[];
  /** An attempt ended and nobody knows whether the message stands. */
  readonly unsure?: boolean;
  /** The channel refused for good. */
  readonly refused?: { readonly reason: string; readonly at: Instant };
  /** It is told in an umbrella message, not by itself. */
  readonly umbrella?: boolean;
};

/** Who did something. `byReaction`: by a reaction on the message, which can be taken back. */
export type ActorMark = { readonly by: string; readonly at: Instant; readonly byReaction?: boolean };

/** One incident as it is told. `looks`: how often each part of the enrichment was looked up, and when first. */
export type IncidentState = {
  readonly kind: 'incident';
  readonly alert: Alert;
  readonly firstHeardAt: Instant;
  readonly heardAt: Instant;
  readonly places: Readonly<Record<string, Place>>;
  readonly enrichment: Enrichment;
  /** Absent in records of an earlier version. */
  readonly steps?: readonly TimelineStep[];
  /** When it was looked up first and last, and for which story. */
  readonly enrichedAt?: Instant;
  readonly lastLookAt?: Instant;
  readonly enrichedFor?: string;
  readonly acknowledged?: ActorMark;
  readonly closedByHand?: ActorMark;
  readonly mutedBy?: string;
  /** Counted once as part of another incident. */
  readonly inhibited?: boolean;
  /** Silenced by a reaction on its message. */
  readonly silentUntil?: Instant;
  readonly reactionsAt?: Instant;
};

/** A member of a storm, as its umbrella lists it. `at`: when the routes tell it here. */
export type Member = {
  readonly key: string;
  readonly startedAt: Instant;
  readonly at: Instant;
  /** Of the level it shows: an older one changes nothing. */
  readonly version?: number;
  readonly alert: Pick<Alert, 'subject' | 'severity' | 'impact' | 'causes' | 'status' | 'pointers' | 'pages'>;
  /** It is told by itself: the umbrella lists it, but does not speak for it. */
  readonly alone?: true;
  /** When it was left to call somebody by itself. */
  readonly calledAt?: Instant;
};

/** Many incidents at one place, told as one message. Names of incidents are kept as their hashes. */
export type Storm = {
  readonly id: string;
  readonly startedAt: Instant;
  readonly members: readonly Member[];
  /** How many there were that are not listed, and which of them still fire. */
  readonly forgotten: number;
  readonly others: readonly string[];
  /** When somebody was last called for what goes on here. */
  readonly calledAt?: Instant;
  /** Names of those to be told aloud with the next word. */
  readonly aloud?: readonly string[];
  /** The word that is on its way calls somebody. */
  readonly calls?: boolean;
  readonly place?: Place;
  /** Receivers that were to tell it instead, as its own refused; the last one does. */
  readonly passedTo?: readonly string[];
};

/** What one receiver was told of lately or will be by its routes, the storm it is in, and whom earlier ones told of. */
export type ReceiverState = {
  readonly kind: 'receiver';
  readonly receiver: string;
  readonly destination?: Destination;
  readonly recent: readonly Member[];
  readonly storm?: Storm;
  readonly past?: readonly string[];
};

export type Mute = {
  readonly id: string;
  readonly target: string;
  readonly until: Instant;
  readonly since: Instant;
  readonly why: string;
  readonly by: string;
};

/** Mutes of this target asked for until `at` have been taken back, also those that are heard of later. */
export type Lifted = { readonly target: string; readonly at: Instant; readonly until: Instant };

export type MutesState = {
  readonly kind: 'mutes';
  readonly mutes: readonly Mute[];
  readonly lifted?: readonly Lifted[];
};

/**
 * `baseline`: what was broken before anybody looked, gathered for one message. `advice`: for the next weekly digest.
 * `weekTold`: the Monday of the local week that has had its own. `monthTold`: the local month in which the one before was
 * told.
 */
export type DigestState = {
  readonly kind: 'digest';
  readonly installedAt: Instant;
  readonly nextAt: Instant;
  /** What the last digest told of; absent in records older than that. */
  readonly told?: CountsTold;
  readonly baseline?: Baseline;
  readonly advice?: KeptAdvice;
  readonly weekTold?: string;
  readonly monthTold?: string;
};

/** `told`: incidents that were in an earlier message of its kind, by their hash. `others`: how many more there were. */
export type Baseline = {
  readonly since: Instant;
  readonly lastAt: Instant;
  readonly members: readonly Member[];
  readonly others: number;
  readonly told: readonly string[];
};

/** What is never stored: there is no such incident. */
type NoIncident = { readonly kind: 'no-incident' };

export type AlertState = IncidentState | PastState | ReceiverState | MutesState | DigestState | NoIncident;
