import type { Admit } from '../../aws/rationed-client.ts';
import { deferred } from '../../aws/client.ts';
import type { PlacementReads } from '../../core/placement-reads.ts';
import type { Host } from './host.ts';

/** Reads of whole clusters: loaded when a task has no place, or a cluster's room is looked at. `admit`: as in ecs.ts. */
export const placementOf = ({ client, clock }: Pick<Host, 'client' | 'clock'>, admit?: Admit): PlacementReads =>
  deferred<PlacementReads>(async () => {
    const [{ openEcs }, { placementReads }, { rationed }] = await Promise.all([
      import('../../aws/ecs-client.ts'),
      import('../../aws/placement.ts'),
      import('../../aws/rationed-client.ts'),
    ]);
    const ecs = client(openEcs());
    return placementReads(admit === undefined ? ecs : rationed(ecs, admit), clock);
  });
