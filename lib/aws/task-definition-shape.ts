import { createHmac, randomBytes } from 'node:crypto';
import type {
  ContainerDefinition as AwsContainer,
  HealthCheck,
  LogConfiguration,
  TaskDefinition as AwsTaskDefinition,
} from '@aws-sdk/client-ecs';
import type { ContainerDefinition, LogSetup, Marked, TaskDefinition } from '../core/task-definition.ts';
import { present } from '../core/present.ts';

/** Settings of a container that have a place of their own; every other one is told by its name. */
const namedContainerSettings = new Set<keyof AwsContainer>([
  'name',
  'image',
  'essential',
  'cpu',
  'memory',
  'memoryReservation',
  'command',
  'entryPoint',
  'portMappings',
  'healthCheck',
  'logConfiguration',
  'environment',
  'secrets',
  'dependsOn',
  'startTimeout',
  'stopTimeout',
]);

/** The same for the task; also what ECS adds by itself, so that it is no difference between revisions. */
const namedTaskSettings = new Set<keyof AwsTaskDefinition>([
  'taskDefinitionArn',
  'containerDefinitions',
  'family',
  'revision',
  'taskRoleArn',
  'executionRoleArn',
  'networkMode',
  'volumes',
  'status',
  'requiresAttributes',
  'compatibilities',
  'requiresCompatibilities',
  'cpu',
  'memory',
  'registeredAt',
  'registeredBy',
  'deregisteredAt',
  'deleteRequestedAt',
]);

/** A key of this process alone: a mark tells nothing to anybody else, and two marks compare only here. */
const markKey = randomBytes(32);

function markOf(value: unknown): string {
  return createHmac('sha256', markKey)
    .update(JSON.stringify(value) ?? '')
    .digest('base64url')
    .slice(0, 22);
}

/** AWS's shape into ours. Values of the environment are forgotten here. */
export function taskDefinitionOf(aws: AwsTaskDefinition): TaskDefinition {
  return {
    arn: aws.taskDefinitionArn ?? '',
    family: aws.family ?? '',
    revision: aws.revision ?? 0,
    ...present({
      status: aws.status,
      networkMode: aws.networkMode,
      taskRoleArn: aws.taskRoleArn,
      executionRoleArn: aws.executionRoleArn,
      cpuUnits: aws.cpu === undefined ? undefined : Number(aws.cpu),
      memoryMiB: aws.memory === undefined ? undefined : Number(aws.memory),
      architecture: aws.runtimePlatform?.cpuArchitecture,
      registeredAt: aws.registeredAt?.getTime(),
      registeredBy: aws.registeredBy,
    }),
    requires: aws.requiresCompatibilities ?? [],
    containers: (aws.containerDefinitions ?? []).map(containerOf),
    volumes: (aws.volumes ?? []).map((volume) => ({ name: volume.name ?? '', mark: markOf(volume) })),
    others: othersOf({ ...aws, runtimePlatform: operatingSystemOf(aws) }, namedTaskSettings),
  };
}

/** What is left of the platform beside the architecture. LINUX is what nothing means. */
function operatingSystemOf({ runtimePlatform }: AwsTaskDefinition): AwsTaskDefinition['runtimePlatform'] {
  const { operatingSystemFamily } = runtimePlatform ?? {};
  return operatingSystemFamily === undefined || operatingSystemFamily === 'LINUX'
    ? undefined
    : { operatingSystemFamily };
}

function containerOf(aws: AwsContainer): ContainerDefinition {
  return {
    name: aws.name ?? '',
    image: aws.image ?? '',
    // A container is essential unless it says otherwise (task_definition_parameters, `essential`).
    essential: aws.essential ?? true,
    ...present({
      // ECS shows an unset `cpu` as 0.
      cpuUnits: aws.cpu === 0 ? undefined : aws.cpu,
      memoryMiB: aws.memory,
      memoryReservationMiB: aws.memoryReservation,
      command: aws.command,
      entryPoint: aws.entryPoint,
      startTimeoutSeconds: aws.startTimeout,
      stopTimeoutSeconds: aws.stopTimeout,
      log: aws.logConfiguration === undefined ? undefined : logOf(aws.logConfiguration),
      healthCheck: aws.healthCheck === undefined ? undefined : healthCheckOf(aws.healthCheck),
    }),
    ports: (aws.portMappings ?? []).map((port) => ({
      containerPort: port.containerPortRange ?? String(port.containerPort ?? ''),
      ...present({ hostPort: port.hostPort === undefined ? undefined : String(port.hostPort) }),
      protocol: port.protocol ?? 'tcp',
    })),
    environment: (aws.environment ?? []).map(({ name, value }) => ({ name: name ?? '', mark: markOf(value) })),
    secrets: (aws.secrets ?? []).map(({ name, valueFrom }) => ({ name: name ?? '', from: valueFrom ?? '' })),
    dependsOn: (aws.dependsOn ?? []).map((on) => ({
      container: on.containerName ?? '',
      condition: on.condition ?? '',
    })),
    others: othersOf(aws, namedContainerSettings),
  };
}

function healthCheckOf(aws: HealthCheck): NonNullable<ContainerDefinition['healthCheck']> {
  return {
    command: aws.command ?? [],
    ...present({
      intervalSeconds: aws.interval,
      timeoutSeconds: aws.timeout,
      retries: aws.retries,
      startPeriodSeconds: aws.startPeriod,
    }),
  };
}

/** The awslogs options that say where the log is (using_awslogs); of all others only the names are kept. */
function logOf({ logDriver, options = {}, secretOptions = [] }: LogConfiguration): LogSetup {
  const isAwslogs = logDriver === 'awslogs';
  return {
    driver: logDriver ?? '',
    ...(isAwslogs &&
      present({
        group: options['awslogs-group'],
        streamPrefix: options['awslogs-stream-prefix'],
        region: options['awslogs-region'],
      })),
    options: [
      ...Object.entries(options).map(([name, value]) => ({ name, mark: markOf(value) })),
      ...secretOptions.map(({ name, valueFrom }) => ({ name: name ?? '', mark: markOf(valueFrom) })),
    ],
  };
}

function othersOf<Shape extends object>(aws: Shape, named: ReadonlySet<keyof Shape>): Marked[] {
  return Object.entries(aws)
    .filter(([name, value]) => !named.has(name as keyof Shape) && !isEmpty(value))
    .map(([name, value]) => ({ name, mark: markOf(value) }));
}

/** ECS answers an unset list with an empty one, and an unset object with none. */
function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}
