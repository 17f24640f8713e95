import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayMs, hourMs, minuteMs } from '../../../lib/core/time.ts';
import { momentOf, nextCron, nextRate, readExpression } from '../../../sim/account/schedules/expression.ts';
import { isZone } from '../../../sim/account/schedules/local-time.ts';
import { readCron } from '../../../sim/account/schedules/cron.ts';

const usual = { cronRangesWrap: false, oneTimeInGapRuns: false, repeatedHourRunsAgain: false };

/** The next times of a cron expression, in UTC. */
function nextOf(fields: string, zone: string, from: string, count: number, guessed = usual): string[] {
  const cron = readCron(fields, guessed.cronRangesWrap);
  if (cron === undefined) throw new Error(`no cron expression: ${fields}`);
  const times: string[] = [];
  let after = Date.parse(`${from}Z`) - 1;
  for (let at = 0; at < count; at += 1) {
    const next = nextCron(cron, zone, after, guessed);
    if (next === undefined) return [...times, 'never'];
    times.push(new Date(next).toISOString().slice(0, 16));
    after = next;
  }
  return times;
}

describe('days, in UTC', () => {
  test.each<[string, string, string[]]>([
    ['0 10 * * ? *', '2026-01-01T10:00', ['2026-01-01T10:00', '2026-01-02T10:00']],
    ['0 10 * * ? *', '2026-01-01T10:01', ['2026-01-02T10:00']],
    ['15 12 ? * MON-FRI *', '2026-01-02T13:00', ['2026-01-05T12:15', '2026-01-06T12:15']],
    ['0/20 9-10 ? * SAT *', '2026-01-03T09:10', ['2026-01-03T09:20', '2026-01-03T09:40', '2026-01-03T10:00']],
    ['5 0 31 * ? *', '2026-01-31T01:00', ['2026-03-31T00:05', '2026-05-31T00:05']],
    ['0 0 29 2 ? *', '2026-01-01T00:00', ['2028-02-29T00:00', '2032-02-29T00:00']],
    ['0 0 L * ? *', '2026-01-01T00:00', ['2026-01-31T00:00', '2026-02-28T00:00']],
    ['0 0 1,15,L * ? *', '2026-02-02T00:00', ['2026-02-15T00:00', '2026-02-28T00:00', '2026-03-01T00:00']],
    // 1 August is a Saturday, the 31st of January 2026 too.
    ['0 0 1W 8 ? *', '2026-01-01T00:00', ['2026-08-03T00:00']],
    ['0 0 31W 1 ? *', '2026-01-01T00:00', ['2026-01-30T00:00']],
    ['0 0 15W * ? *', '2026-02-01T00:00', ['2026-02-16T00:00', '2026-03-16T00:00', '2026-04-15T00:00']],
    ['0 0 LW * ? *', '2026-01-01T00:00', ['2026-01-30T00:00', '2026-02-27T00:00']],
    ['0 0 ? * 6L *', '2026-01-01T00:00', ['2026-01-30T00:00', '2026-02-27T00:00']],
    ['0 0 ? * FRIL *', '2026-01-01T00:00', ['2026-01-30T00:00']],
    ['0 0 ? * L *', '2026-01-01T00:00', ['2026-01-03T00:00', '2026-01-10T00:00']],
    ['0 0 ? * 3#2 *', '2026-01-01T00:00', ['2026-01-13T00:00', '2026-02-10T00:00']],
    ['0 0 ? * 5#5 *', '2026-01-01T00:00', ['2026-01-29T00:00', '2026-04-30T00:00']],
    ['0 12 ? JAN,JUL MON 2026/2', '2026-07-20T00:00', ['2026-07-20T12:00', '2026-07-27T12:00', '2028-01-03T12:00']],
    ['1/30 8-8 ? * 2,4 2027', '2026-01-01T00:00', ['2027-01-04T08:01', '2027-01-04T08:31', '2027-01-06T08:01']],
    ['0 0 31 2 ? *', '2026-01-01T00:00', ['never']],
    ['0 0 1 1 ? 2020', '2026-01-01T00:00', ['never']],
  ])('cron(%s) from %s', (fields, from, times) => {
    expect(nextOf(fields, 'UTC', from, times.length)).toEqual(times);
  });
});

describe('clocks that change', () => {
  test.each<[name: string, zone: string, fields: string, from: string, times: string[]]>([
    // Berlin: on 29 March 2026 02:00 is 03:00, on 25 October 03:00 is 02:00 again.
    [
      'the gap is left out',
      'Europe/Berlin',
      '30 2 * * ? *',
      '2026-03-28T00:00',
      ['2026-03-28T01:30', '2026-03-30T00:30'],
    ],
    [
      'what comes after it goes by summer time',
      'Europe/Berlin',
      '0 3 * * ? *',
      '2026-03-28T00:00',
      ['2026-03-28T02:00', '2026-03-29T01:00'],
    ],
    [
      'what comes twice runs once, at first',
      'Europe/Berlin',
      '30 2 * * ? *',
      '2026-10-24T00:00',
      ['2026-10-24T00:30', '2026-10-25T00:30', '2026-10-26T01:30'],
    ],
    [
      'midnight of a long day',
      'Europe/Berlin',
      '0 0 * * ? *',
      '2026-10-24T12:00',
      ['2026-10-24T22:00', '2026-10-25T23:00'],
    ],
    // New York: on 8 March 02:00 is 03:00, on 1 November 02:00 is 01:00 again.
    [
      'the gap in New York',
      'America/New_York',
      '0 2 ? * SUN *',
      '2026-03-01T00:00',
      ['2026-03-01T07:00', '2026-03-15T06:00'],
    ],
    [
      'every ten minutes jump over the gap',
      'America/New_York',
      '0/10 * * * ? *',
      '2026-03-08T06:41',
      ['2026-03-08T06:50', '2026-03-08T07:00'],
    ],
    [
      'the hour that comes twice in New York',
      'America/New_York',
      '15 1 * * ? *',
      '2026-11-01T00:00',
      ['2026-11-01T05:15', '2026-11-02T06:15'],
    ],
    // Tokyo has no summer time.
    ['Tokyo', 'Asia/Tokyo', '30 2 * * ? *', '2026-03-28T00:00', ['2026-03-28T17:30', '2026-03-29T17:30']],
    ['days of the week are those of the zone', 'Asia/Tokyo', '0 8 ? * MON *', '2026-03-01T00:00', ['2026-03-01T23:00']],
    // Lord Howe Island: half an hour. On 4 October 02:00 is 02:30, on 5 April 02:00 is 01:30 again.
    [
      'half an hour of gap',
      'Australia/Lord_Howe',
      '15 2 * * ? *',
      '2026-10-02T12:00',
      ['2026-10-02T15:45', '2026-10-04T15:15'],
    ],
    ['after the half hour', 'Australia/Lord_Howe', '45 2 4 10 ? 2026', '2026-10-01T00:00', ['2026-10-03T15:45']],
    [
      'half an hour that comes twice',
      'Australia/Lord_Howe',
      '45 1 * * ? *',
      '2026-04-03T13:00',
      ['2026-04-03T14:45', '2026-04-04T14:45', '2026-04-05T15:15'],
    ],
    // Kiritimati is fourteen hours ahead, and Pago Pago eleven behind.
    ['the east', 'Pacific/Kiritimati', '0 0 1 1 ? *', '2026-06-01T00:00', ['2026-12-31T10:00']],
    ['the west', 'Pacific/Pago_Pago', '0 23 31 12 ? *', '2026-06-01T00:00', ['2027-01-01T10:00']],
  ])('%s', (_, zone, fields, from, times) => {
    expect(nextOf(fields, zone, from, times.length)).toEqual(times);
  });

  test('every half hour in an hour that comes twice: once, or in both passes', () => {
    const from = '2026-10-24T23:40';
    const once = ['2026-10-25T00:00', '2026-10-25T00:30', '2026-10-25T02:00'];
    const again = ['2026-10-25T00:00', '2026-10-25T00:30', '2026-10-25T01:00', '2026-10-25T01:30', '2026-10-25T02:00'];
    expect(nextOf('0/30 * * * ? *', 'Europe/Berlin', from, 3)).toEqual(once);
    const twice = { ...usual, repeatedHourRunsAgain: true };
    expect(nextOf('0/30 * * * ? *', 'Europe/Berlin', from, 5, twice)).toEqual(again);
    // An hour that is named runs once all the same.
    expect(nextOf('30 2 * * ? *', 'Europe/Berlin', from, 2, twice)).toEqual(['2026-10-25T00:30', '2026-10-26T01:30']);
  });
});

describe('at()', () => {
  const at = (text: string, zone: string, oneTimeInGapRuns = false): string | undefined => {
    const expression = readExpression(`at(${text})`, usual);
    if (expression?.kind !== 'at') throw new Error(`no at(): ${text}`);
    const moment = momentOf(expression.local, zone, { ...usual, oneTimeInGapRuns });
    return moment === undefined ? undefined : new Date(moment).toISOString().slice(0, 19);
  };

  test.each<[string, string, string | undefined]>([
    ['2026-11-21T03:04:05', 'UTC', '2026-11-21T03:04:05'],
    ['2026-11-21T03:04:05', 'Asia/Tokyo', '2026-11-20T18:04:05'],
    ['2026-07-01T12:00:00', 'America/New_York', '2026-07-01T16:00:00'],
    ['2026-03-29T02:30:00', 'Europe/Berlin', undefined],
    ['2026-10-25T02:30:59', 'Europe/Berlin', '2026-10-25T00:30:59'],
    ['2026-10-04T02:15:00', 'Australia/Lord_Howe', undefined],
    ['2026-04-05T01:45:00', 'Australia/Lord_Howe', '2026-04-04T14:45:00'],
  ])('%s in %s', (text, zone, moment) => {
    expect(at(text, zone)).toBe(moment);
  });

  test('in the gap, by the other answer: later by what clocks are put forward', () => {
    expect(at('2026-03-29T02:30:00', 'Europe/Berlin', true)).toBe('2026-03-29T01:30:00');
    expect(at('2026-10-04T02:15:00', 'Australia/Lord_Howe', true)).toBe('2026-10-03T15:45:00');
  });
});

test('a rate counts from its start, and a day has 24 hours', () => {
  expect(nextRate(dayMs, 1000, 0)).toBe(1000);
  expect(nextRate(dayMs, 1000, 1000)).toBe(1000 + dayMs);
  expect(nextRate(hourMs, 1000, 1000 + 5 * hourMs - 1)).toBe(1000 + 5 * hourMs);
});

test.each([
  'cron(0 10 * * * *)',
  'cron(0 10 ? * ? *)',
  'cron(0 10 1 * MON *)',
  'cron(0 10 * * ?)',
  'cron(60 10 * * ? *)',
  'cron(0 24 * * ? *)',
  'cron(0 10 0 * ? *)',
  'cron(0 10 ? * 3#1,6#3 *)',
  'cron(0 10 ? * 8 *)',
  'cron(0 10 ? * MON,TUE#1 *)',
  'cron(0 10 L-3 * ? *)',
  'cron(0 10 32W * ? *)',
  'cron(*/0 * * * ? *)',
  'cron(0 22-2 * * ? *)',
  'cron(0 10 * 13 ? *)',
  'cron(0 10 * * ? 1969)',
  'cron(0 10 * * ? *',
  'rate(0 minutes)',
  'rate(1.5 hours)',
  'rate(5 weeks)',
  'rate(5)',
  'at(2026-02-30T00:00:00)',
  'at(2026-01-01T25:00:00)',
  'at(2026-01-01)',
  'every day',
  '',
])('%j is refused', (text) => {
  expect(readExpression(text, usual)).toBeUndefined();
});

test('ranges that wrap, by the other answer', () => {
  const wrapping = { ...usual, cronRangesWrap: true };
  expect(nextOf('0 22-1 * * ? *', 'UTC', '2026-01-01T00:30', 4, wrapping)).toEqual([
    '2026-01-01T01:00',
    '2026-01-01T22:00',
    '2026-01-01T23:00',
    '2026-01-02T00:00',
  ]);
  expect(nextOf('0 0 ? * SAT-MON *', 'UTC', '2026-01-01T00:00', 3, wrapping)).toEqual([
    '2026-01-03T00:00',
    '2026-01-04T00:00',
    '2026-01-05T00:00',
  ]);
});

test.each([
  ['Europe/Berlin', true],
  ['UTC', true],
  ['Etc/GMT+5', true],
  ['Mars/Olympus', false],
  ['+09:00', false],
  ['', false],
])('zone %j: %s', (zone, known) => {
  expect(isZone(zone)).toBe(known);
});

/** Every minute of some days, each read from a clock on the wall. */
function byWalking(
  fields: readonly [minute: number, hour: number],
  zone: string,
  from: number,
  days: number,
): number[] {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  const seen = new Set<string>();
  const due: number[] = [];
  for (let at = from; at < from + days * dayMs; at += minuteMs) {
    const wall = format.format(at);
    const [hour = 0, minute = 0] = wall.slice(-5).split(':').map(Number);
    if (minute === fields[0] && hour === fields[1] && !seen.has(wall)) due.push(at);
    seen.add(wall);
  }
  return due;
}

test('as by walking through all minutes, around every change of clocks', () => {
  const changes = [
    ['Europe/Berlin', '2026-03-29'],
    ['Europe/Berlin', '2026-10-25'],
    ['America/New_York', '2026-03-08'],
    ['America/New_York', '2026-11-01'],
    ['Australia/Lord_Howe', '2026-04-05'],
    ['Australia/Lord_Howe', '2026-10-04'],
    ['Asia/Tokyo', '2026-05-01'],
    ['Antarctica/Troll', '2026-03-29'],
    ['Asia/Kathmandu', '2026-05-01'],
    ['America/St_Johns', '2026-11-01'],
  ] as const;
  fc.assert(
    fc.property(
      fc.constantFrom(...changes),
      fc.integer({ min: 0, max: 59 }),
      fc.integer({ min: 0, max: 4 }),
      ([zone, date], minute, hour) => {
        const from = Date.parse(`${date}T00:00Z`) - 2 * dayMs;
        const walked = byWalking([minute, hour], zone, from, 4).map((at) => new Date(at).toISOString().slice(0, 16));
        const start = new Date(from).toISOString().slice(0, 16);
        expect(nextOf(`${minute} ${hour} * * ? *`, zone, start, walked.length)).toEqual(walked);
      },
    ),
    { numRuns: 40 },
  );
});
