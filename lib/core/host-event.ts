import type { Cause, Departure } from './alert.ts';
import type { Envelope, TaskChanged } from './event.ts';
import type { Instant } from './time.ts';

/**
 * "EC2 Instance-terminate Lifecycle Action": one for each hook of the group. `destination` WarmPool: the instance will
 * come back (Amazon EC2 Auto Scaling user guide, "Amazon EC2 Auto Scaling event reference").
 */
export type LifecycleActionBegun = Envelope & {
  readonly kind: 'lifecycle-action';
  readonly instanceId: string;
  readonly group: string;
  readonly hook: string;
  readonly token?: string;
  readonly metadata?: string;
  readonly destination?: string;
};

/** "EC2 Spot Instance Interruption Warning": the instance goes about two minutes later; `hibernate` begins at once. */
export type SpotInterrupted = Envelope & {
  readonly kind: 'spot-interruption';
  readonly instanceId: string;
  readonly action: string;
};

/** "EC2 Instance Rebalance Recommendation": it may go soon, or not. */
export type RebalanceRecommended = Envelope & {
  readonly kind: 'rebalance-recommendation';
  readonly instanceId: string;
};

/**
 * "AWS Health Event" of EC2's category scheduledChange, whose entities are instances. `startsAt`: when the maintenance
 * begins. `isOver`: it was carried out or cancelled.
 */
export type MaintenanceScheduled = Envelope & {
  readonly kind: 'maintenance';
  readonly eventArn: string;
  readonly code: string;
  readonly instanceIds: readonly string[];
  readonly startsAt?: Instant;
  readonly isOver: boolean;
};

/** "EC2 Instance State-change Notification". */
export type InstanceStateChanged = Envelope & {
  readonly kind: 'instance-state';
  readonly instanceId: string;
  readonly state: string;
};

/** What people and other features ask of a drain. */
const drainWishes = ['drain', 'extend', 'force', 'cancel'] as const;

export type DrainWish = (typeof drainWishes)[number];

/** Our own events: "Drain Requested", "Drain Extended", "Drain Forced", "Drain Cancelled". */
export type DrainRequested = Envelope & {
  readonly kind: 'drain-request';
  readonly wish: DrainWish;
  readonly instanceId: string;
  readonly by: string;
  /** How much longer, or, where a drain is requested, how long at most. */
  readonly forMs?: number;
  /** It takes no other's place, and takes back only what `by` itself has asked for. */
  readonly yields?: true;
};

/** Of our own: the sweep has found an instance that waits for lifecycle hooks nobody told of. */
export type InstanceFoundLeaving = Envelope & {
  readonly kind: 'found-leaving';
  readonly instanceId: string;
  readonly group: string;
};

/** How a drain stands, as its group's record is told. `at-work`: nothing to tell yet. */
export type DrainStanding = 'stuck' | 'drained' | 'forced' | 'over';

/** Of our own: how the drain of one instance stands, for the record of its group. `order` rises with each. */
export type DrainStands = Envelope & {
  readonly kind: 'drain-stands';
  readonly instanceId: string;
  readonly group: string;
  readonly cluster: string;
  readonly order: number;
  readonly standing: DrainStanding;
  readonly since: Instant;
  readonly left: number;
  readonly causes: readonly Cause[];
  readonly endsAt?: Instant;
  readonly ends: 'us' | 'nobody' | 'ecs' | 'ec2';
  /** What the policy allows us to do with it. */
  readonly mode?: 'observe' | 'act';
  /** The lifecycle hook it waits for: ours, or that of ECS. */
  readonly hook?: string;
  readonly zone?: string;
  readonly departure?: Departure;
};

/** Everything that tells of instances that go, and of the tasks on them. */
export type HostEvent =
  | TaskChanged
  | LifecycleActionBegun
  | SpotInterrupted
  | RebalanceRecommended
  | MaintenanceScheduled
  | InstanceStateChanged
  | DrainRequested
  | InstanceFoundLeaving
  | DrainStands;
