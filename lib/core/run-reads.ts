import type { EcsTask, InCluster } from './ecs-reads.ts';
import type { Read } from './ports.ts';

/** A revision as a launch needs it. Of roles the ARNs; `status`: ACTIVE, INACTIVE, DELETE_IN_PROGRESS. */
export type LaunchDefinition = {
  readonly arn: string;
  readonly family: string;
  readonly status: string;
  readonly networkMode?: string;
  readonly taskRoleArn?: string;
  readonly executionRoleArn?: string;
  readonly containers: readonly { readonly name: string; readonly essential: boolean }[];
};

export type CapacityShare = { readonly provider: string; readonly weight: number; readonly base: number };

export type TaskNetwork = {
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly publicIp: boolean;
};

/** Where a service's tasks run: what a job may take over from it. */
export type ServicePlace = {
  readonly network?: TaskNetwork;
  readonly launchType?: string;
  readonly shares: readonly CapacityShare[];
  readonly platformVersion?: string;
};

/** Everything RunTask is told. The same launch is the same request, byte for byte. */
export type TaskLaunch = {
  readonly cluster: string;
  /** The revision's ARN. */
  readonly definition: string;
  readonly startedBy: string;
  readonly token: string;
  readonly launchType?: string;
  readonly shares: readonly CapacityShare[];
  readonly platformVersion?: string;
  readonly network?: TaskNetwork;
  readonly overrides: TaskOverrides;
  readonly tags: Readonly<Record<string, string>>;
};

/** Of one container, as API_TaskOverride has it. */
export type TaskOverrides = {
  readonly containerOverrides: readonly {
    readonly name: string;
    readonly command?: readonly string[];
    readonly environment?: readonly { readonly name: string; readonly value: string }[];
  }[];
};

/**
 * What RunTask answered, or what it refused with. `adopted`: it named tasks of an earlier request of the same token.
 * What AWS says is untrusted.
 */
export type LaunchFacts = {
  readonly tasks: readonly string[];
  readonly failures: readonly { readonly reason: string; readonly detail?: string }[];
  readonly adopted?: true;
  readonly error?: { readonly code: string; readonly message: string };
};

export type RunReads = {
  /** By family (its newest ACTIVE revision), `family:revision` or ARN; read anew each time. */
  readonly definition: (name: string) => Promise<Read<LaunchDefinition>>;
  readonly servicePlace: (which: InCluster<'service'>) => Promise<Read<ServicePlace>>;
  readonly task: (which: InCluster<'task'>) => Promise<Read<EcsTask>>;
  /** Every task of both of ListTasks's lists that was started by exactly this, described. */
  readonly startedBy: (which: InCluster<'startedBy'>) => Promise<Read<readonly EcsTask[]>>;
};
