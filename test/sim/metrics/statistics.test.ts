import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Counted, Samples, StatisticSet } from '../../../sim/account/metrics/statistics.ts';
import { statisticNamed, statisticOf } from '../../../sim/account/metrics/statistics.ts';

const of = (name: string, samples: Partial<Samples>, between = false): number | undefined => {
  const statistic = statisticNamed(name);
  if (statistic === undefined) throw new Error(`no statistic ${name}`);
  return statisticOf({ values: [], sets: [], ...samples }, statistic, between);
};

/** 1 to 100, each once, out of order. */
const hundred: Counted[] = Array.from({ length: 100 }, (_, at) => [((at * 37) % 100) + 1, 1]);

describe('over 1 to 100', () => {
  test.each<[string, number]>([
    ['SampleCount', 100],
    ['Sum', 5050],
    ['Average', 50.5],
    ['Minimum', 1],
    ['Maximum', 100],
    ['p0', 1],
    ['p50', 50],
    ['p99', 99],
    ['p99.5', 100],
    ['p100', 100],
    // Without the ten highest: 1 to 90.
    ['tm90', 45.5],
    ['TM(10%:90%)', 50.5],
    ['TM(80%:)', 90.5],
    ['IQM', 50.5],
    ['TM(20:40)', 30.5],
    ['TM(:10)', 5.5],
    // The highest two count as the 98th.
    ['wm98', (4851 + 2 * 98) / 100],
    ['WM(10:90)', (10 * 10 + (11 * 79 + (79 * 78) / 2) + 90 * 11) / 100],
    ['tc90', 90],
    ['TC(10:20)', 10],
    ['ts90', 4095],
    ['TS(80%:)', 1810],
    ['PR(:30)', 30],
    ['PR(90:)', 10],
    ['PR(10.5:20)', 10],
  ])('%s is %d', (name, value) => {
    expect(of(name, { values: hundred })).toBeCloseTo(value, 9);
  });

  test('between two values, by the other answer', () => {
    expect(of('p50', { values: hundred }, true)).toBe(50.5);
    expect(of('p100', { values: hundred }, true)).toBe(100);
    expect(of('p0', { values: hundred }, true)).toBe(1);
  });
});

test.each([
  'p101',
  'p',
  'P99',
  'average',
  'tm101',
  'TM(:)',
  'TM(1%:2)',
  'PR(1%:2%)',
  'TM(0%:101%)',
  'p95.12345678901',
  '',
])('there is no %j', (name) => {
  expect(statisticNamed(name)).toBeUndefined();
});

describe('sets without their values', () => {
  const set: StatisticSet = { count: 4, sum: 10, minimum: 1, maximum: 4 };

  test('have the five basic statistics and no others', () => {
    const both = { sets: [set], values: [[10, 2]] as const };
    expect(['SampleCount', 'Sum', 'Average', 'Minimum', 'Maximum'].map((name) => of(name, both))).toEqual([
      6, 30, 5, 1, 10,
    ]);
    for (const name of ['p50', 'tm90', 'wm90', 'PR(:3)', 'tc90']) expect(of(name, both)).toBeUndefined();
  });

  test('of one value are as good as the value', () => {
    const one = { count: 3, sum: 15, minimum: 5, maximum: 5 };
    expect(of('p50', { sets: [one], values: [[6, 1]] })).toBe(5);
    expect(of('p99', { sets: [one], values: [[6, 1]] })).toBe(6);
  });
});

test('there are no percentiles where a value is below nought, and no statistics of nothing', () => {
  const values: Counted[] = [
    [3, 1],
    [-1, 1],
  ];
  expect(of('p50', { values })).toBeUndefined();
  expect(of('Minimum', { values })).toBe(-1);
  expect(of('SampleCount', {})).toBeUndefined();
});

const counted = fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 9 })), {
  minLength: 1,
  maxLength: 30,
});
const sorted = (values: readonly Counted[]): number[] =>
  values.flatMap(([value, count]) => Array.from({ length: count }, () => value)).sort((a, b) => a - b);

describe('as by laying all values out and sorting them', () => {
  test('percentiles', () => {
    fc.assert(
      fc.property(counted, fc.integer({ min: 0, max: 1000 }), (values, tenths) => {
        const all = sorted(values);
        const percent = tenths / 10;
        // Nearest rank, in whole numbers.
        const rank = Math.max(1, Math.ceil((tenths * all.length) / 1000));
        expect(of(`p${percent}`, { values })).toBe(all[rank - 1]);
      }),
    );
  });

  test('percentiles between two values', () => {
    fc.assert(
      fc.property(counted, fc.integer({ min: 0, max: 100 }), (values, percent) => {
        const all = sorted(values);
        const position = (percent * (all.length - 1)) / 100;
        const [low, high] = [all[Math.floor(position)] ?? NaN, all[Math.ceil(position)] ?? NaN];
        const naive = low + (high - low) * (position - Math.floor(position));
        expect(of(`p${percent}`, { values }, true)).toBeCloseTo(naive, 9);
      }),
    );
  });

  test('trimmed means and counts, where a bound falls between two of them', () => {
    fc.assert(
      fc.property(counted, fc.integer({ min: 1, max: 4 }), (values, cut) => {
        // Each value five times: bounds of whole fifths cut none in two.
        const all = sorted(values);
        const five = values.map(([value, count]): Counted => [value, count * 5]);
        const kept = all.flatMap((value) => [value, value, value, value, value]).slice(0, cut * all.length);
        expect(of(`tc${cut * 20}`, { values: five })).toBeCloseTo(kept.length, 9);
        const mean = kept.reduce((sum, each) => sum + each, 0) / kept.length;
        expect(of(`tm${cut * 20}`, { values: five })).toBeCloseTo(mean, 9);
      }),
    );
  });

  test('and it does not matter in which pieces the values come', () => {
    fc.assert(
      fc.property(counted, fc.constantFrom('p90', 'tm80', 'wm80', 'TS(10%:)', 'PR(5:20)', 'Sum'), (values, name) => {
        const pieces = values.flatMap(([value, count]) => Array.from({ length: count }, (): Counted => [value, 1]));
        expect(of(name, { values: pieces.reverse() })).toBeCloseTo(of(name, { values }) ?? Number.NaN, 9);
      }),
    );
  });
});
