import { describe, expect, test } from 'vitest';
import { minuteMs, secondMs } from '../../../lib/core/time.ts';
import type { Look } from '../../../lib/scale/nodes/shortage.ts';
import { bought } from '../../../lib/scale/nodes/shortage.ts';
import { defaultNodesPolicy } from '../../../lib/scale/nodes/policy.ts';
import type { NodesState } from '../../../lib/scale/nodes/state.ts';
import { freshNodes } from '../../../lib/scale/nodes/state.ts';
import { asked } from '../../ecs/placement/examples.ts';

const now = Date.UTC(2026, 10, 20, 17, 19);
const render = 'service:render';
const group = { name: 'batch', min: 0, max: 9, desired: 3, zones: [], members: [], suspended: [], launches: [] };
const entry = { pattern: '*', policy: { ...defaultNodesPolicy, mode: 'act' } } as const;
const grouped = { group, providers: [], entry, isManaged: false };

/** So many copies have no place now; two more instances would take them. */
function look(count: number, state: Partial<NodesState>, at = now, waiting = count): Look {
  return {
    state: { ...freshNodes('batch', now - 10 * minuteMs), ...state },
    picture: {
      snapshot: { takenAt: at, cluster: 'batch', instances: [], tasks: [], notes: [] } as never,
      instances: [],
      groups: [grouped],
      memories: {},
      coming: [],
      unseen: [],
      shapes: [],
      likes: [],
      asking: [],
      wants: [{ asked: asked({ group: render }), count, waiting }],
      headroom: [],
    },
    buying: { raises: [{ each: grouped, to: 5 }], unplaced: [], isShort: true, isFleeting: false },
    total: undefined,
    left: Infinity,
    facts: { kind: 'nodes', failed: new Map(), holds: new Map(), protectedUntil: new Map() },
    now: at,
  };
}

const lasting = { shortSince: now - 2 * minuteMs, wanted: { [render]: 24 }, waiting: { [render]: 24 } };
const codeOf = (of: ReturnType<typeof bought>): string | undefined => of.state.decisions.at(-1)?.code;

describe('what has no place', () => {
  test.each([
    { name: 'for the first time: it is seen once more', count: 24, state: {}, code: 'Seen' },
    { name: 'as at the look before: it is bought for', count: 24, state: lasting, code: 'Bought' },
    { name: 'more than before: for what lasts is bought', count: 30, state: lasting, code: 'Bought' },
    {
      name: 'less than a moment ago, for places are being found: it is seen once more',
      count: 16,
      state: lasting,
      code: 'Seen',
    },
    {
      name: 'less at every look for half a minute: it is bought for',
      count: 16,
      state: { ...lasting, fallingSince: now - 30 * secondMs },
      code: 'Bought',
    },
  ])('$name', ({ count, state, code }) => {
    expect(codeOf(bought(look(count, state)))).toBe(code);
  });

  test.each([
    { name: 'but less is wanted, and none waits any more', count: 20, waiting: 0 },
    { name: 'but less is wanted, and as many wait', count: 20, waiting: 4 },
  ])('$name: it is bought for', ({ count, waiting }) => {
    const wanting = { ...lasting, waiting: { [render]: 4 } };
    expect(codeOf(bought(look(count, wanting, now, waiting)))).toBe('Bought');
  });

  test('and does not fall any more: what fell before is forgotten', () => {
    const falling = bought(look(16, lasting)).state;
    const steady = bought(look(16, falling, now + 11 * secondMs));
    expect(codeOf(steady)).toBe('Bought');
    expect(steady.state.fallingSince).toBeUndefined();
  });
});
