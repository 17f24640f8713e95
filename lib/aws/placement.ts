import type { ECSClient } from '@aws-sdk/client-ecs';
import type { PlacementReads } from '../core/placement-reads.ts';
import type { Clock } from '../core/ports.ts';
import { readFrom } from './errors.ts';
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
      return read.value === undefined ? { ok: false, reason: 'not-found' } : { ...read, value: read.value.items };
    },
  };
}
