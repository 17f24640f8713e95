import type { EcsService, InCluster } from '../core/ecs-reads.ts';
import type { Read } from '../core/ports.ts';
import type { MetricPoint, MetricQuery, OtherScaling, QueueDepth } from '../core/scale-reads.ts';
import type { PlacementReads } from '../core/placement-reads.ts';
import type { Instant } from '../core/time.ts';
import type { NodesFacts, NodesReads } from './nodes/facts.ts';
import type { Busy } from './protection.ts';
import type { Reading } from './sources.ts';

/** Who acts on the service at this moment, before us. */
export type HeldBy = { readonly by: string; readonly why: string };

/** What is true now of a service. What is absent was not asked: nothing depended on it. */
export type ServiceFacts = {
  readonly kind: 'service';
  readonly service?: Read<EcsService>;
  readonly readings: ReadonlyMap<string, Read<Reading>>;
  readonly others?: Read<OtherScaling>;
  readonly held?: Read<HeldBy | undefined>;
  /** So many more copies fit now, at the most. */
  readonly room?: Read<number>;
  /** Which of its tasks are at work. */
  readonly busy?: Read<Busy>;
  /** When messages of its queues were worked off last, of the last minutes; undefined: none were. */
  readonly workedAt?: Read<Instant | undefined>;
};

export type SweepFacts = {
  readonly kind: 'sweep';
  /** `cluster/service` of all services. */
  readonly services?: Read<readonly string[]>;
  /** Clusters that have instances, or may get some. */
  readonly nodeClusters?: Read<readonly string[]>;
};

export type ScaleFacts = ServiceFacts | NodesFacts | SweepFacts;

/** What can be read for scaling. Calls made at the same time are joined into as few requests as AWS allows. */
export type ScaleReads = Pick<PlacementReads, 'cluster'> &
  NodesReads & {
    readonly service: (which: InCluster<'service'>) => Promise<Read<EcsService>>;
    readonly queueDepth: (queue: string) => Promise<Read<QueueDepth>>;
    /** The series that the last of the queries stands for, newest first. */
    readonly series: (queries: readonly MetricQuery[]) => Promise<Read<readonly MetricPoint[]>>;
    /** By ARN: those that run. */
    readonly runningTasks: (which: InCluster<'service'>) => Promise<Read<readonly string[]>>;
    readonly otherScaling: (which: InCluster<'service'>) => Promise<Read<OtherScaling>>;
    readonly heldBy: (which: InCluster<'service'>) => Promise<Read<HeldBy | undefined>>;
    /** `cluster/service` of all services of the clusters the configuration scales. */
    readonly services: (clusters: readonly string[]) => Promise<Read<readonly string[]>>;
  };
