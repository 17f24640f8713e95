import type { Instant } from '../../lib/core/time.ts';
import type { Entry } from '../agenda.ts';
import type { ContainerInstance, Resources } from './model.ts';
import type { Program } from './surroundings.ts';
import type { ContainerDefinition, TaskDefinition } from './task-definition.ts';

export type TaskStatus =
  | 'PROVISIONING'
  | 'PENDING'
  | 'ACTIVATING'
  | 'RUNNING'
  | 'DEACTIVATING'
  | 'STOPPING'
  | 'DEPROVISIONING'
  | 'STOPPED';

export type LaunchType = 'EC2' | 'FARGATE';

export type Task = {
  readonly arn: string;
  readonly id: string;
  readonly clusterArn: string;
  readonly definition: TaskDefinition;
  readonly launchType: LaunchType;
  readonly capacityProvider?: string;
  readonly group: string;
  readonly startedBy?: string;
  readonly clientToken?: string;
  /** Absent while it waits for a place. */
  zone?: string;
  instance?: ContainerInstance;
  readonly containers: readonly Container[];
  attachments: readonly Attachment[];
  /** Target groups it registers with, with the container and port that answer. */
  readonly targets: readonly ServiceTarget[];
  readonly overrides: TaskOverrides;
  readonly createdAt: Instant;
  lastStatus: TaskStatus;
  desiredStatus: 'RUNNING' | 'STOPPED';
  version: number;
  updatedAt: Instant;
  health: Health;
  stopCode?: string;
  stoppedReason?: string;
  protectedUntil?: Instant;
  pullStartedAt?: Instant;
  pullStoppedAt?: Instant;
  connectivityAt?: Instant;
  startedAt?: Instant;
  stoppingAt?: Instant;
  executionStoppedAt?: Instant;
  stoppedAt?: Instant;
  /** Taken from its instance until it is STOPPED. */
  taken?: Resources;
  /** What happens to it next if nothing comes between. */
  next?: Entry | undefined;
  /** All its containers have been started. */
  up: boolean;
  /** It ended by itself and ECS has not yet been told. */
  ending?: { readonly stopCode?: string; readonly reason: string };
};

export type TaskOverrides = {
  readonly cpu?: number;
  readonly memoryMiB?: number;
  readonly containers: readonly {
    readonly name: string;
    readonly command?: readonly string[];
    readonly environment?: Readonly<Record<string, string>>;
  }[];
};

export type Health = 'UNKNOWN' | 'HEALTHY' | 'UNHEALTHY';

export type Container = {
  readonly name: string;
  readonly arn: string;
  readonly image: string;
  readonly definition: ContainerDefinition;
  /** What ECS has been told, which is behind what the container does (`run`). */
  lastStatus: 'PENDING' | 'RUNNING' | 'STOPPED';
  health: Health;
  runtimeId?: string;
  imageDigest?: string;
  exitCode?: number;
  reason?: string;
  /** Where its ports are bound on the instance; none with awsvpc. */
  networkBindings: readonly NetworkBinding[];
  readonly run: ContainerRun;
};

export type NetworkBinding = {
  readonly containerPort: number;
  readonly hostPort: number;
  readonly protocol: 'tcp' | 'udp';
};

/** What the container does on its host. */
type ContainerRun = {
  readonly program: Program;
  stage: 'waiting' | 'running' | 'ended';
  signalled: boolean;
  exitCode?: number;
  reason?: string;
  /** Its exit and its changes of health to come. */
  readonly planned: Entry[];
};

export type Attachment = {
  readonly id: string;
  readonly type: 'eni' | 'elb';
  status: 'PRECREATED' | 'ATTACHED' | 'DELETED';
  details: readonly { readonly name: string; readonly value: string }[];
};

export type ServiceTarget = {
  readonly targetGroupArn: string;
  /** The other side of a blue/green service. */
  readonly alternateTargetGroupArn?: string;
  readonly container: string;
  readonly containerPort: number;
};
