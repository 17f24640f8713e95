import { deferred } from '../../aws/client.ts';
import type { PlacementReads } from '../../core/placement-reads.ts';
import type { Host } from './host.ts';

/** Reads of whole clusters: loaded when a task has no place, or a cluster's room is looked at. */
export const placementOf = ({ client, clock }: Pick<Host, 'client' | 'clock'>): PlacementReads =>
  deferred<PlacementReads>(async () => {
    const [{ openEcs }, { placementReads }] = await Promise.all([
      import('../../aws/ecs-client.ts'),
      import('../../aws/placement.ts'),
    ]);
    return placementReads(client(openEcs()), clock);
  });
