import { matchesGlob } from '../core/glob.ts';
import type { RecordKey } from '../core/record.ts';
import { hourMs, minuteMs } from '../core/time.ts';

/** So many, or so many of a hundred, rounded up. */
export type Share = { readonly instances: number } | { readonly percent: number };

/** How the instances of a group are drained. */
export type GroupPolicy = {
  readonly mode: 'none' | 'observe' | 'act';
  /** After this long the instance goes, whatever still runs on it. */
  readonly deadlineMs: number;
  /** Tasks of no service, which ECS never moves: waited for until the deadline, or stopped after a while. */
  readonly standalone: 'wait' | 'stop';
  readonly standaloneStopAfterMs: number;
  /** Tasks that a Spot instance still holds shortly before its end are stopped, so that they hear of it. */
  readonly spotStop: boolean;
  /** A recommendation is no notice: most instances stay. */
  readonly rebalance: 'observe' | 'act';
  /** How long before EC2's maintenance begins. */
  readonly maintenanceLeadMs: number;
  /** Without its agent nothing on an instance can be stopped: after this long nobody waits any more. */
  readonly agentPatienceMs: number;
  /** So many instances of a group may be out at once for reasons that can wait. */
  readonly budget: Share;
  /** So many instances of a zone stay available when one is drained for a reason that can wait. */
  readonly perZone: number;
  /** ECS's own wait (managed instance draining) is ended after this long; absent: it is left alone. */
  readonly managedCapMs?: number;
};

/** Other settings for what matches: the name of a group, a capacity provider, or a cluster. */
export type PolicyOverride = Partial<GroupPolicy> & { readonly pattern: string };

/** Container instances of instances that are being drained now, with their records. */
export type LiveDrains = ReadonlyMap<string, RecordKey>;

/** All that draining is told by the configuration, and who drains at this moment. */
export type DrainPolicy = {
  readonly stack: { readonly account: string; readonly region: string };
  /** Hooks whose names begin so, or whose metadata holds it, are ours to complete. */
  readonly hookMark: string;
  readonly ignoredClusters: readonly string[];
  readonly defaults: GroupPolicy;
  /** In the order in which they are tried. */
  readonly overrides: readonly PolicyOverride[];
  readonly live: LiveDrains;
};

export const defaultGroupPolicy: GroupPolicy = {
  mode: 'observe',
  deadlineMs: hourMs,
  standalone: 'wait',
  standaloneStopAfterMs: 10 * minuteMs,
  spotStop: true,
  rebalance: 'observe',
  maintenanceLeadMs: 24 * hourMs,
  agentPatienceMs: 15 * minuteMs,
  budget: { percent: 10 },
  perZone: 1,
};

/** What is known of where an instance belongs. */
type Belongings = { readonly names: readonly string[] };

/** The settings for an instance: the first override that fits one of its names, the rest as for all. */
export function policyFor(policy: DrainPolicy, { names }: Belongings): GroupPolicy {
  const found = policy.overrides.find(({ pattern }) => names.some((name) => matchesGlob(pattern, name)));
  if (found === undefined) return policy.defaults;
  const { pattern: _, ...override } = found;
  return { ...policy.defaults, ...override };
}

export function isIgnoredCluster({ ignoredClusters }: Pick<DrainPolicy, 'ignoredClusters'>, cluster: string): boolean {
  return ignoredClusters.some((pattern) => matchesGlob(pattern, cluster));
}
