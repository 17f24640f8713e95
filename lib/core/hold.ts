import type { Instant } from './time.ts';

/** Who may act on a thing: the first goes before all that follow. `stop` is stopping and rolling back. */
export const holdPrecedence = ['person', 'stop', 'drain', 'scale', 'consolidate'] as const;

export type HoldFeature = (typeof holdPrecedence)[number];

/**
 * `holder` tells it from others of its feature: the feature's name where there is one only, `person/…` for a person.
 * `until`: a person's may end by itself; a feature's is given back, never left to time.
 */
export type Hold = {
  readonly holder: string;
  readonly feature: HoldFeature;
  readonly why: string;
  readonly since: Instant;
  readonly until?: Instant;
};

/** Those that have not ended by themselves. */
export function standing(holds: readonly Hold[], now: Instant): readonly Hold[] {
  return holds.filter(({ until }) => until === undefined || until > now);
}

/** Whose hold a person's is. */
export function heldByPerson(name: string): string {
  return `person/${name}`;
}

/** The thing an EC2 instance is. */
export function heldInstance(ec2InstanceId: string): string {
  return `instance/${ec2InstanceId}`;
}

/** The thing a service is. */
export function heldService(cluster: string, service: string): string {
  return `service/${cluster}/${service}`;
}

/**
 * The strongest of the holds that go before `mine`; undefined: none does. Of the same feature the earlier goes first, so
 * that of any two exactly one yields.
 */
export function yieldsTo(mine: Pick<Hold, 'holder' | 'feature' | 'since'>, holds: readonly Hold[]): Hold | undefined {
  const others = holds.filter((hold) => hold.holder !== mine.holder && comparedTo(hold, mine) < 0);
  return others.toSorted(comparedTo)[0];
}

type Ranked = Pick<Hold, 'holder' | 'feature' | 'since'>;

/** Below 0: the first goes before the second. */
function comparedTo(one: Ranked, other: Ranked): number {
  const rank = holdPrecedence.indexOf(one.feature) - holdPrecedence.indexOf(other.feature);
  if (rank !== 0 || one.since !== other.since) return rank === 0 ? one.since - other.since : rank;
  return one.holder < other.holder ? -1 : 1;
}
