import type { EcsService } from '../core/ecs-reads.ts';
import type { Instant } from '../core/time.ts';
import type { HealthFacts } from './facts.ts';
import type { DeploymentStory, Reading } from './state.ts';

/** Behind a load balancer only healthy targets serve, and never more than run. */
export function readingOf(service: EcsService, { targets }: Pick<HealthFacts, 'targets'>, at: Instant): Reading {
  const serving = targets?.ok === true ? targets.value.healthy : service.running;
  const { desired, running } = service;
  // What is there besides, while a deployment goes on, makes nothing healthier.
  return { at, desired, running, healthy: Math.min(running, serving, desired) };
}

/** A deployment that goes on without failures, above its own minimum, is short of tasks on purpose. */
export function isSurging(
  deployment: DeploymentStory | undefined,
  service: EcsService,
  reading: Pick<Reading, 'healthy'>,
): boolean {
  if (deployment?.state !== 'in-progress' || (deployment.failedTasks ?? 0) > 0) return false;
  const minimum = (service.policy.minimumHealthyPercent ?? 100) / 100;
  return reading.healthy >= Math.ceil(service.desired * minimum);
}
