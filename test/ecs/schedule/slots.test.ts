import { describe, expect, test } from 'vitest';
import type { Calendar } from '../../../lib/core/calendar/calendar.ts';
import { leftOutBetween } from '../../../lib/ecs/schedule/left-out.ts';
import type { DstPolicy, Schedule, Shift, Start } from '../../../lib/ecs/schedule/schedule.ts';
import { schedulerDst } from '../../../lib/ecs/schedule/schedule.ts';
import { nextSlots, slotAt, slotsBetween } from '../../../lib/ecs/schedule/slots.ts';

const office: Calendar = {
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  hours: [{ from: 540, to: 1140 }],
  holidays: ['jp'],
  closed: [{ from: '12-29', to: '01-03' }],
};

type Given = {
  readonly zone?: string;
  readonly dst?: Partial<DstPolicy>;
  readonly shift?: Shift;
  readonly calendar?: Calendar;
};

function scheduleOf(
  start: Start | string,
  { zone = 'Asia/Tokyo', dst = {}, shift, calendar = office }: Given = {},
): Schedule {
  return {
    start: typeof start === 'string' ? { kind: 'cron', cron: start } : start,
    timezone: zone,
    dst: { ...schedulerDst, ...dst },
    ...(shift !== undefined && { open: { calendar, shift } }),
  };
}

function between(schedule: Schedule, from: string, to: string): string[] {
  return slotsBetween(schedule, Date.parse(from), Date.parse(to)).map(({ at, isNative, isOptional, movedFrom, dst }) =>
    [
      new Date(at).toISOString().slice(5, 16),
      ...(isNative ? [] : ['own']),
      ...(isOptional === true ? ['optional'] : []),
      ...(movedFrom === undefined ? [] : [`from ${movedFrom.slice(5)}`]),
      ...(dst === undefined ? [] : [dst]),
    ].join(' '),
  );
}

describe('clocks: New York loses 02:00 to 03:00 on 14 March 2027 and has 01:00 to 02:00 twice on 1 November 2026', () => {
  const spring = ['2027-03-14T05:00Z', '2027-03-14T09:00Z'] as const;
  const autumn = ['2026-11-01T04:30Z', '2026-11-01T07:30Z'] as const;
  const zone = 'America/New_York';

  test.each<[name: string, cron: string, dst: Partial<DstPolicy>, window: readonly [string, string], due: string[]]>([
    ['a gap is skipped', '30 2 * * ? *', {}, spring, []],
    ['or run after it, at its end', '30 2 * * ? *', { gap: 'run-after' }, spring, ['03-14T07:00 own gap']],
    ['once, however many times are in it', '0/10 2 * * ? *', { gap: 'run-after' }, spring, ['03-14T07:00 own gap']],
    ['and once with what is due then anyway', '0 2,3 * * ? *', { gap: 'run-after' }, spring, ['03-14T07:00']],
    [
      'an interval goes on over it',
      '20/40 * * * ? *',
      { gap: 'run-after' },
      spring,
      ['03-14T05:20', '03-14T06:20', '03-14T07:20', '03-14T08:20'],
    ],
    ['an overlap runs once, at first', '30 1 * * ? *', {}, autumn, ['11-01T05:30 first']],
    ['or both times', '30 1 * * ? *', { overlap: 'both' }, autumn, ['11-01T05:30 first', '11-01T06:30 own second']],
    [
      'an interval may run again: nobody knows',
      '0/30 * * * ? *',
      {},
      autumn,
      [
        '11-01T04:30',
        '11-01T05:00 first',
        '11-01T05:30 first',
        '11-01T06:00 optional second',
        '11-01T06:30 optional second',
        '11-01T07:00',
      ],
    ],
    [
      'both times of an interval are sure, where they are wanted',
      '0/30 * * * ? *',
      { overlap: 'both' },
      autumn,
      [
        '11-01T04:30',
        '11-01T05:00 first',
        '11-01T05:30 first',
        '11-01T06:00 own second',
        '11-01T06:30 own second',
        '11-01T07:00',
      ],
    ],
  ])('%s', (_, cron, dst, [from, to], due) => {
    expect(between(scheduleOf(cron, { zone, dst }), from, to)).toEqual(due);
  });

  test('a one-time schedule in the gap', () => {
    const once = { kind: 'once', local: '2027-03-14T02:30:00' } as const;
    expect(between(scheduleOf(once, { zone }), ...spring)).toEqual([]);
    expect(between(scheduleOf(once, { zone, dst: { gap: 'run-after' } }), ...spring)).toEqual(['03-14T07:00 own gap']);
  });
});

describe('calendars: Saturday 21 to Monday 23 November 2026 (a holiday) the office is closed', () => {
  const window = ['2026-11-19T15:00Z', '2026-11-25T15:00Z'] as const;

  test.each<[name: string, cron: string, shift: Shift, due: string[]]>([
    ['closed days are skipped', '0 9 * * ? *', 'skip', ['11-20T00:00', '11-24T00:00', '11-25T00:00']],
    ['moved to the next open day', '0 9 22 * ? *', 'next', ['11-24T00:00 own from 11-22']],
    ['or to the one before', '0 9 22 * ? *', 'previous', ['11-20T00:00 own from 11-22']],
    ['one run for all that come together there', '0 9 * * ? *', 'next', ['11-20T00:00', '11-24T00:00', '11-25T00:00']],
    [
      'earlier times of a later day stay in order',
      '0 9,18 21-23 * ? *',
      'next',
      ['11-24T00:00 own from 11-21', '11-24T09:00 own from 11-21'],
    ],
  ])('%s', (_, cron, shift, due) => {
    expect(between(scheduleOf(cron, { shift }), ...window)).toEqual(due);
  });

  test('a slot that is asked for by itself is the same: what was moved is not due on its own day', () => {
    const moved = scheduleOf('0 9 22 * ? *', { shift: 'next' });
    expect(slotAt(moved, Date.parse('2026-11-22T00:00Z'))).toBeUndefined();
    expect(slotAt(moved, Date.parse('2026-11-24T00:00Z'))).toMatchObject({ movedFrom: '2026-11-22' });
    expect(slotAt(moved, Date.parse('2026-11-24T00:01Z'))).toBeUndefined();
  });

  test('open days of the month, from both ends; a closed end of the year', () => {
    const day = (nth: number): Schedule => scheduleOf({ kind: 'day', nth, calendar: office, minute: 1320 });
    expect(between(day(-1), '2026-11-01T00:00Z', '2027-02-01T00:00Z')).toEqual([
      '11-30T13:00 own',
      '12-28T13:00 own',
      '01-29T13:00 own',
    ]);
    expect(between(day(1), '2026-12-01T00:00Z', '2027-02-01T00:00Z')).toEqual(['12-01T13:00 own', '01-04T13:00 own']);
    expect(between(day(3), '2026-11-01T00:00Z', '2026-12-01T00:00Z')).toEqual(['11-05T13:00 own']);
    expect(nextSlots(day(24), Date.parse('2026-11-01T00:00Z'), 1)).toHaveLength(0);
  });

  test('a calendar that never opens ends the search', () => {
    const closed: Calendar = { ...office, closed: [{ from: '01-01', to: '12-31' }] };
    for (const shift of ['skip', 'next', 'previous'] as const)
      expect(nextSlots(scheduleOf('0 9 1 * ? *', { shift, calendar: closed }), 0, 1)).toEqual([]);
    expect(nextSlots(scheduleOf({ kind: 'day', nth: -1, calendar: closed, minute: 0 }), 0, 1)).toEqual([]);
  });

  test('what is left out, and why', () => {
    const skipped = scheduleOf('0 9 * * ? *', { shift: 'skip' });
    expect(leftOutBetween(skipped, Date.parse(window[0]), Date.parse(window[1]))).toEqual([
      { local: '2026-11-21T09:00', because: 'closed' },
      { local: '2026-11-22T09:00', because: 'closed' },
      { local: '2026-11-23T09:00', because: 'closed' },
    ]);
    const gap = scheduleOf('30 2 * * ? *', { zone: 'America/New_York' });
    expect(leftOutBetween(gap, Date.parse('2027-03-13T00:00Z'), Date.parse('2027-03-16T00:00Z'))).toEqual([
      { local: '2027-03-14T02:30', because: 'gap' },
    ]);
  });
});

test('a rate counts from its anchor, and begins with it', () => {
  const rate = scheduleOf({ kind: 'rate', everyMs: 7 * 3_600_000, anchorAt: Date.parse('2026-11-21T00:00Z') });
  expect(between(rate, '2026-11-20T00:00Z', '2026-11-21T20:00Z')).toEqual([
    '11-21T00:00',
    '11-21T07:00',
    '11-21T14:00',
  ]);
});

test('windows that lie side by side have each slot once', () => {
  const schedule = scheduleOf('0/7 * * * ? *', { zone: 'America/New_York', dst: { overlap: 'both' } });
  const from = Date.parse('2026-11-01T00:00Z');
  const whole = slotsBetween(schedule, from, from + 12 * 3_600_000);
  const parts = Array.from({ length: 48 }, (_, at) =>
    slotsBetween(schedule, from + at * 900_000, from + (at + 1) * 900_000),
  );
  expect(parts.flat()).toEqual(whole);
  expect(whole.every(({ at }) => slotAt(schedule, at)?.at === at)).toBe(true);
});
