import type { CircuitBreaker, EcsDeployment, EcsService } from '../core/ecs-reads.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs } from '../core/time.ts';
import type { DeploymentStory } from './state.ts';

/** The id of a deployment that no event has named yet. */
const unnamed = '';

/** A deployment begins; what was going on before it is superseded. */
export function began(id: string | undefined, at: Instant): DeploymentStory {
  return { id: id ?? unnamed, state: 'in-progress', startedAt: at, rollbackIds: [], changedAt: at };
}

/** A deployment that begins so soon after a failed one is taken for ECS's own roll-back until a reading says otherwise. */
const rollBackWithinMs = 5 * minuteMs;

/**
 * A deployment begins. Not every roll-back says that it is one (the wording for alarms is not published), and a
 * roll-back must never end as a success: right after a failure it is taken for one. `id` is unknown where a service
 * action tells it: then it is the one that goes on, if one does.
 */
export function begins(story: DeploymentStory | undefined, id: string | undefined, at: Instant): DeploymentStory {
  const isReturn = story?.state === 'failed' && story.id !== id && at - story.changedAt <= rollBackWithinMs;
  if (isReturn) return rollsBack(story, id === undefined ? [] : [id], at);
  const goesOn = story?.state === 'in-progress' && (id === undefined || story.id === unnamed);
  return goesOn ? { ...story, id: id ?? story.id } : began(id, at);
}

/** Whether an event is about this deployment, or its roll-back. One without an id is about what has not ended. */
function isAbout({ id: own, state, rollbackIds }: DeploymentStory, id: string | undefined): boolean {
  if (id !== undefined && own !== unnamed) return own === id || rollbackIds.includes(id);
  return state === 'in-progress' || state === 'rolling-back' || state === 'failed';
}

/** ECS puts the old revision back. `ids`: every deployment id its event names. */
export function rollsBack(story: DeploymentStory | undefined, ids: readonly string[], at: Instant): DeploymentStory {
  const base = story ?? began(ids[0], at);
  const rollbackIds = [...new Set([...base.rollbackIds, ...ids.filter((id) => id !== base.id)])];
  return { ...base, state: 'rolling-back', rollbackIds, changedAt: at };
}

export function failed(story: DeploymentStory | undefined, id: string | undefined, at: Instant): DeploymentStory {
  if (story !== undefined && id === undefined && at < story.changedAt) return story;
  const base = story !== undefined && isAbout(story, id) ? named(story, id) : began(id, at);
  return { ...base, state: base.state === 'rolling-back' ? 'rolling-back' : 'failed', changedAt: at };
}

/** A completed roll-back is an end, but not a success. */
export function completed(story: DeploymentStory | undefined, id: string | undefined, at: Instant): DeploymentStory {
  if (story === undefined) return { ...began(id, at), state: 'completed' };
  if (id === undefined && !isAbout(story, id)) return story;
  const undone = story.state === 'rolling-back' || story.state === 'rolled-back' || story.state === 'failed';
  if (undone && (isAbout(story, id) || story.state === 'rolling-back')) {
    return { ...story, state: 'rolled-back', changedAt: at };
  }
  return isAbout(story, id)
    ? { ...named(story, id), state: 'completed', changedAt: at }
    : { ...began(id, at), state: 'completed' };
}

function named(story: DeploymentStory, id: string | undefined): DeploymentStory {
  return story.id === unnamed && id !== undefined ? { ...story, id } : story;
}

/** The service is steady after its deployment failed: what serves is the old revision. */
export function steadied(story: DeploymentStory | undefined, at: Instant): DeploymentStory | undefined {
  if (story === undefined || at < story.changedAt) return story;
  if (story.state === 'rolling-back' || story.state === 'failed')
    return { ...story, state: 'rolled-back', changedAt: at };
  return story;
}

/**
 * What DescribeServices shows is the truth: ids, revisions, counts, and an end whose event was lost.
 * Only the ECS controller has a rollout state (API_Deployment).
 */
export function corrected(
  story: DeploymentStory | undefined,
  service: EcsService,
  at: Instant,
): DeploymentStory | undefined {
  if (service.deploymentController === 'CODE_DEPLOY')
    return story === undefined ? undefined : { ...story, breaker: 'codedeploy', ...setsOf(service) };
  const primary = primaryOf(service);
  if (primary === undefined)
    return story === undefined ? undefined : { ...story, ...limitsOf(service, story.failedTasks) };
  const base = storyOf(story, primary, at);
  if (base === undefined) return undefined;
  return { ...base, ...limitsOf(service, failedTasksOf(service, base)), ...revisionsOf(base, service, primary) };
}

function storyOf(story: DeploymentStory | undefined, primary: EcsDeployment, at: Instant): DeploymentStory | undefined {
  if (story === undefined && primary.rolloutState === 'COMPLETED') return undefined;
  if (story !== undefined && (story.id === primary.id || (story.id === unnamed && !isUndone(story))))
    return withRollout({ ...story, id: primary.id }, primary.rolloutState, at);
  if (story === undefined || !isUndone(story))
    return withRollout(began(primary.id, primary.createdAt ?? at), primary.rolloutState, at);
  return succeeded(story, primary, at);
}

/**
 * The newest deployment, and how far it is. Behind a Classic Load Balancer there is no rollout state (API_Deployment):
 * it goes on while the one it replaces is still there.
 */
function primaryOf({ deployments }: EcsService): EcsDeployment | undefined {
  const primary = deployments.find((each) => each.status === 'PRIMARY');
  if (primary === undefined || primary.rolloutState !== undefined) return primary;
  const isAlone = deployments.every((each) => each === primary || each.status !== 'ACTIVE');
  return { ...primary, rolloutState: isAlone ? 'COMPLETED' : 'IN_PROGRESS' };
}

function withRollout(story: DeploymentStory, rollout: string | undefined, at: Instant): DeploymentStory {
  if (story.state !== 'in-progress') return story;
  if (rollout === 'FAILED') return { ...story, state: 'failed', changedAt: at };
  return rollout === 'COMPLETED' ? { ...story, state: 'completed', changedAt: at } : story;
}

/** Another deployment is primary after this one failed: the roll-back, or the one that follows it. */
function succeeded(story: DeploymentStory, primary: EcsDeployment, at: Instant): DeploymentStory {
  const { previousTaskDefinitionArn: previous, taskDefinitionArn: own } = story;
  if (previous !== undefined && primary.taskDefinitionArn !== previous && primary.taskDefinitionArn !== own) {
    return withRollout(began(primary.id, primary.createdAt ?? at), primary.rolloutState, at);
  }
  const isReturn = story.rollbackIds.includes(primary.id) || primary.taskDefinitionArn !== story.taskDefinitionArn;
  if (primary.rolloutState !== 'COMPLETED') {
    return { ...story, state: 'rolling-back', rollbackIds: [...new Set([...story.rollbackIds, primary.id])] };
  }
  if (story.state === 'rolled-back') return story;
  return { ...story, state: isReturn ? 'rolled-back' : 'completed', changedAt: at };
}

function isUndone(story: DeploymentStory): boolean {
  return story.state === 'failed' || story.state === 'rolling-back' || story.state === 'rolled-back';
}

/** While there are two task sets, the newer one is what is being deployed. */
function setsOf({ taskSets }: EcsService): Partial<DeploymentStory> {
  const [newest, previous] = taskSets.toSorted((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0));
  if (newest === undefined || previous === undefined) return {};
  return { taskDefinitionArn: newest.taskDefinitionArn, previousTaskDefinitionArn: previous.taskDefinitionArn };
}

function failedTasksOf(service: EcsService, story: DeploymentStory): number | undefined {
  return service.deployments.find((each) => each.id === story.id)?.failedTasks ?? story.failedTasks;
}

function limitsOf(service: EcsService, failedTasks: number | undefined): Partial<DeploymentStory> {
  const { circuitBreaker, minimumHealthyPercent } = service.policy;
  const enabled = circuitBreaker?.enabled === true;
  return {
    breaker: enabled ? (circuitBreaker.rollback ? 'rollback' : 'stop') : 'none',
    ...(enabled && { breakerThreshold: thresholdOf(circuitBreaker, service.desired) }),
    ...(failedTasks !== undefined && { failedTasks }),
    ...(minimumHealthyPercent !== undefined && { minimumHealthyPercent }),
    ...(service.currentServiceDeploymentArn !== undefined && {
      serviceDeploymentArn: service.currentServiceDeploymentArn,
    }),
  };
}

/** clamp(ceil(0.5 × desired), 3, 200) is the documented default (deployment-circuit-breaker); a configured one wins. */
function thresholdOf({ threshold }: CircuitBreaker, desired: number): number {
  if (threshold?.type === 'COUNT') return threshold.value;
  const counted = Math.ceil(((threshold?.value ?? 50) / 100) * desired);
  return threshold?.type === 'UNBOUNDED_PERCENT' ? Math.max(1, counted) : Math.min(200, Math.max(3, counted));
}

function revisionsOf(story: DeploymentStory, service: EcsService, primary: EcsDeployment): Partial<DeploymentStory> {
  const own = service.deployments.find((each) => each.id === story.id)?.taskDefinitionArn ?? story.taskDefinitionArn;
  const other = service.deployments.find((each) => each.id !== story.id && each.taskDefinitionArn !== own);
  const previous = other?.taskDefinitionArn ?? (primary.id === story.id ? undefined : primary.taskDefinitionArn);
  return {
    ...(own !== undefined && { taskDefinitionArn: own }),
    ...((previous ?? story.previousTaskDefinitionArn) !== undefined && {
      previousTaskDefinitionArn: previous ?? story.previousTaskDefinitionArn,
    }),
  };
}
