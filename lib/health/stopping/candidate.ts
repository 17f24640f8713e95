import type { EcsService, EcsTask } from '../../core/ecs-reads.ts';
import type { Instant } from '../../core/time.ts';
import { minuteMs, secondMs } from '../../core/time.ts';
import { deploymentControllerOf } from '../../ecs/deployment-controllers.ts';
import type { HealthFacts } from '../facts.ts';
import type { DeploymentStory, HealthState } from '../state.ts';
import { crashesWithin } from './crashes.ts';
import type { LoopPolicy } from './policy.ts';
import { mostFailures } from './policy.ts';
import type { Crash } from './state.ts';

/** What may be done about a service, as far as its numbers and its deployment tell. */
export type Candidate =
  | {
      readonly is: 'rollback';
      readonly crashes: readonly Crash[];
      readonly deploymentId: string;
      readonly serviceDeploymentArn: string;
      readonly taskDefinitionArn: string;
    }
  | {
      readonly is: 'stop';
      readonly crashes: readonly Crash[];
      readonly tasks: number;
      readonly taskDefinitionArn: string;
    };

type Given = { readonly policy: LoopPolicy; readonly now: Instant };

/** Lives differ, and a reading shows tasks that have died a moment ago. */
const slackMs = 10 * secondMs;

/** A task that has lived longer has served somebody: such a loop is told, and not stopped. */
const shortLifeMs = 2 * minuteMs;

/**
 * A roll-back where a deployment without a circuit breaker goes on and fails, and there is something to go back to; else
 * a stop, where the policy allows one. While a breaker counts, or a roll-back goes on, ECS acts by itself.
 */
export function candidateOf(state: HealthState, service: EcsService, given: Given): Candidate | undefined {
  const { policy } = given;
  if (policy.mode === 'none' || policy.remedy === 'notify' || service.status !== 'ACTIVE') return undefined;
  return rollBackOf(state, service, given) ?? (policy.remedy === 'stop' ? stopOf(state, service, given) : undefined);
}

function rollBackOf({ deployment, crashes }: HealthState, service: EcsService, given: Given): Candidate | undefined {
  const primary = service.deployments.find(({ status }) => status === 'PRIMARY');
  const { currentServiceDeploymentArn: serviceDeploymentArn } = service;
  if (primary === undefined || serviceDeploymentArn === undefined || deployment?.id !== primary.id) return undefined;
  const isOurs =
    deployment.state === 'in-progress' && (deployment.breaker === 'none' || deployment.breaker === 'staged');
  if (!isOurs || deploymentControllerOf(service).undo !== 'stop-service-deployment') return undefined;
  const { taskDefinitionArn } = primary;
  const previous =
    service.deployments.find((each) => each.taskDefinitionArn !== taskDefinitionArn)?.taskDefinitionArn ??
    deployment.previousTaskDefinitionArn;
  if (previous === undefined) return undefined;
  const own = crashesOf(crashes, given, primary.id);
  if (own.length < leastOf(given.policy, Math.ceil(service.desired / 2))) return undefined;
  return { is: 'rollback', crashes: own, deploymentId: primary.id, serviceDeploymentArn, taskDefinitionArn };
}

function stopOf({ deployment, crashes }: HealthState, service: EcsService, given: Given): Candidate | undefined {
  const { desired, schedulingStrategy, taskSets, taskDefinitionArn } = service;
  const isSettable = deploymentControllerOf(service).desired.isSettable && schedulingStrategy !== 'DAEMON';
  if (!isSettable || desired === 0 || taskSets.length > 1 || taskDefinitionArn === undefined) return undefined;
  if (deployment !== undefined && isJudged(deployment)) return undefined;
  const all = crashesOf(crashes, given).filter(({ livedMs }) => livedMs <= shortLifeMs);
  if (all.length < leastOf(given.policy, 2 * desired)) return undefined;
  return { is: 'stop', crashes: all, tasks: desired, taskDefinitionArn };
}

/** A breaker counts, or has ended it: then ECS starts no more of its tasks (API_DeploymentCircuitBreaker). */
function isJudged({ state, breaker }: DeploymentStory): boolean {
  if (state === 'completed' || state === 'rolled-back') return false;
  return state === 'rolling-back' || breaker !== 'none';
}

/**
 * One wave of many tasks is no loop: of a deployment half of what is wanted must have failed, as for the circuit breaker
 * (deployment-circuit-breaker); before all of it is stopped, each of its tasks twice.
 */
function leastOf({ failures }: LoopPolicy, ofDesired: number): number {
  return Math.max(failures, Math.min(ofDesired, mostFailures));
}

function crashesOf(crashes: HealthState['crashes'], { policy, now }: Given, deploymentId?: string): readonly Crash[] {
  const { withinMs } = policy;
  return crashesWithin(crashes, { withinMs, now, ...(deploymentId !== undefined && { deploymentId }) });
}

/**
 * Whether all of it fails: none of its tasks that run now has clearly outlived those that died, and no target of it is
 * healthy. A loop of some tasks among others is told, and left alone. What could not be read is unknown, not nothing.
 */
export function isTotal(candidate: Candidate, { loop, targets }: HealthFacts, now: Instant): boolean {
  if (loop?.tasks?.ok !== true) return false;
  const longestMs = Math.max(...candidate.crashes.map(({ livedMs }) => livedMs)) * 1.5 + slackMs;
  const own = loop.tasks.value.filter((task) => isOf(candidate, task));
  const hasOutlived = own.some(
    ({ startedAt, lastStatus }) => lastStatus === 'RUNNING' && now - (startedAt ?? now) > longestMs,
  );
  if (hasOutlived || candidate.is === 'rollback') return !hasOutlived;
  return targets === undefined || (targets.ok && targets.value.healthy === 0);
}

function isOf(candidate: Candidate, { startedBy }: EcsTask): boolean {
  return candidate.is === 'stop' || startedBy === candidate.deploymentId;
}
