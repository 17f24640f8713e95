import type { Envelope, TaskRetirement } from '../../core/event.ts';
import { clusterName, taskId } from '../arn.ts';
import { httpInstant } from './host.ts';
import type { Fields } from './reader.ts';
import { objects, optionalText } from './reader.ts';

const code = 'AWS_ECS_TASK_PATCHING_RETIREMENT';

/** AWS Health's status of an event (aws-health-eventbridge event schema, statusCode). */
export const overStatus = 'closed';

/**
 * "AWS Health Event" that announces the retirement of Fargate tasks. Services are named `CLUSTER|SERVICE`, standalone
 * tasks by their ARN, among the resources or the entities (task-maintenance). Other events of AWS Health are none of ours.
 */
export function readRetirement(
  envelope: Envelope,
  detail: Fields,
  resources: readonly string[],
): TaskRetirement | undefined {
  if (optionalText(detail, 'eventTypeCode') !== code) return undefined;
  const entities = objects(detail, 'affectedEntities', (entity) => optionalText(entity, 'entityValue') ?? '');
  const startsAt = httpInstant(optionalText(detail, 'startTime'));
  const all = [...new Set([...resources, ...entities])].flatMap(retiringOf);
  const services = all.filter(({ service }) => service !== undefined);
  return {
    ...envelope,
    kind: 'task-retirement',
    // Where services are named, the tasks are theirs.
    retiring: services.length > 0 ? services : all,
    isOver: optionalText(detail, 'statusCode') === overStatus,
    ...(startsAt !== undefined && { startsAt }),
  };
}

function retiringOf(name: string): TaskRetirement['retiring'] {
  if (/:task\//u.test(name)) {
    const cluster = /:task\/([^/]+)\/[^/]+$/u.exec(name)?.[1];
    return cluster === undefined ? [] : [{ cluster, task: taskId(name) }];
  }
  const [cluster = '', service = ''] = name.split('|');
  return cluster === '' || service === '' ? [] : [{ cluster: clusterName(cluster), service }];
}
