import type { ClusterStanding, ServicePlace } from '../../core/sweep-reads.ts';
import type { Instant } from '../../core/time.ts';
import { minuteMs, secondMs } from '../../core/time.ts';
import type { HealthPolicy } from '../policy.ts';
import { isIgnored } from '../policy.ts';
import type { SweepState } from './state.ts';

/** A round begins so long after the one before at the soonest, and takes a minute for every hundred services. */
export const roundMs = 2 * minuteMs;

/** How often services are looked at, and how soon again where tasks have just been lost. */
export const lookEveryMs = minuteMs;
export const hurryMs = 15 * secondMs;

/** Targets are read as often, at the soonest: it is one target group a call. */
const targetsEveryMs = 10 * minuteMs;

/**
 * Reads of services per look: a page of a hundred with its list, an eighth of a bucket that holds 100 and gets back 20 a
 * second (request-throttling), and that the whole account shares. In a hurry a fifth.
 */
const callsPerLook = 11;
const callsInHurry = 20;

/**
 * What else a look may ask for, whatever the services cost: agents of two clusters, or the standalone tasks of one. With
 * the two reads of clusters a quiet minute costs fifteen calls at most.
 */
export const extraCalls = 2;

/** Every other look; where no cluster has waited long for it, standalone tasks have their turn. */
export function areAgentsFirst(now: Instant): boolean {
  return Math.floor(now / lookEveryMs) % 2 === 0;
}
const servicesPerCall = 10;
const mostPerPage = 100;

/** Tasks come and go in a cluster of jobs all the time: it is put first so often at most, and the others have their turn. */
export const hurryGapMs = 5 * minuteMs;

/** What a look is to read. `fallen`: clusters put first, because tasks have been lost since the last look. */
export type SweepPlan = {
  readonly fallen: readonly string[];
  readonly places: readonly ServicePlace[];
  readonly calls: number;
  readonly isHurry: boolean;
  readonly isNewRound: boolean;
};

export function planOf(
  state: SweepState,
  clusters: readonly ClusterStanding[],
  { policy, now }: { readonly policy: HealthPolicy; readonly now: Instant },
): SweepPlan {
  const there = clusters.filter(({ name, services }) => services > 0 && !isIgnored(policy, name));
  const names = new Set(there.map(({ name }) => name));
  const isRested = (name: string): boolean => now - (state.hurried[name] ?? -Infinity) >= hurryGapMs;
  const fallen = there
    .filter(({ name, running }) => running < (state.running[name] ?? 0) && isRested(name))
    .map(({ name }) => name);
  const left = state.left.filter(({ cluster }) => names.has(cluster));
  const isNewRound = left.length === 0 && now >= state.round.startedAt + roundMs;
  const others = isNewRound ? there.map(({ name }): ServicePlace => ({ cluster: name })) : left;
  const places = [
    ...fallen.map((cluster): ServicePlace => ({ cluster })),
    ...others.filter(({ cluster }) => !fallen.includes(cluster)),
  ];
  const isHurry = fallen.length > 0 || places.some(({ cluster }) => state.hurried[cluster] !== undefined);
  return { fallen, places, calls: isHurry ? callsInHurry : callsPerLook, isHurry, isNewRound };
}

/** How many services of a page may be read with so many calls left: one of them is the list. 0: not worth a call. */
export function pageSize(calls: number): number {
  return Math.min(mostPerPage, Math.max(0, calls - 1) * servicesPerCall);
}

/** What a page of so many services has cost. */
export function callsOf(services: number): number {
  return 1 + Math.ceil(services / servicesPerCall);
}

/** In one of so many rounds the targets of a service are read, whatever its counts say; each service in another one. */
export function isTargetRound({ round }: Pick<SweepState, 'round'>, mark: string, lastRoundMs: number): boolean {
  const every = Math.max(1, Math.round(targetsEveryMs / Math.max(roundMs, lastRoundMs)));
  return parseInt(mark, 36) % every === round.number % every;
}
