import type {
  ContainerDefinition as AwsContainer,
  LogConfiguration,
  TaskDefinition as AwsTaskDefinition,
} from '@aws-sdk/client-ecs';
import { present } from '../../../lib/core/present.ts';
import type { ContainerDefinition, NetworkMode, TaskDefinition } from '../../account/task-definition.ts';
import { date } from '../api.ts';

/** As DescribeTaskDefinition answers (API_TaskDefinition). */
export function taskDefinitionShape(definition: TaskDefinition, region: string): AwsTaskDefinition {
  return {
    taskDefinitionArn: definition.arn,
    family: definition.family,
    revision: definition.revision,
    status: definition.status,
    networkMode: definition.networkMode,
    containerDefinitions: definition.containers.map((each) => containerShape(each, definition.networkMode, region)),
    volumes: [],
    placementConstraints: definition.placementConstraints.flatMap(({ type, expression }) =>
      type === 'memberOf' ? [{ type, ...present({ expression }) }] : [],
    ),
    requiresAttributes: definition.requiresAttributes.map((each) => ({ ...each })),
    compatibilities: [...definition.compatibilities],
    requiresCompatibilities: definition.compatibilities.includes('FARGATE') ? ['FARGATE'] : ['EC2'],
    runtimePlatform: { cpuArchitecture: definition.architecture, operatingSystemFamily: 'LINUX' },
    registeredAt: date(definition.registeredAt),
    registeredBy: definition.registeredBy,
    ...present({
      cpu: definition.cpu === undefined ? undefined : String(definition.cpu),
      memory: definition.memoryMiB === undefined ? undefined : String(definition.memoryMiB),
      taskRoleArn: definition.taskRoleArn,
      executionRoleArn: definition.executionRoleArn,
    }),
  };
}

/** ECS answers what was left out as 0 or as an empty list. */
function containerShape(container: ContainerDefinition, mode: NetworkMode, region: string): AwsContainer {
  return {
    name: container.name,
    image: container.image,
    cpu: container.cpu,
    essential: container.essential,
    portMappings: portsShape(container, mode),
    environment: Object.entries(container.environment).map(([name, value]) => ({ name, value })),
    secrets: Object.entries(container.secrets).map(([name, valueFrom]) => ({ name, valueFrom })),
    dependsOn: container.dependsOn.map((each) => ({
      containerName: each.container,
      condition: each.condition as 'START',
    })),
    mountPoints: [],
    volumesFrom: [],
    systemControls: [],
    ...present({
      memory: container.memoryMiB,
      memoryReservation: container.memoryReservationMiB,
      stopTimeout: container.stopTimeoutS,
      healthCheck: healthShape(container),
      logConfiguration: logShape(container, region),
      resourceRequirements:
        container.gpus === undefined ? undefined : [{ type: 'GPU' as const, value: String(container.gpus) }],
    }),
  };
}

/** With awsvpc and host the port of the host is the container's, whether it was given or not (API_PortMapping). */
function portsShape(
  { portMappings }: ContainerDefinition,
  mode: NetworkMode,
): NonNullable<AwsContainer['portMappings']> {
  return portMappings.map(({ containerPort, hostPort, protocol }) => ({
    containerPort,
    hostPort: hostPort ?? (mode === 'bridge' ? 0 : containerPort),
    protocol,
  }));
}

function healthShape({ healthCheck }: ContainerDefinition): AwsContainer['healthCheck'] {
  if (healthCheck === undefined) return undefined;
  const { command, intervalS, retries } = healthCheck;
  return { command: [...command], interval: intervalS, timeout: 5, retries };
}

function logShape({ log }: ContainerDefinition, region: string): LogConfiguration | undefined {
  if (log === undefined) return undefined;
  return {
    logDriver: 'awslogs',
    options: { 'awslogs-group': log.group, 'awslogs-region': region, 'awslogs-stream-prefix': log.streamPrefix },
  };
}
