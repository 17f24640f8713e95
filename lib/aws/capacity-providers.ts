import type { CapacityProvider, ECSClient } from '@aws-sdk/client-ecs';
import { DescribeCapacityProvidersCommand } from '@aws-sdk/client-ecs';
import { allPages } from './listing.ts';

/** By name, or those of a cluster: providers of Managed Instances are listed with it alone (API_DescribeCapacityProviders). */
export async function capacityProviders(
  client: ECSClient,
  wanted: { readonly capacityProviders?: string[]; readonly cluster?: string },
): Promise<readonly CapacityProvider[]> {
  const pages = await allPages('describe capacity providers', async (token, options) =>
    client.send(new DescribeCapacityProvidersCommand({ ...wanted, ...token }), options),
  );
  return pages.flatMap((page) => page.capacityProviders ?? []);
}
