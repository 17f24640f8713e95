import type { Instant } from '../../core/time.ts';
import type { AskedTask } from '../placement/asked.ts';
import type { SnapshotDefinition } from '../placement/snapshot-definition.ts';
import type { Snapshot, Subnet } from '../placement/snapshot.ts';

/** What a rule may need to know; each may be unknown. */
const adviceParts = [
  'taskDefinition',
  'containerSettings',
  'before',
  'service',
  'serviceSettings',
  'instances',
  'targetGroups',
  'loadBalancers',
  'securityGroups',
  'instanceSecurityGroups',
  'subnets',
  'capacityProviders',
  'observedStart',
  'images',
  'permissions',
  'amis',
  'protection',
  'usage',
] as const;

export type AdvicePart = (typeof adviceParts)[number];

export type AdvicePort = {
  /** Absent for a range. */
  readonly containerPort?: number;
  readonly hostPort?: number;
};

/** What the placement engine does not need. Of the environment names only; no value ever leaves the reader. */
export type ContainerSettings = {
  readonly logDriver?: string;
  /** FireLens: the container others log through. */
  readonly isLogRouter: boolean;
  /** `looksSecret`: the value has the form of a known kind of secret. Known only where values were there to be read. */
  readonly environment: readonly { readonly name: string; readonly looksSecret: boolean }[];
  /** `from`: where it lies; empty where only names were kept. */
  readonly secrets: readonly { readonly name: string; readonly from: string }[];
  readonly ulimits: readonly string[];
  readonly hasHealthCheck: boolean;
  readonly dependsOn: readonly { readonly container: string; readonly condition: string }[];
  readonly mounts: readonly string[];
  /** Names of settings that are set, as the task definition has them: `privileged`, `linuxParameters.tmpfs`. */
  readonly settings: readonly string[];
};

export type AdviceContainer = {
  readonly name: string;
  readonly image?: string;
  readonly isEssential: boolean;
  readonly cpuUnits?: number;
  readonly memoryMiB?: number;
  readonly memoryReservationMiB?: number;
  readonly ports: readonly AdvicePort[];
  /** Where it stands in the list of containers. */
  readonly index: number;
  /** Absent: not read. */
  readonly details?: ContainerSettings;
};

export type AdviceVolume = {
  readonly name: string;
  readonly kind: 'efs' | 'docker' | 'other';
  /** An access point or IAM authorisation. */
  readonly usesEfsAuthorisation: boolean;
};

/** A task definition as registered, or about to be. */
export type AdviceDefinition = {
  readonly family: string;
  /** Absent: not registered yet. */
  readonly revision?: number;
  /** Absent: the default of the operating system. */
  readonly networkMode?: string;
  readonly requires: readonly string[];
  readonly isWindows: boolean;
  readonly cpuUnits?: number;
  readonly memoryMiB?: number;
  readonly ephemeralStorageGiB?: number;
  readonly constraints: readonly { readonly type: string }[];
  readonly containers: readonly AdviceContainer[];
  /** Absent: not read. */
  readonly details?: {
    readonly executionRole?: string;
    readonly volumes: readonly AdviceVolume[];
    readonly settings: readonly string[];
  };
  /** The same as placement sees it. */
  readonly placed: SnapshotDefinition;
};

export type AdviceLoadBalancer = {
  readonly targetGroupArn?: string;
  /** A Classic Load Balancer. */
  readonly classicName?: string;
  readonly containerName?: string;
  readonly containerPort?: number;
};

export type AdviceBreaker = {
  readonly isEnabled: boolean;
  readonly rollsBack: boolean;
  /** As API_ThresholdConfiguration has it; absent: the default. */
  readonly threshold?: { readonly type: string; readonly value: number };
};

/** A service as it is, or as somebody is about to create it. */
export type AdviceService = {
  readonly name: string;
  /** Absent: not said. */
  readonly desired?: number;
  readonly launchType?: string;
  /** All of its strategy, whatever their weight. */
  readonly providers: readonly string[];
  /** Both were asked for, which ECS refuses; never so of a service that exists. */
  readonly namesTypeAndProviders: boolean;
  readonly platformVersion?: string;
  /** `ECS`, `CODE_DEPLOY`, `EXTERNAL`. */
  readonly controller: string;
  /** `ROLLING` and more, of the controller ECS. */
  readonly strategy: string;
  readonly isDaemon: boolean;
  readonly minimumHealthyPercent?: number;
  readonly maximumPercent?: number;
  readonly constraintTypes: readonly string[];
  readonly strategyCount: number;
  readonly network?: { readonly subnets: readonly string[]; readonly securityGroups?: readonly string[] };
  /** Absent: not read. */
  readonly details?: {
    readonly loadBalancers: readonly AdviceLoadBalancer[];
    readonly breaker: AdviceBreaker;
    readonly gracePeriodSeconds: number;
  };
};

export type AdviceTargetGroup = {
  readonly arn: string;
  /** `instance`, `ip`, `lambda`, `alb`. */
  readonly targetType: string;
  readonly loadBalancerArns: readonly string[];
  readonly intervalSeconds?: number;
  readonly unhealthyThreshold?: number;
};

/** A rule that lets traffic in. `from`: the groups it lets in; addresses and prefix lists are `addresses`. */
export type IngressRule = {
  readonly protocol: string;
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly fromGroups: readonly string[];
  readonly fromAddresses: boolean;
};

export type SecurityGroup = { readonly id: string; readonly ingress: readonly IngressRule[] };

/** What of an image its registry says. */
export type ImageFact = {
  readonly image: string;
  readonly state: 'exists' | 'missing' | 'no-repository';
  /** `amd64`, `arm64`, where known. */
  readonly architectures?: readonly string[];
};

/** A decision of IAM's own policy simulator (API_EvaluationResult). */
export type Permission = { readonly action: string; readonly resource: string; readonly isAllowed: boolean };

export type Ami = { readonly id: string; readonly name?: string; readonly createdAt?: Instant };

/** The highest use in percent of the task's size, over so many days. */
type Usage = { readonly cpuPercent: number; readonly memoryPercent: number; readonly days: number };

/** All a rule may look at. What is absent is not known. */
export type AdviceFacts = {
  readonly cluster?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly definition?: AdviceDefinition;
  /** The revision before. */
  readonly before?: AdviceDefinition;
  readonly service?: AdviceService;
  /** The next task as the scheduler will place it, among the instances of its cluster. */
  readonly placement?: { readonly asked: AskedTask; readonly snapshot: Snapshot };
  readonly targetGroups?: readonly AdviceTargetGroup[];
  readonly loadBalancers?: readonly { readonly arn: string; readonly securityGroups: readonly string[] }[];
  readonly securityGroups?: readonly SecurityGroup[];
  /** Security groups of the cluster's instances, by EC2's id. */
  readonly instanceSecurityGroups?: ReadonlyMap<string, readonly string[]>;
  readonly subnets?: readonly Subnet[];
  /** Names of account settings and their values. */
  readonly accountSettings?: Readonly<Record<string, string>>;
  /** The longest a task of the service took from its creation to RUNNING. */
  readonly observedStartSeconds?: number;
  readonly images?: readonly ImageFact[];
  readonly permissions?: readonly Permission[];
  readonly amis?: readonly Ami[];
  /** Tasks of the service that are protected from scale-in, and until when. */
  readonly protectedTasks?: readonly { readonly until?: Instant }[];
  readonly usage?: Usage;
};
