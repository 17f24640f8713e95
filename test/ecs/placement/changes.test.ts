import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { say } from '../../../lib/core/language.ts';
import type { AskedTask } from '../../../lib/ecs/placement/asked.ts';
import { cheapestChanges } from '../../../lib/ecs/placement/changes.ts';
import type { PlacementInstance } from '../../../lib/ecs/placement/instance.ts';
import { asked as anyTask, cluster } from './engine-arbitraries.ts';
import {
  copiesThatFit,
  asked,
  attributesOf,
  container,
  distinct,
  hosting,
  instance,
  memberOf,
  of,
  resources,
  running,
} from './examples.ts';

type Told = readonly [change: string, admits: number | 'unbounded'];

const told = (task: AskedTask, instances: readonly PlacementInstance[], daemons: readonly AskedTask[] = []): Told[] =>
  cheapestChanges(task, instances, { daemons }).map(({ said, admits }) => [say(said.text, 'en', said.fills), admits]);

const left = (more: Parameters<typeof resources>[0], other: Partial<PlacementInstance> = {}) =>
  instance({ remaining: resources(more), ...other });

type Case = readonly [name: string, task: AskedTask, on: readonly PlacementInstance[], first: readonly Told[]];

const fixed = { containerPort: 80, hostPort: 8080, protocol: 'tcp' as const };
const awsvpc = (zones: readonly string[]) =>
  asked({ definition: { networkMode: 'awsvpc' }, places: { zones: new Set(zones), unresolved: [] } });

const cases: readonly Case[] = [
  [
    'a smaller reservation, in round numbers: 448, and not 450',
    asked(of({ memoryMiB: 2048, memoryReservationMiB: 512 })),
    Array.from({ length: 6 }, () => left({ memoryMiB: 450 })),
    [['memoryReservation 512 → 448', 6]],
  ],
  [
    'a limit stays, and a reservation comes below it',
    asked(of({ memoryMiB: 512 })),
    [left({ memoryMiB: 500 })],
    [['memoryReservation 496 under the same limit of 512 MiB', 1]],
  ],
  [
    'of the largest container, by name',
    asked({
      definition: {
        containers: [container({ memoryReservationMiB: 128 }), container({ name: 'log', memoryReservationMiB: 400 })],
      },
    }),
    [left({ memoryMiB: 500 })],
    [['log: memoryReservation 400 → 368', 1]],
  ],
  [
    'the size of the task, where it has one',
    asked({ definition: { memoryMiB: 1024 } }),
    [left({ memoryMiB: 1000 })],
    [['memory 1024 → 960', 1]],
  ],
  [
    'but not below what its containers need',
    asked({ definition: { memoryMiB: 1024, containers: [container({ memoryMiB: 1000 })] } }),
    [left({ memoryMiB: 990 })],
    [['one more c5.large', 3]],
  ],
  [
    'on Windows that of the containers',
    asked({ definition: { memoryMiB: 4096, isWindows: true } }),
    [left({ memoryMiB: 500 })],
    [['memory 512 → 496', 1]],
  ],
  ['less CPU', asked(), [left({ cpuUnits: 240 })], [['cpu 256 → 240', 1]]],
  ['nobody is told to cut a task by more than half', asked(), [left({ cpuUnits: 127 })], [['one more c5.large', 7]]],
  [
    'of sizes only those that admit more than a larger one',
    asked(of({ cpuUnits: 0, memoryReservationMiB: 512 })),
    [left({ memoryMiB: 500 }), left({ memoryMiB: 300 }), left({ memoryMiB: 290 })],
    [
      ['memoryReservation 512 → 496', 1],
      ['memoryReservation 512 → 288', 3],
    ],
  ],
  [
    'instances that take no copy of any size do not crowd out the one that takes a smaller one',
    asked(of({ cpuUnits: 0, memoryReservationMiB: 512 })),
    [
      ...Array.from({ length: 13 }, (_, at) => left({ memoryMiB: 496 - 16 * at }, { status: 'DRAINING' })),
      left({ memoryMiB: 288 }),
    ],
    [['memoryReservation 512 → 288', 1]],
  ],
  [
    'what the call overrides is what is cut',
    asked({ overrides: { containers: [{ name: 'web', memoryReservationMiB: 2048 }] } }),
    [left({ memoryMiB: 2000 })],
    [['memoryReservation 2048 → 1984', 1]],
  ],
  [
    'a port the host chooses',
    asked(of({ portMappings: [fixed] })),
    [left({ tcpPorts: new Set([8080]) })],
    [['hostPort 8080 → 0 (dynamic)', 7]],
  ],
  [
    'out of host mode, after less has been tried',
    asked(of({ portMappings: [{ containerPort: 22, protocol: 'tcp' }] }, { networkMode: 'host' })),
    [instance()],
    [['networkMode host → bridge, hostPort 0 (dynamic)', 7]],
  ],
  [
    'an attribute of our own comes before an instance, one of the agent after it',
    asked({ definition: { requiresAttributes: [{ name: 'stack', value: 'prod' }] } }),
    [instance(), instance(), instance({ attributes: attributesOf({ stack: 'dev' }) })],
    [['attribute stack=prod on 3 instances', 21]],
  ],
  [
    'several together, where one alone is no use',
    asked({ definition: { requiresAttributes: [{ name: 'ecs.capability.a' }, { name: 'ecs.capability.b' }] } }),
    [instance()],
    [['attribute ecs.capability.a, ecs.capability.b on one instance', 7]],
  ],
  [
    'an attribute that instances outside AWS can never have is no help',
    asked({ definition: { requiresAttributes: [{ name: 'ecs.capability.task-eni' }] }, launchType: 'EXTERNAL' }),
    [instance({ attributes: new Map([['ecs.capability.external', undefined]]) })],
    [],
  ],
  [
    'a feature off',
    asked({ features: ['execute-command'] }),
    [instance({ attributes: new Map([['ecs.instance-type', 'c5.large']]) })],
    [
      ['enableExecuteCommand off', 7],
      ['attribute ecs.capability.execute-command on one instance', 7],
    ],
  ],
  ['a subnet in another zone', awsvpc(['eu-west-1b']), [instance()], [['a subnet in eu-west-1a', 2]]],
  [
    'an agent connected again',
    asked(),
    [instance({ agentConnected: false })],
    [
      ['agent of i-0aa1 connected again', 7],
      ['one more c5.large', 7],
    ],
  ],
  [
    'back from draining, which somebody wanted, after less',
    asked(),
    [instance({ status: 'DRAINING' }), instance({ status: 'DRAINING' })],
    [
      ['2 draining instances back to ACTIVE', 14],
      ['one more c5.large', 7],
    ],
  ],
  [
    'without a constraint, each by itself',
    asked({ constraints: [memberOf('attribute:stack == prod'), memberOf('attribute:ecs.instance-type exists')] }),
    [instance()],
    [['without the constraint `attribute:stack == prod`', 7]],
  ],
  [
    'without distinctInstance',
    asked({ constraints: [distinct] }),
    [hosting([running('service:web')])],
    [
      ['without distinctInstance', 7],
      ['one more c5.large', 1],
    ],
  ],
  [
    'one more instance of each type and provider, with what it takes',
    asked({ capacityProviders: ['a'] }),
    [
      left({ memoryMiB: 0 }, { capacityProvider: 'a' }),
      left(
        { memoryMiB: 0 },
        {
          capacityProvider: 'a',
          attributes: attributesOf({ 'ecs.instance-type': 'm5.xlarge' }),
          registered: resources({ cpuUnits: 4096, memoryMiB: 15_568 }),
        },
      ),
    ],
    [
      ['one more m5.xlarge (a)', 16],
      ['one more c5.large (a)', 7],
    ],
  ],
  [
    'where the zone matters, it is named',
    awsvpc(['eu-west-1b']),
    [instance(), left({ memoryMiB: 0 }, { attributes: attributesOf({ 'ecs.availability-zone': 'eu-west-1b' }) })],
    [
      ['a subnet in eu-west-1a', 2],
      ['one more c5.large in eu-west-1b', 2],
    ],
  ],
  ['nothing helps', asked(of({ cpuUnits: 64_000 })), [instance()], []],
  ['nothing is needed', asked({ definition: { containers: [] } }), [instance()], []],
];

test.each(cases)('%s', (_, task, on, first) => {
  const changes = told(task, on);
  expect(changes.slice(0, Math.max(1, first.length))).toEqual(first);
});

test('a new instance begins with the daemons', () => {
  const agent = asked({
    definition: { containers: [container({ memoryMiB: 1024 })] },
    group: 'service:agent',
    isDaemon: true,
  });
  const full = [left({ memoryMiB: 0 })];
  expect(told(asked(), full)).toEqual([['one more c5.large', 7]]);
  expect(told(asked(), full, [agent])).toEqual([['one more c5.large', 5]]);
  // What is reserved for the daemon itself is not in its way.
  expect(told(agent, [], [agent])).toEqual([]);
  expect(told(agent, full, [agent])).toEqual([['one more c5.large', 1]]);
});

test('an instance that comes back first gets the daemons it lacks', () => {
  const agent = asked({
    definition: { containers: [container({ memoryMiB: 1024 })] },
    group: 'service:agent',
    isDaemon: true,
  });
  const away = instance({ agentConnected: false });
  expect(told(asked(), [away], [agent])[0]).toEqual(['agent of i-0aa1 connected again', 5]);
  expect(told(asked(), [instance({ status: 'DRAINING' })], [agent])[0]).toEqual([
    'i-0aa1 back from DRAINING to ACTIVE',
    5,
  ]);
  // It is there already, and its room is taken.
  const hosts = { ...hosting([running('service:agent')]), agentConnected: false };
  expect(told(asked(), [hosts], [agent])[0]).toEqual(['agent of i-0aa1 connected again', 7]);
});

test('a port that is chosen says who must find it', () => {
  const [change] = cheapestChanges(asked(of({ portMappings: [fixed] })), [left({ tcpPorts: new Set([8080]) })]);
  expect(change?.kind).toBe('dynamic-port');
  expect(change?.how && say(change.how.text, 'en')).toContain('load balancer');
});

describe('whatever is asked', () => {
  test('what a change is said to admit is more than before; the cheapest is first; the count is that of the engine', () => {
    let seen = 0;
    fc.assert(
      fc.property(anyTask, cluster, (task, instances) => {
        const changes = cheapestChanges(task, instances);
        seen += changes.length;
        expect(changes.map(({ cost }) => cost)).toEqual(changes.map(({ cost }) => cost).toSorted((a, b) => a - b));
        for (const { admits } of changes) expect(admits === 'unbounded' || admits >= 1).toBe(true);
        const without = changes.find(({ kind }) => kind === 'distinct');
        if (without === undefined) return;
        const others = task.constraints.filter(({ type }) => type !== 'distinctInstance');
        const [before, after] = [task, { ...task, constraints: others }].map(
          (each) => copiesThatFit(each, instances).copies,
        );
        const more = after === 'unbounded' ? 'unbounded' : (after ?? 0) - Number(before ?? 0);
        expect(without.admits).toBe(more);
      }),
      { numRuns: 1000 },
    );
    expect(seen).toBeGreaterThan(300);
  });
});
