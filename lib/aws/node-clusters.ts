import type { ECSClient } from '@aws-sdk/client-ecs';
import { DescribeClustersCommand, ListClustersCommand } from '@aws-sdk/client-ecs';
import type { Clock, Read } from '../core/ports.ts';
import { readFrom } from './errors.ts';
import { allPages, asked } from './listing.ts';

/** API_ListClusters, API_DescribeClusters. */
const pageSize = 100;

/** The names of the clusters that have container instances, or a capacity provider of their own: two calls for a hundred. */
export function nodeClusters(client: ECSClient, clock: Clock): () => Promise<Read<readonly string[]>> {
  return async () =>
    readFrom(clock, async () => {
      const pages = await allPages('list the clusters', async (token, options) =>
        client.send(new ListClustersCommand({ maxResults: pageSize, ...token }), options),
      );
      const found = await Promise.all(
        pages.map(async ({ clusterArns: clusters = [] }) =>
          clusters.length === 0
            ? []
            : asked('describe clusters', async (options) => {
                const answer = await client.send(new DescribeClustersCommand({ clusters }), options);
                return answer.clusters ?? [];
              }),
        ),
      );
      return found
        .flat()
        .flatMap(({ clusterName, registeredContainerInstancesCount: count = 0, capacityProviders = [] }) =>
          clusterName !== undefined && (count > 0 || capacityProviders.some((name) => !name.startsWith('FARGATE')))
            ? [clusterName]
            : [],
        );
    });
}
