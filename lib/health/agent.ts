import type { ContainerInstanceChanged } from '../core/event.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs, secondMs } from '../core/time.ts';
import { clusterName } from '../ecs/arn.ts';
import type { HealthFacts } from './facts.ts';
import type { Disconnection, HealthState } from './state.ts';
import type { Story } from './story.ts';
import { addFailure, count, note, openIncident, withIncident } from './story.ts';

/** An agent disconnects and reconnects several times an hour in normal operation (ecs_container_instance_events). */
const patienceMs = 12 * minuteMs;

/** How often a disconnected agent is looked for. Only that it is gone comes as an event; that it is back is read. */
const lookEveryMs = 5 * minuteMs;

/** One look may meet an agent that is away for seconds; a second one this much later does not. */
const secondLookMs = 90 * secondMs;

const cause = 'agent_disconnected';

/** An instance in its cluster says whether its agent is connected. */
export function hearAgent(story: Story, event: ContainerInstanceChanged): Story {
  const { agent, leftAt = -Infinity } = story.state;
  if (event.status !== 'ACTIVE' || event.agentConnected === undefined || event.at < (agent?.at ?? event.at))
    return note(story, 'context only');
  if (event.at <= leftAt) return note(story, 'it has left its cluster since');
  if (event.agentConnected) return agent === undefined ? note(story, 'context only') : back(story, event.at);
  const { containerInstanceArn: arn, clusterArn, ec2InstanceId } = event;
  const next: Disconnection = {
    since: agent?.since ?? event.at,
    at: event.at,
    lookAt: agent?.lookAt ?? event.at + patienceMs,
    arn,
    cluster: clusterName(clusterArn),
    ...(ec2InstanceId !== undefined && { ec2InstanceId }),
  };
  return note(withAgent(story, next), 'its agent is disconnected');
}

/** Whether it is time to see if the agent is back. */
export function isAgentDue(agent: Disconnection | undefined, now: Instant): agent is Disconnection {
  return agent !== undefined && now >= agent.lookAt;
}

/** Looks: an agent that is still away after its time is trouble; one that is back, the end of it. */
export function agentLookedFor(story: Story, { instance: read }: HealthFacts): Story {
  const { agent } = story.state;
  const { now } = story;
  // Heard of late: nobody has looked yet, and it may have left its cluster since.
  if (!isAgentDue(agent, now) || read === undefined) return story;
  if (isGone(read)) return gone(story);
  if (read.ok && read.value.agentConnected) return back(story, now);
  if (now - agent.at < patienceMs && openIncident(story.state) === undefined)
    return withAgent(story, { ...agent, lookAt: agent.at + patienceMs });
  const waiting = withAgent(story, { ...agent, lookAt: now + lookEveryMs });
  const isTold = openIncident(story.state)?.causes.some(({ id }) => id === cause) === true;
  if (isTold) return waiting;
  if (!read.ok || agent.awayAt !== undefined) return told(waiting, agent, read.ok);
  const again = { ...agent, awayAt: now, lookAt: now + secondLookMs };
  return note(withAgent(story, again), 'its agent is away: one more look');
}

function isGone(read: NonNullable<HealthFacts['instance']>): boolean {
  return read.ok ? read.value.status === 'INACTIVE' : read.reason === 'not-found';
}

/** Nobody can tell where nothing could be read: then no event has said that it is back. */
function told(story: Story, { since, arn, ec2InstanceId }: Disconnection, isRead: boolean): Story {
  const certainty = isRead ? 'certain' : 'probable';
  const failure = { id: cause, severity: 'warning', certainty, at: since } as const;
  const pointers = { containerInstanceArn: arn, ...(ec2InstanceId !== undefined && { ec2InstanceId }) };
  return note(addFailure(count(story, 'Failures'), failure, pointers), 'its agent stays disconnected');
}

function back(story: Story, at: Instant): Story {
  return note(ended(story, at, {}), 'its agent is connected');
}

function gone(story: Story): Story {
  return note(ended(story, story.now, { gone: true }), 'it has left its cluster');
}

function ended(story: Story, at: Instant, how: { readonly gone?: true }): Story {
  const free = withoutAgent(story);
  const incident = openIncident(free.state);
  const isOnly = incident?.causes.every(({ id }) => id === cause) === true;
  if (incident === undefined || !isOnly) return free;
  return withIncident(free, { ...incident, recoveredAt: Math.max(at, incident.lastFailureAt), ...how });
}

/** What has left its cluster needs no agent any more; unless a newer word says that it is back there. */
export function hearLeft(story: Story, { at }: Pick<ContainerInstanceChanged, 'at'>): Story {
  const { agent, leftAt = at } = story.state;
  if (agent !== undefined && agent.at > at) return story;
  const free = withoutAgent(story);
  return { ...free, state: { ...free.state, leftAt: Math.max(at, leftAt) } };
}

function withoutAgent(story: Story): Story {
  const { agent: _, ...state } = story.state;
  return { ...story, state };
}

function withAgent(story: Story, agent: Disconnection): Story {
  return { ...story, state: { ...story.state, agent } };
}

/** What runs on an instance without its agent goes on, but nothing of it can be replaced or stopped there. */
export function isAtRisk({ agent, incident }: HealthState): boolean {
  return agent !== undefined && incident?.causes.some(({ id }) => id === cause) === true;
}
