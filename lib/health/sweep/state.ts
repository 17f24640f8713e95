import type { ServicePlace } from '../../core/sweep-reads.ts';
import type { Instant } from '../../core/time.ts';

/**
 * A look at all services of a region, in rounds. `left`: where this round has still to look. `firstRound`: clusters
 * none of whose rounds has come to its end: what is found there was there before anybody looked.
 */
export type SweepState = {
  readonly kind: 'sweep';
  readonly lookAt: Instant;
  readonly round: { readonly number: number; readonly startedAt: Instant };
  readonly left: readonly ServicePlace[];
  /** Running tasks by cluster, as of the last look, of those that were in a round. */
  readonly running: Readonly<Record<string, number>>;
  /** When a cluster was last put first because tasks were lost in it. */
  readonly hurried: Readonly<Record<string, Instant>>;
  readonly firstRound: readonly string[];
  /** How many are wanted of each service, in this round and in the one before: see `memory.ts`. */
  readonly seen: string;
  readonly before: string;
  /** Services that are not as they should be, by their mark: see `findings.ts`. */
  readonly found: Readonly<Record<string, string>>;
  /** When each cluster with instances was last asked for disconnected agents, and whose have been told of. */
  readonly agentsAskedAt?: Readonly<Record<string, Instant>>;
  readonly away: readonly string[];
  /** When each cluster was last asked for standalone tasks that stopped. */
  readonly aloneAt?: Readonly<Record<string, Instant>>;
  /** Families of which a failure was found, and no success since: `cluster/family:NAME`. */
  readonly failedAlone?: readonly string[];
  /** By cluster, of this round so far: services with signs, and tasks that are wanted and do not run. */
  readonly sums: Readonly<Record<string, { readonly unhealthy: number; readonly missing: number }>>;
  /** The UTC day whose digest has heard of what is not used, and the round in which it hears of it. */
  readonly digest: { readonly day: number; readonly round: number };
};
