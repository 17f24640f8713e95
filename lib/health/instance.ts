import type { AwsEvent } from '../core/event.ts';
import type { Asked } from '../core/feature.ts';
import type { Instant } from '../core/time.ts';
import { clusterName } from '../ecs/arn.ts';
import { isAgentDue } from './agent.ts';
import type { HealthFacts, HealthReads } from './facts.ts';
import type { HealthState } from './state.ts';
import type { Story } from './story.ts';
import { openIncident, withIncident } from './story.ts';

type About = Pick<Asked<AwsEvent, HealthState>, 'events' | 'state'>;

/** Read when it is time to look for its agent, and when a health check of it has failed. */
export async function readInstance(
  about: About,
  read: Pick<HealthReads, 'containerInstance'>,
  now: Instant,
): Promise<Pick<HealthFacts, 'instance'>> {
  const which = lookedForIn(about, now) ?? impairedIn(about);
  return which === undefined ? {} : { instance: await read.containerInstance(which) };
}

type Which = { readonly cluster: string; readonly containerInstance: string };

function lookedForIn({ state }: About, now: Instant): Which | undefined {
  const agent = state?.agent;
  return isAgentDue(agent, now) ? { cluster: agent.cluster, containerInstance: agent.arn } : undefined;
}

function impairedIn({ events }: About): Which | undefined {
  const impaired = events.flatMap((event) =>
    event.kind === 'container-instance-health' && event.overallStatus === 'IMPAIRED' ? [event] : [],
  )[0];
  if (impaired === undefined) return undefined;
  return { cluster: clusterName(impaired.clusterArn), containerInstance: impaired.containerInstanceArn };
}

/** Who replaces an instance stands in no event of its own. The launch type is that of the tasks on it. */
export function withLaunchType(story: Story, { instance }: HealthFacts): Story {
  const open = openIncident(story.state);
  if (open === undefined || instance?.ok !== true || instance.value.isManaged !== true) return story;
  return withIncident(story, { ...open, pointers: { ...open.pointers, launchType: 'MANAGED_INSTANCES' } });
}
