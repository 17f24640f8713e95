import type { EcsService } from '../../core/ecs-reads.ts';
import type { ClusterStanding } from '../../core/sweep-reads.ts';
import type { Instant } from '../../core/time.ts';
import { dayMs } from '../../core/time.ts';
import type { SweepLook } from './look.ts';

/** Scaled to nothing and not touched for so long, it has been forgotten. What sleeps at night is touched every day. */
const forgottenMs = 14 * dayMs;

/** Defaults (AWS General Reference, Amazon ECS endpoints and quotas). Where one was raised, it is told too early, in the digest only. */
const quotas = { servicesPerCluster: 5000, instancesPerCluster: 5000, tasksPerService: 5000 };
const nearAt = 0.9;

/**
 * Quiet news for the digest, by name: services forgotten at desired count 0 (`idle/`), clusters with nothing in them
 * (`empty/`), and quotas that are nearly used up (`quota/`).
 */
export function unusedIn({ seen, clusters, plan }: SweepLook, now: Instant): Readonly<Record<string, number>> {
  const ofClusters = plan.isNewRound ? clusters.flatMap((cluster) => namesOf(cluster)) : [];
  const ofServices = seen.flatMap(({ cluster, service }) => [
    ...(isForgotten(service, now) ? [`idle/${cluster}:${service.name}`] : []),
    ...(isNear(service.desired, quotas.tasksPerService) ? [`quota/${cluster}:${service.name}`] : []),
  ]);
  return Object.fromEntries([...ofClusters, ...ofServices].map((name) => [name, 1]));
}

function namesOf({ name, services, running, pending, instances }: ClusterStanding): readonly string[] {
  if (services + running + pending + instances === 0) return [`empty/${name}`];
  const isFull = isNear(services, quotas.servicesPerCluster) || isNear(instances, quotas.instancesPerCluster);
  return isFull ? [`quota/${name}`] : [];
}

function isNear(count: number, quota: number): boolean {
  return count >= quota * nearAt;
}

function isForgotten(
  { status, schedulingStrategy, desired, running, events, deployments }: EcsService,
  now: Instant,
): boolean {
  if (status !== 'ACTIVE' || schedulingStrategy === 'DAEMON' || desired > 0 || running > 0) return false;
  const touched = [
    ...events.map(({ at }) => at),
    ...deployments.map(({ updatedAt, createdAt }) => updatedAt ?? createdAt ?? now),
  ];
  return now - Math.max(...touched, 0) > forgottenMs;
}
