import type { EcsService, EcsTask, InCluster } from './ecs-reads.ts';
import type { Read } from './ports.ts';
import type { Instant } from './time.ts';

/**
 * A container instance as DescribeContainerInstances shows it. `counted`: its runningTasksCount and pendingTasksCount
 * together, which leave out tasks that are to stop and have not yet (API_ContainerInstance).
 */
export type EcsHost = {
  readonly arn: string;
  readonly cluster: string;
  readonly ec2InstanceId: string;
  /** ACTIVE, DRAINING, REGISTERING, DEREGISTERING, INACTIVE, REGISTRATION_FAILED. */
  readonly status: string;
  readonly agentConnected: boolean;
  readonly counted: number;
  readonly zone?: string;
  readonly capacityProvider?: string;
};

/**
 * A container instance as it is now: ACTIVE, DRAINING, INACTIVE and more (API_ContainerInstance). `isManaged`: one of
 * Amazon ECS Managed Instances, which ECS itself starts and ends; absent: not, or not known.
 */
export type EcsContainerInstance = {
  readonly arn: string;
  readonly status: string;
  readonly agentConnected: boolean;
  readonly isManaged?: true;
};

/** Container instances by ARN. `cluster` is a name or an ARN. */
export type ContainerInstanceReads = {
  readonly containerInstance: (which: InCluster<'containerInstance'>) => Promise<Read<EcsContainerInstance>>;
};

/** A task on a container instance, whatever is wanted of it. */
export type TaskOnHost = {
  readonly arn: string;
  readonly lastStatus: string;
  readonly desiredStatus: string;
  readonly group?: string;
  readonly startedBy?: string;
};

/** `missing`: listed, and not described. That is not "stopped". */
export type TasksOnHost = { readonly tasks: readonly TaskOnHost[]; readonly missing: readonly string[] };

/** What of ECS tells whether an instance is drained. */
export type HostReads = {
  /**
   * All container instances of one EC2 instance, in all clusters, but for INACTIVE ones. `known`: where it was found
   * before. While its agents are connected there, they have registered nowhere else, and the clusters are not searched.
   */
  readonly hostsOf: (ec2InstanceId: string, known?: readonly InCluster<'arn'>[]) => Promise<Read<readonly EcsHost[]>>;
  /** All container instances of a cluster, but for INACTIVE ones. */
  readonly hostsIn: (cluster: string) => Promise<Read<readonly EcsHost[]>>;
  /** All pages of one of ListTasks's two lists. A task goes from RUNNING to STOPPED, and never back. */
  readonly tasksListed: (
    which: InCluster<'containerInstance'>,
    desired: 'RUNNING' | 'STOPPED',
  ) => Promise<Read<readonly string[]>>;
  /** Some tasks, described. */
  readonly tasksNamed: (cluster: string, arns: readonly string[]) => Promise<Read<TasksOnHost>>;
  /** REPLICA or DAEMON; never changes (API_Service). */
  readonly schedulingOf: (which: InCluster<'service'>) => Promise<Read<string>>;
};

/** What tells why tasks stay on an instance that goes. */
export type HoldReads = {
  readonly task: (which: InCluster<'task'>) => Promise<Read<EcsTask>>;
  readonly service: (which: InCluster<'service'>) => Promise<Read<EcsService>>;
  /** The longest stopTimeout of a task definition's containers; 0: none is set. */
  readonly stopTimeoutMs: (taskDefinitionArn: string) => Promise<Read<number>>;
  /** Until when a task is protected from scale-in (API_ProtectedTask); 0: it is not. */
  readonly protectedUntil: (which: InCluster<'task'>) => Promise<Read<Instant>>;
  /** How long a target group lets a target finish: deregistration_delay.timeout_seconds. */
  readonly deregistrationDelayMs: (targetGroupArn: string) => Promise<Read<number>>;
};

/** An instance as its Auto Scaling group has it. `state`: `InService`, `Terminating:Wait` … (API_AutoScalingInstanceDetails). */
export type GroupMember = { readonly instanceId: string; readonly group: string; readonly state: string };

/** `zone`: its Availability Zone. */
export type ZonedMember = GroupMember & { readonly zone?: string };

/** A hook of a group's terminations. */
export type TerminateHook = {
  readonly name: string;
  readonly metadata?: string;
  readonly heartbeatMs: number;
  readonly globalMs: number;
};

/** What Auto Scaling says of why it ends an instance (Activity, Cause): sentences, each with its moment. */
export type LeavingCause = { readonly words: string; readonly at: Instant };

export type AutoScalingReads = {
  /** Not found: in no group, or gone. */
  readonly member: (ec2InstanceId: string) => Promise<Read<GroupMember>>;
  /** All instances of a group. */
  readonly membersOf: (group: string) => Promise<Read<readonly ZonedMember[]>>;
  /** Of the newest of its group's activities that ends the instance; not found: none of the newest hundred does. */
  readonly leavingCause: (group: string, ec2InstanceId: string) => Promise<Read<LeavingCause>>;
  readonly terminateHooks: (group: string) => Promise<Read<readonly TerminateHook[]>>;
  /** The instances of all groups that wait in a termination, and how many groups there are. */
  readonly leaving: () => Promise<Read<{ readonly members: readonly GroupMember[]; readonly groups: number }>>;
};
