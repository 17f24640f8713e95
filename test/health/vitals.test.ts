import { describe, expect, test } from 'vitest';
import { minuteMs, secondMs } from '../../lib/core/time.ts';
import { defaultHealthPolicy } from '../../lib/health/policy.ts';
import type { Vitals } from '../../lib/health/state.ts';
import { impactLevel, nextLevelChange, withReading } from '../../lib/health/vitals.ts';

const start = Date.parse('2026-11-20T17:00:05Z');
const policy = defaultHealthPolicy;

/** Readings as `[seconds after the start, desired, healthy]`. */
function vitalsOf(...readings: readonly (readonly [number, number, number])[]): Vitals {
  let vitals: Vitals | undefined;
  for (const [seconds, desired, healthy] of readings) {
    vitals = withReading(
      vitals,
      { at: start + seconds * secondMs, desired, running: healthy, healthy },
      policy.degradedBelow,
    );
  }
  if (vitals === undefined) throw new Error('no readings');
  return vitals;
}

const cases = [
  { name: 'all there', readings: [[0, 4, 4]], after: 0, level: 'none' },
  { name: 'one of four missing for a moment', readings: [[0, 4, 3]], after: 0, level: 'none' },
  { name: 'one of four missing for 15 minutes', readings: [[0, 4, 3]], after: 900, level: 'at-risk' },
  { name: 'nearly 15 minutes', readings: [[0, 4, 3]], after: 899, level: 'none' },
  { name: 'half missing just now', readings: [[0, 4, 2]], after: 0, level: 'at-risk' },
  {
    name: 'half missing in two minutes of three',
    readings: [
      [0, 4, 2],
      [60, 4, 2],
    ],
    after: 60,
    level: 'degraded',
  },
  {
    name: 'half missing, nobody looked since: the next minute is like it',
    readings: [[0, 4, 2]],
    after: 60,
    level: 'degraded',
  },
  {
    name: 'half missing in one minute of three',
    readings: [
      [0, 4, 4],
      [60, 4, 2],
      [70, 4, 4],
    ],
    after: 120,
    level: 'none',
  },
  {
    name: 'exactly 70 %',
    readings: [
      [0, 10, 7],
      [60, 10, 7],
    ],
    after: 60,
    level: 'none',
  },
  {
    name: 'just below 70 %',
    readings: [
      [0, 10, 6],
      [60, 10, 6],
    ],
    after: 60,
    level: 'degraded',
  },
  { name: 'none left just now', readings: [[0, 4, 0]], after: 0, level: 'at-risk' },
  { name: 'none left for 59 seconds', readings: [[0, 4, 0]], after: 54, level: 'at-risk' },
  {
    name: 'none left for a minute',
    readings: [
      [0, 4, 0],
      [60, 4, 0],
    ],
    after: 60,
    level: 'down',
  },
  {
    name: 'none left in two minutes of three, though not yet for one of 60 seconds',
    readings: [
      [50, 2, 0],
      [56, 2, 0],
    ],
    after: 60,
    level: 'at-risk',
  },
  {
    name: 'few left for long, and now none',
    readings: [
      [0, 4, 1],
      [60, 4, 1],
      [115, 4, 0],
    ],
    after: 118,
    level: 'degraded',
  },
  {
    name: 'one came up in between',
    readings: [
      [0, 4, 0],
      [30, 4, 1],
      [50, 4, 0],
    ],
    after: 54,
    level: 'at-risk',
  },
  { name: 'wanted: none', readings: [[0, 0, 0]], after: 600, level: 'none' },
  {
    name: 'all back',
    readings: [
      [0, 4, 0],
      [90, 4, 4],
      [150, 4, 4],
      [210, 4, 4],
    ],
    after: 210,
    level: 'none',
  },
] as const;

describe('impact', () => {
  test.each(cases)('$name: $level', ({ readings, after, level }) => {
    const vitals = vitalsOf(...readings);
    expect(impactLevel({ vitals, surging: false, policy, now: start + after * secondMs }).level).toBe(level);
  });

  test('a deployment above its own minimum is short of tasks on purpose', () => {
    const vitals = vitalsOf([0, 4, 2], [60, 4, 2]);
    expect(impactLevel({ vitals, surging: true, policy, now: start + 60 * secondMs }).level).toBe('none');
  });

  test('nothing healthy is down even in a deployment', () => {
    const vitals = vitalsOf([0, 4, 0], [60, 4, 0]);
    expect(impactLevel({ vitals, surging: true, policy, now: start + 60 * secondMs }).level).toBe('down');
  });

  test('since is when it began, not when it was noticed', () => {
    const vitals = vitalsOf([0, 4, 4], [10, 4, 0], [80, 4, 0]);
    expect(impactLevel({ vitals, surging: false, policy, now: start + 80 * secondMs })).toEqual({
      level: 'down',
      since: start + 10 * secondMs,
    });
  });

  test('an older reading that comes late changes nothing, and the lowest is kept', () => {
    const vitals = vitalsOf([0, 4, 1], [60, 4, 4], [30, 4, 0]);
    expect(vitals.last.healthy).toBe(4);
    expect(vitals.lowest).toBe(1);
  });

  test('the next look is when a level is due by time alone', () => {
    const now = start + secondMs;
    expect(nextLevelChange({ vitals: vitalsOf([0, 4, 0]), policy, now })).toBe(start + policy.downAfterMs);
    expect(nextLevelChange({ vitals: vitalsOf([0, 4, 3]), policy, now })).toBe(start + 15 * minuteMs);
    expect(nextLevelChange({ vitals: vitalsOf([0, 4, 4]), policy, now })).toBeUndefined();
  });
});
