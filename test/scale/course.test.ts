import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { minuteMs } from '../../lib/core/time.ts';
import { defaultBehavior, emptyHistory } from '../../lib/scale/behavior.ts';
import type { Weighed } from '../../lib/scale/course.ts';
import { courseOf } from '../../lib/scale/course.ts';
import type { Freeze, FreezeCode } from '../../lib/scale/freeze.ts';
import type { SourceWish } from '../../lib/scale/sources.ts';

const now = 1_800_000_000_000;

const wish = (tasks: number | undefined, more: Partial<SourceWish> = {}): SourceWish => ({
  id: 'queue',
  why: 'as asked',
  ...(tasks !== undefined && { tasks }),
  ...more,
});

const base: Weighed = {
  current: 10,
  wishes: [wish(10)],
  bounds: { least: 2, most: 40, spans: [] },
  freezes: [],
  history: emptyHistory,
  behavior: defaultBehavior,
  failures: 0,
  idleMs: 5 * minuteMs,
  awake: 10,
  now,
};

const freeze = (code: FreezeCode): readonly Freeze[] => [{ code }];

describe('from what the sources say to the number of tasks', () => {
  test.each([
    { name: 'it fits', given: {}, applied: 10, code: 'AlreadyAtDesiredCapacity' },
    { name: 'more work', given: { wishes: [wish(15)] }, applied: 15, code: 'ScaledOut' },
    { name: 'less work', given: { wishes: [wish(4)] }, applied: 4, code: 'ScaledIn' },
    {
      name: 'the highest of several counts',
      given: { wishes: [wish(4), wish(12), wish(7)] },
      applied: 12,
      code: 'ScaledOut',
    },
    { name: 'up without all of them', given: { wishes: [wish(12), wish(undefined)] }, applied: 12, code: 'ScaledOut' },
    {
      name: 'down only with all of them',
      given: { wishes: [wish(4), wish(undefined)] },
      applied: 10,
      code: 'MetricStale',
    },
    { name: 'nothing known, nothing done', given: { wishes: [wish(undefined)] }, applied: 10, code: 'MetricStale' },
    {
      name: 'no more than the most',
      given: { current: 40, wishes: [wish(90)] },
      applied: 40,
      code: 'AlreadyAtMaxCapacity',
    },
    {
      name: 'no less than the least',
      given: { current: 2, wishes: [wish(0, { isActive: false })] },
      applied: 2,
      code: 'AlreadyAtMinCapacity',
    },
    {
      name: 'below the least it is lifted at once',
      given: { current: 1, wishes: [wish(1)] },
      applied: 2,
      code: 'OutOfBounds',
    },
    {
      name: 'above the most it is lowered at once',
      given: { current: 50, wishes: [wish(60)] },
      applied: 40,
      code: 'OutOfBounds',
    },
    { name: 'a limit of speed', given: { wishes: [wish(35)] }, applied: 20, code: 'ScaledOut' },
    { name: 'no room at all', given: { wishes: [wish(15)], room: 0 }, applied: 10, code: 'NotPlaceable' },
    { name: 'room for some', given: { wishes: [wish(15)], room: 2 }, applied: 12, code: 'ScaledOut' },
    { name: 'down needs no room', given: { wishes: [wish(5)], room: 0 }, applied: 5, code: 'ScaledIn' },
    { name: 'by the calendar alone', given: { wishes: [], awake: 6 }, applied: 6, code: 'ScaledIn' },
  ] as const)('$name', ({ given, applied, code }) => {
    const course = courseOf({ ...base, ...given });
    expect({ applied: course.applied, code: course.code }).toEqual({ applied, code });
  });

  test.each([
    { name: 'room for all', given: { wishes: [wish(15)], room: 5 }, lacking: undefined },
    { name: 'room for some', given: { wishes: [wish(15)], room: 2 }, lacking: 3 },
    { name: 'also those that its rates would let in later', given: { wishes: [wish(35)], room: 2 }, lacking: 23 },
    { name: 'no more than the most', given: { wishes: [wish(90)], room: 2 }, lacking: 28 },
    { name: 'where it may not grow, none', given: { wishes: [wish(35)], room: 2, freezes: freeze('Held') } },
    { name: 'nobody has looked', given: { wishes: [wish(35)] } },
  ])('what has no room: $name', ({ given, lacking }) => {
    expect(courseOf({ ...base, ...given }).lacking).toBe(lacking);
  });

  test.each([
    { code: 'DeploymentInProgress', up: 15, down: 10 },
    { code: 'Incident', up: 15, down: 10 },
    { code: 'TrafficCollapse', up: 15, down: 10 },
    { code: 'SuspendedIn', up: 15, down: 10 },
    { code: 'SuspendedOut', up: 10, down: 4 },
    { code: 'Held', up: 10, down: 10 },
    { code: 'OwnedByOther', up: 10, down: 10 },
    { code: 'Contested', up: 10, down: 10 },
    { code: 'StateUnknown', up: 10, down: 10 },
  ] as const)('frozen by $code', ({ code, up, down }) => {
    expect(courseOf({ ...base, wishes: [wish(15)], freezes: freeze(code) }).applied).toBe(up);
    expect(courseOf({ ...base, wishes: [wish(4)], freezes: freeze(code) }).applied).toBe(down);
    expect(courseOf({ ...base, freezes: freeze(code) }).code).toBe('AlreadyAtDesiredCapacity');
  });

  const none: Partial<Weighed> = {
    bounds: { least: 0, most: 40, spans: [] },
    current: 3,
    wishes: [wish(0, { isActive: false })],
  };

  test.each([
    { name: 'idle long enough', given: { idleSince: now - 5 * minuteMs }, applied: 0 },
    { name: 'not long enough', given: { idleSince: now - 4 * minuteMs }, applied: 1 },
    { name: 'nobody knows since when', given: {}, applied: 1 },
    {
      name: 'somebody still works',
      given: { idleSince: now - 9 * minuteMs, wishes: [wish(0, { isActive: true })] },
      applied: 1,
    },
    { name: 'unknown whether somebody does', given: { idleSince: now - 9 * minuteMs, wishes: [wish(0)] }, applied: 1 },
    { name: 'a calendar needs no proof', given: { bounds: { least: 0, most: 0, spans: ['night'] } }, applied: 0 },
  ])('to none: $name', ({ given, applied }) => {
    expect(courseOf({ ...base, ...none, ...given }).applied).toBe(applied);
  });

  test('from none, work wakes it', () => {
    const course = courseOf({ ...base, ...none, current: 0, wishes: [wish(1, { isActive: true })] });
    expect(course).toMatchObject({ applied: 1, code: 'ScaledOut' });
  });

  test.each([
    { behavior: 'static', tasks: 6, applied: 6 },
    { behavior: 'current', tasks: 6, applied: 10 },
    { behavior: 'current-if-higher', tasks: 12, applied: 12 },
    { behavior: 'current-if-higher', tasks: 6, applied: 10 },
    { behavior: 'current-if-lower', tasks: 6, applied: 6 },
  ] as const)('fallback $behavior of $tasks', ({ behavior, tasks, applied }) => {
    const fallback = { afterFailures: 3, behavior, tasks };
    const given = { ...base, wishes: [wish(undefined)], fallback };
    expect(courseOf({ ...given, failures: 3 }).applied).toBe(10);
    expect(courseOf({ ...given, failures: 4 }).applied).toBe(applied);
  });

  test('every rule that changed the number is told, with its numbers', () => {
    const course = courseOf({ ...base, wishes: [wish(90)], room: 5 });
    expect(course.steps.map(({ code, from, to }) => [code, from, to])).toEqual([
      ['AlreadyAtMaxCapacity', 90, 40],
      ['RateLimited', 40, 20],
      ['NotPlaceable', 20, 15],
    ]);
    expect(course).toMatchObject({ wanted: 40, placeable: 15, applied: 15 });
  });
});

const codes: readonly FreezeCode[] = [
  'DeploymentInProgress',
  'Incident',
  'TrafficCollapse',
  'SuspendedIn',
  'SuspendedOut',
  'Held',
  'OwnedByOther',
  'Contested',
  'StateUnknown',
];
const some = fc.option(fc.nat(60), { nil: undefined });
const weighed = fc
  .record({
    current: fc.nat(60),
    wishes: fc.array(fc.record({ tasks: some, isActive: fc.option(fc.boolean(), { nil: undefined }) }), {
      maxLength: 3,
    }),
    least: fc.nat(20),
    span: fc.nat(30),
    codes: fc.subarray([...codes]),
    past: fc.array(fc.tuple(fc.nat(20), fc.nat(60)), { maxLength: 5 }),
    room: some,
    failures: fc.nat(6),
    awake: fc.nat(60),
    idleMinutes: fc.option(fc.nat(10), { nil: undefined }),
  })
  .map(
    ({
      wishes,
      least,
      span,
      past,
      idleMinutes,
      room,
      ...rest
    }): Weighed & { readonly codes: readonly FreezeCode[] } => ({
      ...base,
      ...rest,
      wishes: wishes.map(({ tasks, isActive }) => wish(tasks, isActive === undefined ? {} : { isActive })),
      bounds: { least, most: least + span, spans: [] },
      freezes: rest.codes.map((code) => ({ code })),
      history: {
        changes: [],
        recommendations: past
          .toSorted(([a], [b]) => b - a)
          .map(([ago, tasks]) => ({ at: now - ago * minuteMs, tasks })),
      },
      ...(room !== undefined && { room }),
      ...(idleMinutes !== undefined && { idleSince: now - idleMinutes * minuteMs }),
    }),
  );

describe('whatever is asked', () => {
  test('it moves towards its bounds, and never out of them', () => {
    fc.assert(
      fc.property(weighed, (given) => {
        const { applied } = courseOf(given);
        const { least, most } = given.bounds;
        expect(applied).toBeGreaterThanOrEqual(Math.min(least, given.current));
        expect(applied).toBeLessThanOrEqual(Math.max(most, given.current));
      }),
    );
  });

  test('what is frozen stays', () => {
    fc.assert(
      fc.property(weighed, (given) => {
        const { applied } = courseOf(given);
        const both = given.codes.some((code) => ['Held', 'OwnedByOther', 'Contested', 'StateUnknown'].includes(code));
        if (both) expect(applied).toBe(given.current);
        else if (given.codes.some((code) => code !== 'SuspendedOut'))
          expect(applied).toBeGreaterThanOrEqual(given.current);
      }),
    );
  });

  test('nothing is asked for that does not fit', () => {
    fc.assert(
      fc.property(weighed, (given) => {
        const { applied } = courseOf(given);
        if (given.room !== undefined) expect(applied).toBeLessThanOrEqual(given.current + given.room);
      }),
    );
  });

  test('what cannot be read never takes a task away', () => {
    fc.assert(
      fc.property(weighed, (given) => {
        const wishes = [...given.wishes, wish(undefined)];
        const { applied } = courseOf({ ...given, wishes });
        const isLowered = applied < given.current && given.current <= given.bounds.most;
        expect(isLowered).toBe(false);
      }),
    );
  });
});
