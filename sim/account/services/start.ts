import type { Account, Cluster } from '../model.ts';
import type { Placement, PlacementRequest } from '../placement.ts';
import { place } from '../placement.ts';
import type { Deployment, Service } from '../service.ts';
import type { LaunchType, ServiceTarget, Task } from '../task.ts';
import type { PlacementConstraint } from '../task-definition.ts';
import { launchWaiting, waitsForCapacity } from '../tasks/capacity-wait.ts';
import type { Launch } from '../tasks/launch.ts';
import { launchTask } from '../tasks/launch.ts';
import { sayUnplaced } from './unplaced.ts';
import { forgetThrottle } from './throttle.ts';

/** At most so many in one look (a guess; Fargate starts up to 500 a minute). */
const mostAtOnce = 100;

/**
 * Starts up to `count` tasks of a deployment and returns them; fewer when there is no place and none to be expected,
 * which is told.
 */
export function startTasks(account: Account, service: Service, deployment: Deployment, count: number): Task[] {
  const started: Task[] = [];
  const most = Math.min(count, mostAtOnce);
  for (let at = 0; at < most; at += 1) {
    const capacity = capacityOf(service, deployment);
    const wanted = { deployment, ...capacity };
    const placement = placeOne(account, service, wanted);
    if (!('failures' in placement)) started.push(launchOne(account, service, wanted, placement));
    else if (waitsForCapacity(clusterOf(account, service), capacity.capacityProvider)) {
      started.push(launchLater(account, service, wanted));
    } else {
      // What found a place in this look has ended the waits before it: what did not begins anew.
      if (started.length > 0) forgetThrottle(service, 'places');
      sayUnplaced(account, service, placement.failures, capacity.capacityProvider);
      return started;
    }
  }
  if (started.length > 0) forgetThrottle(service, 'places');
  return started;
}

type Capacity = { readonly launchType: LaunchType; readonly capacityProvider?: string };
type Wanted = Capacity & { readonly deployment: Deployment; readonly constraint?: PlacementConstraint };

function clusterOf({ clusters }: Account, { clusterArn }: Service): Cluster {
  const cluster = clusters.get(clusterArn);
  if (cluster === undefined) throw new Error(`${clusterArn} is not there`);
  return cluster;
}

export function placeOne(account: Account, service: Service, wanted: Wanted): Placement {
  return place(account, requestOf(account, service, wanted));
}

function requestOf(account: Account, service: Service, wanted: Wanted): PlacementRequest {
  const { deployment, launchType, capacityProvider, constraint } = wanted;
  return {
    cluster: clusterOf(account, service),
    definition: deployment.definition,
    group: `service:${service.name}`,
    launchType,
    constraints:
      constraint === undefined ? service.placementConstraints : [...service.placementConstraints, constraint],
    strategies: service.placementStrategy,
    ...(service.zones.length > 0 && { zones: service.zones }),
    ...(capacityProvider !== undefined && { capacityProvider }),
  };
}

export function launchOne(
  account: Account,
  service: Service,
  wanted: Wanted,
  { zone, instance }: Exclude<Placement, { readonly failures: unknown }>,
): Task {
  const launch = launchOf(account, service, wanted);
  const task = launchTask(account, { ...launch, zone, ...(instance !== undefined && { instance }) });
  service.tasks.add(task);
  return task;
}

function launchLater(account: Account, service: Service, wanted: Wanted): Task {
  const task = launchWaiting(account, launchOf(account, service, wanted), requestOf(account, service, wanted));
  service.tasks.add(task);
  return task;
}

function launchOf(account: Account, service: Service, { deployment, launchType, capacityProvider }: Wanted): Launch {
  return {
    cluster: clusterOf(account, service),
    definition: deployment.definition,
    launchType,
    ...(capacityProvider !== undefined && { capacityProvider }),
    group: `service:${service.name}`,
    startedBy: deployment.id,
    targets: deployment.onAlternate ? service.targets.map(toAlternate) : service.targets,
  };
}

function toAlternate(target: ServiceTarget): ServiceTarget {
  return { ...target, targetGroupArn: target.alternateTargetGroupArn ?? target.targetGroupArn };
}

/**
 * Where the next task goes: `base` first, then by weight (capacity-provider-strategy). A provider without capacity is
 * not replaced by another of the strategy.
 */
function capacityOf(service: Service, deployment: Deployment): Capacity {
  const { capacityProviderStrategy } = service;
  if (capacityProviderStrategy.length === 0) return { launchType: service.launchType ?? 'EC2' };
  const counts = countByProvider(service, deployment);
  const countOf = (provider: string): number => counts.get(provider) ?? 0;
  const short = capacityProviderStrategy.find(({ provider, base }) => countOf(provider) < base);
  const [next] = capacityProviderStrategy
    .filter(({ weight }) => weight > 0)
    .map((each) => ({ ...each, load: (countOf(each.provider) - each.base + 1) / each.weight }))
    .sort((a, b) => a.load - b.load);
  const name = (short ?? next ?? capacityProviderStrategy[0])?.provider ?? 'FARGATE';
  return { launchType: name.startsWith('FARGATE') ? 'FARGATE' : 'EC2', capacityProvider: name };
}

function countByProvider(service: Service, deployment: Deployment): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { startedBy, capacityProvider, desiredStatus } of service.tasks) {
    if (startedBy !== deployment.id || capacityProvider === undefined || desiredStatus === 'STOPPED') continue;
    counts.set(capacityProvider, (counts.get(capacityProvider) ?? 0) + 1);
  }
  return counts;
}
