import type { EcsService } from '../core/ecs-reads.ts';
import type { PlacementReads } from '../core/placement-reads.ts';
import { restingOn } from '../core/placement-reads.ts';
import type { Read } from '../core/ports.ts';
import { answerPlacement } from '../ecs/placement/answer.ts';
import { findsRoom } from '../ecs/placement/outlook.ts';
import { readSnapshot } from '../ecs/placement/snapshot.ts';
import { askedByService, serviceNamed } from '../ecs/placement/snapshot-asked.ts';

/**
 * How many more copies of a service may fit: the most, where not all can be known, since what is not sure must not keep a
 * service small, and any number where a capacity provider may add instances. Copies that are to start already have their
 * place taken from it.
 */
export async function readRoomFor(
  { name, clusterArn, desired, running, pending }: EcsService,
  read: PlacementReads,
): Promise<Read<number>> {
  const cluster = await read.cluster({ cluster: clusterArn, services: [name], onlyWithInstances: true });
  const items = restingOn(['services', 'taskDefinitions'], cluster);
  if (!items.ok) return items;
  const snapshot = readSnapshot(items.value);
  if ('faults' in snapshot) return { ok: false, reason: 'unreadable' };
  const service = serviceNamed(snapshot, name);
  const asked = service === undefined ? undefined : askedByService(snapshot, service);
  if (asked === undefined) return { ok: false, reason: 'not-found' };
  if (findsRoom(asked, snapshot.providers) !== 'never') return { ...items, value: Infinity };
  const { copies, copiesAtMost = copies } = answerPlacement(snapshot, asked).explanation;
  const toStart = Math.max(0, desired - running - pending);
  return { ...items, value: copiesAtMost === 'unbounded' ? Infinity : Math.max(0, copiesAtMost - toStart) };
}
