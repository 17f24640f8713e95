import type { PlacementItems, PlacementReads } from '../core/placement-reads.ts';
import { restingOn } from '../core/placement-reads.ts';
import type { Read } from '../core/ports.ts';
import type { Subject } from '../core/subject.ts';
import type { Roominess } from '../ecs/placement/shortages.ts';

/** `calls`: about how many reads of ECS it takes, apart from definitions, which are read once. */
export type RoomSeen = Roominess & { readonly calls: number };

/**
 * With more services a look takes some fifty calls, and as many more for definitions as there are services: more than may
 * be taken of what the account has for others, each time something changes in the cluster.
 */
const mostServices = 300;

/**
 * How much room a cluster has: read, and counted by the placement engine, which is large and loaded here only. What does
 * not have the shape AWS documents is not understood; nothing is concluded from it.
 */
export async function readRoom({ cluster }: Subject, read: PlacementReads): Promise<Read<RoomSeen>> {
  const items = await read.cluster({ cluster, onlyWithInstances: true, mostServices });
  const answer = restingOn(['services', 'taskDefinitions', 'tasks'], items);
  if (!answer.ok) return answer;
  if (Number(answer.value.cluster['activeServicesCount'] ?? 0) > mostServices)
    return { ok: false, reason: 'not-asked' };
  const [{ readSnapshot }, { roominessOf }] = await Promise.all([
    import('../ecs/placement/snapshot.ts'),
    import('../ecs/placement/shortages.ts'),
  ]);
  const snapshot = readSnapshot(answer.value);
  if ('faults' in snapshot) return { ok: false, reason: 'unreadable' };
  if (snapshot.instances.length === 0) return { ok: false, reason: 'not-found' };
  return { ...answer, value: { ...roominessOf(snapshot), calls: callsFor(answer.value) } };
}

/** Of a cluster; lists by the hundred, and services described by ten (API_DescribeServices). Daemons are listed once more. */
function callsFor({ containerInstances, services = [], tasks }: PlacementItems): number {
  const ofTasks = tasks === undefined ? 0 : 1 + 2 * pages(tasks, 100);
  return 1 + 2 * pages(containerInstances, 100) + pages(services, 100) + pages(services, 10) + ofTasks;
}

const pages = (items: readonly unknown[], size: number): number => Math.max(1, Math.ceil(items.length / size));
