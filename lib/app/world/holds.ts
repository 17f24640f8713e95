import { deferred } from '../../aws/client.ts';
import type { HoldReads } from '../../core/host-reads.ts';
import { overEcs } from './over-ecs.ts';
import type { Host } from './host.ts';

/** Reads of what may hold tasks: loaded when a drain is stuck. */
export function holdsOf({ client, clock }: Pick<Host, 'client' | 'clock'>): HoldReads {
  const { task, service, protectedUntil, stopTimeoutMs } = overEcs(
    { client, clock },
    async () => (await import('../../aws/hold-reads.ts')).ecsHoldReads,
  );
  const { deregistrationDelayMs } = deferred<Pick<HoldReads, 'deregistrationDelayMs'>>(async () => {
    const { deregistrationReads, openLoadBalancing } = await import('../../aws/deregistration.ts');
    return deregistrationReads(client(openLoadBalancing()), clock);
  });
  return { task, service, protectedUntil, stopTimeoutMs, deregistrationDelayMs };
}
