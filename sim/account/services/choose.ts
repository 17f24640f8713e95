import type { Task } from '../task.ts';
import type { Standing } from './standing.ts';

/**
 * Whom a scale-in takes, first to last: tasks that are not healthy yet (a guess), then one of the zone with the most tasks
 * of the service, of the instance with the most of them (ecs_services, task placement), the oldest or the newest first.
 */
export function scaleInOrder(
  tasks: readonly Task[],
  most: number,
  standing: ReadonlyMap<Task, Standing>,
  newestFirst: boolean,
): Task[] {
  const left = new Set(tasks);
  const zones = countBy(tasks, zoneOf);
  const hosts = countBy(tasks, hostOf);
  const order: Task[] = [];
  while (left.size > 0 && order.length < most) {
    const next = mostCrowded(left, { zones, hosts, standing, newestFirst });
    if (next === undefined) break;
    left.delete(next);
    zones.set(zoneOf(next), (zones.get(zoneOf(next)) ?? 1) - 1);
    hosts.set(hostOf(next), (hosts.get(hostOf(next)) ?? 1) - 1);
    order.push(next);
  }
  return order;
}

type Crowds = {
  readonly zones: ReadonlyMap<string, number>;
  readonly hosts: ReadonlyMap<string, number>;
  readonly standing: ReadonlyMap<Task, Standing>;
  readonly newestFirst: boolean;
};

const firstToGo: Readonly<Record<Standing, number>> = { starting: 2, running: 1, unhealthy: 1, healthy: 0, leaving: 0 };

function mostCrowded(tasks: ReadonlySet<Task>, { zones, hosts, standing, newestFirst }: Crowds): Task | undefined {
  let best: Task | undefined;
  let bestRank: readonly number[] = [];
  for (const task of tasks) {
    const rank = [
      firstToGo[standing.get(task) ?? 'healthy'],
      zones.get(zoneOf(task)) ?? 0,
      hosts.get(hostOf(task)) ?? 0,
      newestFirst ? task.createdAt : -task.createdAt,
    ];
    if (best === undefined || isHigher(rank, bestRank)) [best, bestRank] = [task, rank];
  }
  return best;
}

function isHigher(one: readonly number[], other: readonly number[]): boolean {
  for (const [at, value] of one.entries()) {
    const against = other[at] ?? 0;
    if (value !== against) return value > against;
  }
  return false;
}

const zoneOf = (task: Task): string => task.zone ?? '';
const hostOf = (task: Task): string => task.instance?.arn ?? '';

function countBy(tasks: readonly Task[], keyOf: (task: Task) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const task of tasks) counts.set(keyOf(task), (counts.get(keyOf(task)) ?? 0) + 1);
  return counts;
}
