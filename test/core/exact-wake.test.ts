import { expect, test } from 'vitest';
import { exactWake } from '../../lib/core/exact-wake.ts';
import { secondMs } from '../../lib/core/time.ts';

const now = Date.UTC(2026, 10, 20);
const inSeconds = (seconds: number | undefined): number | undefined =>
  seconds === undefined ? undefined : now + seconds * secondMs;

test.each([
  ['in the past: at once', -10, -10],
  ['within reach of a message: exactly then', 55, 55],
  ['just beyond: when it comes within reach', 60, 5],
  ['as far off as the tick is asked ahead', 70, 15],
  ['further off: a tick before', 71, 1],
  ['in an hour: a tick before', 3600, 3530],
  ['never', undefined, undefined],
])('%s', (_, at, wake) => {
  expect(exactWake(inSeconds(at), now)).toBe(inSeconds(wake));
});

test('however far off, it is there after two looks at most before the moment', () => {
  for (let seconds = 1; seconds < 4000; seconds += 1) {
    const at = now + seconds * secondMs;
    let [time, looks] = [now, 0];
    while (time < at) {
      const next = exactWake(at, time);
      // The tick brings what is further off up to a minute late.
      time =
        next === undefined || next <= time ? Infinity : next === at || next - time <= 55_000 ? next : next + 59_000;
      looks += 1;
    }
    expect([seconds, time, looks <= 3]).toEqual([seconds, at, true]);
  }
});
