import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { roomOn } from '../../../lib/ecs/placement/checks.ts';
import type { PlacementInstance } from '../../../lib/ecs/placement/instance.ts';
import { withCopies } from '../../../lib/ecs/placement/occupied.ts';
import type { PackedTask } from '../../../lib/ecs/placement/packing.ts';
import { packingOf } from '../../../lib/ecs/placement/packing.ts';
import { questionOf } from '../../../lib/ecs/placement/question.ts';
import { asked as anyTask, instance as anyInstance } from './engine-arbitraries.ts';
import { asked, distinct, hosting, instance, lacking, memberOf, of, resources, running } from './examples.ts';

const sized = (memoryMiB: number, more: Parameters<typeof asked>[0] = {}) =>
  asked({ ...of({ cpuUnits: 0, memoryMiB }), ...more });
const left = (memoryMiB: number, cpuUnits = 2048) => instance({ remaining: resources({ memoryMiB, cpuUnits }) });

describe('several tasks at once', () => {
  test.each<
    readonly [string, readonly PackedTask[], readonly PlacementInstance[], Partial<ReturnType<typeof packingOf>>]
  >([
    ['nothing', [], [], { fits: 'yes', copies: 0, copiesAtMost: 0 }],
    [
      'all of them, the largest first',
      [
        { asked: sized(500), count: 4 },
        { asked: sized(3000), count: 1 },
      ],
      [left(2000), left(3000)],
      {
        fits: 'yes',
        copies: 5,
        copiesAtMost: 5,
        each: [
          { copies: 4, copiesAtMost: 4 },
          { copies: 1, copiesAtMost: 1 },
        ],
      },
    ],
    [
      'each fits alone, and all take more than there is',
      [
        { asked: sized(1000), count: 2 },
        { asked: sized(1500), count: 1 },
      ],
      [left(3000)],
      { fits: 'no', copies: 2, copiesAtMost: 2 },
    ],
    [
      'one of them fits nowhere',
      [
        { asked: sized(100), count: 1 },
        { asked: sized(9000), count: 1 },
      ],
      [left(3000)],
      {
        fits: 'no',
        copies: 1,
        copiesAtMost: 1,
        each: [
          { copies: 1, copiesAtMost: 1 },
          { copies: 0, copiesAtMost: 0 },
        ],
      },
    ],
    [
      'enough in all, in pieces too small: nobody can say without trying every order',
      [
        { asked: sized(600), count: 2 },
        { asked: sized(500), count: 2 },
      ],
      [left(1000), left(1200)],
      { fits: 'unverifiable', copiesAtMost: 4 },
    ],
    [
      'a daemon of its own on each',
      [{ asked: sized(100, { constraints: [distinct] }), count: 3 }],
      [left(3000), left(3000)],
      { fits: 'no', copies: 2, copiesAtMost: 2 },
    ],
    [
      'beside another that must come first',
      [
        { asked: sized(100, { constraints: [memberOf('task:group == service:db')] }), count: 1 },
        { asked: sized(2000, { group: 'service:db' }), count: 1 },
      ],
      [left(3000)],
      { fits: 'yes', copies: 2 },
    ],
    [
      'beside one that comes later',
      [
        { asked: sized(2000, { constraints: [memberOf('task:group == service:db')] }), count: 1 },
        { asked: sized(100, { group: 'service:db' }), count: 1 },
      ],
      [left(3000)],
      { fits: 'unverifiable', copies: 1, copiesAtMost: 2 },
    ],
    [
      'not everything is known',
      [{ asked: sized(100), count: 2 }],
      [lacking('agentConnected', left(3000))],
      { fits: 'unverifiable', copies: 0, copiesAtMost: 2 },
    ],
    [
      'network interfaces are counted together',
      [
        { asked: sized(100, { definition: { networkMode: 'awsvpc' }, group: 'service:a' }), count: 1 },
        { asked: sized(200, { definition: { networkMode: 'awsvpc' }, group: 'service:b' }), count: 1 },
      ],
      [hosting([running('service:x', { hasInterface: true })])],
      { fits: 'no', copies: 1, copiesAtMost: 1 },
    ],
  ])('%s', (_, tasks, instances, expected) => expect(packingOf(tasks, instances)).toMatchObject(expected));
});

/** Every order, every place: how many can be placed at the most. */
function mostPlaced(tasks: readonly PackedTask[], instances: readonly PlacementInstance[]): number {
  let most = 0;
  const questions = tasks.map(({ asked: task }) => questionOf(task));
  const seen = new Set<string>();
  const search = (on: readonly PlacementInstance[], counts: readonly number[], where: string, placed: number): void => {
    most = Math.max(most, placed);
    for (const [at, question] of questions.entries()) {
      if ((counts[at] ?? 0) === 0) continue;
      for (const [host, each] of on.entries()) {
        const next = Array.from(`${where}${at}${host}`.matchAll(/../g), ([pair]) => pair)
          .toSorted()
          .join('');
        if (seen.has(next) || roomOn(question, each).least < 1) continue;
        // Orders matter to constraints about groups; those below do not have them.
        seen.add(next);
        const after = on.map((other, index) => (index === host ? withCopies(other, question, 1) : other));
        search(
          after,
          counts.map((count, index) => (index === at ? count - 1 : count)),
          next,
          placed + 1,
        );
      }
    }
  };
  search(
    instances,
    tasks.map(({ count }) => count),
    '',
    0,
  );
  return most;
}

test('the bounds hold, and a verdict is what trying every order says', () => {
  const seen = { yes: 0, no: 0, unverifiable: 0 };
  const task = fc.record({ asked: anyTask, count: fc.integer({ min: 1, max: 3 }) }).map(({ asked: each, count }) => ({
    asked: {
      ...each,
      isDaemon: false,
      constraints: [],
      capacityProviders: [],
      definition: { ...each.definition, memberOf: [] },
    },
    count,
  }));
  fc.assert(
    fc.property(
      fc.array(task, { minLength: 2, maxLength: 2 }),
      fc.array(anyInstance, { minLength: 1, maxLength: 2 }),
      (tasks, instances) => {
        const isKnown = tasks.every(({ asked: each }) =>
          instances.every((on) => {
            const { least, most } = roomOn(questionOf(each), on);
            return least === most;
          }),
        );
        fc.pre(isKnown);
        const { fits, copies, copiesAtMost } = packingOf(tasks, instances);
        const best = mostPlaced(tasks, instances);
        expect(copies).toBeLessThanOrEqual(best);
        expect(copiesAtMost).toBeGreaterThanOrEqual(best);
        const wanted = tasks.reduce((total, { count }) => total + count, 0);
        if (fits !== 'unverifiable') expect(fits === 'yes').toBe(best === wanted);
        seen[fits] += 1;
      },
    ),
    { numRuns: 2500 },
  );
  expect([seen.yes > 50, seen.no > 50, seen.unverifiable > 0]).toEqual([true, true, true]);
});
