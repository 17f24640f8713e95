import { expect, test } from 'vitest';
import type { DrainRequested } from '../../lib/core/host-event.ts';
import { minuteMs } from '../../lib/core/time.ts';
import { requested } from '../../lib/drain/hear-request.ts';
import { freshState } from '../../lib/drain/hear.ts';
import type { InstanceState } from '../../lib/drain/state.ts';

const now = Date.UTC(2026, 10, 20, 18);
const word = (wish: DrainRequested['wish'], minute: number): DrainRequested => ({
  kind: 'drain-request',
  id: `${wish} ${minute}`,
  account: '123456789012',
  region: 'eu-west-1',
  at: now + minute * minuteMs,
  instanceId: 'i-0c4f91b2d3e4f5a60',
  wish,
  by: 'kaori',
});

/** Whether it is wanted, after these words in this order. */
function isWantedAfter(words: readonly DrainRequested[], state: InstanceState = freshState('i-0', now)): boolean {
  return words.reduce((known, each) => requested(known, each).state, state).reasons.length > 0;
}

test.each([
  { name: 'asked for', words: [word('drain', 0)], wanted: true },
  { name: 'cancelled', words: [word('drain', 0), word('cancel', 1)], wanted: false },
  {
    name: 'asked for, told once more after it was cancelled',
    words: [word('drain', 0), word('cancel', 1), word('drain', 0)],
    wanted: false,
  },
  { name: 'cancelled, and heard of only then', words: [word('cancel', 1), word('drain', 0)], wanted: false },
  { name: 'asked for anew', words: [word('drain', 0), word('cancel', 1), word('drain', 2)], wanted: true },
  {
    name: 'asked for anew, and cancelled by an old word told once more',
    words: [word('cancel', 1), word('drain', 2), word('cancel', 1)],
    wanted: true,
  },
  {
    name: 'asked for anew, and told once more of the first time',
    words: [word('cancel', 1), word('drain', 2), word('drain', 0)],
    wanted: true,
  },
])('a drain $name', ({ words, wanted }) => {
  expect(isWantedAfter(words)).toBe(wanted);
});

test('what came up since it was cancelled stays', () => {
  const spot = { kind: 'spot', at: now + 2 * minuteMs, endsAt: now + 4 * minuteMs } as const;
  const state = { ...freshState('i-0', now), reasons: [spot] };
  expect(requested(state, word('cancel', 1)).state.reasons).toEqual([spot]);
  expect(requested(state, word('cancel', 3)).state.reasons).toEqual([]);
});

test('an extension counts once, however often it is told', () => {
  const words = [word('extend', 1), word('extend', 1), word('extend', 4)].map((each) => ({ ...each, forMs: minuteMs }));
  const state = words.reduce((known, each) => requested(known, each).state, freshState('i-0', now));
  expect(state.extendedMs).toBe(2 * minuteMs);
});
