import fc from 'fast-check';
import type { PlacementConstraint, PlacementStrategy } from '../../../sim/account/task-definition.ts';

// Random clusters and the tasks somebody wants to place on them, as numbers and words: `cluster-world.ts` builds them in
// the simulated account. Shares are such that each reason, each verdict and counts above one come up often.

/** The first nine times of ten, else any other. */
const mostly = <Value>(usual: Value, ...others: readonly Value[]): fc.Arbitrary<Value> =>
  fc.constantFrom<Value[]>(...Array.from({ length: 9 * others.length }, () => usual), ...others);

/** The first every other time, else any other. */
const often = <Value>(usual: Value, ...others: readonly Value[]): fc.Arbitrary<Value> =>
  fc.constantFrom<Value[]>(...Array.from({ length: others.length }, () => usual), ...others);

const portNumbers = [53, 80, 51_678];

const portMapping = fc.record({
  containerPort: fc.constantFrom(...portNumbers),
  hostPort: often<number | undefined>(undefined, 0, ...portNumbers),
  protocol: fc.constantFrom('tcp' as const, 'udp' as const),
});

const container = fc.record({
  cpu: fc.constantFrom(0, 32, 64, 128, 256),
  memoryMiB: fc.constantFrom(64, 64, 128, 256, 512),
  memoryReservationMiB: often<number | undefined>(undefined, 32, 64),
  portMappings: often<readonly undefined[]>([], [undefined], [undefined, undefined]).chain((mappings) =>
    fc.tuple(...mappings.map(() => portMapping)),
  ),
  gpus: mostly<number | undefined>(undefined, 1, 2),
});

const expressions = [
  'attribute:stack == prod',
  'attribute:stack != prod',
  'attribute:stack !in [prod, test]',
  'attribute:stack exists',
  'attribute:stack !exists or runningTasksCount < 3',
  'attribute:ecs.instance-type in [c5.large, m5.large]',
  'attribute:ecs.instance-type =~ c5.*',
  'attribute:ecs.instance-type =~ c5 or attribute:stack exists',
  'not(task:group == service:web)',
  'task:group == service:web',
  'task:group == family:other or task:group == service:web',
  'not (task:group == family:other)',
  'runningTasksCount < 2',
  'runningTasksCount <= 2',
  'runningTasksCount == 1 or runningTasksCount == 0',
  'runningTasksCount >= 1',
  'agentConnected == true and agentVersion >= 1.9.0',
  'agentVersion < 1.9.0 or attribute:stack == dev',
  'attribute:ecs.availability-zone != ap-northeast-1a',
  'registeredAt > 2026-01-01 and ec2InstanceId =~ i-0.*',
];

const memberOf = fc.constantFrom(...expressions).map((expression) => ({ type: 'memberOf' as const, expression }));

const constraints: fc.Arbitrary<readonly PlacementConstraint[]> = fc.oneof(
  { weight: 4, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.constant([{ type: 'distinctInstance' as const }]) },
  { weight: 2, arbitrary: memberOf.map((each) => [each]) },
  { weight: 1, arbitrary: fc.tuple(memberOf, memberOf) },
  { weight: 1, arbitrary: memberOf.map((each) => [each, { type: 'distinctInstance' as const }]) },
);

const zoneSpread = { type: 'spread', field: 'attribute:ecs.availability-zone' } as const;

const strategies: fc.Arbitrary<readonly PlacementStrategy[]> = fc.constantFrom<PlacementStrategy[][]>(
  [],
  [],
  [zoneSpread],
  [zoneSpread, { type: 'spread', field: 'instanceId' }],
  [zoneSpread, { type: 'binpack', field: 'memory' }],
  [{ type: 'spread', field: 'host' }],
  [{ type: 'spread', field: 'attribute:stack' }],
  [{ type: 'binpack', field: 'MEMORY' }],
  [{ type: 'binpack', field: 'cpu' }],
  [{ type: 'random' }],
);

const definition = fc.record({
  containers: often<readonly undefined[]>([undefined], [undefined, undefined]).chain((each) =>
    fc.tuple(...each.map(() => container)),
  ),
  networkMode: fc.constantFrom('bridge' as const, 'host' as const, 'awsvpc' as const),
  cpu: mostly<number | undefined>(undefined, 256, 1024),
  memoryMiB: mostly<number | undefined>(undefined, 512, 1024),
  architecture: mostly<'X86_64' | 'ARM64'>('X86_64', 'ARM64'),
  memberOf: mostly<readonly string[]>([], ...expressions.map((each) => [each])),
});

const groups = ['service:web', 'service:web', 'family:other', 'service:api'];

const placed = fc.record({
  definition: fc.record({
    containers: fc.tuple(container),
    networkMode: fc.constantFrom('bridge' as const, 'host' as const, 'awsvpc' as const, 'awsvpc' as const),
  }),
  group: fc.constantFrom(...groups),
  runs: fc.constantFrom(true, true, true, false),
  stops: fc.constantFrom(false, false, false, false, true),
});

const instance = fc.record({
  type: fc.constantFrom('c5.large' as const, 'c5.large' as const, 'm5.xlarge' as const, 'x9.unknown' as const),
  /** With a trunk interface: more tasks with awsvpc. */
  isTrunked: mostly(false, true),
  zone: fc.nat({ max: 2 }),
  cpu: fc.constantFrom(256, 1024, 1024, 2048),
  memoryMiB: fc.constantFrom(256, 1024, 1024, 3767),
  gpus: fc.constantFrom(0, 0, 1, 2),
  stack: fc.constantFrom(undefined, 'prod', 'dev'),
  /** A capability its agent does not have. */
  lacks: mostly<string | undefined>(
    undefined,
    'ecs.capability.task-eni',
    'ecs.capability.task-cpu-mem-limit',
    'com.amazonaws.ecs.capability.docker-remote-api.1.18',
  ),
  architecture: mostly('x86_64', 'arm64'),
  agent: mostly(true, false),
  /** As a text the first is less than 1.9.0. */
  agentVersion: fc.constantFrom('1.100.0', '1.8.0'),
  status: mostly<'ACTIVE' | 'DRAINING'>('ACTIVE', 'DRAINING'),
  provider: fc.constantFrom(undefined, 'cp', 'cp', 'other'),
  /** How many ports the agent keeps besides its own. */
  reserved: mostly(0, 93, 94, 95),
  tasks: fc.array(placed, { maxLength: 3, size: 'max' }),
});

const clusterCase = fc.record({
  seed: fc.nat({ max: 1_000_000 }).map(String),
  patternsMatchWhole: fc.boolean(),
  absentAttributeDiffers: fc.boolean(),
  /** Whether DescribeInstanceTypes was asked. */
  typesAreKnown: fc.boolean(),
  instances: fc.oneof(
    fc.array(instance, { minLength: 1, maxLength: 1 }),
    fc.array(instance, { maxLength: 4, size: 'max' }),
  ),
  asked: definition,
  group: mostly('service:web', 'family:other'),
  constraints,
  strategies,
  zones: often<readonly number[] | undefined>(undefined, [0], [0, 2], [0, 1]),
  provider: mostly<string | undefined>(undefined, 'cp'),
  override: mostly<{ readonly cpu?: number; readonly memoryMiB?: number } | undefined>(
    undefined,
    { cpu: 128 },
    { memoryMiB: 300 },
  ),
});

export type ClusterCase = typeof clusterCase extends fc.Arbitrary<infer Value> ? Value : never;
export type DefinitionCase = Partial<ClusterCase['asked']> & Pick<ClusterCase['asked'], 'containers' | 'networkMode'>;
export type InstanceCase = ClusterCase['instances'][number];

/** So many cases, always the same for a seed. */
export function* casesOf(count: number, seed: number): Generator<ClusterCase> {
  const batch = 500;
  for (let made = 0; made < count; made += batch) {
    yield* fc.sample(clusterCase, { numRuns: Math.min(batch, count - made), seed: seed * 1_000_003 + made });
  }
}
