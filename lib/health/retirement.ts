import type { EcsService } from '../core/ecs-reads.ts';
import type { TaskRetirement } from '../core/event.ts';
import type { Read } from '../core/ports.ts';
import { isoTime } from '../core/time.ts';
import { deploymentControllerOf } from '../ecs/deployment-controllers.ts';
import type { Story } from './story.ts';
import { count, note } from './story.ts';

/**
 * Fargate will replace the tasks of a service by itself, by its deployment settings, and stop standalone ones for good
 * (task-maintenance): nothing is wrong yet, and nobody has to act. The digest says it, with the day, and how they are
 * replaced earlier: by whom the service is deployed decides that.
 */
export function hearRetirement(
  story: Story,
  { retiring, startsAt, isOver }: TaskRetirement,
  service: Read<EcsService> | undefined,
): Story {
  const { cluster, kind, name } = story.state.subject;
  if (isOver || (startsAt !== undefined && startsAt <= story.now)) return note(story, 'its tasks have been retired');
  const day = startsAt === undefined ? '' : isoTime(startsAt).slice(0, 16);
  if (kind === 'service') {
    const counted = count(story, `retiring/${day}/${cluster}:${name}`);
    return note(withRedeploy(counted, `${cluster}:${name}`, service), 'its tasks will be retired');
  }
  const tasks = retiring.filter((each) => each.cluster === cluster && each.task !== undefined);
  const counted = tasks.reduce(
    (before, { task = '' }) => count(before, `retiring/${day}/${cluster}:task ${task.slice(0, 8)}`),
    story,
  );
  return note(counted, 'standalone tasks will be retired');
}

/** Counted only where UpdateService does not begin a deployment. */
function withRedeploy(story: Story, name: string, service: Read<EcsService> | undefined): Story {
  if (service?.ok !== true) return story;
  const { redeploy } = deploymentControllerOf(service.value);
  return redeploy === 'update-service' ? story : count(story, `redeploy-${redeploy}/${name}`);
}
