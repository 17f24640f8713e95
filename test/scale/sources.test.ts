import { describe, expect, test } from 'vitest';
import type { QueueDepth } from '../../lib/core/scale-reads.ts';
import { minuteMs } from '../../lib/core/time.ts';
import { freshState } from '../../lib/scale/hear.ts';
import { collapseOf, remembered } from '../../lib/scale/memory.ts';
import type { Source } from '../../lib/scale/policy.ts';
import { defaultServicePolicy } from '../../lib/scale/policy.ts';
import type { SourceWish } from '../../lib/scale/sources.ts';
import { wishOf } from '../../lib/scale/sources.ts';

const now = 1_800_000_000_000;

type Queue = Extract<Source, { kind: 'queue' }>;
type Metric = Extract<Source, { kind: 'metric' }>;

/** With the defaults of KEDA's SQS scaler: five for each, those in flight count, delayed ones do not. */
const queue = (more: Partial<Queue> = {}): Queue => ({
  kind: 'queue',
  id: 'queue jobs',
  queue: 'jobs',
  perTask: 5,
  counting: { inFlight: true, delayed: false },
  activation: 0,
  ...more,
});

const metric = (more: Partial<Metric> = {}): Metric => ({
  kind: 'metric',
  id: 'cpu',
  queries: [],
  target: 60,
  of: 'average',
  activation: 0,
  ...more,
});

const given = (current: number) => ({
  standing: { current, ready: current },
  tolerances: { up: 0.1, down: 0.1 },
  now,
});

const ofDepth = (source: Queue, depth: Partial<QueueDepth>, current: number): SourceWish => {
  const value = { kind: 'queue', depth: { visible: 0, inFlight: 0, delayed: 0, ...depth } } as const;
  return wishOf(source, { ok: true, at: now, value }, given(current));
};

/** The newest first, a minute after the other. */
const ofValues = (source: Exclude<Source, Queue>, values: readonly number[], current = 4, ageMs = minuteMs) => {
  const points = values.map((value, at) => ({ value, at: now - ageMs - at * minuteMs }));
  return wishOf(source, { ok: true, at: now, value: { kind: 'series', points } }, given(current));
};

describe('a queue, as KEDA counts it', () => {
  const tenDelayed = { visible: 1, delayed: 10 };
  const threeInFlight = { visible: 1, inFlight: 3 };
  test.each([
    { name: 'what waits and what is worked on', depth: { visible: 8, inFlight: 3 }, of: {}, current: 1, tasks: 3 },
    {
      name: 'without what is worked on',
      depth: threeInFlight,
      of: { counting: { inFlight: false, delayed: false } },
      current: 1,
      tasks: 1,
    },
    { name: 'delayed ones are not yet', depth: tenDelayed, of: {}, current: 1, tasks: 1 },
    {
      name: 'unless asked for',
      depth: tenDelayed,
      of: { counting: { inFlight: true, delayed: true } },
      current: 1,
      tasks: 3,
    },
    { name: 'one message wakes', depth: { visible: 1 }, of: {}, current: 0, tasks: 1 },
    { name: 'none does not', depth: {}, of: {}, current: 0, tasks: 0 },
    { name: 'as many as the activation do not', depth: { visible: 7 }, of: { activation: 7 }, current: 0, tasks: 0 },
    { name: 'one more does', depth: { visible: 8 }, of: { activation: 7 }, current: 0, tasks: 2 },
    { name: 'nor are they enough to stay for', depth: { visible: 7 }, of: { activation: 7 }, current: 2, tasks: 0 },
    { name: '10 % more is nothing', depth: { visible: 55 }, of: {}, current: 10, tasks: 10 },
    { name: '12 % more is something', depth: { visible: 56 }, of: {}, current: 10, tasks: 12 },
  ])('$name', ({ depth, of, current, tasks }) => {
    expect(ofDepth(queue(of), depth, current).tasks).toBe(tasks);
  });

  test('what is worked on keeps it awake, whatever the activation', () => {
    expect(ofDepth(queue({ activation: 9 }), { inFlight: 1 }, 1)).toMatchObject({ tasks: 1, isActive: true });
  });

  test('what cannot be read is unknown, and never none', () => {
    const wish = wishOf(queue(), { ok: false, reason: 'throttled' }, given(3));
    expect([wish.tasks, wish.isActive]).toEqual([undefined, undefined]);
  });
});

describe('a metric', () => {
  test.each([
    { name: 'in proportion', of: {}, values: [90], tasks: 6 },
    { name: 'within the tolerance it stays', of: {}, values: [65], tasks: 4 },
    { name: 'a little too much at three looks in a row counts', of: {}, values: [65, 64, 63], tasks: 5 },
    { name: 'a little too much now and then does not', of: {}, values: [65, 59, 65], tasks: 4 },
    { name: 'less', of: {}, values: [30], tasks: 2 },
    { name: 'a total is shared', of: { of: 'total' as const }, values: [600], tasks: 10 },
    { name: 'below its activation it asks for none', of: { activation: 5 }, values: [5], tasks: 0 },
  ])('$name', ({ of, values, tasks }) => {
    expect(ofValues(metric(of), values).tasks).toBe(tasks);
  });

  test.each([
    { name: 'no data', values: [], ageMs: 0 },
    { name: 'data that are old', values: [90], ageMs: 6 * minuteMs },
  ])('$name: nobody knows', ({ values, ageMs }) => {
    expect(ofValues(metric(), values, 4, ageMs).tasks).toBeUndefined();
  });
});

describe('steps', () => {
  const steps: Extract<Source, { kind: 'steps' }> = {
    kind: 'steps',
    id: 'steps',
    queries: [],
    threshold: 60,
    cooldownMs: 5 * minuteMs,
    steps: {
      type: 'ChangeInCapacity',
      steps: [
        { upper: -20, adjustment: -1 },
        { lower: 0, upper: 20, adjustment: 1 },
        { lower: 20, adjustment: 3 },
      ],
    },
  };
  const point = (value: number) => ({ kind: 'series', points: [{ value, at: now - minuteMs }] }) as const;
  const lately = { ...given(4), steppedAt: now - minuteMs };

  test.each([
    { name: 'above the threshold', value: 70, asked: given(4), tasks: 5 },
    { name: 'where the next step begins', value: 80, asked: given(4), tasks: 7 },
    { name: 'in between nothing', value: 50, asked: given(4), tasks: 4 },
    { name: 'far below', value: 30, asked: given(4), tasks: 3 },
    { name: 'down waits for the cool-down', value: 30, asked: lately, tasks: 4 },
    { name: 'up does not', value: 90, asked: lately, tasks: 7 },
  ])('$name', ({ value, asked, tasks }) => {
    expect(wishOf(steps, { ok: true, at: now, value: point(value) }, asked).tasks).toBe(tasks);
  });
});

describe('a fall that nobody believes', () => {
  const policy = { ...defaultServicePolicy, tasks: { min: 1, max: 20 }, sources: [metric()] };
  const fallen = (values: readonly number[]): readonly boolean[] => {
    let state = freshState('web', 'api', now);
    return values.map((value, at) => {
      const lookAt = now + at * minuteMs;
      state = remembered(state, { policy, wishes: [{ id: 'cpu', tasks: 1, value, why: '' }], now: lookAt });
      return (collapseOf(state) ?? 0) > lookAt;
    });
  };

  test.each([
    { name: 'more than 70 % within three minutes', values: [60, 60, 17], last: true },
    { name: 'slowly', values: [60, 50, 40, 32, 25, 20, 16, 13, 10], last: false },
    { name: 'to somewhat more', values: [60, 60, 19], last: false },
    { name: 'and back', values: [60, 60, 10, 50], last: false },
    { name: 'low for a quarter of an hour: it is peace', values: [60, 60, ...Array<number>(16).fill(10)], last: false },
    { name: 'low for ten minutes: not yet', values: [60, 60, ...Array<number>(10).fill(10)], last: true },
  ])('$name', ({ values, last }) => {
    expect(fallen(values).at(-1)).toBe(last);
  });
});
