import type { PlacementReads } from '../core/placement-reads.ts';
import { unreadOf } from '../core/placement-reads.ts';
import type { Read } from '../core/ports.ts';
import type { Subject } from '../core/subject.ts';
import type { Roominess } from '../ecs/placement/shortages.ts';

/**
 * How much room a cluster has: read, and counted by the placement engine, which is large and loaded here only. What does
 * not have the shape AWS documents is not understood; nothing is concluded from it.
 */
export async function readRoom({ cluster }: Subject, read: PlacementReads): Promise<Read<Roominess>> {
  const answer = await read.cluster({ cluster, onlyWithInstances: true });
  if (!answer.ok) return answer;
  const unread = unreadOf(answer.value, ['services', 'taskDefinitions', 'tasks']);
  if (unread !== undefined) return unread;
  const [{ readSnapshot }, { roominessOf }] = await Promise.all([
    import('../ecs/placement/snapshot.ts'),
    import('../ecs/placement/shortages.ts'),
  ]);
  const snapshot = readSnapshot(answer.value);
  if ('faults' in snapshot) return { ok: false, reason: 'unreadable' };
  if (snapshot.instances.length === 0) return { ok: false, reason: 'not-found' };
  return { ...answer, value: roominessOf(snapshot) };
}
