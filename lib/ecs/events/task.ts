import type { ContainerChange, Envelope, TaskChanged } from '../../core/event.ts';
import type { Fields } from './reader.ts';
import { objects, optionalInstant, optionalNumber, optionalText, text } from './reader.ts';

type Writable<Shape> = { -readonly [Key in keyof Shape]: Shape[Key] };

/**
 * "ECS Task State Change". Only what is used is read; keys appear over a task's life (stop fields from DEACTIVATING on,
 * exit codes from DEPROVISIONING on) and have been added over the years, so all but the names are optional.
 */
export function readTask(envelope: Envelope, detail: Fields): TaskChanged {
  const task: Writable<TaskChanged> = {
    ...envelope,
    kind: 'task',
    clusterArn: text(detail, 'clusterArn'),
    taskArn: text(detail, 'taskArn'),
    taskDefinitionArn: text(detail, 'taskDefinitionArn'),
    lastStatus: text(detail, 'lastStatus'),
    desiredStatus: optionalText(detail, 'desiredStatus') ?? '',
    containers: objects(detail, 'containers').map(readContainer),
  };
  for (const key of optionalTexts) {
    const value = optionalText(detail, key);
    if (value !== undefined && value !== '') task[key] = value;
  }
  for (const key of optionalInstants) {
    const value = optionalInstant(detail, key);
    if (value !== undefined) task[key] = value;
  }
  const version = optionalNumber(detail, 'version');
  if (version !== undefined) task.version = version;
  return task;
}

const optionalTexts = [
  'group', 'startedBy', 'launchType', 'capacityProviderName', 'containerInstanceArn', 'availabilityZone', 'stopCode', 'stoppedReason',
] as const;

const optionalInstants = ['createdAt', 'startedAt', 'stoppingAt', 'stoppedAt'] as const;

function readContainer(fields: Fields): ContainerChange {
  const container: Writable<ContainerChange> = { name: text(fields, 'name') };
  for (const key of containerTexts) {
    const value = optionalText(fields, key);
    if (value !== undefined && value !== '') container[key] = value;
  }
  const exitCode = optionalNumber(fields, 'exitCode');
  if (exitCode !== undefined) container.exitCode = exitCode;
  return container;
}

const containerTexts = ['lastStatus', 'reason', 'image', 'imageDigest'] as const;
