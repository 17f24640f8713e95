import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hourMs, minuteMs } from '../../../lib/core/time.ts';
import type { AskedTask } from '../../../lib/ecs/placement/asked.ts';
import { roomOn } from '../../../lib/ecs/placement/checks.ts';
import type { PlacementInstance } from '../../../lib/ecs/placement/instance.ts';
import { withCopies } from '../../../lib/ecs/placement/occupied.ts';
import { questionOf } from '../../../lib/ecs/placement/question.ts';
import { emptyLike } from '../../../lib/ecs/placement/supply.ts';
import type { ConsolidationLimits } from '../../../lib/scale/nodes/consolidation.ts';
import { consolidationOf } from '../../../lib/scale/nodes/consolidation.ts';
import type { Node } from '../../../lib/scale/nodes/node.ts';
import type { Shape } from '../../../lib/scale/nodes/purchase.ts';
import { purchaseOf } from '../../../lib/scale/nodes/purchase.ts';
import { asked, attributesOf, container, definition, instance, resources } from '../../ecs/placement/examples.ts';

const zones = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];

function service(name: string, cpuUnits: number, memoryMiB: number): AskedTask {
  const family = definition({ family: name, containers: [container({ cpuUnits, memoryMiB })] });
  return asked({ group: `service:${name}`, definition: family });
}

const small = service('small', 256, 512);
const large = service('large', 1024, 2048);

function bare(name: string, zone = zones[0], more: Partial<PlacementInstance> = {}): PlacementInstance {
  return instance({ arn: `ci/${name}`, attributes: attributesOf({ 'ecs.availability-zone': zone }), ...more });
}

function node(name: string, tasks: readonly AskedTask[], more: Partial<Node> = {}): Node {
  const { zone = zones[0] ?? '' } = more;
  const on = tasks.reduce<PlacementInstance>((full, each) => withCopies(full, questionOf(each), 1), bare(name, zone));
  return {
    instance: on,
    tasks: tasks.map((each, at) => ({
      arn: `task/${name}/${at}`,
      group: each.group,
      asked: each,
      isDaemon: false,
      isProtected: false,
    })),
    group: 'shop',
    zone,
    ageMs: hourMs,
    isTaken: false,
    ...more,
  };
}

const limits: ConsolidationLimits = { atOnce: 10, perZone: 0, least: new Map(), leastAgeMs: 10 * minuteMs };
const names = (of: readonly { readonly arn: string }[]): readonly string[] => of.map(({ arn }) => arn.slice(3));
const lone = (name: string): Node => {
  const { tasks, ...rest } = node(name, [small]);
  return {
    ...rest,
    tasks: tasks.map(({ arn, group, isDaemon, isProtected }) => ({ arn, group, isDaemon, isProtected })),
  };
};

describe('instances that are not needed', () => {
  test.each([
    { name: 'an empty one goes', nodes: [node('a', []), node('b', [large])], gone: ['a'] },
    { name: 'two half full become one', nodes: [node('a', [small]), node('b', [large])], gone: ['a'] },
    { name: 'what does not fit elsewhere stays', nodes: [node('a', [large, small]), node('b', [large])], gone: [] },
    {
      name: 'what receives does not go',
      nodes: [node('a', [small]), node('b', [small]), node('c', [small])],
      gone: ['a', 'c'],
    },
    { name: 'what belongs to nobody is not moved', nodes: [lone('a'), node('b', [large])], gone: ['b'] },
    { name: 'the young stay', nodes: [node('a', [], { ageMs: minuteMs }), node('b', [large, small])], gone: ['b'] },
    {
      name: 'one that goes already takes nothing',
      nodes: [node('a', [small]), node('b', [], { isTaken: true })],
      gone: [],
    },
  ])('$name', ({ nodes, gone }) => {
    expect(names(consolidationOf(nodes, limits).removals)).toEqual(gone);
  });

  test('limits hold, and say so', () => {
    const empty = ['a', 'b', 'c', 'd'].map((name, at) => node(name, [], { zone: zones[at % 2] ?? '' }));
    const nodes = ['a', 'b', 'c', 'd'].map((name, at) =>
      node(name, at < 2 ? [small] : [small, small], { zone: zones[at % 2] ?? '' }),
    );
    expect(consolidationOf(empty, { ...limits, perZone: 1 }).removals).toHaveLength(2);
    expect(consolidationOf(nodes, { ...limits, atOnce: 1 }).removals).toHaveLength(1);
    expect(consolidationOf(empty, { ...limits, atOnce: 1 }).removals).toHaveLength(4);
    const few = consolidationOf(empty, { ...limits, least: new Map([['shop', 3]]) });
    expect(few.removals).toHaveLength(1);
    expect([...few.kept.values()].map(({ code }) => code)).toContain('GroupMinimum');
  });

  test('what goes already counts', () => {
    const nodes = [node('a', [], { isTaken: true }), node('b', [small]), node('c', [small]), node('d', [small])];
    expect(consolidationOf(nodes, { ...limits, atOnce: 2 }).removals).toHaveLength(1);
  });
});

const anyNodes = fc.array(
  fc.record({
    tasks: fc.array(fc.constantFrom(small, small, large), { maxLength: 3 }),
    zone: fc.constantFrom(...zones),
    isTaken: fc.boolean(),
  }),
  { minLength: 1, maxLength: 12 },
);

describe('whatever there is', () => {
  test('every task that is moved has a place, one after the other, on what stays', () => {
    fc.assert(
      fc.property(anyNodes, fc.nat(2), fc.nat(12), (drawn, perZone, atOnce) => {
        const nodes = drawn.map(({ tasks, ...more }, at) => node(`n${at}`, tasks, more));
        const { removals } = consolidationOf(nodes, { ...limits, perZone, atOnce });
        const gone = new Set(removals.map(({ arn }) => arn));
        const now = new Map(nodes.map((each) => [each.instance.arn, each.instance]));
        for (const { arn, moves } of removals) {
          const from = nodes.find((each) => each.instance.arn === arn);
          expect(moves).toHaveLength(from?.tasks.length ?? -1);
          for (const { group, to } of moves) {
            expect(gone.has(to)).toBe(false);
            const question = questionOf(group === small.group ? small : large);
            const target = now.get(to) ?? bare('none');
            expect(roomOn(question, target).least).toBeGreaterThanOrEqual(1);
            now.set(to, withCopies(target, question, 1));
          }
        }
        const taken = nodes.filter(({ isTaken }) => isTaken).length;
        const moving = removals.filter(({ moves }) => moves.length > 0);
        expect(moving.length).toBeLessThanOrEqual(Math.max(0, atOnce - taken));
        for (const zone of zones) {
          const before = nodes.filter((each) => each.zone === zone && !each.isTaken).length;
          const left = before - removals.filter((each) => each.zone === zone).length;
          expect(left).toBeGreaterThanOrEqual(Math.min(before, perZone));
        }
      }),
    );
  });
});

const double = resources({ cpuUnits: 4096, memoryMiB: 7985 });
const shape = (group: string, cost: number, more: Partial<Shape> = {}): Shape => ({
  group,
  zone: zones[0] ?? '',
  like: emptyLike(bare('new')),
  cost,
  most: 10,
  ...more,
});
const large2x = shape('large', 2, {
  like: emptyLike(bare('big', zones[0], { registered: double, remaining: double })),
});

describe('instances that are bought', () => {
  const want = (count: number, of = large) => [{ asked: of, count }];

  test.each([
    { name: 'nothing for what fits', wants: want(2), there: [bare('a'), bare('b')], bought: [] },
    { name: 'one for one, not two', wants: want(1), there: [], bought: [['shop', 1]] },
    { name: 'as many as are needed', wants: want(5), there: [], bought: [['shop', 5]] },
    { name: 'what is left on one is used', wants: [...want(1), ...want(4, small)], there: [], bought: [['shop', 2]] },
  ])('$name', ({ wants, there, bought }) => {
    const purchase = purchaseOf(wants, there, [shape('shop', 1)]);
    expect(purchase.bought.map(({ group, count }) => [group, count])).toEqual(bought);
    expect(purchase.unplaced).toEqual([]);
  });

  test('the shape that takes most for its cost; a small one for little', () => {
    const shapes = [shape('shop', 1), large2x];
    expect(purchaseOf(want(3), [], shapes).bought.map(({ group }) => group)).toContain('large');
    expect(purchaseOf(want(1, small), [], shapes).bought).toEqual([{ group: 'shop', zone: zones[0], count: 1 }]);
  });

  test('what a group may not have is said, and what never fits', () => {
    const huge = service('huge', 8192, 8192);
    expect(purchaseOf(want(3), [], [shape('shop', 1, { most: 2 })]).unplaced).toEqual([
      { group: large.group, count: 1, why: 'AtMost' },
    ]);
    expect(purchaseOf(want(1, huge), [], [shape('shop', 1), large2x]).unplaced).toEqual([
      { group: huge.group, count: 1, why: 'NeverFits' },
    ]);
  });

  test('zones of one group share what it may have', () => {
    const shapes = zones.map((zone) => shape('shop', 1, { zone, most: 2 }));
    const { bought, unplaced } = purchaseOf(want(5), [], shapes);
    expect(bought.reduce((sum, { count }) => sum + count, 0)).toBe(2);
    expect(unplaced.map(({ count }) => count)).toEqual([3]);
  });
});
