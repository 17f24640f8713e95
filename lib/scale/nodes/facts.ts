import type { ClusterItems } from '../../core/cluster-reads.ts';
import type { InCluster } from '../../core/ecs-reads.ts';
import type { Hold } from '../../core/hold.ts';
import type { FailedLaunch, ScalingGroup, ScalingGroupReads } from '../../core/node-reads.ts';
import type { PlacementReads } from '../../core/placement-reads.ts';
import type { BudgetUse, Read } from '../../core/ports.ts';
import type { Instant } from '../../core/time.ts';
import type { TotalFacts } from './total.ts';

/** A service that wants more copies than it was given, for want of room. */
export type ShortService = { readonly service: string; readonly copies: number };

/** What is true now of a cluster's instances. What is absent was not asked: nothing depended on it. */
export type NodesFacts = {
  readonly kind: 'nodes';
  readonly items?: Read<ClusterItems>;
  readonly groups?: Read<readonly ScalingGroup[]>;
  readonly controllers?: Read<ReadonlyMap<string, readonly string[]>>;
  readonly short?: Read<readonly ShortService[]>;
  /** Of groups whose instances are on their way. */
  readonly failed: ReadonlyMap<string, Read<readonly FailedLaunch[]>>;
  /** Who else acts on instances that are sent away, by EC2 id. */
  readonly holds: ReadonlyMap<string, Read<readonly Hold[]>>;
  /** Until when tasks are protected, of those on instances that may go next; unread: nobody knows. */
  readonly protectedUntil: ReadonlyMap<string, Read<Instant>>;
  /** Where the configuration has a total. */
  readonly total?: TotalFacts;
};

export type NodesReads = Pick<PlacementReads, 'cluster'> &
  ScalingGroupReads & {
    /** Services of the cluster that wanted more copies at their last look than fit. */
    readonly shortServices: (cluster: string, services: readonly string[]) => Promise<Read<readonly ShortService[]>>;
    readonly holds: (thing: string) => Promise<Read<readonly Hold[]>>;
    readonly protectedUntil: (which: InCluster<'task'>) => Promise<Read<Instant>>;
    /** Who holds how much of what all clusters share. */
    readonly use: (key: string) => Promise<Read<BudgetUse>>;
    /** Names of the groups of all other clusters whose instances are looked after. */
    readonly otherGroups: (cluster: string) => Promise<Read<readonly string[]>>;
    /** The clusters that have container instances, or may get some. */
    readonly nodeClusters: () => Promise<Read<readonly string[]>>;
  };
