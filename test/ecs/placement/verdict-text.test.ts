import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { widthOf, wrapped } from '../../../lib/core/columns.ts';
import type { Text } from '../../../lib/core/language.ts';
import { languages, placesOf } from '../../../lib/core/language.ts';
import type { PlacementAnswer } from '../../../lib/ecs/placement/answer.ts';
import { answerPlacement } from '../../../lib/ecs/placement/answer.ts';
import { changeLines } from '../../../lib/ecs/placement/change-lines.ts';
import { demandText } from '../../../lib/ecs/placement/demand-text.ts';
import type { CheckName, Reason } from '../../../lib/ecs/placement/finding.ts';
import { shortNames, shortZone } from '../../../lib/ecs/placement/instance-names.ts';
import { obstacleOf, reasonLines, reasonPhrase } from '../../../lib/ecs/placement/reason-text.ts';
import * as reasonTexts from '../../../lib/ecs/placement/reason-texts.ts';
import type { Snapshot } from '../../../lib/ecs/placement/snapshot.ts';
import { readSnapshot } from '../../../lib/ecs/placement/snapshot.ts';
import { askedByDefinition, askedByService } from '../../../lib/ecs/placement/snapshot-asked.ts';
import { tableLines } from '../../../lib/ecs/placement/table-lines.ts';
import * as tableTexts from '../../../lib/ecs/placement/table-texts.ts';
import { instanceTable } from '../../../lib/ecs/placement/verdict-table.ts';
import { verdictText } from '../../../lib/ecs/placement/verdict-text.ts';
import * as verdictTexts from '../../../lib/ecs/placement/verdict-texts.ts';

type Item = Record<string, unknown>;

const arnOf = (id: string): string => `arn:aws:ecs:ap-northeast-1:123456789012:container-instance/web/${id}`;

/** An instance of 2048 CPU units and 4096 MiB, of which so much is left. */
function instance(
  id: string,
  {
    cpu = 2048,
    memory = 4096,
    ports = [] as string[],
    ...rest
  }: Item & { cpu?: number; memory?: number; ports?: string[] } = {},
): Item {
  const resources = (units: number, size: number, taken: readonly string[]) => [
    { name: 'CPU', type: 'INTEGER', integerValue: units },
    { name: 'MEMORY', type: 'INTEGER', integerValue: size },
    { name: 'PORTS', type: 'STRINGSET', stringSetValue: taken },
  ];
  return {
    containerInstanceArn: arnOf(id),
    ec2InstanceId: id,
    status: 'ACTIVE',
    agentConnected: true,
    runningTasksCount: 0,
    attributes: [
      { name: 'ecs.instance-type', value: 'm5.large' },
      { name: 'ecs.availability-zone', value: 'ap-northeast-1a' },
    ],
    registeredResources: resources(2048, 4096, []),
    remainingResources: resources(cpu, memory, ports),
    ...rest,
  };
}

const container = { name: 'app', cpu: 512, memoryReservation: 1024 };

function definition(changes: Item = {}): Item {
  return {
    taskDefinitionArn: 'arn:aws:ecs:ap-northeast-1:123456789012:task-definition/orders-api:7',
    containerDefinitions: [container],
    ...changes,
  };
}

const service: Item = { serviceArn: 'arn:service/web/orders-api', taskDefinition: 'orders-api:7' };

function snapshotOf(items: Item): Snapshot {
  const read = readSnapshot({ tasks: [], taskDefinitions: [definition()], services: [service], ...items });
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return read;
}

function answerOf(items: Item): PlacementAnswer {
  const snapshot = snapshotOf(items);
  const [first] = snapshot.services;
  const asked = first && askedByService(snapshot, first);
  if (asked === undefined) throw new Error('nothing is asked');
  return answerPlacement(snapshot, asked);
}

const full = instance('i-0aaaa1', { memory: 960 });

describe('the verdict in two lines', () => {
  const port = { containerDefinitions: [{ ...container, portMappings: [{ containerPort: 80, hostPort: 80 }] }] };
  const provider = { capacityProviderStrategy: [{ capacityProvider: 'cp', weight: 1 }] };
  const holder = {
    taskArn: 'arn:task/1',
    lastStatus: 'RUNNING',
    group: 'service:web',
    containerInstanceArn: arnOf('i-0aaaa1'),
    containers: [{ networkBindings: [{ hostPort: 80, protocol: 'tcp' }] }],
  };
  const cases: readonly (readonly [name: string, items: Item, room: string, outlook: string])[] = [
    [
      'room',
      { containerInstances: [full, instance('i-0bbbb2')] },
      'orders-api: room for 4 more on 1 of 2 instances',
      'The next copy is placed at once',
    ],
    [
      'no room: the nearest miss, and the cheapest change',
      { containerInstances: [full, instance('i-0bbbb2', { memory: 500 })] },
      'orders-api: no room for one more copy on 2 instances. Nearest: i-0aaaa1, 64 MiB short',
      'The next copy waits until others leave: an empty instance would take it, and nothing adds one. Cheapest change: memoryReservation 1024 → 960, which admits 1 more',
    ],
    [
      'two things in the way of the nearest',
      { containerInstances: [instance('i-0aaaa1', { cpu: 500, memory: 960 })] },
      'orders-api: no room for one more copy on the only instance. Nearest: i-0aaaa1, 12 CPU units short, 64 MiB short',
      'The next copy waits until others leave: an empty instance would take it, and nothing adds one. Cheapest change: one more m5.large, which admits 4 more',
    ],
    [
      'the same everywhere',
      {
        taskDefinitions: [definition(port)],
        containerInstances: [
          instance('i-0aaaa1', { ports: ['80'], runningTasksCount: 1 }),
          instance('i-0bbbb2', { ports: ['80'] }),
        ],
        tasks: [holder],
      },
      'orders-api: no room for one more copy on 2 instances: port 80/tcp taken on every one',
      'The next copy waits until others leave: an empty instance would take it, and nothing adds one. Cheapest change: hostPort 80 → 0 (dynamic), which admits 8 more',
    ],
    [
      'a capacity provider that scales',
      {
        services: [{ ...service, ...provider }],
        capacityProviders: [{ name: 'cp', autoScalingGroupProvider: { managedScaling: { status: 'ENABLED' } } }],
        containerInstances: [{ ...full, capacityProviderName: 'cp' }],
        tasks: [{ taskArn: 'arn:task/2', lastStatus: 'PROVISIONING', group: 'service:orders-api' }],
      },
      'orders-api: no room for one more copy on the only instance. Nearest: i-0aaaa1, 64 MiB short',
      'The next copy waits in PROVISIONING until capacity provider cp has added an instance. 1 wait in PROVISIONING now. Cheapest change: memoryReservation 1024 → 960, which admits 1 more',
    ],
    [
      'never placeable: larger than any instance',
      {
        taskDefinitions: [definition({ containerDefinitions: [{ ...container, memoryReservation: 32_768 }] })],
        containerInstances: [instance('i-0aaaa1')],
      },
      'orders-api: no room for one more copy on the only instance. Nearest: i-0aaaa1, 28672 MiB short',
      'It can never be placed here: not even an empty instance of any type there is would take it. No single change known here lets one in',
    ],
    [
      'what nobody can tell',
      { containerInstances: [instance('i-0aaaa1', { agentConnected: undefined })] },
      'orders-api: one more copy may fit on 1 of 1 instances, which cannot be told for sure. Not known: agent: whether its agent is connected is not known',
      'Whether the next copy is placed depends on what is not known here. Cheapest change: one more m5.large, which admits 4 more',
    ],
    [
      'a daemon that has all it wants',
      {
        services: [{ ...service, schedulingStrategy: 'DAEMON' }],
        containerInstances: [instance('i-0aaaa1', { runningTasksCount: 1 })],
        tasks: [{ ...holder, group: 'service:orders-api', containers: [] }],
      },
      'orders-api: a daemon, and its one copy is on each of 1 instances already',
      'A new instance gets the next copy',
    ],
    [
      'an empty cluster',
      { containerInstances: [] },
      'orders-api: there is no container instance to place it on',
      'Nothing is known of instances to come',
    ],
    [
      'a capacity provider scaled to none',
      {
        containerInstances: [],
        services: [{ ...service, ...provider }],
        capacityProviders: [{ name: 'cp', autoScalingGroupProvider: { managedScaling: { status: 'ENABLED' } } }],
      },
      'orders-api: there is no container instance to place it on',
      'The next copy waits in PROVISIONING while capacity provider cp adds an instance; whether that one takes it is not known here',
    ],
    [
      'Fargate',
      {
        services: [{ ...service, launchType: 'FARGATE' }],
        taskDefinitions: [definition({ networkMode: 'awsvpc', cpu: '256', memory: '512' })],
      },
      'orders-api: runs on Fargate, which has no instances to look at',
      'It offers this size; whether it has capacity now, only a start tells',
    ],
    [
      'a size Fargate does not have',
      {
        services: [{ ...service, launchType: 'FARGATE' }],
        taskDefinitions: [definition({ networkMode: 'awsvpc', cpu: '256', memory: '4096' })],
      },
      'orders-api: Fargate has no task of 4096 MiB with 256 CPU units; it has 512, 1024, 2048 MiB',
      'It can never start there as it is',
    ],
  ];

  test.each(cases)('%s', (_, items, room, outlook) => {
    const answer = answerOf(items);
    const said = verdictText(answer, 'en');
    expect(said.room).toBe(room);
    // Which change is cheapest is the engine's to say; the rest of the line is ours.
    expect(said.outlook).toBe(outlook);
    const ja = verdictText(answer, 'ja');
    expect(`${ja.room}${ja.outlook}`).not.toMatch(/\?|undefined|\{/);
    expect(ja.room).not.toBe(said.room);
  });

  test('a standalone task fails rather than waits', () => {
    const snapshot = snapshotOf({ containerInstances: [full] });
    const [first] = snapshot.definitions;
    if (first === undefined) throw new Error('no definition');
    const said = verdictText(answerPlacement(snapshot, askedByDefinition(first)), 'en');
    expect(said.outlook).toMatch(/^RunTask fails now: /);
  });
});

describe('reasons', () => {
  const reasons: Readonly<Record<CheckName, Partial<Reason>>> = {
    status: { need: 'ACTIVE', have: 'REGISTERING' },
    capacityProvider: { need: ['cp'], have: 'other' },
    launchType: { need: 'EXTERNAL', have: 'EC2' },
    agent: { need: 'connected', have: 'not connected' },
    cpu: { need: 512, have: 500, shortBy: 12 },
    memory: { need: 1024, have: 960, shortBy: 64 },
    ports: { need: ['80/tcp'], have: ['80/tcp'], shortBy: 1, heldBy: ['service:web'] },
    reservedPorts: { need: 2, have: 1, shortBy: 1 },
    gpu: { need: 2, have: 1, shortBy: 1 },
    gpuMemory: { need: 4000, have: 3500, shortBy: 500 },
    zone: { need: ['ap-northeast-1a'], have: 'ap-northeast-1c' },
    vpc: { need: 'vpc-1', have: 'vpc-2' },
    eni: { need: 1, have: 0, shortBy: 1 },
    attribute: { need: 'ecs.capability.execute-command' },
    memberOf: { need: 'attribute:stack == prod' },
    distinctInstance: { need: 'service:web', have: 'service:web' },
    daemon: { need: 'service:agent', have: 'service:agent' },
  };
  const reasonOf = (check: CheckName, changes: Partial<Reason> = {}): Reason => ({
    check,
    verdict: 'no',
    need: '',
    ...reasons[check],
    ...changes,
  });
  const names = Object.keys(reasons) as CheckName[];

  test.each(names)('%s is said whole, in both languages', (check) => {
    for (const language of languages) {
      const said = [...reasonLines([reasonOf(check)], language), reasonPhrase([reasonOf(check)], language)].join(' | ');
      expect(said).not.toMatch(/\?|undefined|\{/);
      expect(obstacleOf([reasonOf(check)])?.[language]).toBeTruthy();
    }
  });

  const cases: readonly (readonly [string, Reason, string])[] = [
    ['memory', reasonOf('memory'), 'memory 1024 MiB, has 960 free: 64 short'],
    ['a port and who has it', reasonOf('ports'), 'port 80/tcp held by service:web'],
    ['a port nobody is known to have', reasonOf('ports', { heldBy: [] }), 'port 80/tcp taken'],
    [
      'a port asked for twice',
      reasonOf('ports', { need: ['80/tcp', '80/tcp'] }),
      'the task itself asks for port 80/tcp twice',
    ],
    ['one GPU', reasonOf('gpu', { need: 1, have: 0 }), 'GPUs: needs 1, has 0 free'],
    ['memory of a shared GPU', reasonOf('gpuMemory'), 'GPU memory 4000 MiB, at most 3500 free on one GPU'],
    ['draining', reasonOf('status', { have: 'DRAINING' }), 'draining'],
    ['another state', reasonOf('status'), 'REGISTERING, not ACTIVE'],
    ['no provider', { check: 'capacityProvider', verdict: 'no', need: ['cp'] }, 'of no capacity provider, needs cp'],
    ['an attribute', reasonOf('attribute'), 'lacks attribute ecs.capability.execute-command'],
    [
      'another value of it',
      reasonOf('attribute', { need: 'stack=prod', have: 'stack=test' }),
      'attribute stack=prod, has stack=test',
    ],
    [
      'a constraint of several conditions: the one it fails at, and what is there',
      reasonOf('memberOf', {
        need: 'attribute:a == b and attribute:ecs.instance-type =~ m5.*',
        unmet: { part: 'attribute:ecs.instance-type =~ m5.*', have: 'c5.large' },
      }),
      'constraint fails at attribute:ecs.instance-type =~ m5.*, has c5.large',
    ],
    [
      'a constraint on what is not there',
      reasonOf('memberOf', { unmet: { part: 'attribute:stack == prod', have: null } }),
      'constraint not met: attribute:stack == prod, has none',
    ],
    [
      'a constraint without a value to show',
      reasonOf('memberOf', { unmet: { part: 'attribute:stack == prod' } }),
      'constraint not met: attribute:stack == prod',
    ],
    [
      'many ports',
      reasonOf('ports', { have: ['1/tcp', '2/tcp', '3/tcp', '4/tcp', '5/udp'] }),
      'port 1/tcp, 2/tcp, 3/tcp and 2 more held by service:web',
    ],
  ];
  test.each(cases)('%s', (_, reason, said) => {
    expect(reasonLines([reason], 'en')).toEqual([said]);
  });

  test('attributes of an old agent stand on one line', () => {
    const lacking = ['a', 'b', 'c', 'd'].map((need) => reasonOf('attribute', { need }));
    expect(reasonLines([reasonOf('cpu'), ...lacking], 'en')).toEqual([
      'CPU 512 units, has 500 free: 12 short',
      'lacks 4 attributes: a, b, c and 1 more',
    ]);
  });

  test('an expression of 2,000 characters is cut', () => {
    const need = `attribute:stack in [${'a,'.repeat(980)}a]`;
    expect(reasonLines([reasonOf('memberOf', { need })], 'en')[0]?.length).toBeLessThan(130);
  });
});

describe('the table', () => {
  const many = [
    ...Array.from({ length: 30 }, (_, at) => instance(`i-0c${String(at).padStart(4, '0')}`, { memory: 900 - at })),
    ...Array.from({ length: 7 }, (_, at) => instance(`i-0d${String(at).padStart(4, '0')}`, { status: 'DRAINING' })),
    full,
  ];

  test('shows the nearest misses first, and counts the others by what is in the way', () => {
    const table = instanceTable(answerOf({ containerInstances: many }), { language: 'en' });
    expect(table.rows.map(({ cells }) => cells[0])).toEqual([
      'i-0aaaa1',
      'i-0c0000',
      'i-0c0001',
      'i-0c0002',
      'i-0c0003',
    ]);
    expect(table.rest).toBe('33 more: 26 memory, 7 draining');
    const all = instanceTable(answerOf({ containerInstances: many }), { language: 'ja', most: Infinity });
    expect([all.rows.length, all.rest]).toEqual([38, undefined]);
  });

  test('one row more than usual is shown rather than counted', () => {
    const table = instanceTable(answerOf({ containerInstances: many.slice(0, 6) }), { language: 'en' });
    expect([table.rows.length, table.rest]).toEqual([6, undefined]);
  });

  test('of many things in the way of one instance says the first, and how many more there are', () => {
    const placementConstraints = ['a', 'b', 'c', 'd', 'e'].map((name) => ({
      type: 'memberOf',
      expression: `attribute:${name} exists`,
    }));
    const answer = answerOf({ services: [{ ...service, placementConstraints }], containerInstances: [full] });
    const linesWith = (most: number) => instanceTable(answer, { language: 'en', most }).rows[0]?.why;
    expect(linesWith(5)).toEqual([
      'memory 1024 MiB, has 960 free: 64 short',
      'constraint not met: attribute:a exists',
      'constraint not met: attribute:b exists',
      '… and 3 more',
    ]);
    expect(linesWith(Infinity)).toHaveLength(6);
  });

  test('stands in columns; a narrow one loses type and zone, and wraps what is in the way', () => {
    const port = { containerDefinitions: [{ ...container, portMappings: [{ containerPort: 80, hostPort: 80 }] }] };
    const answer = answerOf({
      taskDefinitions: [definition(port)],
      containerInstances: [instance('i-0aaaa1', { memory: 960, ports: ['80'] }), instance('i-0bbbb2')],
    });
    const table = instanceTable(answer, { language: 'en' });
    expect(tableLines(table, 80).map(({ text }) => text)).toEqual([
      'INSTANCE  TYPE      ZONE  FITS  ROOM, OR WHAT IS IN THE WAY',
      'i-0bbbb2  m5.large  1a    yes   1 more',
      'i-0aaaa1  m5.large  1a    no    memory 1024 MiB, has 960 free: 64 short',
      '                                port 80/tcp taken',
    ]);
    expect(tableLines(table, 44).map(({ text, kind }) => `${kind}| ${text}`)).toEqual(
      [
        'head| INSTANCE  FITS  ROOM, OR WHAT IS IN THE WAY',
        'yes| i-0bbbb2  yes   1 more',
        'no| i-0aaaa1  no    memory 1024 MiB, has 960',
        'no|                 free: 64 short',
        'no|                 port 80/tcp taken',
      ].map((line) => line),
    );
  });

  test('is never wider than it may be, whatever the language', () => {
    const answer = answerOf({ containerInstances: many });
    fc.assert(
      fc.property(fc.integer({ min: 40, max: 160 }), fc.constantFrom(...languages), (columns, language) => {
        const lines = tableLines(instanceTable(answer, { language }), columns);
        expect(Math.max(...lines.map(({ text }) => widthOf(text)))).toBeLessThanOrEqual(columns);
      }),
    );
  });

  test('changes are as many as one reads; of sizes two', () => {
    const answer = answerOf({ containerInstances: many });
    const lines = changeLines(answer.changes, { language: 'en', most: 4 });
    expect(answer.changes.filter(({ kind }) => kind === 'size').length).toBeGreaterThan(2);
    expect(lines.length).toBeLessThanOrEqual(4);
    expect(lines.filter(({ change }) => change.startsWith('memoryReservation')).length).toBe(2);
    expect(lines.map(({ admits }) => admits)).toEqual(lines.map(() => expect.stringMatching(/^admits \d+ more$/)));
    expect(changeLines(answer.changes, { language: 'ja', most: Infinity })).toHaveLength(answer.changes.length);
  });
});

test('what one copy takes', () => {
  const asked = answerOf({
    services: [
      {
        ...service,
        placementConstraints: [{ type: 'distinctInstance' }, { type: 'memberOf', expression: 'attribute:a exists' }],
      },
    ],
    taskDefinitions: [
      definition({
        containerDefinitions: [
          {
            ...container,
            portMappings: [{ containerPort: 53, hostPort: 53, protocol: 'udp' }],
            resourceRequirements: [{ type: 'GPU', value: '2' }],
          },
        ],
      }),
    ],
    containerInstances: [],
  }).asked;
  expect(demandText(asked, 'en')).toBe(
    '512 CPU units, 1024 MiB, host port 53/udp, 2 GPU, constraints: 1, an instance of its own',
  );
  expect(demandText(asked, 'ja')).not.toMatch(/\?|undefined/);
});

describe('names', () => {
  const named = (...ids: string[]): readonly string[] => [
    ...shortNames(snapshotOf({ containerInstances: ids.map((id) => instance(id)) }).instances).values(),
  ];

  test('are as short as they can be told apart', () => {
    expect(named('i-0aaaaaaaaaaaaaaa1', 'i-0bbbbbbbbbbbbbbb1')).toEqual(['i-0aaaaa', 'i-0bbbbb']);
    expect(named('i-0aaaaaaaaa1', 'i-0aaaaaaaaa2')).toEqual(['i-0aaaaaaaaa1', 'i-0aaaaaaaaa2']);
  });

  test.each([
    ['ap-northeast-1a', '1a'],
    ['us-gov-west-1b', '1b'],
    ['us-east-1-bos-1a', '1-bos-1a'],
    ['odd', 'odd'],
  ])('%s is %s', (zone, short) => {
    expect(shortZone(zone)).toBe(short);
  });
});

test('rows hold what was wrapped, and are never too wide', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('memory', 'メモリ', '1024', '、', 'ap-northeast-1a'), { maxLength: 12 }),
      fc.integer({ min: 16, max: 60 }),
      (parts, columns) => {
        const rows = wrapped(parts.join(' '), columns);
        expect(rows.every((row) => widthOf(row) <= columns)).toBe(true);
        expect(rows.join('').replaceAll(' ', '')).toBe(parts.join(''));
      },
    ),
  );
});

function textsIn(value: unknown, path: string): (readonly [string, Text])[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('en' in value && 'ja' in value) return [[path, value as Text]];
  return Object.entries(value).flatMap(([key, part]) => textsIn(part, `${path}.${key}`));
}

const all = textsIn({ ...reasonTexts, ...tableTexts, ...verdictTexts }, 'texts');

test.each(all)('%s says the same in both languages', (_, text) => {
  expect(placesOf(text, 'ja')).toEqual(placesOf(text, 'en'));
  expect(text.en).not.toMatch(/[\u3040-\u30ff\u4e00-\u9fff]|please|something went wrong/i);
});

test('the texts are read', () => {
  expect(all.length).toBeGreaterThan(80);
});
