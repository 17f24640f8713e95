import { describe, expect, test } from 'vitest';
import type { Behavior, History } from '../../lib/scale/behavior.ts';
import {
  defaultBehavior,
  emptyHistory,
  rateLimited,
  stabilized,
  withChange,
  withRecommendation,
} from '../../lib/scale/behavior.ts';
import { byAverage, byTotal, messagesIn, workIn } from '../../lib/scale/recommendation.ts';

const tolerances = { up: 0.1, down: 0.1 };
const now = 1_000_000;

describe('how many a metric asks for', () => {
  test.each([
    { name: '200m of 100m doubles', value: 200, target: 100, ready: 3, tasks: 6 },
    { name: '50m of 100m halves', value: 50, target: 100, ready: 4, tasks: 2 },
    { name: 'it rounds up', value: 120, target: 100, ready: 4, tasks: 5 },
    { name: '10 % more is nothing', value: 110, target: 100, ready: 4, tasks: 4 },
    { name: '10 % less is nothing', value: 90, target: 100, ready: 4, tasks: 4 },
    { name: '11 % less is something', value: 74, target: 100, ready: 4, tasks: 3 },
  ])('average: $name', ({ value, target, ready, tasks }) => {
    expect(byAverage({ value, target }, { current: ready, ready }, tolerances).tasks).toBe(tasks);
  });

  test('of none, the ratio counts, without tolerance', () => {
    expect(byAverage({ value: 105, target: 100 }, { current: 0, ready: 0 }, tolerances).tasks).toBe(2);
  });

  test('tasks that are not ready carry nothing', () => {
    expect(byAverage({ value: 150, target: 100 }, { current: 6, ready: 4 }, tolerances).tasks).toBe(6);
  });

  test.each([
    { name: 'a queue of 1,500, 100 for each, is 15', total: 1500, perTask: 100, current: 10, tasks: 15 },
    { name: 'within the tolerance it stays', total: 1050, perTask: 100, current: 10, tasks: 10 },
    { name: 'an empty one is none', total: 0, perTask: 100, current: 10, tasks: 0 },
    { name: 'one message wakes', total: 1, perTask: 100, current: 0, tasks: 1 },
    { name: 'a product that is not exact is no task more', total: 0.3, perTask: 0.1, current: 0, tasks: 3 },
  ])('total: $name', ({ total, perTask, current, tasks }) => {
    expect(byTotal({ total, perTask }, { current }, tolerances).tasks).toBe(tasks);
  });

  test('messages in flight count, delayed ones when asked for', () => {
    const depth = { visible: 5, inFlight: 3, delayed: 7 };
    expect(messagesIn(depth, { inFlight: true, delayed: false })).toBe(8);
    expect(messagesIn(depth, { inFlight: false, delayed: true })).toBe(12);
  });

  test.each([
    { name: 'less waits than a share for each: those at work are kept', visible: 40, inFlight: 12, tasks: 12 },
    { name: 'nothing waits: those at work are kept', visible: 0, inFlight: 12, tasks: 12 },
    { name: 'more than a share for each: one for each share', visible: 288, inFlight: 12, tasks: 15 },
    { name: 'nobody is at work yet', visible: 300, inFlight: 0, tasks: 15 },
  ])('tasks that keep up: $name', ({ visible, inFlight, tasks }) => {
    const counting = { inFlight: true, delayed: false };
    const total = workIn({ visible, inFlight, delayed: 0 }, { counting, perTask: 20, atOnce: 1 });
    expect(byTotal({ total, perTask: 20 }, { current: 12 }, tolerances).tasks).toBe(tasks);
  });
});

const slow: Behavior = {
  up: { ...defaultBehavior.up, windowMs: 60_000, policies: [{ type: 'tasks', value: 2, periodMs: 60_000 }] },
  down: { ...defaultBehavior.down, windowMs: 300_000, policies: [{ type: 'percent', value: 10, periodMs: 60_000 }] },
};

const recommended = (...all: readonly (readonly [agoMs: number, tasks: number])[]): History => ({
  ...emptyHistory,
  recommendations: all.map(([agoMs, tasks]) => ({ at: now - agoMs, tasks })),
});

describe('stabilization', () => {
  test.each([
    {
      name: 'down, the highest of the window',
      history: recommended([400_000, 9], [200_000, 7]),
      current: 10,
      wanted: 3,
      tasks: 9,
    },
    {
      name: 'what ended before the window is forgotten',
      history: recommended([900_000, 9], [310_000, 7]),
      current: 10,
      wanted: 3,
      tasks: 7,
    },
    { name: 'up, the least of the window', history: recommended([50_000, 12]), current: 10, wanted: 20, tasks: 12 },
    { name: 'between both nothing changes', history: recommended([50_000, 8]), current: 10, wanted: 20, tasks: 10 },
    { name: 'without a past, at once', history: emptyHistory, current: 10, wanted: 20, tasks: 20 },
  ])('$name', ({ history, current, wanted, tasks }) => {
    expect(stabilized({ current, wanted }, history, slow, now).tasks).toBe(tasks);
  });

  test('without a window the past does not count', () => {
    expect(stabilized({ current: 10, wanted: 20 }, recommended([50_000, 1]), defaultBehavior, now).tasks).toBe(20);
  });

  test('it says when the wish may get further', () => {
    const { tasks, until } = stabilized(
      { current: 10, wanted: 3 },
      recommended([400_000, 10], [100_000, 3]),
      slow,
      now,
    );
    expect({ tasks, until }).toEqual({ tasks: 10, until: now - 100_000 + 300_000 });
  });

  test('a recommendation is kept when it is a new one, and as long as it counts', () => {
    const first = withRecommendation(emptyHistory, 4, slow, now);
    expect(withRecommendation(first, 4, slow, now + 60_000)).toBe(first);
    const later = withRecommendation(withRecommendation(first, 6, slow, now + 60_000), 8, slow, now + 900_000);
    expect(later.recommendations.map(({ tasks }) => tasks)).toEqual([6, 8]);
  });
});

const changed = (...all: readonly (readonly [agoMs: number, by: number])[]): History => ({
  ...emptyHistory,
  changes: all.map(([agoMs, by]) => ({ at: now - agoMs, by })),
});

describe('rates', () => {
  test.each([
    { name: 'two a minute', behavior: slow, history: emptyHistory, current: 10, wanted: 20, tasks: 12 },
    { name: 'one of them is taken', behavior: slow, history: changed([30_000, 1]), current: 11, wanted: 20, tasks: 12 },
    { name: 'both are', behavior: slow, history: changed([30_000, 2]), current: 12, wanted: 20, tasks: 12 },
    { name: '80 less 10 % is 72', behavior: slow, history: emptyHistory, current: 80, wanted: 1, tasks: 72 },
    { name: 'and then 64', behavior: slow, history: emptyHistory, current: 72, wanted: 1, tasks: 64 },
    {
      name: 'by default it doubles',
      behavior: defaultBehavior,
      history: emptyHistory,
      current: 10,
      wanted: 99,
      tasks: 20,
    },
    {
      name: 'or four more, whichever is more',
      behavior: defaultBehavior,
      history: emptyHistory,
      current: 1,
      wanted: 99,
      tasks: 5,
    },
    { name: 'from none, four', behavior: defaultBehavior, history: emptyHistory, current: 0, wanted: 99, tasks: 4 },
    {
      name: 'down without a limit',
      behavior: defaultBehavior,
      history: emptyHistory,
      current: 80,
      wanted: 3,
      tasks: 3,
    },
    {
      name: 'a limit never turns the direction',
      behavior: slow,
      history: changed([10_000, 9]),
      current: 12,
      wanted: 14,
      tasks: 12,
    },
  ])('$name', ({ behavior, history, current, wanted, tasks }) => {
    expect(rateLimited({ current, wanted }, history, behavior, now).tasks).toBe(tasks);
  });

  test('min takes the smallest of several, disabled none', () => {
    const least: Behavior = { ...defaultBehavior, up: { ...defaultBehavior.up, select: 'min' } };
    expect(rateLimited({ current: 10, wanted: 99 }, emptyHistory, least, now).tasks).toBe(14);
    const not: Behavior = { ...defaultBehavior, down: { ...defaultBehavior.down, select: 'disabled' } };
    expect(rateLimited({ current: 10, wanted: 1 }, emptyHistory, not, now).tasks).toBe(10);
  });

  test('changes are kept as long as they count', () => {
    const history = withChange(withChange(emptyHistory, 2, slow, now), -1, slow, now + 90_000);
    expect(history.changes).toEqual([{ at: now + 90_000, by: -1 }]);
  });
});
