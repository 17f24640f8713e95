import { minuteMs } from '../core/time.ts';
import { announcement } from '../ecs/other-causes.ts';
import type { HealthPolicy } from './policy.ts';
import { isAnnounced } from './policy.ts';
import type { Story } from './story.ts';
import { addFailure, note, openIncident } from './story.ts';

/** One that began earlier has been told, or nobody was there to tell it. */
const newsMs = 10 * minuteMs;

/** Tells of a deployment that has begun, where somebody wants to hear of each: what becomes of it is the same message. */
export function announced(story: Story, policy: HealthPolicy): Story {
  const { subject, deployment } = story.state;
  if (subject.kind !== 'service' || deployment?.state !== 'in-progress' || deployment.startedAt === undefined)
    return story;
  const { id, startedAt } = deployment;
  const isKnown = story.state.announced === id || openIncident(story.state) !== undefined;
  if (id === '' || isKnown || story.now - startedAt > newsMs || !isAnnounced(policy, subject.cluster, subject.name))
    return story;
  // It begins a story of its own, however soon after another.
  const { incident: before, ...rest } = story.state;
  const at = Math.max(startedAt, (before?.endedAt ?? -1) + 1);
  const begun = { id: announcement, severity: 'info', certainty: 'certain', at, deploymentId: id } as const;
  const told = addFailure({ ...story, state: { ...rest, announced: id } }, begun, {});
  return note(told, 'a deployment has begun, and each is told');
}
