import type { RequiringFeature } from './attribute-requirements.ts';

export type Protocol = 'tcp' | 'udp';

export type PortMapping = {
  /** Absent for a range, whose host ports are chosen by the host (API_PortMapping, containerPortRange). */
  readonly containerPort?: number;
  /** Absent or 0: chosen by the host, in host mode the container port. */
  readonly hostPort?: number;
  readonly protocol: Protocol;
};

/** `all`: every GPU of the instance. */
export type GpuDemand = number | 'all';

export type AskedContainer = {
  readonly name: string;
  readonly cpuUnits?: number;
  readonly memoryMiB?: number;
  readonly memoryReservationMiB?: number;
  readonly portMappings: readonly PortMapping[];
  /** GPUs of its own. */
  readonly gpus: GpuDemand;
  /** Its part of a GPU it shares (API_NvidiaMpsAllocation, memory). */
  readonly sharedGpuMemoryMiB?: number;
};

export type RequiredAttribute = {
  readonly name: string;
  readonly value?: string;
  /** That ECS asks for it is neither documented nor was it seen: it follows from the agent's code. */
  readonly isInferred?: boolean;
};

/** What placement reads of a task definition. */
export type AskedDefinition = {
  readonly arn: string;
  readonly family: string;
  /** `bridge`, `host`, `none`, `awsvpc`; absent: the default of the operating system, which has no interfaces of its own. */
  readonly networkMode?: string;
  readonly isWindows: boolean;
  /** `x86_64` or `arm64`, as the attribute of instances has it (API_RuntimePlatform has them in capitals). */
  readonly cpuArchitecture?: string;
  readonly cpuUnits?: number;
  readonly memoryMiB?: number;
  readonly containers: readonly AskedContainer[];
  /** The expressions of its `memberOf` constraints; it can have no others (API_TaskDefinitionPlacementConstraint). */
  readonly memberOf: readonly string[];
  readonly requiresAttributes: readonly RequiredAttribute[];
};

type AskedOverrides = {
  readonly cpuUnits?: number;
  readonly memoryMiB?: number;
  readonly containers: readonly Partial<Omit<AskedContainer, 'portMappings'>>[];
};

export type AskedConstraint =
  | { readonly type: 'memberOf'; readonly expression: string }
  | { readonly type: 'distinctInstance' };

/** API_PlacementStrategy. */
export type AskedStrategy =
  | { readonly type: 'random' }
  /** `instanceId`, `host` (the same), or `attribute:` and a name. */
  | { readonly type: 'spread'; readonly field: string }
  | { readonly type: 'binpack'; readonly field: 'cpu' | 'memory' };

/** Where an awsvpc task may run: the zones of the subnets it was given. */
export type AskedPlaces = {
  readonly zones: ReadonlySet<string>;
  /** Subnets whose zone is not known. */
  readonly unresolved: readonly string[];
  readonly vpcId?: string;
};

export type LaunchType = 'EC2' | 'EXTERNAL' | 'FARGATE' | 'MANAGED_INSTANCES';

/** A task somebody wants to place: what RunTask or a service asks of the scheduler. */
export type AskedTask = {
  readonly definition: AskedDefinition;
  readonly overrides?: AskedOverrides;
  /** `service:orders-api`, `family:nightly`, or what RunTask was given. */
  readonly group: string;
  readonly launchType: LaunchType;
  /** The providers its strategy can choose; none: any instance of the cluster. */
  readonly capacityProviders: readonly string[];
  /** Those of the service or the call; those of the definition are in it. */
  readonly constraints: readonly AskedConstraint[];
  /** In their order. They only choose among instances that take a copy; absent: the usual ones, see `choice.ts`. */
  readonly strategies?: readonly AskedStrategy[];
  /** With awsvpc. Absent: no subnets were named. */
  readonly places?: AskedPlaces;
  /** What it turns on beside the definition's `requiresAttributes`. */
  readonly features: readonly RequiringFeature[];
  /** One on each instance (scheduling strategy DAEMON). */
  readonly isDaemon: boolean;
};
