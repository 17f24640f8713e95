import type { Instant } from '../core/time.ts';
import type { HookChanged } from '../core/event.ts';
import type { ServiceEventRow } from '../ecs/service-event.ts';
import { findServiceEvent, rollbackTargetOf } from '../ecs/service-event.ts';
import { begins, completed, failed, rollsBack, steadied } from './deployment.ts';
import { hookEnds, hookMark } from './stages.ts';
import type { DeploymentStory, WaitingHook } from './state.ts';
import type { Intervention } from './stopping/state.ts';
import { isLive } from './stopping/state.ts';
import type { Story } from './story.ts';
import type { Told } from './told-event.ts';
import { deploymentIdOf, fillsOf, nameOf, pointersOf } from './told-event.ts';
import { addFailure, count, markSeen, note, openIncident, wasSeen, withIncident } from './story.ts';

type CauseRow = Extract<ServiceEventRow, { readonly id: string }>;

/** Everything but tasks: these events have no version, so each is heard once by its id. */
export function hearService(story: Story, event: Told): Story {
  const mark = markOf(event);
  if (wasSeen(story, mark)) return note(story, 'this event was heard already');
  if (event.kind === 'hook' && isLate(story, event)) return note(markSeen(story, mark), 'this pause is over already');
  const row = findServiceEvent(event);
  if (event.kind === 'service-action' && event.desiredCount !== undefined)
    return note(wanted(markSeen(story, mark), event.desiredCount, event.at), `${event.desiredCount} are wanted`);
  if (row === undefined || row.meaning === 'noise' || row.meaning === 'context') {
    return note(story, `${nameOf(event)} is context only`);
  }
  return hearMeaning(markSeen(story, mark), event, row);
}

/** What a hook comes to may be told by an event and by a reading: it is heard once. */
function markOf(event: Told): string {
  return event.kind === 'hook' ? hookMark(event.hookId, event.eventName) : event.id;
}

function isLate(story: Story, { hookId, eventName }: HookChanged): boolean {
  return eventName === 'HOOK_AWAITING_ACTION' && hookEnds.some((end) => wasSeen(story, hookMark(hookId, end)));
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
  if (row.meaning !== 'action-needed') return note(withoutHook(told, event.hookId), row.id);
  const hook: WaitingHook = {
    id: event.hookId,
    heardAt: event.at,
    serviceDeploymentArn: event.serviceDeploymentArn,
    ...(event.expiresAt !== undefined && { expiresAt: event.expiresAt }),
    ...(event.lifecycleStage !== undefined && { stage: event.lifecycleStage }),
  };
  return note(withIncident(told, { ...incident, hook }), row.id);
}

/** It was answered, or its time is over: it waits for nobody any more. */
function withoutHook(story: Story, id: string): Story {
  const incident = openIncident(story.state);
  if (incident?.hook?.id !== id) return story;
  const { hook: _, ...free } = incident;
  return withIncident(story, free);
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
