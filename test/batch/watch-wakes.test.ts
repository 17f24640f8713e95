import { describe, expect, test } from 'vitest';
import { minuteMs, secondMs } from '../../lib/core/time.ts';
import type { BatchPolicy } from '../../lib/batch/policy.ts';
import { decideWatch } from '../../lib/batch/watch/decide.ts';
import type { WatchState } from '../../lib/batch/watch/state.ts';

const now = Date.UTC(2026, 10, 20, 18);
const policy: BatchPolicy = {
  stack: { account: '123456789012', region: 'eu-west-1' },
  jobs: [],
  reconcile: 'observe',
  ignoredClusters: [],
  ignoredSchedules: [],
};

function woken(state: WatchState | undefined, at: number): { readonly state: WatchState; readonly wakeAt: number } {
  const decision = decideWatch({ state, facts: { kind: 'watch', settings: new Map() }, policy, now: at });
  if (decision.state.kind !== 'watch' || !('wakeAt' in decision.next)) throw new Error('no watch that goes on');
  return { state: decision.state, wakeAt: decision.next.wakeAt };
}

describe('a watch with nothing to look at', () => {
  test('is not moved by a wake before its time: each that moves it sends one more', () => {
    const first = woken(undefined, now);
    expect(first.wakeAt).toBe(now + minuteMs);
    for (const seconds of [1, 20, 59]) {
      const early = woken(first.state, now + seconds * secondMs);
      expect(early).toEqual(first);
    }
  });

  test('goes on when its time has come', () => {
    const first = woken(undefined, now);
    expect(woken(first.state, first.wakeAt).wakeAt).toBe(first.wakeAt + minuteMs);
  });
});
