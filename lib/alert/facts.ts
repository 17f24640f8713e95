import type { RecordKey } from '../core/record.ts';
import type { Instant } from '../core/time.ts';
import type { DayCounts } from './day-counts.ts';
import type { Enrichment } from './enrichment.ts';
import type { IncidentState, Mute } from './state.ts';
import type { WeeklyFacts } from './weekly/gather.ts';

/** What people said of a message by a reaction: who is on it, who wants silence, who closed it. */
export type Reactions = Readonly<Partial<Record<'mine' | 'mute' | 'closed', string>>>;

/**
 * Facts of an incident. `storms`: receivers whose umbrella speaks for it; `pastStorms`: those whose umbrella did.
 * `installedAt` absent: not known.
 */
export type IncidentFacts = {
  readonly kind: 'incident';
  readonly mutes: readonly Mute[];
  readonly storms: ReadonlySet<string>;
  readonly pastStorms?: ReadonlySet<string>;
  readonly installedAt?: Instant;
  readonly enrichment: Partial<Enrichment>;
  /** The open incident of the instance its tasks were on. */
  readonly instance?: { readonly key: string; readonly name: string };
  readonly reactions?: Reactions;
  /** Why orders are not carried out anywhere at this moment: the kill switch. */
  readonly stopped?: string;
};

/** What decides, besides the routes, who is told at a place. */
export type ReceiverFacts = {
  readonly kind: 'receiver';
  readonly mutes: readonly Mute[];
  readonly installedAt?: Instant;
};

/** How many alerts each mute has hidden. */
export type MutesFacts = { readonly kind: 'mutes'; readonly hidden: Readonly<Record<string, number>> };

/** Counts of the days since the last digest, and the incidents that are open. */
export type DigestFacts = {
  readonly kind: 'digest';
  /** Since the last digest, read where one is due. */
  readonly days: DayCounts;
  readonly open: readonly RecordKey[];
  /** Read where the weekly one is due as well. */
  readonly weekly?: WeeklyFacts;
};

/** An incident as the telling has it, where its end is to be kept. */
export type PastFacts = { readonly kind: 'past'; readonly incident?: IncidentState };

export type AlertFacts = IncidentFacts | PastFacts | ReceiverFacts | MutesFacts | DigestFacts;
