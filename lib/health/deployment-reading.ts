import type { CircuitBreaker, EcsDeployment, EcsService } from '../core/ecs-reads.ts';
import type { Instant } from '../core/time.ts';
import { deploymentControllerOf, deploymentKindOf } from '../ecs/deployment-controllers.ts';
import { deploymentReasonOf } from '../ecs/deployment-reason.ts';
import { find } from './deployment.ts';
import { logOf, ordered, sameMomentMs, storyFrom, timeOf } from './deployment-log.ts';
import type { DeploymentStory, HeardDeployment } from './state.ts';

type Log = readonly HeardDeployment[];

/**
 * What DescribeServices shows is the truth: ids, revisions, counts, and an end whose event was lost.
 * Only the ECS controller has a rollout state (API_Deployment).
 */
export function corrected(
  story: DeploymentStory | undefined,
  service: EcsService,
  at: Instant,
): DeploymentStory | undefined {
  if (deploymentKindOf(service) === 'code-deploy')
    return story === undefined
      ? undefined
      : { ...story, kind: 'code-deploy', breaker: 'codedeploy', ...setsOf(service) };
  const primary = primaryOf(service);
  if (primary === undefined)
    return story === undefined ? undefined : { ...story, ...limitsOf(service, story.failedTasks) };
  if (story === undefined && primary.rolloutState === 'COMPLETED') return undefined;
  const base = storyFrom(readInto(logOf(story), { service, primary, at }), story);
  return { ...base, ...limitsOf(service, failedTasksOf(service, base)), ...revisionsOf(base, service, primary) };
}

type Shown = { readonly service: EcsService; readonly primary: EcsDeployment; readonly at: Instant };

function readInto(log: Log, { service, primary, at }: Shown): Log {
  const told = log.map((entry) => shownIn(entry, service, at));
  const placed = withPrimary(told, primary, at);
  return placed.map((entry) => (entry.ids.includes(primary.id) ? withRollout(entry, primary, at) : entry));
}

/** Its revision, and a failure whose event was lost. */
function shownIn(entry: HeardDeployment, { deployments }: EcsService, at: Instant): HeardDeployment {
  const shown = deployments.find(({ id }) => entry.ids.includes(id));
  if (shown === undefined) return entry;
  const read = { ...entry, taskDefinitionArn: shown.taskDefinitionArn };
  return entry.end === undefined && shown.rolloutState === 'FAILED' ? { ...read, end: 'failed', endedAt: at } : read;
}

/**
 * What is primary is the newest deployment, unless a newer one has only just been told of: readings lag behind. Where
 * it is an old one by its id, it was put back.
 */
function withPrimary(log: Log, primary: EcsDeployment, at: Instant): Log {
  const last = ordered(log).at(-1);
  const { id, taskDefinitionArn, createdAt = at } = primary;
  if (last === undefined) return [{ ids: [id], startedAt: createdAt, taskDefinitionArn }];
  if (last.ids.includes(id)) return log;
  const known = find(log, id);
  if (last.ids.length === 0 && (known === undefined || last.isWhole === true)) {
    const others = log.filter((entry) => entry !== known && entry !== last);
    return [...others, { ...last, ids: [id], taskDefinitionArn }];
  }
  if (known === undefined && createdAt > timeOf(last))
    return [...log, { ids: [id], startedAt: createdAt, taskDefinitionArn }];
  if (at - (last.endedAt ?? timeOf(last)) < sameMomentMs && last.end !== 'failed') return log;
  const over: HeardDeployment = last.end === undefined ? { ...last, end: 'failed', endedAt: at } : last;
  const others = log.filter((entry) => entry !== last && entry !== known);
  return [...others, over, { ids: [id], startedAt: Math.max(createdAt, over.endedAt ?? at), taskDefinitionArn }];
}

/** A failure that turned out to be a success is one; nothing else that ended goes on. */
function withRollout(
  entry: HeardDeployment,
  { rolloutState, rolloutReason }: EcsDeployment,
  at: Instant,
): HeardDeployment {
  const named = deploymentReasonOf(rolloutReason).rollsBack ? { ...entry, isRollBack: true as const } : entry;
  if (rolloutState === 'COMPLETED' && entry.end !== 'completed') return { ...named, end: 'completed', endedAt: at };
  if (rolloutState === 'FAILED' && entry.end === undefined) return { ...named, end: 'failed', endedAt: at };
  return named;
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
  const { hasCircuitBreaker, kind } = deploymentControllerOf(service);
  const enabled = circuitBreaker?.enabled === true && hasCircuitBreaker;
  const breaker = enabled ? (circuitBreaker.rollback ? 'rollback' : 'stop') : 'none';
  return {
    kind,
    breaker: kind === 'staged' || kind === 'external' ? kind : breaker,
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

/** Of those it replaces the one that was rolled out whole, or runs most: another may have failed before it. */
function servingOf(others: readonly EcsDeployment[]): EcsDeployment | undefined {
  const [first] = others.toSorted((a, b) => b.running - a.running);
  return others.find(({ rolloutState }) => rolloutState === 'COMPLETED') ?? first;
}

function revisionsOf(story: DeploymentStory, service: EcsService, primary: EcsDeployment): Partial<DeploymentStory> {
  const own = service.deployments.find((each) => each.id === story.id)?.taskDefinitionArn ?? story.taskDefinitionArn;
  const other = servingOf(service.deployments.filter((each) => each.id !== story.id && each.taskDefinitionArn !== own));
  const previous = other?.taskDefinitionArn ?? (primary.id === story.id ? undefined : primary.taskDefinitionArn);
  return {
    ...(own !== undefined && { taskDefinitionArn: own }),
    ...((previous ?? story.previousTaskDefinitionArn) !== undefined && {
      previousTaskDefinitionArn: previous ?? story.previousTaskDefinitionArn,
    }),
  };
}
