import fc from 'fast-check';
import type { AskedContainer, AskedTask, PortMapping } from '../../../lib/ecs/placement/asked.ts';
import type { InstanceResources, InstanceTask, PlacementInstance } from '../../../lib/ecs/placement/instance.ts';
import { instance as plainInstance } from './examples.ts';

// Small numbers of everything, so that what fits and what does not are about as frequent.

const zones = ['a', 'b'];
const portNumbers = [22, 53, 80, 443];
const gpuIds = ['GPU-0', 'GPU-1', 'GPU-2'];
const groups = ['service:web', 'service:api', 'family:job'];
const capabilities = ['ecs.capability.task-eni', 'ecs.capability.execute-command', 'ecs.capability.service-connect-v1'];

const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined, freq: 2 });

/** The first nine times of ten, else any other. */
const mostly = <Value>(usual: Value, ...others: readonly Value[]): fc.Arbitrary<Value> =>
  fc.constantFrom<Value[]>(...Array.from({ length: 9 * others.length }, () => usual), ...others);

type Loose<Value> = { [Key in keyof Value]: Value[Key] | undefined };

/** Without what is undefined, as optional fields are. */
const presentIn = <Value extends object>(value: Loose<Value>): Value =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Value;

const portMapping: fc.Arbitrary<PortMapping> = fc.record({
  containerPort: fc.constantFrom(...portNumbers),
  hostPort: fc.constantFrom(0, 0, 0, 0, ...portNumbers),
  protocol: fc.constantFrom('tcp' as const, 'udp' as const),
});

export const container: fc.Arbitrary<AskedContainer> = fc
  .record({
    name: fc.constantFrom('web', 'log', 'proxy'),
    cpuUnits: maybe(fc.constantFrom(0, 128, 256, 300)),
    memoryMiB: maybe(fc.constantFrom(64, 128, 512)),
    memoryReservationMiB: maybe(fc.constantFrom(0, 32, 100)),
    portMappings: fc.array(portMapping, { maxLength: 2 }),
    gpus: mostly<AskedContainer['gpus']>(0, 1, 2, 'all'),
  })
  .map((each) => presentIn<AskedContainer>(each));

const expressions = [
  'attribute:stack == prod',
  'attribute:stack != prod',
  'attribute:stack exists',
  'attribute:stack !in [prod]',
  'attribute:ecs.availability-zone == a',
  'attribute:ecs.instance-type =~ c5.*',
  'attribute:ecs.instance-type =~ c5',
  'not (task:group == service:web)',
  'task:group == service:web',
  'task:group != service:api',
  'task:group == family:job or attribute:stack exists',
  'runningTasksCount < 2',
  'runningTasksCount >= 1',
  'runningTasksCount == 0 or runningTasksCount == 1',
  'agentConnected == true',
  'agentVersion >= 1.9.0',
  'registeredAt > 2026-01-01',
  'stack = prod',
];

export const constraint = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ type: 'distinctInstance' as const }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(...expressions).map((expression) => ({ type: 'memberOf' as const, expression })),
  },
);

export const asked: fc.Arbitrary<AskedTask> = fc
  .record({
    definition: fc
      .record({
        arn: fc.constant('arn'),
        family: fc.constant('web'),
        networkMode: fc.constantFrom('bridge', 'bridge', 'host', 'awsvpc', undefined),
        isWindows: mostly(false, true),
        cpuUnits: maybe(fc.constantFrom(0, 128, 1024)),
        memoryMiB: maybe(fc.constantFrom(0, 256, 1024)),
        containers: fc.uniqueArray(container, { maxLength: 3, selector: ({ name }) => name }),
        memberOf: fc.oneof(
          fc.constant([]),
          fc.constant([]),
          fc.constantFrom(...expressions).map((each) => [each]),
        ),
        requiresAttributes: mostly<AskedTask['definition']['requiresAttributes']>(
          [],
          [{ name: 'stack' }],
          [{ name: 'stack', value: 'prod' }, { name: 'ecs.capability.task-eni' }],
        ),
      })
      .map((each) => presentIn<AskedTask['definition']>(each)),
    group: fc.constantFrom(...groups),
    launchType: mostly<'EC2' | 'EXTERNAL'>('EC2', 'EXTERNAL'),
    capacityProviders: fc.oneof(
      { weight: 5, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.subarray(['one', 'two'], { minLength: 1 }) },
    ),
    constraints: fc.oneof(fc.constant([]), fc.array(constraint, { maxLength: 2 })),
    places: maybe(
      fc
        .record({
          zones: fc.subarray(zones, { minLength: 1 }).map((each) => new Set(each)),
          unresolved: fc.subarray(['subnet-0']),
          vpcId: mostly<string | undefined>(undefined, 'vpc-0a', 'vpc-0b'),
        })
        .map((each) => presentIn<NonNullable<AskedTask['places']>>(each)),
    ),
    features: mostly<AskedTask['features']>([], ['execute-command'], ['service-connect']),
    isDaemon: mostly(false, true),
    overrides: maybe(
      fc.constantFrom({ cpuUnits: 128, containers: [] }, { containers: [{ name: 'web', memoryMiB: 200 }] }),
    ),
  })
  .map((each) => presentIn<AskedTask>(each));

const resources = (gpus: readonly string[]): fc.Arbitrary<InstanceResources> =>
  fc.record({
    cpuUnits: fc.constantFrom(0, 256, 512, 1024, 2048, 4096),
    memoryMiB: fc.constantFrom(64, 512, 1024, 3768, 3768),
    tcpPorts: fc.oneof(
      { weight: 9, arbitrary: fc.subarray(portNumbers, { maxLength: 2 }).map((ports) => new Set(ports)) },
      {
        weight: 1,
        arbitrary: fc
          .constantFrom(97, 98, 99, 100)
          .map((count) => new Set(Array.from({ length: count }, (_, at) => 9000 + at))),
      },
    ),
    udpPorts: fc.subarray(portNumbers, { maxLength: 1 }).map((ports) => new Set(ports)),
    gpus: fc.constantFrom(gpus, gpus, gpus.slice(1), []).map((ids) => new Set(ids)),
  });

const task: fc.Arbitrary<InstanceTask> = fc.record({
  arn: fc.constant('task'),
  group: fc.constantFrom(...groups),
  isLeaving: fc.constantFrom(false, false, false, true),
  hasInterface: fc.boolean(),
  hostPorts: fc.constant([]),
  gpuIds: fc.constant([]),
});

const attributes = fc
  .record({
    type: fc.constantFrom('c5.large', 'c5.large', 'm5.xlarge', 'x9.large'),
    zone: fc.constantFrom(...zones),
    stack: fc.constantFrom('none', 'prod', 'dev', undefined),
    isTrunked: mostly(false, true),
    isExternal: mostly(false, true),
    capabilities: mostly(capabilities, capabilities.slice(1), capabilities.slice(0, 1)),
  })
  .map(({ type, zone, stack, isTrunked, isExternal, capabilities: names }) => {
    const pairs: [string, string | undefined][] = [
      ['ecs.instance-type', type],
      ['ecs.availability-zone', zone],
      ['ecs.vpc-id', 'vpc-0a'],
      ...names.map((name): [string, undefined] => [name, undefined]),
    ];
    if (stack !== 'none') pairs.push(['stack', stack]);
    if (isTrunked) pairs.push(['ecs.awsvpc-trunk-id', 'eni-0a']);
    if (isExternal) pairs.push(['ecs.capability.external', undefined]);
    return new Map(pairs);
  });

/** An instance of which everything is known and agrees with the rest. */
export const instance: fc.Arbitrary<PlacementInstance> = fc
  .record({
    remaining: resources(gpuIds),
    attributes,
    status: mostly('ACTIVE', 'DRAINING'),
    agentConnected: mostly(true, false),
    agentVersion: fc.constantFrom('1.98.0', '1.8.0'),
    registeredAt: fc.constantFrom(Date.UTC(2025, 5, 1), Date.UTC(2026, 5, 1)),
    capacityProvider: maybe(fc.constantFrom('one', 'two')),
    tasks: fc.array(task, { maxLength: 3 }),
    maximumNetworkInterfaces: maybe(fc.constantFrom(2, 3, 4)),
  })
  .chain(({ tasks, ...rest }) =>
    fc.nat({ max: tasks.filter(({ isLeaving }) => !isLeaving).length }).map((pending) =>
      presentIn<PlacementInstance>({
        ...plainInstance(),
        ...rest,
        tasks,
        registered: { ...rest.remaining, gpus: new Set(gpuIds) },
        pendingTasks: pending,
        runningTasks: tasks.filter(({ isLeaving }) => !isLeaving).length - pending,
      }),
    ),
  );

/** Instances with names of their own. */
export const cluster: fc.Arbitrary<readonly PlacementInstance[]> = fc
  .array(instance, { minLength: 1, maxLength: 4, size: 'max' })
  .map((instances) => instances.map((each, at) => ({ ...each, arn: `instance/${at}`, ec2InstanceId: `i-0${at}` })));
