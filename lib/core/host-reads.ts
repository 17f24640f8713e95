import type { InCluster } from './ecs-reads.ts';
import type { Read } from './ports.ts';

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
  /** All container instances of one EC2 instance, in all clusters, but for INACTIVE ones. */
  readonly hostsOf: (ec2InstanceId: string) => Promise<Read<readonly EcsHost[]>>;
  /** All pages of both of ListTasks's lists, described. */
  readonly tasksOn: (which: InCluster<'containerInstance'>) => Promise<Read<TasksOnHost>>;
  /** REPLICA or DAEMON; never changes (API_Service). */
  readonly schedulingOf: (which: InCluster<'service'>) => Promise<Read<string>>;
};

/** An instance as its Auto Scaling group has it. `state`: `InService`, `Terminating:Wait` … (API_AutoScalingInstanceDetails). */
export type GroupMember = { readonly instanceId: string; readonly group: string; readonly state: string };

/** A hook of a group's terminations. */
export type TerminateHook = {
  readonly name: string;
  readonly metadata?: string;
  readonly heartbeatMs: number;
  readonly globalMs: number;
};

export type AutoScalingReads = {
  /** Not found: in no group, or gone. */
  readonly member: (ec2InstanceId: string) => Promise<Read<GroupMember>>;
  readonly terminateHooks: (group: string) => Promise<Read<readonly TerminateHook[]>>;
  /** The instances of all groups that wait in a termination, and how many groups there are. */
  readonly leaving: () => Promise<Read<{ readonly members: readonly GroupMember[]; readonly groups: number }>>;
};
