import type { ContainerDefinition as AwsContainer, RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import { present } from '../../../lib/core/present.ts';
import type { ContainerRequest, TaskDefinitionRequest } from '../../account/definitions.ts';
import { wholeOf } from './run-input.ts';

/** What RegisterTaskDefinition is asked for, as far as the account knows it; the rest is left out. */
export function requestOf(input: RegisterTaskDefinitionRequest): TaskDefinitionRequest {
  const fargateOrEc2 = (input.requiresCompatibilities ?? []).flatMap((each) =>
    each === 'EC2' || each === 'FARGATE' ? [each] : [],
  );
  return {
    family: input.family ?? '',
    containers: (input.containerDefinitions ?? []).map(containerOf),
    requiresCompatibilities: fargateOrEc2,
    architecture: input.runtimePlatform?.cpuArchitecture === 'ARM64' ? 'ARM64' : 'X86_64',
    tags: new Map((input.tags ?? []).map(({ key = '', value = '' }) => [key, value])),
    placementConstraints: (input.placementConstraints ?? []).map(({ expression }) => ({
      type: 'memberOf',
      ...present({ expression }),
    })),
    ...present({
      networkMode: input.networkMode,
      cpu: wholeOf(input.cpu),
      memoryMiB: wholeOf(input.memory),
      executionRoleArn: input.executionRoleArn,
      taskRoleArn: input.taskRoleArn,
    }),
  };
}

function containerOf(aws: AwsContainer): ContainerRequest {
  const { options = {}, logDriver } = aws.logConfiguration ?? {};
  const gpus = aws.resourceRequirements?.find(({ type }) => type === 'GPU')?.value;
  return {
    name: aws.name ?? '',
    image: aws.image ?? '',
    portMappings: (aws.portMappings ?? []).map(({ containerPort = 0, hostPort, protocol = 'tcp' }) => ({
      containerPort,
      protocol,
      ...present({ hostPort }),
    })),
    environment: Object.fromEntries((aws.environment ?? []).map(({ name = '', value = '' }) => [name, value])),
    secrets: Object.fromEntries((aws.secrets ?? []).map(({ name = '', valueFrom = '' }) => [name, valueFrom])),
    dependsOn: (aws.dependsOn ?? []).map(({ containerName = '', condition = '' }) => ({
      container: containerName,
      condition,
    })),
    ...present({
      essential: aws.essential,
      cpu: aws.cpu,
      memoryMiB: aws.memory,
      memoryReservationMiB: aws.memoryReservation,
      stopTimeoutS: aws.stopTimeout,
      gpus: gpus === undefined ? undefined : Number(gpus),
      healthCheck: healthCheckOf(aws),
      log:
        logDriver === 'awslogs'
          ? { group: options['awslogs-group'] ?? '', streamPrefix: options['awslogs-stream-prefix'] ?? '' }
          : undefined,
    }),
  };
}

/** Every 30 s, three times, unless told (API_HealthCheck). */
function healthCheckOf({ healthCheck }: AwsContainer): ContainerRequest['healthCheck'] {
  if (healthCheck === undefined) return undefined;
  const { command = [], interval = 30, retries = 3 } = healthCheck;
  return { command, intervalS: interval, retries };
}
