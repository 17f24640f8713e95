import type {
  AutoScalingReads,
  EcsHost,
  GroupMember,
  HostReads,
  TasksOnHost,
  TerminateHook,
} from '../core/host-reads.ts';
import type { Read } from '../core/ports.ts';

/** What is true now of an instance. What is absent was not asked: nothing depended on it. */
export type InstanceFacts = {
  readonly kind: 'instance';
  /** Somebody looked whether it is drained. */
  readonly looked: boolean;
  readonly hosts?: Read<readonly EcsHost[]>;
  /** By container instance. */
  readonly tasks: ReadonlyMap<string, Read<TasksOnHost>>;
  /** `cluster/service` of the services known to be daemons, or known not to be. */
  readonly daemons: ReadonlyMap<string, boolean>;
  readonly hooks?: Read<readonly TerminateHook[]>;
  readonly member?: Read<GroupMember>;
};

export type SweepFacts = {
  readonly kind: 'sweep';
  readonly leaving?: Read<{ readonly members: readonly GroupMember[]; readonly groups: number }>;
};

/** A group's record rests on what the records of its instances say. */
export type DrainFacts = InstanceFacts | SweepFacts | { readonly kind: 'group' };

export type DrainReads = HostReads & AutoScalingReads;
