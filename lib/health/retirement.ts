import type { TaskRetirement } from '../core/event.ts';
import { isoTime } from '../core/time.ts';
import type { Story } from './story.ts';
import { count, note } from './story.ts';

/**
 * Fargate will replace the tasks of a service by itself, by its deployment settings, and stop standalone ones for good
 * (task-maintenance): nothing is wrong yet, and nobody has to act. The digest says it, with the day.
 */
export function hearRetirement(story: Story, { retiring, startsAt, isOver }: TaskRetirement): Story {
  const { cluster, kind, name } = story.state.subject;
  if (isOver || (startsAt !== undefined && startsAt <= story.now)) return note(story, 'its tasks have been retired');
  const day = startsAt === undefined ? '' : isoTime(startsAt).slice(0, 16);
  if (kind === 'service') return note(count(story, `retiring/${day}/${cluster}:${name}`), 'its tasks will be retired');
  const tasks = retiring.filter((each) => each.cluster === cluster && each.task !== undefined);
  const counted = tasks.reduce(
    (before, { task = '' }) => count(before, `retiring/${day}/${cluster}:task ${task.slice(0, 8)}`),
    story,
  );
  return note(counted, 'standalone tasks will be retired');
}
