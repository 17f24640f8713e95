import { eventTime } from './event-time.ts';
import type { Account } from './model.ts';
import { sizeOf } from './task-size.ts';
import type { Attachment, Container, Task } from './task.ts';

type Detail = Readonly<Record<string, unknown>>;

/**
 * `ECS Task State Change`. `poorer`: the second event some tasks send in ACTIVATING, without attachments, network
 * interfaces and attributes. Health and tags are never in it (aws/containers-roadmap#1019, #1515).
 */
export function emitTask(account: Account, task: Task, { poorer = false }: { readonly poorer?: boolean } = {}): void {
  account.emit({
    source: 'aws.ecs',
    detailType: 'ECS Task State Change',
    resources: [task.arn],
    detail: taskDetail(task, poorer),
  });
}

function taskDetail(task: Task, poorer: boolean): Detail {
  const { cpu, memoryMiB } = sizeOf(task.definition, task.overrides);
  const fargate = task.launchType === 'FARGATE';
  const detail: Record<string, unknown> = {
    attachments: poorer ? [] : task.attachments.map(attachmentDetail),
    clusterArn: task.clusterArn,
    containers: task.containers.map((container) => containerDetail(task, container, poorer)),
    cpu: String(cpu),
    createdAt: eventTime(task.createdAt),
    desiredStatus: task.desiredStatus,
    enableExecuteCommand: false,
    group: task.group,
    launchType: task.launchType,
    lastStatus: task.lastStatus,
    memory: String(memoryMiB),
    overrides: overridesDetail(task),
    taskArn: task.arn,
    taskDefinitionArn: task.definition.arn,
    updatedAt: eventTime(task.updatedAt),
    version: task.version,
  };
  if (!poorer)
    detail['attributes'] = [{ name: 'ecs.cpu-architecture', value: task.definition.architecture.toLowerCase() }];
  if (fargate) Object.assign(detail, { ephemeralStorage: { sizeInGiB: 20 }, platformVersion: '1.4.0' });
  if (task.zone !== undefined) detail['availabilityZone'] = task.zone;
  if (task.instance !== undefined) detail['containerInstanceArn'] = task.instance.arn;
  if (task.connectivityAt !== undefined) detail['connectivity'] = 'CONNECTED';
  addPresent(detail, task);
  return detail;
}

const plainKeys = ['startedBy', 'stopCode', 'stoppedReason'] as const;
const timeKeys = ['connectivityAt', 'pullStartedAt', 'pullStoppedAt', 'startedAt', 'stoppingAt', 'stoppedAt'] as const;

/** What is not known yet is not there: ECS sends no null. */
function addPresent(detail: Record<string, unknown>, task: Task): void {
  if (task.capacityProvider !== undefined) detail['capacityProviderName'] = task.capacityProvider;
  for (const key of plainKeys) if (task[key] !== undefined) detail[key] = task[key];
  for (const key of timeKeys) {
    const at = task[key];
    if (at !== undefined) detail[key] = eventTime(at);
  }
  // The containers of a task that crashes end before ECS is told; the events in between do not say so.
  const told = task.lastStatus === 'DEPROVISIONING' || task.lastStatus === 'STOPPED';
  if (told && task.executionStoppedAt !== undefined) detail['executionStoppedAt'] = eventTime(task.executionStoppedAt);
}

function containerDetail(task: Task, container: Container, poorer: boolean): Detail {
  const { definition } = container;
  const detail: Record<string, unknown> = {
    containerArn: container.arn,
    lastStatus: container.lastStatus,
    name: container.name,
    image: container.image,
    taskArn: task.arn,
    networkInterfaces: poorer ? [] : interfacesOf(task),
    cpu: String(definition.cpu),
  };
  if (definition.memoryMiB !== undefined) detail['memory'] = String(definition.memoryMiB);
  if (definition.memoryReservationMiB !== undefined)
    detail['memoryReservation'] = String(definition.memoryReservationMiB);
  if (container.imageDigest !== undefined) detail['imageDigest'] = container.imageDigest;
  if (container.runtimeId !== undefined) detail['runtimeId'] = container.runtimeId;
  if (container.exitCode !== undefined) detail['exitCode'] = container.exitCode;
  if (container.reason !== undefined) detail['reason'] = container.reason;
  if (container.networkBindings.length > 0 && container.runtimeId !== undefined) {
    detail['networkBindings'] = container.networkBindings.map((each) => ({ bindIP: '0.0.0.0', ...each }));
  }
  return detail;
}

function interfacesOf(task: Task): Detail[] {
  return task.attachments.flatMap(({ id, type, details }) => {
    const address = type === 'eni' ? details.find(({ name }) => name === 'privateIPv4Address') : undefined;
    return address === undefined ? [] : [{ attachmentId: id, privateIpv4Address: address.value }];
  });
}

function attachmentDetail({ id, type, status, details }: Attachment): Detail {
  return { id, type, status, details: details.map((each) => ({ ...each })) };
}

function overridesDetail({ overrides, containers }: Task): Detail {
  const containerOverrides = containers.map(({ name }) => {
    const { command, environment } = overrides.containers.find((each) => each.name === name) ?? {};
    return {
      ...(command !== undefined && { command: [...command] }),
      ...(environment !== undefined && {
        environment: Object.entries(environment).map(([key, value]) => ({ name: key, value })),
      }),
      name,
    };
  });
  return {
    containerOverrides,
    ...(overrides.cpu !== undefined && { cpu: String(overrides.cpu) }),
    ...(overrides.memoryMiB !== undefined && { memory: String(overrides.memoryMiB) }),
  };
}
