import { describe, expect, test } from 'vitest';
import { durationText } from '../../console/page/jobs/durations.ts';
import { looks } from '../../console/page/jobs/looks.ts';
import { densityOf, isWithin, placeOf, spanAt } from '../../console/page/jobs/span.ts';
import { jobsInTrouble } from '../../console/page/jobs/trouble.ts';
import type { JobView, RunLook } from '../../console/jobs.ts';
import { hourMs, minuteMs, secondMs } from '../../lib/core/time.ts';
import { jobs } from './sample-jobs.ts';

const noon = Date.parse('2026-11-21T12:00:30Z');

describe('what the calendar shows', () => {
  test('is around now, moves on in steps, and has its times in between', () => {
    const span = spanAt(noon, '1 h');
    expect(spanAt(noon + 20 * secondMs, '1 h')).toEqual(span);
    expect(spanAt(noon + minuteMs, '1 h').from).toBe(span.from + minuteMs);
    expect(span.ticks.map((tick) => new Date(tick).toISOString().slice(11, 16))).toEqual([
      '11:20',
      '11:30',
      '11:40',
      '11:50',
      '12:00',
      '12:10',
      '12:20',
    ]);
    expect(span.ticks.map((tick) => isWithin(tick, span))).not.toContain(false);
    expect([placeOf(span.from, span), placeOf(span.to, span)]).toEqual([0, 1]);
    expect(isWithin(span.to + 1, span)).toBe(false);
  });

  test.each(['1 h', '4 h', '1 day'] as const)('%s holds now', (name) => {
    expect(isWithin(noon, spanAt(noon, name))).toBe(true);
  });

  test.each([
    ['1 h', 10, 'roomy'],
    ['4 h', 10, 'roomy'],
    ['4 h', 5, 'close'],
    ['1 day', 60, 'roomy'],
    ['1 day', 20, 'close'],
    ['1 day', 10, 'dense'],
  ] as const)('in %s, slots every %d minutes are %s', (name, minutes, density) => {
    const slots = Array.from({ length: 9 }, (_, index) => noon + index * minutes * minuteMs);
    expect(densityOf(slots, spanAt(noon, name))).toBe(density);
    // A run beside the schedule makes no difference.
    expect(densityOf([noon - 1000, ...slots], spanAt(noon, name))).toBe(density);
  });

  test('no two looks have the same form, mark and colour', () => {
    const drawn = Object.values(looks).map(({ form, mark, colour }) => [form, mark, colour].join());
    expect(new Set(drawn).size).toBe(drawn.length);
  });
});

test.each([
  [45 * secondMs, '45 s'],
  [2 * minuteMs, '2 min'],
  [124 * secondMs, '2 min 4 s'],
  [hourMs, '1 h'],
  [91 * minuteMs, '1 h 31 min'],
  [-5, '0 s'],
])('%d ms are %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

describe('jobs in trouble', () => {
  const withLooks = (...all: readonly RunLook[]): JobView => {
    const [job] = jobs;
    const [run] = job?.runs ?? [];
    if (job === undefined || run === undefined) throw new Error('there is no sample');
    return { ...job, runs: all.map((look, slot) => ({ ...run, look, slot })) };
  };
  const cases: readonly (readonly [readonly RunLook[], boolean])[] = [
    [[], false],
    [['ran', 'failed'], true],
    [['failed', 'ran'], false],
    [['failed', 'running'], true],
    [['failed', 'retried', 'due'], false],
    [['ran', 'late'], true],
    [['missed', 'suspended'], false],
  ];
  test.each(cases)('%j: %s', (all, isTrouble) => {
    expect(jobsInTrouble([withLooks(...all)])).toHaveLength(isTrouble ? 1 : 0);
  });
});
