import type { CodeDeployChanged } from '../core/event.ts';
import { minuteMs } from '../core/time.ts';
import { clusterName } from '../ecs/arn.ts';
import { began, begins, completed, failed, rollsBack } from './deployment.ts';
import type { HealthFacts } from './facts.ts';
import { hearService } from './hear-service.ts';
import type { DeploymentStory, WaitingHook } from './state.ts';
import type { Story } from './story.ts';
import { addFailure, markSeen, note, openIncident, wasSeen, withIncident } from './story.ts';
import { fillsOf, pointersOf } from './told-event.ts';

/**
 * An event of CodeDeploy's is about the ECS services that its deployment group deploys, and is passed on to them. Only
 * where CodeDeploy does not say which, it is heard under its application and group; and so is the end of what was.
 */
export function hearCodeDeploy(
  story: Story,
  event: CodeDeployChanged,
  { deployments, guessed }: Pick<HealthFacts, 'deployments' | 'guessed'>,
): Story {
  const read = deployments?.get(event.deploymentId);
  const isGuess = guessed?.has(event.deploymentId) === true;
  if (event.service !== undefined) return hearOfService(story, event);
  if (read === undefined || !read.ok) return hearService(story, event);
  if (wasSeen(story, event.id)) return note(story, 'this event was heard already');
  const { services, rollbackOf, readyWaitMinutes } = read.value;
  if (services.length === 0) return note(story, `deployment ${event.deploymentId} is of no ECS service`);
  const heard = openIncident(story.state) === undefined ? markSeen(story, event.id) : hearService(story, event);
  const passedOn = services.map(({ cluster, service }) => ({
    ...event,
    service: { cluster: clusterName(cluster), name: service },
    ...(rollbackOf !== undefined && { rollbackOf }),
    ...(event.state === 'READY' && readyWaitMinutes !== undefined && { readyWaitMinutes }),
    ...(isGuess && { isGuess: true as const }),
  }));
  const names = services.map(({ service }) => service).join(', ');
  return note({ ...heard, passedOn: [...heard.passedOn, ...passedOn] }, `passed on to ${names}`);
}

/** The causes are those of any event; what becomes of the deployment CodeDeploy says itself. */
function hearOfService(story: Story, event: CodeDeployChanged): Story {
  if (wasSeen(story, event.id)) return note(story, 'this event was heard already');
  const { deployment: before } = story.state;
  const heard = event.readyWaitMinutes === undefined ? answered(hearService(story, event), event) : ready(story, event);
  const deployment = deploymentAfter(before, event);
  if (deployment === undefined) return heard;
  const { application, deploymentGroup: group, deploymentId } = event;
  const told: DeploymentStory = {
    ...deployment,
    breaker: 'codedeploy',
    codeDeploy: { application, group, deploymentId },
  };
  return { ...heard, state: { ...heard.state, deployment: told } };
}

/** The new task set is ready, and CodeDeploy shifts no traffic before somebody says so. */
function ready(story: Story, event: CodeDeployChanged): Story {
  const { deploymentId, at, readyWaitMinutes: minutes = 0 } = event;
  const failure = { id: 'codedeploy_ready', severity: 'warning', certainty: 'certain', at } as const;
  const told = addFailure(markSeen(story, event.id), { ...failure, fills: fillsOf(event) }, pointersOf(event));
  const incident = openIncident(told.state);
  if (incident === undefined) return told;
  const hook: WaitingHook = {
    id: deploymentId,
    heardAt: at,
    expiresAt: at + minutes * minuteMs,
    stage: 'READY',
    action: 'STOP',
  };
  return note(withIncident(told, { ...incident, hook }), 'it waits for its traffic');
}

/** What has ended waits for nobody. */
function answered(story: Story, { deploymentId, state, at }: CodeDeployChanged): Story {
  const incident = openIncident(story.state);
  if (incident?.hook?.id !== deploymentId || state === 'READY') return story;
  const { hook: _, ...free } = incident;
  return withIncident(story, { ...free, ...(state === 'SUCCESS' && { recoveredAt: at }) });
}

/** CodeDeploy user guide, monitoring-cloudwatch-events. A deployment that was stopped has failed: it serves nobody. */
function deploymentAfter(before: DeploymentStory | undefined, event: CodeDeployChanged): DeploymentStory | undefined {
  const { deploymentId: id, at } = event;
  const begun = begunBy(before, event);
  switch (event.state) {
    case 'START':
    case 'READY':
      return begun;
    case 'SUCCESS':
      return completed(begun, id, at);
    case 'FAILURE':
    case 'STOP':
      return failed(begun, id, at);
    default:
      return undefined;
  }
}

/** The deployment the event is about. Its beginning may be heard later than its end, or never. */
function begunBy(before: DeploymentStory | undefined, event: CodeDeployChanged): DeploymentStory {
  const { deploymentId: id, rollbackOf, at } = event;
  if (before !== undefined && (before.id === id || before.rollbackIds.includes(id))) return before;
  if (event.isGuess === true) return begins(before, id, at);
  if (rollbackOf === undefined) return began(id, at);
  return rollsBack(before?.id === rollbackOf ? before : began(rollbackOf, at), [id], at);
}
