import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayMs, hourMs, minuteMs } from '../../lib/core/time.ts';
import type { HourlyMemory } from '../../lib/scale/forecast.ts';
import { forecastAt, forecastText, hourlySeen } from '../../lib/scale/forecast.ts';
import { openMill } from './mill.ts';

/** A Monday, midnight in UTC. */
const monday = Date.parse('2026-03-02T00:00:00Z');

type Asked = (at: number) => number | undefined;

const noScore = { hours: 0, covered: 0, over: 0, under: 0 };

const unscored = (memory: HourlyMemory | undefined): HourlyMemory | undefined =>
  memory && { ...memory, score: noScore };

/** Looked at every half an hour. */
function after(days: number, asked: Asked, timezone = 'UTC', scoredFrom = monday): HourlyMemory {
  let memory: HourlyMemory | undefined;
  for (let at = monday; at < monday + days * dayMs; at += 30 * minuteMs) {
    const wanted = asked(at);
    const before = at === scoredFrom ? unscored(memory) : memory;
    memory = hourlySeen(before, { timezone, now: at, ...(wanted !== undefined && { wanted }) });
  }
  return memory ?? { first: 0, peaks: [] };
}

const at = (day: number, hour: number): number => monday + day * dayMs + hour * hourMs;
const noon: Asked = (now) => (now % dayMs === 12 * hourMs ? 9 : 2);

describe('what is expected', () => {
  /** Looks once more, at that moment, and says what is expected then. */
  const expectedAt = (memory: HourlyMemory, now: number, timezone = 'UTC'): number | undefined =>
    forecastAt(hourlySeen(memory, { timezone, now }), now)?.tasks;

  test.each([
    { name: 'in the first week nothing', days: 6, now: at(6, 12), tasks: undefined },
    { name: 'then what the week before had in that hour', days: 7, now: at(7, 12), tasks: 9 },
    { name: 'in the next hour less', days: 7, now: at(7, 13), tasks: 2 },
    { name: 'shortly before an hour what that one needs', days: 7, now: at(7, 12) - 10 * minuteMs, tasks: 9 },
    { name: 'and not sooner', days: 7, now: at(7, 12) - 11 * minuteMs, tasks: 2 },
  ])('$name', ({ days, now, tasks }) => {
    expect(expectedAt(after(days, noon), now)).toBe(tasks);
  });

  const weekly =
    (...peaks: readonly number[]): Asked =>
    (now) =>
      peaks[Math.floor((now - monday) / (7 * dayMs))] ?? 0;

  test.each([
    { name: 'one week: as it was', weeks: [5], tasks: 5 },
    { name: 'two: the higher', weeks: [5, 8], tasks: 8 },
    { name: 'four: the third, so that one rush is not kept for a month', weeks: [5, 6, 40, 7], tasks: 7 },
    { name: 'of five the last four', weeks: [90, 5, 6, 7, 8], tasks: 7 },
  ])('$name', ({ weeks, tasks }) => {
    expect(expectedAt(after(weeks.length * 7, weekly(...weeks)), at(weeks.length * 7, 0))).toBe(tasks);
  });

  test('hours in which nobody knew are left out, and not taken for none', () => {
    const memory = after(14, (now) => (now < monday + 7 * dayMs ? 6 : undefined));
    expect(expectedAt(memory, at(14, 12))).toBe(6);
  });

  test('who looks again after months begins anew', () => {
    expect(expectedAt(after(28, noon), at(120, 12))).toBeUndefined();
  });

  test('nine in the morning stays nine in the morning when clocks go forward', () => {
    const zone = 'Europe/Berlin';
    const nine: Asked = (now) => (new Date(now + hourMs).getUTCHours() === 9 ? 9 : 2);
    // Berlin goes from UTC+1 to UTC+2 on the last Sunday of March; it is a day later.
    const memory = after(27, nine, zone);
    const monday30 = Date.parse('2026-03-30T00:00:00Z');
    const seen = [6, 7, 8].map((hour) => expectedAt(memory, monday30 + hour * hourMs, zone));
    expect(seen).toEqual([2, 9, 2]);
  });

  test('never more than was asked for once', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { minLength: 8, maxLength: 35 }), (days) => {
        const memory = after(days.length, (now) => days[Math.floor((now - monday) / dayMs)]);
        expect(expectedAt(memory, at(days.length, 0)) ?? 0).toBeLessThanOrEqual(Math.max(...days));
      }),
      { numRuns: 8 },
    );
  });

  test('five weeks are kept, in a few kilobytes', () => {
    const memory = after(60, noon);
    expect(memory.peaks).toHaveLength(5 * 7 * 24);
    expect(JSON.stringify(memory).length).toBeLessThan(4_000);
  });
});

describe('its score', () => {
  test.each([
    { name: 'always the same: all is covered', asked: noon, covered: 1, over: 0, under: 0 },
    {
      name: 'twice as much in the last week: nothing is',
      asked: (now: number) => (now < monday + 14 * dayMs ? 3 : 6),
      covered: 0,
      over: 0,
      under: 3,
    },
    {
      name: 'half as much: covered, and too much',
      asked: (now: number) => (now < monday + 14 * dayMs ? 6 : 3),
      covered: 1,
      over: 3,
      under: 0,
    },
  ])('$name', ({ asked, covered, over, under }) => {
    const { score } = after(21, asked, 'UTC', monday + 14 * dayMs);
    const hours = score?.hours ?? 0;
    expect(hours).toBeGreaterThan(100);
    expect((score?.covered ?? 0) / hours).toBeCloseTo(covered, 1);
    expect((score?.over ?? 0) / hours).toBeCloseTo(over, 1);
    expect((score?.under ?? 0) / hours).toBeCloseTo(under, 1);
  });

  test('tells what it rests on', () => {
    const { forecast, score } = after(21, noon);
    expect(forecast?.now && forecastText(forecast.now, score)).toBe(
      'at least 2 tasks by the same hour of 2 weeks: 2, 2; of the last 145 hours it would have covered 100 %, with 0.0 tasks too many and 0.0 too few on average',
    );
  });
});

test.each([
  { name: 'in observe it is told, and nothing is kept', mode: 'observe', desired: 0 },
  { name: 'where it acts it is a floor', mode: 'act', desired: 5 },
])('a service: $name', async ({ mode, desired }) => {
  const scale = `shop/resizer: { mode: act, tasks: 0..40, queue: image-jobs, perTask: 20, forecast: ${mode} }`;
  const mill = await openMill({ scale, desired: 0 });
  await mill.run(2);
  const key = mill.simulation.store.all().find((each) => each.key.endsWith('#service/shop/resizer'))?.key ?? '';
  const record = (await mill.simulation.store.load([key])).get(key);
  if (record === undefined) throw new Error('nothing is kept of it');
  const hour = Math.floor(mill.simulation.agenda.now() / hourMs);
  // A week ago it was all the same.
  const hourly: HourlyMemory = { first: hour - 170, peaks: Array.from({ length: 171 }, () => 5) };
  const { version } = record;
  await mill.simulation.store.save(
    { ...record, version: version + 1, writeId: 'test', state: { ...(record.state as object), hourly } },
    version,
  );
  await mill.run(4);
  expect(mill.service.desired).toBe(desired);
  const steps = mill.policy()?.decisions.flatMap((each) => each.steps.filter(({ code }) => code === 'Forecast'));
  if (mode === 'act') expect(steps?.[0]?.why).toContain('at least 5 tasks by the same hour of one week: 5');
  expect(mill.policy()?.hourly?.forecast?.now?.tasks).toBe(5);
  await mill.simulation.close();
});
