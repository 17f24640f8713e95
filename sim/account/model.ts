import type { Instant } from '../../lib/core/time.ts';
import type { Agenda } from '../agenda.ts';
import type { Random } from '../random.ts';
import type { Switches } from '../switches.ts';
import type { AutoScalingGroup, BegunAction, EndedAction } from './autoscaling/group.ts';
import type { Ec2Instance } from './ec2-instance.ts';
import type { Metrics } from './metrics/metric.ts';
import type { ScalableTarget } from './work/scalable-target.ts';
import type { WorkQueue } from './work/work-queue.ts';
import type { PlacementRequest } from './placement.ts';
import type { Schedules } from './schedules/schedule.ts';
import type { Service, ServiceDeployment } from './service.ts';
import type { LogGroup, Program, Repository, TargetGroup, TrailEvent } from './surroundings.ts';
import type { CodeDeployRun } from './task-sets/codedeploy.ts';
import type { TaskDefinition } from './task-definition.ts';
import type { Task, TaskStatus } from './task.ts';

/**
 * The state of a simulated account. Everything here is changed in place, by the functions of this folder only, under the
 * agenda's clock; what AWS would answer or send is made from it elsewhere (`../api`, `./events`).
 */
export type Account = {
  readonly id: string;
  readonly region: string;
  readonly zones: readonly string[];
  readonly agenda: Agenda;
  readonly random: Random;
  readonly switches: Switches;
  /** Where events go: to EventBridge. */
  readonly emit: (event: Emitted) => void;
  readonly clusters: Map<string, Cluster>;
  readonly instances: Map<string, ContainerInstance>;
  /** EC2's instances, by id; terminated ones are forgotten after an hour. */
  readonly ec2: Map<string, Ec2Instance>;
  /** Auto Scaling groups, by name. */
  readonly groups: Map<string, AutoScalingGroup>;
  readonly taskDefinitions: Map<string, TaskDefinition>;
  /** The newest revision of each family, deregistered ones included. */
  readonly families: Map<string, number>;
  readonly tasks: Map<string, Task>;
  /** The same by cluster and group; changed together with `tasks` (`./tasks/groups`). */
  readonly tasksByGroup: Map<string, Set<Task>>;
  /** Those that wait for a place on instances their capacity provider may add, oldest first. */
  readonly waiting: Map<Task, PlacementRequest>;
  readonly services: Map<string, Service>;
  readonly serviceDeployments: Map<string, ServiceDeployment>;
  /** CodeDeploy's deployments, by id. */
  readonly codeDeployRuns: Map<string, CodeDeployRun>;
  readonly targetGroups: Map<string, TargetGroup>;
  /** By repository name without the registry. */
  readonly repositories: Map<string, Repository>;
  /** What the containers of an image do when they run, by `repository:tag`. */
  readonly programs: Map<string, Program>;
  /** Names or ARNs of secrets and parameters that can be read by execution roles. */
  readonly secrets: Set<string>;
  readonly logs: Map<string, LogGroup>;
  /** Changes people and pipelines made, newest last: what CloudTrail would list. */
  readonly trail: TrailEvent[];
  /** CloudWatch's. */
  readonly metrics: Metrics;
  /** CloudWatch's alarms, by name. Somebody sets them: they judge no metric here. */
  readonly alarms: Map<string, MetricAlarm>;
  /** Queues that tasks work off, by name. */
  readonly work: Map<string, WorkQueue>;
  /** What Application Auto Scaling has, by resource id (`service/CLUSTER/NAME`). */
  readonly scalableTargets: Map<string, ScalableTarget>;
  /** Policies and scheduled actions of Auto Scaling groups, by group: others that size them. */
  readonly groupPolicies: Map<string, readonly string[]>;
  /** EventBridge Scheduler's. */
  readonly schedules: Schedules;
  /** What is broken now; see `faults`. */
  readonly weather: Weather;
  /** Told of each change of a task after it was emitted; the service scheduler and the load balancers listen. */
  readonly taskListeners: ((task: Task, before: TaskStatus) => void)[];
  /** Told of each lifecycle action that begins. */
  readonly actionListeners: ((begun: BegunAction) => void)[];
  /** Told of each lifecycle action that is over, and how. */
  readonly actionEndListeners: ((ended: EndedAction) => void)[];
  /** Told of each EC2 instance that died without anybody having ended it. */
  readonly deathListeners: ((instance: Ec2Instance) => void)[];
  /** How long a task with targets stays DEACTIVATING; the load balancers set it. Absent: not at all. */
  drainMsOf?: (task: Task) => number;
  /** What RunTask answered, by cluster and client token. */
  readonly clientTokens: Map<string, RememberedRun>;
};

type MetricAlarm = {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly since: Instant;
};

/** Tokens live 24 hours, or until an hour after their last task stopped (Amazon ECS API reference, "Ensuring idempotency"). */
export type RememberedRun = {
  readonly at: Instant;
  /** The request without its token. */
  readonly request: string;
  readonly tasks: readonly Task[];
  readonly failures: readonly { readonly arn?: string; readonly reason: string; readonly detail?: string }[];
};

/** An event before EventBridge puts its envelope around it. `time` is the account's now. */
export type Emitted = {
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
};

/** What strikes the whole account or a zone of it. */
type Weather = {
  /** Zones whose hosts and tasks are gone and where nothing can be placed. */
  readonly zonesDown: Set<string>;
  /** Fargate has no capacity here: by zone, or `*`. */
  readonly fargateFull: Set<string>;
  readonly fargateSpotFull: Set<string>;
  /** EC2 launches no instance here: by zone, or `*`. */
  readonly ec2Full: Set<string>;
  readonly ec2SpotFull: Set<string>;
  /** ECR cannot be reached. */
  registryDown: boolean;
};

export type Cluster = {
  readonly arn: string;
  readonly name: string;
  readonly capacityProviders: Map<string, CapacityProvider>;
  status: 'ACTIVE' | 'INACTIVE';
  readonly tags: Map<string, string>;
};

/** `FARGATE`, `FARGATE_SPOT`, or one over an Auto Scaling group. */
export type CapacityProvider = {
  readonly arn: string;
  readonly name: string;
  readonly autoScalingGroup?: string;
  readonly managedDraining?: boolean;
  readonly managedScaling?: boolean;
  readonly managedTerminationProtection?: boolean;
  /** In percent; 100 when absent (API_ManagedScaling). */
  readonly targetCapacity?: number;
};

type InstanceStatus = 'REGISTERING' | 'ACTIVE' | 'DRAINING' | 'DEREGISTERING' | 'INACTIVE';

export type ContainerInstance = {
  readonly arn: string;
  readonly clusterArn: string;
  readonly ec2InstanceId: string;
  readonly instanceType: string;
  readonly zone: string;
  readonly capacityProvider?: string;
  readonly attributes: Map<string, string | undefined>;
  readonly registered: Resources;
  /** Taken by tasks that are not yet STOPPED. */
  readonly taken: Resources;
  status: InstanceStatus;
  agentConnected: boolean;
  agentVersion: string;
  /** Rises with each change, as in its events. */
  version: number;
  registeredAt: Instant;
  /** When its host was terminated; ECS notices later. */
  lostAt?: Instant;
  /** Its host is stopped: its agent cannot connect before it runs again. */
  off?: true;
  /** Those not yet STOPPED. */
  readonly tasks: Set<Task>;
  /** What its agent will do and tell when it is connected again. */
  readonly waiting: (() => void)[];
  /** The next port for a container that asked for any. */
  nextPort: number;
  readonly tags: Map<string, string>;
};

/** CPU in units, memory in MiB, ports by protocol, GPUs by id, network interfaces by count. */
export type Resources = {
  cpu: number;
  memoryMiB: number;
  readonly tcpPorts: number[];
  readonly udpPorts: number[];
  readonly gpus: string[];
  networkInterfaces: number;
};
