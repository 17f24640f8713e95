import type { Admit } from '../../aws/rationed-client.ts';
import { deferred } from '../../aws/client.ts';
import type { EcsReads } from '../../core/ecs-reads.ts';
import type { Host } from './host.ts';

/** Reads of services, tasks and revisions: loaded when the first of them is asked for. `admit`: none without its leave. */
export const ecsOf = ({ client, clock }: Pick<Host, 'client' | 'clock'>, admit?: Admit): EcsReads =>
  deferred<EcsReads>(async () => {
    const [{ openEcs }, { ecsReads }, { rationed }] = await Promise.all([
      import('../../aws/ecs-client.ts'),
      import('../../aws/ecs.ts'),
      import('../../aws/rationed-client.ts'),
    ]);
    const ecs = client(openEcs());
    return ecsReads(admit === undefined ? ecs : rationed(ecs, admit), clock);
  });
