import { deferred } from '../../aws/client.ts';
import type { EcsReads } from '../../core/ecs-reads.ts';
import type { Host } from './host.ts';

/** Reads of services, tasks and revisions: loaded when the first of them is asked for. */
export const ecsOf = ({ client, clock }: Pick<Host, 'client' | 'clock'>): EcsReads =>
  deferred<EcsReads>(async () => {
    const [{ openEcs }, { ecsReads }] = await Promise.all([
      import('../../aws/ecs-client.ts'),
      import('../../aws/ecs.ts'),
    ]);
    return ecsReads(client(openEcs()), clock);
  });
