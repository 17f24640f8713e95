import { describe, expect, test } from 'vitest';
import type { AskedStrategy, AskedTask } from '../../../lib/ecs/placement/asked.ts';
import { choicesOf } from '../../../lib/ecs/placement/choice.ts';
import type { PlacementInstance } from '../../../lib/ecs/placement/instance.ts';
import { asked, attributesOf, hosting, instance, lacking, resources, running } from './examples.ts';

const inZone = (zone: string, more: Readonly<Record<string, string | undefined>> = {}) =>
  attributesOf({ 'ecs.availability-zone': zone, ...more });

const web = (count: number) => Array.from({ length: count }, () => running('service:web'));

/** Two zones: a has a full instance with five tasks of the service and an empty one; b has one with two. */
const cluster: readonly PlacementInstance[] = [
  hosting(web(5), { arn: 'a-full', attributes: inZone('a', { rack: '1' }), remaining: resources({ memoryMiB: 0 }) }),
  instance({ arn: 'a-empty', attributes: inZone('a', { rack: '2' }) }),
  hosting(web(2), {
    arn: 'b-two',
    attributes: inZone('b', { rack: '1' }),
    remaining: resources({ cpuUnits: 512, memoryMiB: 2048 }),
  }),
  hosting([...web(1), running('service:other'), running('service:web', { isLeaving: true })], {
    arn: 'b-one',
    attributes: inZone('b', { rack: '2' }),
    remaining: resources({ cpuUnits: 1024, memoryMiB: 1024 }),
  }),
];

const ranks = (task: AskedTask, instances = cluster): readonly string[] =>
  choicesOf(task, instances).map(({ arn, rank }) => `${rank} ${arn}`);

const zoneSpread: AskedStrategy = { type: 'spread', field: 'attribute:ecs.availability-zone' };

describe('where the next copy goes', () => {
  test.each<readonly [name: string, strategies: readonly AskedStrategy[] | undefined, ranks: readonly string[]]>([
    [
      'a service that names none: the zone with the fewest of its tasks, full instances counted, then the instance',
      undefined,
      ['1 b-one', '2 b-two', '3 a-empty'],
    ],
    ['over zones only: its instances are drawn', [zoneSpread], ['1 b-two', '1 b-one', '2 a-empty']],
    ['over instances', [{ type: 'spread', field: 'instanceId' }], ['1 a-empty', '2 b-one', '3 b-two']],
    ['over hosts, which is the same', [{ type: 'spread', field: 'host' }], ['1 a-empty', '2 b-one', '3 b-two']],
    [
      'over an attribute of our own',
      [{ type: 'spread', field: 'attribute:rack' }],
      ['1 a-empty', '1 b-one', '2 b-two'],
    ],
    ['least memory first', [{ type: 'binpack', field: 'memory' }], ['1 b-one', '2 b-two', '3 a-empty']],
    ['least CPU first', [{ type: 'binpack', field: 'cpu' }], ['1 b-two', '2 b-one', '3 a-empty']],
    [
      'the first decides, the next among equals',
      [zoneSpread, { type: 'binpack', field: 'cpu' }],
      ['1 b-two', '2 b-one', '3 a-empty'],
    ],
    ['drawn', [{ type: 'random' }], ['1 a-empty', '1 b-two', '1 b-one']],
  ])('%s', (_, strategies, expected) => {
    expect(ranks(asked(strategies === undefined ? {} : { strategies }))).toEqual(expected);
  });

  test('tasks of no service are drawn, if nobody says otherwise', () => {
    expect(ranks(asked({ group: 'family:web' }))).toEqual(['1 a-empty', '1 b-two', '1 b-one']);
    expect(ranks(asked({ group: 'family:web', strategies: [{ type: 'binpack', field: 'cpu' }] }))[0]).toBe('1 b-two');
  });

  test('a daemon goes everywhere: nothing is chosen', () => {
    const daemon = asked({ isDaemon: true, group: 'service:agent', strategies: [zoneSpread] });
    expect(ranks(daemon)).toEqual(['1 a-empty', '1 b-two', '1 b-one']);
  });

  test('why, as numbers', () => {
    const [first] = choicesOf(asked({ strategies: [zoneSpread, { type: 'binpack', field: 'memory' }] }), cluster);
    expect(first).toEqual({
      arn: 'b-one',
      fits: 'yes',
      rank: 1,
      because: [
        { strategy: zoneSpread, value: 'b', amount: 3 },
        { strategy: { type: 'binpack', field: 'memory' }, amount: 1024 },
      ],
    });
  });

  test('what does not fit is no choice; what may fit is one, and says so; what is not known comes last', () => {
    const open = lacking('agentConnected', instance({ arn: 'open' }));
    const unlisted = instance({ arn: 'unlisted', remaining: { ...resources(), cpuUnits: 9 } });
    const { cpuUnits: _cpu, ...rest } = unlisted.remaining;
    const choices = choicesOf(asked({ strategies: [{ type: 'binpack', field: 'cpu' }] }), [
      instance({ arn: 'draining', status: 'DRAINING' }),
      { ...unlisted, remaining: rest },
      open,
    ]);
    expect(choices.map(({ arn, fits }) => [arn, fits])).toEqual([
      ['open', 'unverifiable'],
      ['unlisted', 'unverifiable'],
    ]);
    expect(choicesOf(asked(), [])).toEqual([]);
  });

  test('without the attribute, instances are one place', () => {
    const strategies: readonly AskedStrategy[] = [{ type: 'spread', field: 'attribute:stack' }];
    const [first, second] = choicesOf(asked({ strategies }), [
      hosting(web(1), { arn: 'none' }),
      instance({ arn: 'prod', attributes: attributesOf({ stack: 'prod' }) }),
    ]);
    expect(first).toMatchObject({ arn: 'prod', because: [{ value: 'prod', amount: 0 }] });
    expect(second?.because).toEqual([{ strategy: strategies[0], amount: 1 }]);
  });
});
