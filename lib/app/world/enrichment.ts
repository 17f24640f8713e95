import type { EnrichmentReads } from '../../alert/enrich/look.ts';
import { deferred } from '../../aws/client.ts';
import type { LogReads, RegistryReads, TargetReads, TrailReads } from '../../core/evidence-reads.ts';
import { ecsOf } from './ecs.ts';
import { placementOf } from './placement.ts';
import type { Host } from './host.ts';

/** Reads for evidence. Each client is loaded at its first use: most invocations read nothing. */
export function enrichmentReads({ client, clock, pause }: Host): EnrichmentReads {
  return {
    ecs: ecsOf({ client, clock }),
    logs: deferred<LogReads>(async () => {
      const { logReads, openLogs } = await import('../../aws/logs.ts');
      return logReads(openLogs(client), clock);
    }),
    images: deferred<RegistryReads>(async () => {
      const { openEcr, registryReads } = await import('../../aws/ecr.ts');
      return registryReads(openEcr(client), clock);
    }),
    trail: deferred<TrailReads>(async () => {
      const { openCloudTrail, trailReads } = await import('../../aws/cloudtrail.ts');
      return trailReads(client(openCloudTrail()), clock, pause);
    }),
    placement: placementOf({ client, clock }),
    targets: deferred<TargetReads>(async () => {
      const { openElb, targetReads } = await import('../../aws/elb.ts');
      return targetReads(client(openElb()), clock);
    }),
  };
}
