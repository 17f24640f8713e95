import { describe, expect, test } from 'vitest';
import { languages, placesOf } from '../../../lib/core/language.ts';
import type { AskedTask } from '../../../lib/ecs/placement/asked.ts';
import { changeTexts } from '../../../lib/ecs/placement/change-texts.ts';
import type { Copies } from '../../../lib/ecs/placement/copies.ts';
import { doubts } from '../../../lib/ecs/placement/doubt-texts.ts';
import { explainPlacement } from '../../../lib/ecs/placement/explain.ts';
import type { Reason } from '../../../lib/ecs/placement/finding.ts';
import type { PlacementInstance } from '../../../lib/ecs/placement/instance.ts';
import {
  asked,
  attributesOf,
  container,
  distinct,
  hosting,
  instance,
  lacking,
  memberOf,
  of,
  resources,
  running,
} from './examples.ts';

type Case = readonly [name: string, task: AskedTask, on: PlacementInstance, expected: Copies | Expected];

/** What stands in the way; or, for what cannot be told, how many at the least and at the most. */
type Expected = Partial<Reason> & { readonly range?: readonly [Copies, Copies] };

function check(cases: readonly Case[]): void {
  test.each(cases)('%s', (_, task, on, expected) => {
    const { fits, copies, copiesAtMost, instances } = explainPlacement(task, [on]);
    if (typeof expected !== 'object') {
      expect({ fits, copies, copiesAtMost }).toEqual({ fits: 'yes', copies: expected, copiesAtMost: undefined });
      expect(instances[0]?.reasons).toEqual([]);
      return;
    }
    const { range, ...reason } = expected;
    if (range !== undefined) expect([copies, copiesAtMost]).toEqual(range);
    expect(fits).toBe(range === undefined ? 'no' : range[0] === 0 ? 'unverifiable' : 'yes');
    if (fits === 'yes') expect(instances[0]?.reasons).toEqual([]);
    else expect(instances[0]?.reasons).toEqual([expect.objectContaining(reason)]);
  });
}

const fixed = (hostPort: number, protocol: 'tcp' | 'udp' = 'tcp') => ({ containerPort: 80, hostPort, protocol });
const ports = (from: number, count: number, protocol: 'tcp' | 'udp' = 'tcp') =>
  Array.from({ length: count }, (_, at) => fixed(from + at, protocol));
const left = (more: Parameters<typeof resources>[0]) => instance({ remaining: resources(more) });

describe('CPU and memory', () => {
  check([
    ['room for seven, by memory', asked(), instance(), 7],
    ['exactly enough', asked(), left({ cpuUnits: 256, memoryMiB: 512 }), 1],
    [
      'one CPU unit too few',
      asked(),
      left({ cpuUnits: 255 }),
      { check: 'cpu', code: 'RESOURCE:CPU', verdict: 'no', need: 256, have: 255, shortBy: 1 },
    ],
    [
      'one MiB too little',
      asked(),
      left({ memoryMiB: 511 }),
      { check: 'memory', code: 'RESOURCE:MEMORY', need: 512, have: 511, shortBy: 1 },
    ],
    ['nothing asked for always fits', asked(of({ cpuUnits: 0 })), left({ cpuUnits: 0 }), 7],
    ['a container without cpu asks for none', asked({ definition: { containers: [] } }), instance(), 'unbounded'],
    ['a reservation counts, not the limit', asked(of({ memoryMiB: 4000, memoryReservationMiB: 128 })), instance(), 8],
    ['a reservation of 0 is none', asked(of({ memoryMiB: 1024, memoryReservationMiB: 0 })), instance(), 3],
    [
      'containers are added up',
      asked({ definition: { containers: [container(), container({ name: 'log', cpuUnits: 1024 })] } }),
      instance(),
      1,
    ],
    [
      'the size of the task counts, not its containers',
      asked({ definition: { cpuUnits: 1024, memoryMiB: 64 } }),
      instance(),
      2,
    ],
    ['a size of 0 is none', asked({ definition: { cpuUnits: 0, memoryMiB: 0 } }), instance(), 7],
    [
      'on Windows the containers count, not the size of the task',
      asked({ definition: { cpuUnits: 4096, memoryMiB: 8192, isWindows: true } }),
      instance(),
      7,
    ],
    [
      'an override of the size of the task counts',
      asked({ definition: { cpuUnits: 256 }, overrides: { cpuUnits: 1024, containers: [] } }),
      instance(),
      2,
    ],
    [
      'an override of a container counts',
      asked({ overrides: { containers: [{ name: 'web', memoryMiB: 3000 }] } }),
      instance(),
      1,
    ],
    [
      'an override of a container that is not there does not',
      asked({ overrides: { containers: [{ name: 'other', memoryMiB: 9000 }] } }),
      instance(),
      7,
    ],
    [
      'how much is left is not listed',
      asked(),
      instance({ remaining: { tcpPorts: new Set(), udpPorts: new Set(), gpus: new Set(), cpuUnits: 2048 } }),
      { check: 'memory', verdict: 'unverifiable', doubt: { text: doubts['resource-unlisted'] }, range: [0, 8] },
    ],
  ]);
});

describe('ports', () => {
  check([
    ['one copy of a task with a port of its own', asked(of({ portMappings: [fixed(8080)] })), instance(), 1],
    ['any number where the host chooses', asked(of({ portMappings: [fixed(0)] })), instance(), 7],
    [
      'taken, and by whom',
      asked(of({ portMappings: [fixed(8080), fixed(9090)] })),
      hosting([running('service:api', { hostPorts: [{ port: 8080, protocol: 'tcp' }] })], {
        remaining: resources({ tcpPorts: new Set([22, 8080]) }),
      }),
      {
        check: 'ports',
        code: 'RESOURCE:PORTS',
        need: ['8080/tcp', '9090/tcp'],
        have: ['8080/tcp'],
        shortBy: 1,
        heldBy: ['service:api'],
      },
    ],
    [
      "the agent's own port",
      asked(of({ portMappings: [fixed(51_678)] })),
      instance(),
      { check: 'ports', have: ['51678/tcp'], heldBy: [] },
    ],
    [
      'the same port of the other protocol is free',
      asked(of({ portMappings: [fixed(53, 'udp')] })),
      left({ tcpPorts: new Set([53]) }),
      1,
    ],
    [
      'a port the task itself wants twice',
      asked(of({ portMappings: [fixed(80), { ...fixed(80), containerPort: 81 }] })),
      instance(),
      { check: 'ports', need: ['80/tcp', '80/tcp'], have: ['80/tcp'] },
    ],
    [
      'in host mode the port of the container',
      asked(of({ portMappings: [{ containerPort: 22, protocol: 'tcp' }] }, { networkMode: 'host' })),
      instance(),
      { check: 'ports', have: ['22/tcp'] },
    ],
    [
      'with awsvpc none of the host',
      asked(of({ portMappings: [fixed(22)] }, { networkMode: 'awsvpc' })),
      instance(),
      2,
    ],
    ['up to 100', asked(of({ portMappings: ports(3000, 95) })), instance(), 1],
    [
      'and not 101',
      asked(of({ portMappings: ports(3000, 96) })),
      instance(),
      { check: 'reservedPorts', code: 'RESOURCE:PORTS', need: 96, have: 95, shortBy: 1 },
    ],
    [
      'whether both protocols count together is not said',
      asked(of({ portMappings: [...ports(3000, 60), ...ports(3000, 60, 'udp')] })),
      instance(),
      { check: 'reservedPorts', doubt: { text: doubts['ports-counted-together'] }, range: [0, 1] },
    ],
    [
      'nobody asks for ports where 100 are taken',
      asked(),
      left({ tcpPorts: new Set(ports(1, 100).map(({ hostPort }) => hostPort)) }),
      7,
    ],
  ]);
});

const gpus = (...ids: readonly string[]) => new Set(ids);
const withGpus = (registered: ReadonlySet<string>, free: ReadonlySet<string>, more: Partial<PlacementInstance> = {}) =>
  instance({ registered: resources({ gpus: registered }), remaining: resources({ gpus: free }), ...more });
const device = (sharingMode: string, remainingMemoryMiB = 0) => ({ id: 'GPU-0', sharingMode, remainingMemoryMiB });

describe('GPUs', () => {
  check([
    ['two of two', asked(of({ gpus: 1 })), withGpus(gpus('a', 'b'), gpus('a', 'b')), 2],
    ['none', asked(of({ gpus: 1 })), instance(), { check: 'gpu', code: 'RESOURCE:GPU', need: 1, have: 0, shortBy: 1 }],
    ['all of them', asked(of({ gpus: 'all' })), withGpus(gpus('a', 'b'), gpus('a', 'b')), 1],
    [
      'all of them, and one is taken',
      asked(of({ gpus: 'all' })),
      withGpus(gpus('a', 'b'), gpus('b')),
      { check: 'gpu', need: 2, have: 1, shortBy: 1 },
    ],
    ['all of none', asked(of({ gpus: 'all' })), instance(), { check: 'gpu', need: 1, have: 0 }],
    [
      'an override of a container counts',
      asked({ overrides: { containers: [{ name: 'web', gpus: 2 }] } }),
      withGpus(gpus('a', 'b', 'c'), gpus('a', 'b', 'c')),
      1,
    ],
    [
      'the list of what is left names one in use',
      asked(of({ gpus: 1 })),
      withGpus(gpus('a', 'b'), gpus('a', 'b'), { tasks: [running('service:x', { gpuIds: ['a'] })], runningTasks: 1 }),
      { check: 'gpu', doubt: { text: doubts['gpus-disputed'] }, range: [0, 7] },
    ],
    [
      'the state of each GPU is surer than the list',
      asked(of({ gpus: 1 })),
      withGpus(gpus('a', 'b'), gpus('a', 'b'), { gpuDevices: [device('DEDICATED'), device('IDLE', 24_000)] }),
      1,
    ],
    [
      'shared: what is left of each',
      asked(of({ sharedGpuMemoryMiB: 4000 })),
      withGpus(gpus('a', 'b'), gpus('a', 'b'), {
        gpuDevices: [device('NVIDIA_MPS', 7999), device('IDLE', 8000), device('DEDICATED', 24_000)],
      }),
      3,
    ],
    [
      'shared: enough together, and not on one',
      asked(of({ sharedGpuMemoryMiB: 4000 })),
      instance({ gpuDevices: [device('NVIDIA_MPS', 3000), device('NVIDIA_MPS', 3500)] }),
      { check: 'gpuMemory', need: 4000, have: 3500, shortBy: 500 },
    ],
    ['shared: no GPU at all', asked(of({ sharedGpuMemoryMiB: 4000 })), instance(), { check: 'gpuMemory', have: 0 }],
    [
      'shared: their memory is not listed',
      asked(of({ sharedGpuMemoryMiB: 4000 })),
      withGpus(gpus('a'), gpus('a')),
      { check: 'gpuMemory', doubt: { text: doubts['gpu-sharing-unlisted'] }, range: [0, 7] },
    ],
  ]);
});

const awsvpc = asked({ definition: { networkMode: 'awsvpc' } });
const withInterface = { hasInterface: true } as const;
const ofType = (type: string, more: Readonly<Record<string, string | undefined>> = {}) => ({
  attributes: attributesOf({ 'ecs.instance-type': type, ...more }),
});

describe('network interfaces', () => {
  check([
    ['what the type attaches, less its own', awsvpc, instance(), 2],
    [
      'each task has one',
      awsvpc,
      hosting([running('service:a', withInterface), running('service:b'), running('service:c', withInterface)]),
      { check: 'eni', code: 'RESOURCE:ENI', need: 1, have: 0, shortBy: 1 },
    ],
    ['until it is stopped', awsvpc, hosting([running('service:a', { ...withInterface, isLeaving: true })]), 1],
    ['with a trunk', awsvpc, instance(ofType('c5.large', { 'ecs.awsvpc-trunk-id': 'eni-0a' })), 7],
    ['DescribeInstanceTypes before our table', awsvpc, instance({ maximumNetworkInterfaces: 4 }), 3],
    ['our table where nobody asked', awsvpc, lacking('maximumNetworkInterfaces', instance(ofType('m5.xlarge'))), 3],
    [
      'a type that neither knows',
      awsvpc,
      lacking('maximumNetworkInterfaces', instance(ofType('x9.large'))),
      { check: 'eni', doubt: { text: doubts['eni-limit-unknown'] }, range: [0, 7] },
    ],
    [
      'a type whose trunk nobody knows',
      awsvpc,
      instance(ofType('t3.large', { 'ecs.awsvpc-trunk-id': 'eni-0a' })),
      { check: 'eni', doubt: { text: doubts['eni-limit-unknown'] }, range: [0, 7] },
    ],
    [
      'tasks that are not listed may have one',
      awsvpc,
      instance({ runningTasks: 2 }),
      { check: 'eni', doubt: { text: doubts['tasks-unlisted'] }, range: [0, 2] },
    ],
    ['one of them cannot fill it', awsvpc, instance({ runningTasks: 1 }), { range: [1, 2] }],
    ['without awsvpc nobody asks', asked(), hosting([running('a', withInterface), running('b', withInterface)]), 7],
  ]);
});

const requires = (...names: readonly string[]) =>
  asked({ definition: { requiresAttributes: names.map((name) => ({ name })) } });

describe('attributes', () => {
  check([
    ['all there', requires('com.amazonaws.ecs.capability.docker-remote-api.1.18'), instance(), 7],
    [
      'one missing, by name',
      requires(
        'com.amazonaws.ecs.capability.logging-driver.awslogs',
        'com.amazonaws.ecs.capability.logging-driver.gelf',
      ),
      instance(),
      { check: 'attribute', code: 'ATTRIBUTE', need: 'com.amazonaws.ecs.capability.logging-driver.gelf' },
    ],
    [
      'a longer name is another',
      requires('com.amazonaws.ecs.capability.docker-remote-api.1.1'),
      instance(),
      { check: 'attribute', need: 'com.amazonaws.ecs.capability.docker-remote-api.1.1' },
    ],
    [
      'a value that differs',
      asked({ definition: { requiresAttributes: [{ name: 'ecs.cpu-architecture', value: 'arm64' }] } }),
      instance(ofType('c5.large', { 'ecs.cpu-architecture': 'x86_64' })),
      { check: 'attribute', need: 'ecs.cpu-architecture=arm64', have: 'ecs.cpu-architecture=x86_64' },
    ],
    [
      'a name without the value asked for',
      asked({ definition: { requiresAttributes: [{ name: 'stack', value: 'prod' }] } }),
      instance({ attributes: attributesOf({ stack: undefined }) }),
      { check: 'attribute', need: 'stack=prod', have: 'stack' },
    ],
    [
      'awsvpc asks for task-eni',
      awsvpc,
      instance({ attributes: new Map([['ecs.instance-type', 'c5.large']]) }),
      {
        check: 'attribute',
        verdict: 'no',
        need: 'ecs.capability.task-eni',
      },
    ],
    [
      'ECS Exec asks for its own',
      asked({ features: ['execute-command'] }),
      instance({ attributes: new Map([['ecs.instance-type', 'c5.large']]) }),
      { check: 'attribute', verdict: 'no', need: 'ecs.capability.execute-command' },
    ],
    [
      'what only the code of the agent tells is not sure',
      asked({ features: ['service-connect'] }),
      instance(),
      {
        check: 'attribute',
        verdict: 'unverifiable',
        need: 'ecs.capability.service-connect-v1',
        doubt: { text: doubts['requirement-inferred'] },
        range: [0, 7],
      },
    ],
  ]);

  test('none at all were not listed: nothing that asks for them can be told', () => {
    const task = asked({
      definition: { requiresAttributes: [{ name: 'stack' }], networkMode: 'awsvpc' },
      constraints: [memberOf('attribute:stack !exists'), memberOf('runningTasksCount == 0')],
    });
    const { fits, instances } = explainPlacement(task, [instance({ attributes: new Map() })]);
    expect(fits).toBe('unverifiable');
    expect(instances[0]?.reasons.map(({ check: name, verdict }) => [name, verdict])).toEqual(
      ['launchType', 'eni', 'attribute', 'memberOf'].map((name) => [name, 'unverifiable']),
    );
  });

  test.each([
    ['the same', 'arm64', 'yes'],
    ['another: nobody has said that ECS asks for it', 'x86_64', 'unverifiable'],
  ])('the architecture of its platform: %s', (_, architecture, fits) => {
    const task = asked({ definition: { cpuArchitecture: 'arm64' } });
    expect(explainPlacement(task, [instance(ofType('c5.large', { 'ecs.cpu-architecture': architecture }))]).fits).toBe(
      fits,
    );
  });

  test('each missing one is a reason of its own', () => {
    const { instances } = explainPlacement(requires('b', 'a'), [instance()]);
    expect(instances[0]?.reasons.map(({ need }) => need)).toEqual(['b', 'a']);
  });
});

const places = (zones: readonly string[], unresolved: readonly string[] = [], vpcId?: string) =>
  asked({
    definition: { networkMode: 'awsvpc' },
    places: { zones: new Set(zones), unresolved, ...(vpcId !== undefined && { vpcId }) },
  });
const zoneless = instance({
  attributes: new Map([
    ['ecs.instance-type', 'c5.large'],
    ['ecs.capability.task-eni', undefined],
  ]),
});

describe('where it stands', () => {
  check([
    ['in the zone of a subnet', places(['eu-west-1a', 'eu-west-1b']), instance(), 2],
    [
      'in another',
      places(['eu-west-1b']),
      instance(),
      { check: 'zone', code: 'LOCATION', need: ['eu-west-1b'], have: 'eu-west-1a' },
    ],
    [
      'in another, and a subnet is not known',
      places(['eu-west-1b'], ['subnet-0c']),
      instance(),
      {
        check: 'zone',
        doubt: { text: doubts['subnet-zone-unknown'], fills: { subnets: 'subnet-0c' } },
        range: [0, 2],
      },
    ],
    ['in a zone nobody knows', places(['eu-west-1b']), zoneless, { check: 'zone', range: [0, 2] }],
    [
      'in another VPC',
      places(['eu-west-1a'], [], 'vpc-0b'),
      instance(),
      { check: 'vpc', need: 'vpc-0b', have: 'vpc-0a' },
    ],
    ['in the same VPC', places(['eu-west-1a'], [], 'vpc-0a'), instance(), 2],
    [
      'subnets count with awsvpc only',
      asked({ places: { zones: new Set(['eu-west-1b']), unresolved: [] } }),
      instance(),
      7,
    ],
  ]);
});

const external = instance({ attributes: attributesOf({ 'ecs.capability.external': undefined }) });

describe('whether it is asked at all', () => {
  check([
    ['DRAINING', asked(), instance({ status: 'DRAINING' }), { check: 'status', need: 'ACTIVE', have: 'DRAINING' }],
    ['REGISTERING', asked(), instance({ status: 'REGISTERING' }), { check: 'status', have: 'REGISTERING' }],
    ['its agent is away', asked(), instance({ agentConnected: false }), { check: 'agent', code: 'AGENT' }],
    [
      'of its agent nothing is known',
      asked(),
      lacking('agentConnected', instance()),
      { check: 'agent', doubt: { text: doubts['agent-unknown'] }, range: [0, 7] },
    ],
    ['its capacity provider is asked', asked({ capacityProviders: ['a'] }), instance({ capacityProvider: 'a' }), 7],
    [
      'its capacity provider is not',
      asked({ capacityProviders: ['a'] }),
      instance({ capacityProvider: 'b' }),
      { check: 'capacityProvider', need: ['a'], have: 'b' },
    ],
    ['it has none', asked({ capacityProviders: ['a'] }), instance(), { check: 'capacityProvider', need: ['a'] }],
    ['no strategy: any instance', asked(), instance({ capacityProvider: 'b' }), 7],
    ['outside AWS', asked(), external, { check: 'launchType', need: 'EC2', have: 'EXTERNAL' }],
    ['outside AWS, as asked', asked({ launchType: 'EXTERNAL' }), external, 7],
    [
      'inside, and asked for outside',
      asked({ launchType: 'EXTERNAL' }),
      instance(),
      { check: 'launchType', have: 'EC2' },
    ],
  ]);
});

const member = (expression: string) => asked({ constraints: [memberOf(expression)] });
const grouped = (group: string, isLeaving = false) => hosting([running(group, { isLeaving })]);

describe('constraints', () => {
  check([
    ['satisfied', member('attribute:ecs.instance-type == c5.large'), instance(), 7],
    [
      'not satisfied',
      member('attribute:ecs.instance-type =~ m5.*'),
      instance(),
      {
        check: 'memberOf',
        code: 'MemberOf placement constraint unsatisfied.',
        need: 'attribute:ecs.instance-type =~ m5.*',
      },
    ],
    [
      'of the task definition',
      asked({ definition: { memberOf: ['attribute:stack exists'] } }),
      instance(),
      { check: 'memberOf', need: 'attribute:stack exists' },
    ],
    [
      'all must hold',
      asked({ constraints: [memberOf('attribute:ecs.instance-type exists'), memberOf('attribute:stack exists')] }),
      instance(),
      { check: 'memberOf', need: 'attribute:stack exists' },
    ],
    [
      'an expression nobody can read',
      member('stack = prod'),
      instance(),
      { check: 'memberOf', verdict: 'unverifiable', range: [0, 7] },
    ],
    ['away from its own kind: one', member('not (task:group == service:web)'), instance(), 1],
    [
      'away from its own kind: none more',
      member('not (task:group == service:web)'),
      grouped('service:web'),
      {
        check: 'memberOf',
        verdict: 'no',
      },
    ],
    ['beside its own kind: none to begin with', member('task:group == service:web'), instance(), { check: 'memberOf' }],
    ['beside its own kind', member('task:group == service:web'), grouped('service:web'), 7],
    [
      'beside its own kind, which is about to stop',
      member('task:group == service:web'),
      grouped('service:web', true),
      { check: 'memberOf', verdict: 'unverifiable', range: [0, 7] },
    ],
    [
      'groups are not known where tasks are not listed',
      member('task:group == service:web'),
      instance({ runningTasks: 1 }),
      { check: 'memberOf', doubt: { text: doubts['tasks-unlisted'] }, range: [0, 7] },
    ],
    ['fewer than three tasks', member('runningTasksCount < 3'), grouped('service:x'), 2],
    ['at most three tasks', member('runningTasksCount <= 3'), grouped('service:x'), 3],
    ['none or one task', member('runningTasksCount == 0 or runningTasksCount == 1'), instance(), 2],
    [
      'whether a pending task counts is not said',
      member('runningTasksCount < 1'),
      instance({ pendingTasks: 1, tasks: [running('service:x')] }),
      { check: 'memberOf', doubt: { text: doubts['count-of-tasks'] }, range: [0, 1] },
    ],
    ['distinct: one', asked({ constraints: [distinct] }), instance(), 1],
    [
      'distinct: none more',
      asked({ constraints: [distinct] }),
      grouped('service:web'),
      {
        check: 'distinctInstance',
        code: 'DistinctInstance placement constraint unsatisfied.',
        need: 'service:web',
        have: 'service:web',
      },
    ],
    ['distinct: others do not count', asked({ constraints: [distinct] }), grouped('service:webshop'), 1],
    [
      'distinct: its last task is about to stop',
      asked({ constraints: [distinct] }),
      grouped('service:web', true),
      { check: 'distinctInstance', doubt: { text: doubts['task-leaving'] }, range: [0, 1] },
    ],
    [
      'distinct: a task that is not listed may be of the group',
      asked({ constraints: [distinct] }),
      instance({ runningTasks: 1 }),
      { check: 'distinctInstance', doubt: { text: doubts['tasks-unlisted'] }, range: [0, 1] },
    ],
    ['a daemon: one', asked({ isDaemon: true }), instance(), 1],
    ['a daemon: not two', asked({ isDaemon: true }), grouped('service:web'), { check: 'daemon', have: 'service:web' }],
  ]);
});

test('everything in the way is said, in the order in which ECS asks', () => {
  const task = asked({
    definition: {
      containers: [container({ cpuUnits: 4096, memoryMiB: 9000, gpus: 1 })],
      networkMode: 'awsvpc',
      requiresAttributes: [{ name: 'stack' }],
    },
    capacityProviders: ['a'],
    constraints: [memberOf('attribute:stack == prod'), distinct],
    places: { zones: new Set(['eu-west-1c']), unresolved: [], vpcId: 'vpc-0b' },
  });
  const on = hosting([running('service:web', withInterface), running('service:a', withInterface)], {
    status: 'DRAINING',
    agentConnected: false,
  });
  const { instances, copies, fits } = explainPlacement(task, [on]);
  expect({ copies, fits }).toEqual({ copies: 0, fits: 'no' });
  expect(instances[0]?.reasons.map((each) => each.check)).toEqual([
    'status',
    'capacityProvider',
    'agent',
    'cpu',
    'memory',
    'gpu',
    'zone',
    'vpc',
    'eni',
    'attribute',
    'memberOf',
    'distinctInstance',
  ]);
});

test('those that fit come first, then the nearest miss', () => {
  const named = (arn: string, more: Partial<PlacementInstance>) => instance({ arn, ...more });
  const { instances } = explainPlacement(requires('stack'), [
    named('draining', { status: 'DRAINING', attributes: attributesOf({ stack: 'a' }) }),
    named('no-attribute', {}),
    named('far', { attributes: attributesOf({ stack: 'a' }), remaining: resources({ memoryMiB: 12 }) }),
    named('near', { attributes: attributesOf({ stack: 'a' }), remaining: resources({ memoryMiB: 500 }) }),
    named('unknown', { attributes: new Map() }),
    named('fits', { attributes: attributesOf({ stack: 'a' }) }),
  ]);
  expect(instances.map(({ arn }) => arn)).toEqual(['fits', 'unknown', 'near', 'far', 'no-attribute', 'draining']);
});

describe('several capacity providers', () => {
  const spot = instance({ arn: 'spot', capacityProvider: 'spot', remaining: resources({ memoryMiB: 600 }) });
  const full = instance({ arn: 'full', capacityProvider: 'spot', remaining: resources({ memoryMiB: 0 }) });
  const plain = instance({ arn: 'plain', capacityProvider: 'plain' });
  const task = asked({ capacityProviders: ['spot', 'plain'] });

  test('sure is what the fullest of them takes', () => {
    expect(explainPlacement(task, [spot, plain])).toMatchObject({
      fits: 'yes',
      copies: 1,
      copiesAtMost: 8,
      providers: [
        { name: 'spot', fits: 'yes', copies: 1 },
        { name: 'plain', fits: 'yes', copies: 7 },
      ],
    });
  });

  test('one is full: whether the next copy goes there is the choice of ECS', () => {
    expect(explainPlacement(task, [full, plain])).toMatchObject({ fits: 'unverifiable', copies: 0, copiesAtMost: 7 });
    expect(explainPlacement(task, [plain])).toMatchObject({ fits: 'unverifiable', copies: 0, copiesAtMost: 7 });
    expect(explainPlacement(task, [full])).toMatchObject({ fits: 'no', copies: 0 });
  });

  test('one alone is no choice', () => {
    const explained = explainPlacement(asked({ capacityProviders: ['plain'] }), [full, plain]);
    expect(explained).toMatchObject({ fits: 'yes', copies: 7 });
    expect(explained.providers).toBeUndefined();
  });
});

test.each(Object.entries({ ...doubts, ...changeTexts }))('%s is said in both languages', (_, text) => {
  expect(placesOf(text, 'ja')).toEqual(placesOf(text, 'en'));
  for (const language of languages) expect(text[language]).not.toMatch(/please|\bssh\b/i);
  expect(text.ja).not.toBe('');
});
