import { describe, expect, test } from 'vitest';
import { explainPlacement } from '../../../lib/ecs/placement/explain.ts';
import { readSnapshot } from '../../../lib/ecs/placement/snapshot.ts';
import {
  askedByDefinition,
  askedByService,
  daemonsOf,
  definitionNamed,
  serviceNamed,
} from '../../../lib/ecs/placement/snapshot-asked.ts';
import type { Item } from './raw-items.ts';
import { agentPorts, rawDefinition, rawInstance, rawService, rawTask, situation, snapshotOf } from './raw-items.ts';

const faultsOf = (value: unknown): readonly string[] => {
  const read = readSnapshot(value);
  return 'faults' in read ? read.faults.map(({ path, problem }) => `${path}: ${problem}`) : [];
};

describe('what cannot be read is said with its place', () => {
  test.each<readonly [name: string, value: unknown, faults: readonly string[]]>([
    ['no object', [], [': expected an object, got a list']],
    ['null', null, [': expected an object, got null']],
    ['something else', { alerts: [] }, [expect.stringMatching(/^: has none of cluster, containerInstances/)]],
    ['a list that is none', { containerInstances: {} }, ['containerInstances: expected a list, got an object']],
    ['an item that is none', { tasks: [7] }, ['tasks[0]: expected an object, got a number']],
    [
      'every item, and not only the first',
      { containerInstances: [rawInstance('a'), {}, rawInstance('b', {}, { status: 4 })] },
      [
        'containerInstances[1].containerInstanceArn: is missing',
        'containerInstances[2].status: expected text, got a number',
      ],
    ],
    [
      'a port that is none',
      {
        containerInstances: [
          rawInstance('a', {}, { remainingResources: [{ name: 'PORTS', type: 'STRINGSET', stringSetValue: ['ssh'] }] }),
        ],
      },
      ['containerInstances[0].remainingResources: PORTS has a port that is no number'],
    ],
    [
      'a constraint without its expression',
      { services: [rawService({ placementConstraints: [{ type: 'memberOf' }] })] },
      ['services[0].placementConstraints[0].expression: is missing'],
    ],
    [
      'a size in words',
      { taskDefinitions: [rawDefinition([{ cpu: 'plenty' }])] },
      ['taskDefinitions[0].containerDefinitions[0].cpu: expected a number, got text'],
    ],
    [
      'a GPU without a number',
      { taskDefinitions: [rawDefinition([{ resourceRequirements: [{ type: 'GPU' }] }])] },
      ['taskDefinitions[0].containerDefinitions[0].resourceRequirements[0].value: is missing'],
    ],
    [
      'a subnet without its zone',
      { subnets: [{ SubnetId: 'subnet-0a' }] },
      ['subnets[0]: has no SubnetId or no AvailabilityZone'],
    ],
    ['an instance type without a name', { instanceTypes: [{}] }, ['instanceTypes[0].InstanceType: is missing']],
    [
      'a default strategy of nobody',
      { cluster: { clusterName: 'shop', defaultCapacityProviderStrategy: [{ weight: 1 }] } },
      ['cluster.defaultCapacityProviderStrategy[0].capacityProvider: is missing'],
    ],
  ])('%s', (_, value, faults) => expect(faultsOf(value)).toEqual(faults));

  test('of very many the first twenty', () => {
    expect(faultsOf({ tasks: Array.from({ length: 50 }, () => ({})) })).toHaveLength(20);
  });
});

describe('an instance', () => {
  const instanceOf = (item: Item, more: Item = {}) => snapshotOf({ containerInstances: [item], ...more }).instances[0];

  test('its resources are found by name, whatever their order', () => {
    const item = rawInstance('a', { cpu: 100, memory: 200, tcp: [8080], udp: [53] });
    const turned = { ...item, remainingResources: (item['remainingResources'] as Item[]).toReversed() };
    for (const each of [item, turned]) {
      expect(instanceOf(each)?.remaining).toEqual({
        cpuUnits: 100,
        memoryMiB: 200,
        tcpPorts: new Set([...agentPorts, 8080]),
        udpPorts: new Set([53]),
        gpus: new Set(),
      });
    }
  });

  test.each([
    ['2026-11-02T09:12:44.301000+09:00', Date.UTC(2026, 10, 2, 0, 12, 44, 301)],
    [1_793_578_364.301, 1_793_578_364_301],
    ['yesterday', undefined],
  ])('registered at %s', (registeredAt, at) =>
    expect(instanceOf(rawInstance('a', {}, { registeredAt }))?.registeredAt).toBe(at),
  );

  test('which of its tasks are there: those not yet STOPPED, with what they hold', () => {
    const tasks = [
      rawTask('1', 'a', {
        attachments: [{ type: 'ElasticNetworkInterface', status: 'ATTACHED' }],
        containers: [
          {
            networkBindings: [{ hostPort: 53, protocol: 'udp' }, { hostPort: 80, protocol: 'tcp' }, {}],
            gpuIds: ['GPU-0'],
          },
        ],
      }),
      rawTask('2', 'a', { desiredStatus: 'STOPPED', group: undefined }),
      rawTask('3', 'a', { lastStatus: 'STOPPED', desiredStatus: 'STOPPED' }),
      rawTask('4', 'b'),
      rawTask('5', 'a', { containerInstanceArn: undefined, lastStatus: 'PROVISIONING' }),
    ];
    expect(snapshotOf({ containerInstances: [rawInstance('a')], tasks: [] }).instances[0]?.tasks).toEqual([]);
    expect(instanceOf(rawInstance('a'))?.tasks).toBeUndefined();
    expect(instanceOf(rawInstance('a'), { tasks })?.tasks).toMatchObject([
      {
        group: 'service:web',
        hasInterface: true,
        isLeaving: false,
        hostPorts: [
          { port: 53, protocol: 'udp' },
          { port: 80, protocol: 'tcp' },
        ],
        gpuIds: ['GPU-0'],
      },
      { group: 'family:web', hasInterface: false, isLeaving: true },
    ]);
  });

  test.each([
    ['InstanceType', 'NetworkInfo', 'MaximumNetworkInterfaces'],
    ['instanceType', 'networkInfo', 'maximumNetworkInterfaces'],
  ])('its type, written %s', (type, info, most) => {
    const instanceTypes = [{ [type]: 'c5.large', [info]: { [most]: 3 } }];
    expect(instanceOf(rawInstance('a'), { instanceTypes })?.maximumNetworkInterfaces).toBe(3);
  });

  test('GPUs, and what is left of those that are shared', () => {
    const gpu = { name: 'GPU', type: 'STRINGSET', stringSetValue: ['GPU-0'] };
    const gpuDevices = [
      { gpuId: 'GPU-0', sharingMode: 'NVIDIA_MPS', totalMemoryInMiB: 24_000, remainingMemoryInMiB: 9000 },
    ];
    const read = instanceOf(rawInstance('a', {}, { remainingResources: [gpu], gpuDevices }));
    expect(read?.remaining.gpus).toEqual(new Set(['GPU-0']));
    expect(read?.gpuDevices).toEqual([{ id: 'GPU-0', sharingMode: 'NVIDIA_MPS', remainingMemoryMiB: 9000 }]);
  });
});

describe('a task definition', () => {
  const definitionOf = (containers: readonly Item[], more: Item = {}) =>
    snapshotOf({ taskDefinitions: [rawDefinition(containers, more)] }).definitions[0];

  test('with or without its wrapper', () => {
    const item = rawDefinition([{}]);
    expect(snapshotOf({ taskDefinitions: [{ taskDefinition: item, tags: [] }] }).definitions).toEqual(
      snapshotOf({ taskDefinitions: [item] }).definitions,
    );
  });

  test('sizes as texts, ports of another protocol as TCP, ranges as ports of the host', () => {
    const read = definitionOf(
      [
        {
          portMappings: [
            { containerPort: 80, protocol: 'sctp' },
            { containerPortRange: '100-200', protocol: 'udp' },
          ],
        },
      ],
      { cpu: '256', memory: '512' },
    );
    expect(read).toMatchObject({ cpuUnits: 256, memoryMiB: 512 });
    expect(read?.containers[0]?.portMappings).toEqual([{ containerPort: 80, protocol: 'tcp' }, { protocol: 'udp' }]);
  });

  test.each([
    ['two', [{ type: 'GPU', value: '2' }], { gpus: 2 }],
    ['all', [{ type: 'GPU', value: 'ALL' }], { gpus: 'all' }],
    ['none of ours', [{ type: 'InferenceAccelerator', value: 'eia' }], { gpus: 0 }],
    [
      'a part of one',
      [{ type: 'GPU', sharingStrategy: { nvidiaMps: { memory: 4096, maxComputePercent: 50 } } }],
      { gpus: 0, sharedGpuMemoryMiB: 4096 },
    ],
  ])('GPUs: %s', (_, resourceRequirements, expected) => {
    expect(definitionOf([{ resourceRequirements }])?.containers[0]).toMatchObject(expected);
  });

  test.each([
    ['by its platform', { runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' } }, true],
    ['by its attribute', { requiresAttributes: [{ name: 'ecs.os-type', value: 'windows' }] }, true],
    ['not', { runtimePlatform: { operatingSystemFamily: 'LINUX' } }, false],
  ])('Windows, %s', (_, more, isWindows) => expect(definitionOf([{}], more)?.isWindows).toBe(isWindows));

  test('the architecture of its platform', () => {
    expect(definitionOf([{}], { runtimePlatform: { cpuArchitecture: 'ARM64' } })?.cpuArchitecture).toBe('arm64');
    expect(definitionOf([{}])?.cpuArchitecture).toBeUndefined();
  });

  test('what it turns on', () => {
    const read = definitionOf([{ restartPolicy: { enabled: true } }], {
      enableFaultInjection: true,
      volumes: [{ name: 'data', configuredAtLaunch: true }],
    });
    expect(read?.features).toEqual(['fault-injection', 'restart-policy', 'ebs-volume']);
  });

  test('by ARN, by family and revision, by family: the newest', () => {
    const arn = (revision: number) => `arn:aws:ecs:eu-west-1:123456789012:task-definition/web:${revision}`;
    const taskDefinitions = [9, 10, 7].map((revision) =>
      rawDefinition([{}], { taskDefinitionArn: arn(revision), revision }),
    );
    const snapshot = snapshotOf({ taskDefinitions });
    const revisionOf = (name: string) => definitionNamed(snapshot, name)?.revision;
    expect(['web', 'web:9', arn(7), 'web:8', 'we'].map(revisionOf)).toEqual([10, 9, 7, undefined, undefined]);
  });
});

describe('what a service asks', () => {
  const items = (more: Item, definition: Item = {}): Item => ({
    services: [rawService(more)],
    taskDefinitions: [rawDefinition([{}], definition)],
  });

  test('its group, its constraints, its strategies', () => {
    const { asked } = situation(
      items({
        placementConstraints: [{ type: 'distinctInstance' }, { type: 'memberOf', expression: 'attribute:a exists' }],
        placementStrategy: [
          { type: 'spread', field: 'attribute:ecs.availability-zone' },
          { type: 'binpack', field: 'MEMORY' },
          { type: 'random' },
        ],
      }),
    );
    expect(asked).toMatchObject({
      group: 'service:web',
      launchType: 'EC2',
      capacityProviders: [],
      isDaemon: false,
      constraints: [{ type: 'distinctInstance' }, { type: 'memberOf', expression: 'attribute:a exists' }],
      strategies: [
        { type: 'spread', field: 'attribute:ecs.availability-zone' },
        { type: 'binpack', field: 'memory' },
        { type: 'random' },
      ],
    });
  });

  test('what its newest deployment places', () => {
    const newer = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:8';
    const { asked } = situation({
      services: [
        rawService({
          deployments: [
            { id: '1', status: 'ACTIVE', taskDefinition: 'web:7' },
            { id: '2', status: 'PRIMARY', taskDefinition: newer, serviceConnectConfiguration: { enabled: true } },
          ],
        }),
      ],
      taskDefinitions: [rawDefinition([{}]), rawDefinition([{}], { taskDefinitionArn: newer, revision: 8 })],
    });
    expect(asked).toMatchObject({ definition: { revision: 8 }, features: ['service-connect'] });
  });

  test.each<readonly [name: string, strategy: readonly Item[], providers: readonly string[]]>([
    [
      'those with a weight',
      [
        { capacityProvider: 'a', weight: 1 },
        { capacityProvider: 'b', weight: 0 },
      ],
      ['a'],
    ],
    [
      'and the one with a base',
      [
        { capacityProvider: 'a', weight: 1 },
        { capacityProvider: 'b', weight: 0, base: 2 },
      ],
      ['a', 'b'],
    ],
    ['the only one has no choice', [{ capacityProvider: 'a', weight: 0, base: 0 }], ['a']],
  ])('capacity providers: %s', (_, capacityProviderStrategy, providers) => {
    expect(situation(items({ launchType: undefined, capacityProviderStrategy })).asked.capacityProviders).toEqual(
      providers,
    );
  });

  test('Fargate is a launch type, or a provider', () => {
    const capacityProviderStrategy = [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }];
    expect(situation(items({ launchType: 'FARGATE' })).asked.launchType).toBe('FARGATE');
    expect(situation(items({ launchType: undefined, capacityProviderStrategy })).asked.launchType).toBe('FARGATE');
  });

  test('the zones of its subnets, from their own list or from instances that stand in them', () => {
    const networkConfiguration = { awsvpcConfiguration: { subnets: ['subnet-0a', 'subnet-0b', 'subnet-0c'] } };
    const { asked } = situation({
      ...items({ networkConfiguration }, { networkMode: 'awsvpc' }),
      containerInstances: [rawInstance('a')],
      subnets: [{ SubnetId: 'subnet-0b', AvailabilityZone: 'eu-west-1b', VpcId: 'vpc-0a' }],
    });
    expect(asked.places).toEqual({
      zones: new Set(['eu-west-1a', 'eu-west-1b']),
      unresolved: ['subnet-0c'],
      vpcId: 'vpc-0a',
    });
  });

  test('nothing without its task definition; services by name or ARN', () => {
    const snapshot = snapshotOf({ services: [rawService({ taskDefinition: 'gone:1', deployments: [] })] });
    const service = serviceNamed(snapshot, 'web');
    expect(service).toBe(serviceNamed(snapshot, 'arn:aws:ecs:eu-west-1:123456789012:service/shop/web'));
    expect(service === undefined ? 'missing' : askedByService(snapshot, service)).toBeUndefined();
    expect(serviceNamed(snapshot, 'other')).toBeUndefined();
  });

  test('daemons, while they are ACTIVE', () => {
    const daemon = (serviceName: string, status: string) =>
      rawService({ serviceName, status, schedulingStrategy: 'DAEMON' });
    const snapshot = snapshotOf({
      services: [daemon('agent', 'ACTIVE'), daemon('old', 'DRAINING'), rawService()],
      taskDefinitions: [rawDefinition([{}])],
    });
    expect(daemonsOf(snapshot).map(({ group, isDaemon }) => [group, isDaemon])).toEqual([['service:agent', true]]);
  });
});

test('what run-task asks with no more than a task definition: where the default strategy of the cluster says', () => {
  const defaultCapacityProviderStrategy = [{ capacityProvider: 'cp', weight: 1 }];
  const snapshot = snapshotOf({
    cluster: { clusterName: 'shop', defaultCapacityProviderStrategy },
    taskDefinitions: [
      rawDefinition([{}]),
      rawDefinition([{}], { family: 'fast', requiresCompatibilities: ['FARGATE'] }),
    ],
  });
  const [web, fast] = snapshot.definitions;
  if (web === undefined || fast === undefined) expect.fail('no definitions');
  expect(snapshot.cluster).toBe('shop');
  expect(askedByDefinition(web)).toMatchObject({ group: 'family:web', launchType: 'EC2', capacityProviders: [] });
  expect(askedByDefinition(web, snapshot)).toMatchObject({ launchType: 'EC2', capacityProviders: ['cp'] });
  expect(askedByDefinition(fast, snapshot)).toMatchObject({ launchType: 'FARGATE', capacityProviders: [] });
  expect(askedByDefinition(web, { defaultProviders: ['FARGATE'] })).toMatchObject({ launchType: 'FARGATE' });
});

test('capacity providers: which of them scale by themselves, and which choose their types', () => {
  const capacityProviders = [
    { name: 'on', autoScalingGroupProvider: { managedScaling: { status: 'ENABLED' } } },
    { name: 'off', autoScalingGroupProvider: { managedScaling: { status: 'DISABLED' } } },
    { name: 'untold', autoScalingGroupProvider: {} },
    { name: 'managed', managedInstancesProvider: {} },
  ];
  expect(snapshotOf({ capacityProviders }).providers).toEqual([
    { name: 'on', managedScaling: true, managed: { targetPercent: 100, minimumStep: 1, maximumStep: 10_000 } },
    { name: 'off', managedScaling: false },
    { name: 'untold' },
    { name: 'managed', managedScaling: true, choosesTypes: true },
  ]);
});

test('from a file to a verdict', () => {
  const { asked, snapshot } = situation({
    containerInstances: [rawInstance('a', { memory: 448 }), rawInstance('b', {}, { status: 'DRAINING' })],
    services: [rawService()],
    taskDefinitions: [rawDefinition([{ cpu: 256, memoryReservation: 512 }])],
  });
  expect(explainPlacement(asked, snapshot.instances)).toMatchObject({
    fits: 'no',
    copies: 0,
    instances: [
      { reasons: [{ check: 'memory', need: 512, have: 448, shortBy: 64 }] },
      { reasons: [{ check: 'status', need: 'ACTIVE', have: 'DRAINING' }] },
    ],
  });
});
