import type { EcsService, ProviderShare } from '../core/ecs-reads.ts';
import type { Instant } from '../core/time.ts';
import { dayMs, hourMs, minuteMs } from '../core/time.ts';
import { isSameShares, lastWithoutCapacity, onDemand, usesSpot } from '../ecs/scaling/fargate-spot.ts';
import type { Freeze } from './freeze.ts';
import type { Step } from './stage.ts';

/** What is done where Fargate Spot has no room: nothing but to say so, unless `act`. */
export type SpotPolicy = {
  readonly mode: 'none' | 'observe' | 'act';
  /** So long it must have been short before its tasks are moved. */
  readonly afterMs: number;
  /** So long it stays on demand before Spot is tried again; twice as long after each time that was in vain. */
  readonly backMs: number;
};

export const defaultSpotPolicy: SpotPolicy = { mode: 'observe', afterMs: 10 * minuteMs, backMs: hourMs };

/** What is remembered of a service on Fargate Spot. */
export type SpotMemory = {
  /** When it had all its tasks last. */
  readonly fullAt?: Instant;
  readonly shortSince?: Instant;
  /** It is on demand by our doing: what it had, and when it is to have that back. */
  readonly shifted?: { readonly at: Instant; readonly before: readonly ProviderShare[]; readonly backAt: Instant };
  /** What was begun and has not been heard of. */
  readonly moving?: {
    readonly to: 'on-demand' | 'spot';
    readonly at: Instant;
    readonly before: readonly ProviderShare[];
  };
  /** When it was given back to Spot, while the deployment that does so goes on. */
  readonly triedAt?: Instant;
  /** When its tasks were moved, of the last day. */
  readonly shifts: readonly Instant[];
};

export const freshSpot: SpotMemory = { shifts: [] };

/** For so long its tasks were moved, or would be where nothing is moved: short, and patience is over. */
export function isShortForLong({ shortSince }: SpotMemory, { mode, afterMs }: SpotPolicy, now: Instant): boolean {
  return mode !== 'none' && shortSince !== undefined && now >= shortSince + afterMs;
}

const longestBackMs = 8 * hourMs;

/** ECS repeats its message no sooner (ecs_service_events): an older one says nothing of now. */
const heardMs = 6 * hourMs;

/** A task that is interrupted runs for two minutes more, and its successor is asked for at once (fargate-capacity-providers). */
const leavingMs = 5 * minuteMs;

/** An answer of ECS may be a little old: what was just done is not taken for undone. */
const settledMs = 2 * minuteMs;

/** What a look at the service brings. Somebody who puts the strategy back himself is left to it. */
export function spotSeen(
  known: SpotMemory,
  service: EcsService,
  { policy, now }: { readonly policy: SpotPolicy; readonly now: Instant },
): SpotMemory {
  const { desired, running, providerShares = [] } = service;
  const { shortSince, shifted, triedAt, ...rest } = settled(known, providerShares, { policy, now });
  const memory = { ...rest, shifts: rest.shifts.filter((at) => at > now - dayMs) };
  if (shifted !== undefined && (isSameShares(providerShares, onDemand) || now < shifted.at + settledMs))
    return { ...memory, shifted };
  if (!usesSpot(providerShares)) return memory;
  // What is on demand stays until its successor on Spot runs: nothing is missing, and nothing comes to an end.
  if (triedAt !== undefined && (now < triedAt + settledMs || isTrying(service, triedAt)))
    return { ...memory, triedAt, shortSince: triedAt };
  if (running >= desired) return { ...memory, fullAt: now };
  const heardAt = lastWithoutCapacity(service);
  const isShort =
    heardAt !== undefined && heardAt > (memory.fullAt === undefined ? now - heardMs : memory.fullAt - leavingMs);
  return isShort ? { ...memory, shortSince: shortSince ?? heardAt } : memory;
}

/** An order whose end nobody heard of is known by what it did, or was never carried out. */
function settled(
  spot: SpotMemory,
  shares: readonly ProviderShare[],
  { policy, now }: { readonly policy: SpotPolicy; readonly now: Instant },
): SpotMemory {
  const { moving, ...rest } = spot;
  if (moving === undefined) return spot;
  const isDone = isSameShares(shares, onDemand) === (moving.to === 'on-demand');
  if (isDone) return shiftHeard(spot, policy, moving.at);
  return now < moving.at + settledMs ? spot : rest;
}

/** A deployment of ours back to Spot that has not got its tasks. */
function isTrying({ deployments }: EcsService, triedAt: Instant): boolean {
  const primary = deployments.find(({ status }) => status === 'PRIMARY');
  if (primary?.createdAt === undefined) return false;
  const isOurs = Math.abs(primary.createdAt - triedAt) <= minuteMs;
  return isOurs && primary.rolloutState === 'IN_PROGRESS' && primary.running < primary.desired;
}

export type Shift = {
  readonly to: 'on-demand' | 'spot';
  readonly shares: readonly ProviderShare[];
  readonly step: Step;
};

type Seen = {
  readonly spot: SpotMemory;
  readonly service: EcsService;
  readonly policy: SpotPolicy;
  readonly freezes: readonly Freeze[];
  readonly now: Instant;
};

/**
 * Tasks are moved by another strategy, which ECS takes for new tasks only: a forced deployment replaces them all, within
 * minimum and maximum percent (API_UpdateService, forceNewDeployment).
 */
export function shiftOf({ spot, service, policy, freezes, now }: Seen): Shift | undefined {
  const { desired, running, deploymentController = 'ECS' } = service;
  const { shortSince, shifted, triedAt, moving } = spot;
  if (policy.mode === 'none' || deploymentController !== 'ECS' || moving !== undefined) return undefined;
  const said = (code: Step['code'], why: string): Step => ({ code, from: desired, to: desired, why });
  const waits = freezes.find(
    ({ code }) =>
      code === 'Held' || code === 'StateUnknown' || (code === 'DeploymentInProgress' && triedAt === undefined),
  );
  if (shifted !== undefined) {
    if (now < shifted.backAt || waits !== undefined || running < desired) return undefined;
    return {
      to: 'spot',
      shares: shifted.before,
      step: said('SpotAgain', 'Fargate Spot is tried again, by a deployment of all tasks'),
    };
  }
  if (shortSince === undefined || now < movesAt(spot, policy) || waits !== undefined) return undefined;
  const minutes = Math.round((now - shortSince) / minuteMs);
  const missing = triedAt === undefined ? `${desired - running} of ${desired}` : 'the';
  const why = `Fargate Spot has had no room for ${missing} tasks for ${minutes} min: all go on demand, by a deployment`;
  return { to: 'on-demand', shares: onDemand, step: said('SpotShort', why) };
}

/** When it has been short for long enough, and was not moved in vain a moment ago. */
function movesAt({ shortSince = 0, shifts }: SpotMemory, { afterMs, backMs }: SpotPolicy): Instant {
  const last = shifts.at(-1);
  return Math.max(shortSince + afterMs, last === undefined ? 0 : last + backMs);
}

/** What is to be done is known before it is begun: who does it may die, and its answer be lost. */
export function movingBy(
  spot: SpotMemory,
  { to }: Pick<Shift, 'to'>,
  { providerShares = [] }: Pick<EcsService, 'providerShares'>,
  now: Instant,
): SpotMemory {
  return { ...spot, moving: { to, at: now, before: providerShares } };
}

/** What was begun has been done; mostly it is heard of, else seen, and at times both. */
export function shiftHeard(spot: SpotMemory, { backMs }: SpotPolicy, at: Instant): SpotMemory {
  const { moving, shifts } = spot;
  if (moving === undefined) return spot;
  if (moving.to === 'spot') return { shifts, triedAt: at };
  const waitMs = Math.min(longestBackMs, backMs * 2 ** shifts.length);
  return { shifts: [...shifts, at], shifted: { at, before: moving.before, backAt: at + waitMs } };
}
