import type { ContainerInstance, ECSClient } from '@aws-sdk/client-ecs';
import { DescribeContainerInstancesCommand } from '@aws-sdk/client-ecs';
import type { ContainerInstanceReads, EcsContainerInstance } from '../core/host-reads.ts';
import type { Clock } from '../core/ports.ts';
import { batched } from './batching.ts';
import { capacityProviders } from './capacity-providers.ts';
import { within } from './client.ts';
import { readFrom } from './errors.ts';

/** API_DescribeContainerInstances. */
const mostInstances = 100;

/** Container instances by ARN. What has left its cluster is in `failures[]`, and so not found. */
export function containerInstanceReads(client: ECSClient, clock: Clock): ContainerInstanceReads {
  const instances = batched<EcsContainerInstance>({
    size: mostInstances,
    load: async (cluster, arns) => readFrom(clock, async () => described(client, clock, { cluster, arns })),
  });
  return { containerInstance: async ({ cluster, containerInstance }) => instances(cluster, containerInstance) };
}

type Which = { readonly cluster: string; readonly arns: readonly string[] };

async function described(
  client: ECSClient,
  clock: Clock,
  { cluster, arns }: Which,
): Promise<ReadonlyMap<string, EcsContainerInstance>> {
  const containerInstances = [...arns];
  const answer = await client.send(new DescribeContainerInstancesCommand({ cluster, containerInstances }), within());
  const found = answer.containerInstances ?? [];
  const hasProvider = found.some(({ capacityProviderName }) => capacityProviderName !== undefined);
  const managed = hasProvider ? await readFrom(clock, async () => managedProviders(client, cluster)) : undefined;
  const names = managed?.ok === true ? managed.value : new Set<string>();
  return new Map(found.map((each) => [each.containerInstanceArn ?? '', instanceOf(each, names)]));
}

async function managedProviders(client: ECSClient, cluster: string): Promise<ReadonlySet<string>> {
  const all = await capacityProviders(client, { cluster });
  return new Set(all.flatMap(({ name, type }) => (name !== undefined && type === 'MANAGED_INSTANCES' ? [name] : [])));
}

function instanceOf(
  { containerInstanceArn: arn = '', status = '', agentConnected, capacityProviderName = '' }: ContainerInstance,
  managed: ReadonlySet<string>,
): EcsContainerInstance {
  const isManaged = managed.has(capacityProviderName);
  return { arn, status, agentConnected: agentConnected === true, ...(isManaged && { isManaged }) };
}
