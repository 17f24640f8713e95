import type { ECSClient } from '@aws-sdk/client-ecs';
import { matchesGlob } from '../core/glob.ts';
import type { Clock, Read } from '../core/ports.ts';
import { readFrom } from './errors.ts';
import { fewAtOnce } from './listing.ts';
import { clusterReads } from './placement-snapshot.ts';

/** `cluster/service` of all services of the clusters whose names fit one of the patterns. */
export function serviceNames(
  client: ECSClient,
  clock: Clock,
): (patterns: readonly string[]) => Promise<Read<readonly string[]>> {
  const reads = clusterReads(client);
  return async (patterns) =>
    readFrom(clock, async () => {
      const isAll = patterns.some((pattern) => pattern.includes('*'));
      const all = isAll ? await reads.clusters() : patterns;
      const clusters = all.filter((name) => patterns.some((pattern) => matchesGlob(pattern, name)));
      const named = await fewAtOnce(clusters, async (cluster) =>
        (await reads.serviceNames(cluster)).map((service) => `${cluster}/${service}`),
      );
      return named.flat();
    });
}
