import type { Pointers } from '../core/alert.ts';
import type { Instant } from '../core/time.ts';
import type {
  CodeDeployChanged,
  ContainerInstanceChanged,
  ContainerInstanceHealthChanged,
  DaemonChanged,
  DeploymentChanged,
  HookChanged,
  ServiceAction,
} from '../core/event.ts';
import type { ServiceEventRow } from '../ecs/service-event.ts';
import { findServiceEvent, rollbackTargetOf } from '../ecs/service-event.ts';
import { begins, completed, failed, rollsBack, steadied } from './deployment.ts';
import type { DeploymentStory } from './state.ts';
import type { Intervention } from './stopping/state.ts';
import { isLive } from './stopping/state.ts';
import type { Story } from './story.ts';
import { addFailure, count, markSeen, note, openIncident, wasSeen, withIncident } from './story.ts';

type CauseRow = Extract<ServiceEventRow, { readonly id: string }>;

type Told =
  | ServiceAction
  | DeploymentChanged
  | HookChanged
  | DaemonChanged
  | ContainerInstanceChanged
  | ContainerInstanceHealthChanged
  | CodeDeployChanged;

/** Everything but tasks: these events have no version, so each is heard once by its id. */
export function hearService(story: Story, event: Told): Story {
  if (wasSeen(story, event.id)) return note(story, 'this event was heard already');
  const row = findServiceEvent(event);
  if (event.kind === 'service-action' && event.desiredCount !== undefined)
    return note(wanted(markSeen(story, event.id), event.desiredCount, event.at), `${event.desiredCount} are wanted`);
  if (row === undefined || row.meaning === 'noise' || row.meaning === 'context') {
    return note(story, `${nameOf(event)} is context only`);
  }
  return hearMeaning(markSeen(story, event.id), event, row);
}

function hearMeaning(story: Story, event: Told, row: ServiceEventRow): Story {
  switch (row.meaning) {
    case 'resolve-signal':
      return recovered(story, event);
    case 'deployment-started':
      return withDeployment(
        story,
        begins(story.state.deployment, deploymentIdOf(event), event.at),
        'a deployment began',
      );
    case 'deployment-completed':
      return withDeployment(
        story,
        completed(story.state.deployment, deploymentIdOf(event), event.at),
        'a deployment completed',
      );
    case 'deployment-failed': {
      const told = failure(story, event, row);
      return withDeployment(
        told,
        failed(story.state.deployment, deploymentIdOf(event), event.at),
        'a deployment failed',
      );
    }
    case 'rollback': {
      const told = failure(story, event, row);
      const target = rollbackTargetOf(event);
      const ids = [deploymentIdOf(event), target].filter((id) => id !== undefined);
      return withDeployment(told, rollsBack(story.state.deployment, ids, event.at), 'a deployment is rolled back');
    }
    case 'action-needed':
    case 'failure':
      return failure(story, event, row);
    case 'noise':
    case 'context':
      return story;
  }
}

function failure(story: Story, event: Told, row: CauseRow): Story {
  const text = 'reason' in event ? event.reason : undefined;
  const told = addFailure(
    count(story, 'Failures'),
    {
      id: row.id,
      severity: row.severity,
      certainty: event.kind === 'codedeploy-deployment' && event.isGuess === true ? 'guess' : row.certainty,
      at: event.at,
      fills: fillsOf(event),
      ...(text !== undefined && { text: text.slice(0, 1100) }),
      ...(row.gap === true && { gap: true }),
    },
    pointersOf(event),
  );
  const incident = openIncident(told.state);
  if (event.kind !== 'hook' || incident === undefined) return note(told, row.id);
  const hook = {
    id: event.hookId,
    ...(event.expiresAt !== undefined && { expiresAt: event.expiresAt }),
    ...(event.lifecycleStage !== undefined && { stage: event.lifecycleStage }),
  };
  return note(row.meaning === 'action-needed' ? withIncident(told, { ...incident, hook }) : told, row.id);
}

/** A word of AWS's that things are well again. What it proves depends on the subject. */
function recovered(story: Story, event: Told): Story {
  const before = story.state.deployment;
  const deployment = event.kind === 'service-action' ? steadied(before, event.at) : before;
  const state = { ...story.state, ...(deployment !== undefined && { deployment }) };
  const incident = openIncident(state);
  const base = { ...story, state };
  if (incident === undefined) return note(base, `${nameOf(event)}: nothing was wrong`);
  if (event.at < incident.lastFailureAt) return note(base, `${nameOf(event)} is older than the last failure`);
  if (event.kind === 'service-action')
    return note(withIncident(base, { ...incident, steadyAt: event.at }), 'the service is steady');
  const { hook: _, gone: __, ...free } = incident;
  const isGone = event.kind === 'container-instance';
  const ended = { ...free, recoveredAt: event.at, ...(isGone && { gone: true as const }) };
  return note(withIncident(base, ended), `${nameOf(event)}: ${isGone ? 'gone' : 'recovered'}`);
}

/** Where nothing is wanted any more, nothing can be wrong, nor recover. */
function wanted(story: Story, desired: number, at: Instant): Story {
  const incident = openIncident(story.state);
  // That we have stopped it makes it no less wanted.
  if (incident === undefined || (desired === 0 && isOurs(story.state.intervention))) return story;
  const { unwantedAt: _, ...rest } = incident;
  return withIncident(story, desired === 0 ? { ...rest, unwantedAt: at } : rest);
}

function isOurs(intervention: Intervention | undefined): boolean {
  return isLive(intervention) && intervention.is === 'stop' && intervention.orderedAt !== undefined;
}

function withDeployment(story: Story, deployment: DeploymentStory, why: string): Story {
  return note({ ...story, state: { ...story.state, deployment } }, why);
}

/** A service action about a deployment does not say which (ecs_service_events). */
function deploymentIdOf(event: Told): string | undefined {
  return 'deploymentId' in event ? event.deploymentId : undefined;
}

function nameOf(event: Told): string {
  if ('eventName' in event) return event.eventName;
  if (event.kind === 'codedeploy-deployment') return `CodeDeploy ${event.state}`;
  return event.kind === 'container-instance' ? `instance ${event.status ?? '?'}` : event.overallStatus;
}

function fillsOf(event: Told): Readonly<Record<string, string>> {
  switch (event.kind) {
    case 'service-action':
      return { eventName: event.eventName, ...(event.reason !== undefined && { reason: event.reason }) };
    case 'hook':
      return { eventName: event.eventName, stage: event.lifecycleStage ?? '?', hookType: event.hookType ?? '?' };
    case 'codedeploy-deployment':
      return { application: event.application, group: event.deploymentGroup, deployment: event.deploymentId };
    case 'container-instance':
      return {};
    case 'container-instance-health':
      return {
        checks: event.checks
          .filter((check) => check.status !== 'OK')
          .map((check) => check.type)
          .join(', '),
      };
    case 'deployment':
    case 'daemon':
      return { eventName: event.eventName, ...(event.reason !== undefined && { reason: event.reason }) };
  }
}

function pointersOf(event: Told): Pointers {
  switch (event.kind) {
    case 'service-action':
    case 'deployment':
      return { serviceArn: event.serviceArn };
    case 'hook':
      return {
        serviceArn: event.serviceArn,
        hook: {
          id: event.hookId,
          serviceDeploymentArn: event.serviceDeploymentArn,
          ...(event.lifecycleStage !== undefined && { stage: event.lifecycleStage }),
        },
      };
    case 'container-instance':
    case 'container-instance-health':
      return {
        containerInstanceArn: event.containerInstanceArn,
        ...(event.ec2InstanceId !== undefined && { ec2InstanceId: event.ec2InstanceId }),
      };
    case 'codedeploy-deployment':
      return {
        codeDeploy: { application: event.application, group: event.deploymentGroup, deploymentId: event.deploymentId },
      };
    case 'daemon':
      return {};
  }
}
