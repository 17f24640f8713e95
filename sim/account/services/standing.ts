import { secondMs } from '../../../lib/core/time.ts';
import type { Account } from '../model.ts';
import type { Deployment, Service } from '../service.ts';
import type { Target } from '../surroundings.ts';
import type { Task } from '../task.ts';

/**
 * Without health checks and targets a task counts as healthy when it has been RUNNING so long; in the recorded streams
 * a deployment without them completes 41 to 45 s after its last task began to run.
 */
export const provenAfterMs = 40 * secondMs;

/** How the scheduler counts a task. `leaving`: it is told to stop, or has ended. */
export type Standing = 'starting' | 'running' | 'healthy' | 'unhealthy' | 'leaving';

export function standingOf(account: Account, service: Service, task: Task): Standing {
  if (task.desiredStatus === 'STOPPED') return 'leaving';
  if (task.lastStatus !== 'RUNNING') return 'starting';
  const age = account.agenda.now() - (task.startedAt ?? task.updatedAt);
  const targets = targetsOf(account, task);
  if (task.health === 'UNHEALTHY' || targets.some(({ state }) => state === 'unhealthy')) {
    return age < service.healthCheckGracePeriodS * secondMs ? 'running' : 'unhealthy';
  }
  if (targets.length < task.targets.length || targets.some(({ state }) => state !== 'healthy')) return 'running';
  if (hasHealthCheck(task)) return task.health === 'HEALTHY' ? 'healthy' : 'running';
  return task.targets.length > 0 || age >= provenAfterMs ? 'healthy' : 'running';
}

/** Its places in the target groups, as far as it has been registered. */
export function targetsOf(account: Account, task: Task): Target[] {
  return task.targets.flatMap(({ targetGroupArn }) => {
    const target = account.targetGroups.get(targetGroupArn)?.targets.get(task.arn);
    return target === undefined ? [] : [target];
  });
}

/** Only essential containers count (API_HealthCheck). */
export function hasHealthCheck(task: Task): boolean {
  return task.definition.containers.some(({ essential, healthCheck }) => essential && healthCheck !== undefined);
}

/** The service a task belongs to. */
export function serviceOf(account: Account, task: Task): Service | undefined {
  if (!task.group.startsWith('service:')) return undefined;
  const name = task.group.slice('service:'.length);
  return account.services.get(`${task.clusterArn.replace(':cluster/', ':service/')}/${name}`);
}

export function deploymentOf(service: Service, task: Task): Deployment | undefined {
  return service.deployments.find(({ id }) => id === task.startedBy);
}

export function primaryOf(service: Service): Deployment {
  const [primary] = service.deployments;
  if (primary === undefined) throw new Error(`${service.arn} has no deployment`);
  return primary;
}

/**
 * The limits of service-type rolling update: at least `lower` tasks stay healthy, at most `upper` are there
 * (deployment-type-ecs: rounded up and rounded down).
 */
export function limitsOf(service: Service, desired: number): { readonly lower: number; readonly upper: number } {
  return {
    lower: Math.ceil((desired * service.minimumHealthyPercent) / 100),
    upper: Math.floor((desired * service.maximumPercent) / 100),
  };
}

/** As DescribeServices counts them. `literally`: only those that are PENDING are pending. */
export function countsOf(
  service: Service,
  deployment?: Deployment,
  literally = false,
): { readonly running: number; readonly pending: number } {
  let running = 0;
  let pending = 0;
  for (const task of service.tasks) {
    if (deployment !== undefined && task.startedBy !== deployment.id) continue;
    if (task.lastStatus === 'RUNNING') running += 1;
    else if (literally ? task.lastStatus === 'PENDING' : task.desiredStatus === 'RUNNING') pending += 1;
  }
  return { running, pending };
}
