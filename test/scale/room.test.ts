import { expect, test } from 'vitest';
import type { ClusterItems, RawItem } from '../../lib/core/cluster-reads.ts';
import type { EcsService } from '../../lib/core/ecs-reads.ts';
import { readRoomFor } from '../../lib/scale/room.ts';
import { definitionItem, instanceItem, serviceItem } from '../ecs/placement/cluster-items.ts';

const raw = (item: object): RawItem => item as RawItem;

/** Two instances of 4 GiB, of the provider `house`; a copy takes 1 GiB. */
const items = (providers: readonly object[], service: object): ClusterItems => ({
  cluster: raw({ clusterArn: 'arn:aws:ecs:eu-west-1:123456789012:cluster/web', clusterName: 'web' }),
  containerInstances: ['one', 'two'].map((name) => raw(instanceItem({ name, provider: 'house' }))),
  tasks: [],
  services: [raw(serviceItem('api', service))],
  taskDefinitions: [raw(definitionItem('api'))],
  instanceTypes: [],
  capacityProviders: providers.map(raw),
  subnets: [],
});

const provider = (name: string, status: string | undefined): object => ({
  name,
  status: 'ACTIVE',
  autoScalingGroupProvider: {
    autoScalingGroupArn: 'arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:1:autoScalingGroupName/house',
    ...(status !== undefined && { managedScaling: { status } }),
  },
});

const through = (...names: readonly string[]): object => ({
  launchType: undefined,
  capacityProviderStrategy: names.map((capacityProvider) => ({ capacityProvider, weight: 1 })),
});

const service: Pick<EcsService, 'name' | 'clusterArn' | 'desired' | 'running' | 'pending'> = {
  name: 'api',
  clusterArn: 'arn:aws:ecs:eu-west-1:123456789012:cluster/web',
  desired: 2,
  running: 2,
  pending: 0,
};

test.each([
  { name: 'of its own instances: what fits', providers: [], of: {}, room: 8 },
  {
    name: 'a provider whose managed scaling is off adds nothing: what fits',
    providers: [provider('house', 'DISABLED')],
    of: through('house'),
    room: 8,
  },
  {
    name: 'a provider with managed scaling finds room by itself',
    providers: [provider('house', 'ENABLED')],
    of: through('house'),
    room: Infinity,
  },
  {
    name: 'one of two scales: what is not sure does not keep it small',
    providers: [provider('house', 'DISABLED'), provider('yard', 'ENABLED')],
    of: through('house', 'yard'),
    room: Infinity,
  },
  { name: 'a provider nobody knows: the same', providers: [], of: through('house'), room: Infinity },
])('$name', async ({ providers, of, room }) => {
  const read = await readRoomFor(service as EcsService, {
    cluster: async () => ({ ok: true, at: 0, value: items(providers, of) }),
  });
  expect(read).toMatchObject({ ok: true, value: room });
});
