import type { ECSClient } from '@aws-sdk/client-ecs';
import type { ClusterReading } from '../core/cluster-reads.ts';
import type { PlacementItems, PlacementReads } from '../core/placement-reads.ts';
import type { Clock } from '../core/ports.ts';
import { failureOf, readFrom } from './errors.ts';
import { clusterReads } from './placement-snapshot.ts';

/** A describing of more tasks than this takes longer, and costs more of the account's calls, than the answer is worth. */
const mostTasks = 1000;

/** A cluster as placement sees it. In a large one the tasks stay unread, and what depends on them cannot be said. */
export function placementReads(client: ECSClient, clock: Clock): PlacementReads {
  const reads = clusterReads(client);
  return {
    cluster: async (scope) => {
      const read = await readFrom(clock, async () => reads.read({ mostTasks, ...scope }));
      if (!read.ok) return read;
      return read.value === undefined ? { ok: false, reason: 'not-found' } : { ...read, value: itemsOf(read.value) };
    },
  };
}

function itemsOf({ items, unread }: ClusterReading): PlacementItems {
  if (unread.length === 0) return items;
  return { ...items, unread: Object.fromEntries(unread.map(({ part, error }) => [part, failureOf(error.cause)])) };
}
