import type { Attachment as AwsAttachment, Container as AwsContainer, Task as AwsTask } from '@aws-sdk/client-ecs';
import { present } from '../../../lib/core/present.ts';
import type { Account } from '../../account/model.ts';
import type { Attachment, Container, Task } from '../../account/task.ts';
import { sizeOf } from '../../account/task-size.ts';
import { date, dateIf } from '../api.ts';

/** A task as DescribeTasks answers it (API_Task). */
export function taskShape({ switches }: Account, task: Task): AwsTask {
  const { cpu, memoryMiB } = sizeOf(task.definition, task.overrides);
  // The containers of a task that crashes end before ECS is told.
  const told = task.lastStatus === 'DEPROVISIONING' || task.lastStatus === 'STOPPED';
  return {
    taskArn: task.arn,
    clusterArn: task.clusterArn,
    taskDefinitionArn: task.definition.arn,
    attachments: task.attachments.flatMap((each) => attachmentShape(each, switches.describedTasksNameBalancer)),
    attributes: [{ name: 'ecs.cpu-architecture', value: task.definition.architecture.toLowerCase() }],
    containers: task.containers.map((container) => containerShape(task, container)),
    cpu: String(cpu),
    memory: String(memoryMiB),
    createdAt: date(task.createdAt),
    desiredStatus: task.desiredStatus,
    lastStatus: task.lastStatus,
    enableExecuteCommand: false,
    group: task.group,
    healthStatus: task.health,
    launchType: task.launchType,
    overrides: overridesShape(task),
    tags: [],
    version: task.version,
    ...(task.launchType === 'FARGATE' && fargateParts),
    ...present({
      availabilityZone: task.zone,
      capacityProviderName: task.capacityProvider,
      containerInstanceArn: task.instance?.arn,
      startedBy: task.startedBy,
      stopCode: task.stopCode as AwsTask['stopCode'],
      stoppedReason: task.stoppedReason,
      connectivity: task.connectivityAt === undefined ? undefined : ('CONNECTED' as const),
      connectivityAt: dateIf(task.connectivityAt),
      pullStartedAt: dateIf(task.pullStartedAt),
      pullStoppedAt: dateIf(task.pullStoppedAt),
      startedAt: dateIf(task.startedAt),
      stoppingAt: dateIf(task.stoppingAt),
      executionStoppedAt: told ? dateIf(task.executionStoppedAt) : undefined,
      stoppedAt: dateIf(task.stoppedAt),
    }),
  };
}

const fargateParts = {
  platformVersion: '1.4.0',
  platformFamily: 'Linux',
  ephemeralStorage: { sizeInGiB: 20 },
  fargateEphemeralStorage: { sizeInGiB: 20 },
};

function containerShape(task: Task, container: Container): AwsContainer {
  const { definition } = container;
  return {
    containerArn: container.arn,
    taskArn: task.arn,
    name: container.name,
    image: container.image,
    lastStatus: container.lastStatus,
    healthStatus: container.health,
    cpu: String(definition.cpu),
    networkBindings: container.runtimeId === undefined ? [] : bindingsShape(container),
    networkInterfaces: interfacesOf(task),
    ...present({
      memory: textOf(definition.memoryMiB),
      memoryReservation: textOf(definition.memoryReservationMiB),
      imageDigest: container.imageDigest,
      runtimeId: container.runtimeId,
      exitCode: container.exitCode,
      reason: container.reason,
    }),
  };
}

function bindingsShape({ networkBindings }: Container): NonNullable<AwsContainer['networkBindings']> {
  return networkBindings.map((each) => ({ bindIP: '0.0.0.0', ...each }));
}

/** The types differ from those in events, where it is `eni` (API_Attachment); a load balancer's is in events only, or so. */
function attachmentShape({ id, type, status, details }: Attachment, withBalancer: boolean): AwsAttachment[] {
  if (type !== 'eni' && !withBalancer) return [];
  const named = type === 'eni' ? 'ElasticNetworkInterface' : type;
  return [{ id, type: named, status, details: details.map((each) => ({ ...each })) }];
}

function interfacesOf(task: Task): NonNullable<AwsContainer['networkInterfaces']> {
  return task.attachments.flatMap(({ id, type, details }) => {
    const address = type === 'eni' ? details.find(({ name }) => name === 'privateIPv4Address') : undefined;
    return address === undefined ? [] : [{ attachmentId: id, privateIpv4Address: address.value }];
  });
}

function overridesShape({ overrides, containers }: Task): NonNullable<AwsTask['overrides']> {
  const containerOverrides = containers.map(({ name }) => {
    const { command, environment } = overrides.containers.find((each) => each.name === name) ?? {};
    return {
      name,
      ...present({
        command: command === undefined ? undefined : [...command],
        environment:
          environment === undefined
            ? undefined
            : Object.entries(environment).map(([key, value]) => ({ name: key, value })),
      }),
    };
  });
  return {
    containerOverrides,
    inferenceAcceleratorOverrides: [],
    ...present({ cpu: textOf(overrides.cpu), memory: textOf(overrides.memoryMiB) }),
  };
}

function textOf(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
