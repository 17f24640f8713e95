import type { EcsService } from '../../core/ecs-reads.ts';
import type { Instant } from '../../core/time.ts';
import { hourMs, minuteMs } from '../../core/time.ts';
import { deploymentControllerOf } from '../../ecs/deployment-controllers.ts';
import { hasFailedDeployment } from '../messages.ts';

/**
 * What one look at a service shows to be out of order. It is no judgement: it only says that the service is worth
 * reading every minute. `replaced`: ECS has begun to replace tasks again and again, and no deployment explains it.
 */
export const signs = [
  'short',
  'targets',
  'failing',
  'failed deployment',
  'long deployment',
  'replaced',
  'staged deployment',
] as const;

export type Sign = (typeof signs)[number];

/** So many tasks started within so long, while nothing is being deployed. */
const startsTold = 3;
const startsWithinMs = 15 * minuteMs;

/** Tasks of a deployment start while it goes on, and a little later. */
const settlesMs = 5 * minuteMs;

const longDeploymentMs = hourMs;

/** One that goes through stages may wait for somebody; DescribeServices does not say so. */
const stagedMs = minuteMs;

/** Whether it shows that something is wrong: a deployment with stages only has to be looked at. */
export function isUnwell(sign: Sign): boolean {
  return sign !== 'staged deployment';
}

export function signsOf(service: EcsService, healthyTargets: number | undefined, now: Instant): readonly Sign[] {
  if (service.status !== 'ACTIVE') return [];
  const { desired, running, deployments } = service;
  const primary = deployments.find(({ status }) => status === 'PRIMARY');
  const isGoingOn = primary?.rolloutState === 'IN_PROGRESS';
  const age = now - (primary?.createdAt ?? now);
  const all: readonly (readonly [Sign, boolean])[] = [
    ['short', running < desired],
    ['targets', healthyTargets !== undefined && healthyTargets < Math.min(running, desired)],
    ['failing', primary?.rolloutState !== 'COMPLETED' && (primary?.failedTasks ?? 0) > 0],
    ['failed deployment', hasFailedDeployment(service, now - startsWithinMs)],
    ['long deployment', isGoingOn && age > longDeploymentMs],
    ['staged deployment', isGoingOn && age > stagedMs && deploymentControllerOf(service).hasStages],
    ['replaced', isReplacing(service, now)],
  ];
  return all.flatMap(([sign, isSeen]) => (isSeen ? [sign] : []));
}

/**
 * Tasks are started, and nothing is deployed. CodeDeploy and external controllers bring task sets instead of deployments:
 * while there are two, one is.
 */
function isReplacing(service: EcsService, now: Instant): boolean {
  const { deployments, taskSets } = service;
  const primary = deployments.find(({ status }) => status === 'PRIMARY');
  if (primary?.rolloutState === 'IN_PROGRESS' || taskSets.length > 1) return false;
  const deployedAt = primary?.createdAt ?? taskSets[0]?.createdAt;
  return startsIn(service, now - startsWithinMs, deployedAt) >= startsTold;
}

/** "(service web) has started 2 tasks: (task …)." (service-event-messages-list). */
const startedTasks = /\) has started (\d+) tasks?:/u;

function startsIn({ events }: EcsService, since: Instant, deployedAt: Instant | undefined): number {
  const from = Math.max(since, (deployedAt ?? -Infinity) + settlesMs);
  return events
    .filter(({ at }) => at > from)
    .reduce((sum, { message }) => sum + Number(startedTasks.exec(message)?.[1] ?? 0), 0);
}
