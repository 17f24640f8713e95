import { describe, expect, test } from 'vitest';
import { setAgent, setInstanceStatus } from '../../../sim/account/instances.ts';
import type { InstanceRequest } from '../../../sim/account/instances.ts';
import type { ContainerInstance } from '../../../sim/account/model.ts';
import type { PlacementRequest } from '../../../sim/account/placement.ts';
import { place } from '../../../sim/account/placement.ts';
import type { TaskDefinitionRequest } from '../../../sim/account/definitions.ts';
import { World } from './world.ts';

const container = { name: 'web', image: 'web:v1', cpu: 256, memoryMiB: 512 };
const onPort = (hostPort: number, protocol: 'tcp' | 'udp' = 'tcp'): TaskDefinitionRequest['containers'] => [
  { ...container, portMappings: [{ containerPort: 80, hostPort, protocol }] },
];

function ask(
  world: World,
  definition: Partial<TaskDefinitionRequest>,
  more: Partial<PlacementRequest> = {},
): PlacementRequest {
  return {
    cluster: world.cluster,
    definition: world.bridge(definition),
    group: 'service:web',
    launchType: 'EC2',
    constraints: [],
    strategies: [],
    ...more,
  };
}

type Case = {
  readonly name: string;
  readonly instance?: Partial<InstanceRequest>;
  readonly before?: (world: World, instance: ContainerInstance) => void;
  readonly definition?: Partial<TaskDefinitionRequest>;
  readonly request?: Partial<PlacementRequest>;
  readonly reason?: string;
};

const cases: readonly Case[] = [
  { name: 'room enough' },
  { name: 'exactly enough', instance: { cpu: 256, memoryMiB: 512 } },
  { name: 'too little CPU', instance: { cpu: 255 }, reason: 'RESOURCE:CPU' },
  { name: 'too little memory', instance: { memoryMiB: 511 }, reason: 'RESOURCE:MEMORY' },
  {
    name: 'a reservation counts before the limit',
    instance: { memoryMiB: 128 },
    definition: { containers: [{ ...container, memoryReservationMiB: 128 }] },
  },
  {
    name: 'the size of the task counts before its containers',
    instance: { memoryMiB: 600 },
    definition: { cpu: 256, memoryMiB: 1024 },
    reason: 'RESOURCE:MEMORY',
  },
  {
    name: 'an override of the size counts',
    request: { overrides: { cpu: 4096, containers: [] } },
    reason: 'RESOURCE:CPU',
  },
  { name: 'a port of the agent', definition: { containers: onPort(51678) }, reason: 'RESOURCE:PORTS' },
  {
    name: 'a port taken by another task',
    before: (world, instance) => void world.launch(world.bridge({ containers: onPort(8080) }), { instance }),
    definition: { containers: onPort(8080) },
    reason: 'RESOURCE:PORTS',
  },
  {
    name: 'the same port of the other protocol',
    before: (world, instance) => void world.launch(world.bridge({ containers: onPort(8080) }), { instance }),
    definition: { containers: onPort(8080, 'udp') },
  },
  {
    name: 'any port is free',
    before: (world, instance) => void world.launch(world.bridge({ containers: onPort(0) }), { instance }),
    definition: { containers: onPort(0) },
  },
  {
    name: 'host mode takes the container port',
    definition: {
      networkMode: 'host',
      containers: [{ ...container, portMappings: [{ containerPort: 22, protocol: 'tcp' }] }],
    },
    reason: 'RESOURCE:PORTS',
  },
  {
    name: 'no GPU',
    definition: { containers: [{ ...container, gpus: 1 }] },
    reason: 'RESOURCE:GPU',
  },
  { name: 'a GPU', instance: { gpus: 1 }, definition: { containers: [{ ...container, gpus: 1 }] } },
  {
    name: 'no network interface left',
    instance: { networkInterfaces: 1 },
    before: (world, instance) => void world.launch(world.bridge({ networkMode: 'awsvpc' }), { instance }),
    definition: { networkMode: 'awsvpc' },
    reason: 'RESOURCE:ENI',
  },
  {
    name: 'a zone without a subnet',
    definition: { networkMode: 'awsvpc' },
    request: { zones: ['ap-northeast-1d'] },
    reason: 'LOCATION',
  },
  { name: 'zones mean nothing to bridge', request: { zones: ['ap-northeast-1d'] } },
  { name: 'another architecture', definition: { architecture: 'ARM64' }, reason: 'ATTRIBUTE' },
  { name: 'its architecture', instance: { instanceType: 'm7g.large' }, definition: { architecture: 'ARM64' } },
  {
    name: 'a constraint of the task definition',
    definition: { placementConstraints: [{ type: 'memberOf', expression: 'attribute:stack == prod' }] },
    reason: 'MemberOf placement constraint unsatisfied.',
  },
  {
    name: 'a constraint that is met',
    instance: { attributes: { stack: 'prod' } },
    request: { constraints: [{ type: 'memberOf', expression: 'attribute:stack == prod' }] },
  },
  {
    name: 'distinctInstance, with a copy there',
    before: (world, instance) => void world.launch(world.bridge(), { instance }),
    request: { constraints: [{ type: 'distinctInstance' }] },
    reason: 'DistinctInstance placement constraint unsatisfied.',
  },
  {
    name: 'distinctInstance, with a task of another group there',
    before: (world, instance) => void world.launch(world.bridge(), { instance, group: 'service:other' }),
    request: { constraints: [{ type: 'distinctInstance' }] },
  },
  {
    name: 'an agent that is not connected',
    before: (world, instance) => setAgent(world.account, instance, false),
    reason: 'AGENT',
  },
];

describe('one instance', () => {
  test.each(cases)('$name: $reason', ({ instance: request, before, definition = {}, request: more, reason }) => {
    const world = new World();
    const instance = world.instance(request);
    before?.(world, instance);
    const placement = place(world.account, ask(world, definition, more));
    const expected =
      reason === undefined ? { instance, zone: instance.zone } : { failures: [{ arn: instance.arn, reason }] };
    expect(placement).toEqual(expected);
  });

  test('a DRAINING instance is not even asked', () => {
    const world = new World();
    setInstanceStatus(world.account, world.instance(), 'DRAINING');
    expect(place(world.account, ask(world, {}))).toEqual({ failures: [] });
  });

  test('one of another capacity provider is not asked either', () => {
    const world = new World();
    const instance = world.instance({ capacityProvider: 'spot' });
    expect(place(world.account, ask(world, {}, { capacityProvider: 'on-demand' }))).toEqual({ failures: [] });
    expect(place(world.account, ask(world, {}, { capacityProvider: 'spot' }))).toHaveProperty('instance', instance);
  });
});

describe('strategies', () => {
  /** Places and launches copies, and says on which instance (by its number) each went. */
  function spreadOf(strategies: PlacementRequest['strategies'], copies: number): number[] {
    const world = new World();
    const [a = '', c = ''] = world.account.zones;
    const instances = [
      world.instance({ zone: a, cpu: 1024 }),
      world.instance({ zone: a, cpu: 2048 }),
      world.instance({ zone: c, cpu: 4096 }),
    ];
    const request = ask(world, {}, { strategies });
    return Array.from({ length: copies }, () => {
      const placement = place(world.account, request);
      if ('failures' in placement || placement.instance === undefined) return -1;
      world.launch(request.definition, { instance: placement.instance });
      return instances.indexOf(placement.instance);
    });
  }

  test('without one: over the zones, then over the instances', () => {
    const counts = spreadOf([], 4).reduce((sum, at) => sum.with(at, (sum[at] ?? 0) + 1), [0, 0, 0]);
    expect(counts).toEqual([1, 1, 2]);
  });

  test('binpack fills one after the other', () => {
    expect(spreadOf([{ type: 'binpack', field: 'cpu' }], 6)).toEqual([0, 0, 0, 0, 1, 1]);
  });

  test('spread over zones, then binpack within each', () => {
    const zoneThenCpu = [
      { type: 'spread', field: 'attribute:ecs.availability-zone' },
      { type: 'binpack', field: 'cpu' },
    ] as const;
    expect(spreadOf(zoneThenCpu, 6).toSorted((a, b) => a - b)).toEqual([0, 0, 0, 2, 2, 2]);
  });

  test('random reaches every instance', () => {
    expect(new Set(spreadOf([{ type: 'random' }], 12))).toEqual(new Set([0, 1, 2]));
  });
});

describe('Fargate', () => {
  const fargate = (world: World, more: Partial<PlacementRequest> = {}): PlacementRequest => ({
    ...ask(world, {}),
    definition: world.fargate(),
    launchType: 'FARGATE',
    ...more,
  });

  test('spreads over the zones', () => {
    const world = new World();
    const zones = Array.from({ length: 6 }, () => {
      const placement = place(world.account, fargate(world));
      const zone = 'zone' in placement ? placement.zone : '';
      world.launch(world.fargate(), { zone });
      return zone;
    });
    expect(zones.toSorted()).toEqual([...world.account.zones, ...world.account.zones].toSorted());
  });

  test.each([
    { name: 'full everywhere', set: ({ account }: World) => account.weather.fargateFull.add('*'), provider: 'FARGATE' },
    {
      name: 'Spot full',
      set: ({ account }: World) => account.weather.fargateSpotFull.add('*'),
      provider: 'FARGATE_SPOT',
    },
    {
      name: 'every zone down',
      set: ({ account }: World) => account.zones.forEach((zone) => account.weather.zonesDown.add(zone)),
      provider: 'FARGATE',
    },
  ])('$name', ({ set, provider }) => {
    const world = new World();
    set(world);
    expect(place(world.account, fargate(world, { capacityProvider: provider }))).toEqual({
      failures: [
        { arn: `arn:aws:ecs:ap-northeast-1:123456789012:capacity-provider/${provider}`, reason: 'RESOURCE:FARGATE' },
      ],
    });
  });

  test('a full zone is passed over, and Spot has its own capacity', () => {
    const world = new World();
    world.account.weather.fargateFull.add('*');
    world.account.weather.fargateSpotFull.add('ap-northeast-1a');
    const request = fargate(world, { capacityProvider: 'FARGATE_SPOT', zones: ['ap-northeast-1a', 'ap-northeast-1c'] });
    expect(place(world.account, request)).toEqual({ zone: 'ap-northeast-1c' });
  });
});
