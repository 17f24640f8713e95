import type { Read } from './ports.ts';
import type { TaskDefinition } from './task-definition.ts';
import type { Instant } from './time.ts';

/** One deployment of a service, as DescribeServices shows it. `PRIMARY` is the newest, `ACTIVE` what it replaces. */
export type EcsDeployment = {
  readonly id: string;
  /** PRIMARY, ACTIVE or INACTIVE. */
  readonly status: string;
  readonly taskDefinitionArn: string;
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
  readonly failedTasks: number;
  /** IN_PROGRESS, COMPLETED or FAILED; absent for other controllers than ECS. */
  readonly rolloutState?: string;
  readonly rolloutReason?: string;
  readonly createdAt?: Instant;
  readonly updatedAt?: Instant;
};

/** A task set: what the controllers CODE_DEPLOY and EXTERNAL have instead of deployments. */
export type EcsTaskSet = {
  readonly id: string;
  /** `PRIMARY` serves production traffic, `ACTIVE` does not, `DRAINING` goes (API_TaskSet). */
  readonly status: string;
  readonly taskDefinitionArn: string;
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
  readonly targetGroupArns: readonly string[];
  readonly createdAt?: Instant;
};

export type CircuitBreaker = {
  readonly enabled: boolean;
  readonly rollback: boolean;
  /** `COUNT`, or a percentage of desired (`BOUNDED_PERCENT`, `UNBOUNDED_PERCENT`); absent: the default, 50 % within 3 to 200. */
  readonly threshold?: { readonly type: string; readonly value: number };
  readonly resetOnHealthyTask?: boolean;
};

/** What the scheduler may do to a service while it deploys. */
export type DeploymentPolicy = {
  readonly minimumHealthyPercent?: number;
  readonly maximumPercent?: number;
  readonly strategy?: string;
  readonly bakeMinutes?: number;
  readonly circuitBreaker?: CircuitBreaker;
  readonly alarms?: { readonly names: readonly string[]; readonly enabled: boolean; readonly rollback: boolean };
};

/** How tasks are shared out among capacity providers (API_CapacityProviderStrategyItem). */
export type ProviderShare = { readonly provider: string; readonly weight: number; readonly base: number };

/** A service as it is now. */
export type EcsService = {
  readonly serviceArn: string;
  readonly name: string;
  readonly clusterArn: string;
  /** ACTIVE, DRAINING or INACTIVE. */
  readonly status: string;
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
  readonly deployments: readonly EcsDeployment[];
  readonly taskSets: readonly EcsTaskSet[];
  readonly policy: DeploymentPolicy;
  readonly targetGroupArns: readonly string[];
  /** Of a blue/green service, the two groups of which one serves: its own, and the alternate one. */
  readonly targetGroupPairs?: readonly (readonly [string, string])[];
  readonly healthCheckGracePeriodSeconds?: number;
  readonly launchType?: string;
  readonly capacityProviders: readonly string[];
  /** The same with their shares. */
  readonly providerShares?: readonly ProviderShare[];
  /** REPLICA or DAEMON. */
  readonly schedulingStrategy?: string;
  /** ECS, CODE_DEPLOY or EXTERNAL. */
  readonly deploymentController?: string;
  readonly taskDefinitionArn?: string;
  readonly currentServiceDeploymentArn?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** The latest service events, newest first, at most 100. */
  readonly events: readonly { readonly at: Instant; readonly message: string }[];
  readonly createdAt?: Instant;
};

type EcsContainer = {
  readonly name: string;
  readonly lastStatus?: string;
  readonly health?: string;
  readonly exitCode?: number;
  readonly reason?: string;
  readonly image?: string;
  readonly imageDigest?: string;
  /** Docker's id: the name of the log stream where the log driver has no prefix. */
  readonly runtimeId?: string;
};

/** A task as it is now. ECS forgets a stopped one after about an hour. */
export type EcsTask = {
  readonly arn: string;
  readonly clusterArn: string;
  readonly taskDefinitionArn: string;
  readonly lastStatus: string;
  readonly desiredStatus: string;
  readonly health?: string;
  readonly version?: number;
  readonly group?: string;
  readonly startedBy?: string;
  readonly launchType?: string;
  readonly capacityProvider?: string;
  readonly containerInstanceArn?: string;
  readonly availabilityZone?: string;
  readonly stopCode?: string;
  readonly stoppedReason?: string;
  readonly createdAt?: Instant;
  readonly startedAt?: Instant;
  /** When it was told to stop. */
  readonly stoppingAt?: Instant;
  readonly stoppedAt?: Instant;
  readonly containers: readonly EcsContainer[];
};

export type DeploymentHook = {
  readonly id: string;
  readonly type?: string;
  readonly status?: string;
  readonly expiresAt?: Instant;
  readonly timeoutAction?: string;
};

/** One service deployment: the history of a roll-out, kept for 90 days (API_ServiceDeployment). */
export type ServiceDeployment = {
  readonly arn: string;
  readonly serviceArn?: string;
  readonly status: string;
  readonly statusReason?: string;
  readonly stage?: string;
  readonly createdAt?: Instant;
  readonly startedAt?: Instant;
  readonly finishedAt?: Instant;
  readonly sourceRevisionArns: readonly string[];
  readonly targetRevisionArn?: string;
  readonly hooks: readonly DeploymentHook[];
  readonly breaker?: { readonly status?: string; readonly failures: number; readonly threshold?: number };
  readonly rollback?: { readonly reason?: string; readonly startedAt?: Instant; readonly revisionArn?: string };
};

/** What a service deployment rolls out: a task definition with its images resolved. It never changes. */
export type ServiceRevision = {
  readonly arn: string;
  readonly taskDefinitionArn?: string;
  readonly createdAt?: Instant;
  readonly images: readonly { readonly container: string; readonly image?: string; readonly digest?: string }[];
};

/** `cluster` is a name or an ARN. */
export type InCluster<Key extends string> = { readonly cluster: string } & Readonly<Record<Key, string>>;

/** Which tasks: those of a service or of a family, wanted running or stopped. */
export type TaskQuery = {
  readonly cluster: string;
  readonly service?: string;
  readonly family?: string;
  /** ListTasks shows only `RUNNING` ones when not told otherwise (API_ListTasks). */
  readonly desiredStatus: 'RUNNING' | 'STOPPED';
};

/** What can be read of ECS. Calls made at the same time are joined into as few requests as AWS allows. */
export type EcsReads = {
  readonly service: (which: InCluster<'service'>) => Promise<Read<EcsService>>;
  readonly task: (which: InCluster<'task'>) => Promise<Read<EcsTask>>;
  readonly tasks: (query: TaskQuery) => Promise<Read<readonly EcsTask[]>>;
  /** By ARN or `family:revision`. */
  readonly taskDefinition: (arn: string) => Promise<Read<TaskDefinition>>;
  /** The newest revision of the family older than this one that can still be read. */
  readonly previousTaskDefinition: (arn: string) => Promise<Read<TaskDefinition>>;
  readonly serviceDeployment: (arn: string) => Promise<Read<ServiceDeployment>>;
  /** Newest first. `service` is a name or an ARN. */
  readonly serviceDeployments: (
    which: InCluster<'service'>,
    limit: number,
  ) => Promise<Read<readonly ServiceDeployment[]>>;
  readonly serviceRevision: (arn: string) => Promise<Read<ServiceRevision>>;
};
