import type {
  AutoScalingReads,
  EcsHost,
  GroupMember,
  HoldReads,
  HostReads,
  LeavingCause,
  TasksOnHost,
  TerminateHook,
} from '../core/host-reads.ts';
import type { Hold } from '../core/hold.ts';
import type { BudgetUse, Read } from '../core/ports.ts';
import type { DrainEvidence } from '../ecs/draining/evidence.ts';
import type { RoomFacts } from './room.ts';

/** What is true now of an instance. What is absent was not asked: nothing depended on it. */
export type InstanceFacts = {
  readonly kind: 'instance';
  /** Somebody looked whether it is drained. */
  readonly looked: boolean;
  /** Only tasks that are known from a list before were looked at: that says when to look, and never that it is empty. */
  readonly glance?: true;
  /** It is held, and nothing more was asked: that is not all that is on it. */
  readonly part?: true;
  readonly hosts?: Read<readonly EcsHost[]>;
  /** By container instance. */
  readonly tasks: ReadonlyMap<string, Read<TasksOnHost>>;
  /** `cluster/service` of the services known to be daemons, or known not to be. */
  readonly daemons: ReadonlyMap<string, boolean>;
  readonly hooks?: Read<readonly TerminateHook[]>;
  readonly member?: Read<GroupMember>;
  /** Who else acts on it. */
  readonly holds?: Read<readonly Hold[]>;
  readonly room?: RoomFacts;
  /** Why tasks stay. */
  readonly evidence?: DrainEvidence;
  /** Why it goes. */
  readonly leavingCause?: Read<LeavingCause>;
};

export type SweepFacts = {
  readonly kind: 'sweep';
  readonly leaving?: Read<{ readonly members: readonly GroupMember[]; readonly groups: number }>;
};

/** A group's record rests on what the records of its instances say. */
export type DrainFacts = InstanceFacts | SweepFacts | { readonly kind: 'group' };

/** What is shared with others, as it stands. */
type SharedReads = {
  readonly holds: (thing: string) => Promise<Read<readonly Hold[]>>;
  readonly use: (budget: string) => Promise<Read<BudgetUse>>;
  /** Tokens for reads of cluster resources: `must` are taken in any case, of `may` those it says. */
  readonly tokens: (wanted: { readonly must: number; readonly may: number }) => Promise<number>;
};

export type DrainReads = HostReads & AutoScalingReads & HoldReads & SharedReads;
