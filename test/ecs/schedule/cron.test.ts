import { describe, expect, test } from 'vitest';
import { readCron } from '../../../lib/ecs/schedule/cron.ts';
import { isMistake } from '../../../lib/ecs/schedule/cron-field.ts';
import { readStart } from '../../../lib/ecs/schedule/expression.ts';
import type { Schedule } from '../../../lib/ecs/schedule/schedule.ts';
import { schedulerDst } from '../../../lib/ecs/schedule/schedule.ts';
import { nextSlots } from '../../../lib/ecs/schedule/slots.ts';

function fires(cron: string, from: string, count: number, timezone = 'UTC'): string[] {
  const schedule: Schedule = { start: { kind: 'cron', cron }, timezone, dst: schedulerDst };
  return nextSlots(schedule, Date.parse(`${from}Z`) - 1, count).map(({ at }) =>
    new Date(at).toISOString().slice(0, 16),
  );
}

describe('expressions that libraries get wrong', () => {
  // 1 January 2026 is a Thursday.
  test.each<[why: string, cron: string, from: string, due: string[]]>([
    [
      'the 31st, only in months that have it',
      '0 10 31 * ? *',
      '2026-01-31T11:00',
      ['2026-03-31T10:00', '2026-05-31T10:00'],
    ],
    ['29 February, only in leap years', '0 10 29 2 ? *', '2026-01-01T00:00', ['2028-02-29T10:00', '2032-02-29T10:00']],
    [
      'days and the last one in a list',
      '0 0 1,15,L * ? *',
      '2026-02-02T00:00',
      ['2026-02-15T00:00', '2026-02-28T00:00', '2026-03-01T00:00'],
    ],
    ['the last weekday', '0 0 LW * ? *', '2026-01-01T00:00', ['2026-01-30T00:00', '2026-02-27T00:00']],
    ['the last weekday in a list', '0 0 LW,3 * ? *', '2026-01-04T00:00', ['2026-01-30T00:00', '2026-02-03T00:00']],
    ['the weekday nearest to the 31st', '0 0 31W * ? *', '2026-01-01T00:00', ['2026-01-30T00:00', '2026-03-31T00:00']],
    ['the weekday nearest to the 3rd', '0 0 3W 1 ? *', '2026-01-01T00:00', ['2026-01-02T00:00', '2027-01-04T00:00']],
    [
      'nearest, and never in the month before',
      '0 0 1W 8 ? *',
      '2026-01-01T00:00',
      ['2026-08-03T00:00', '2027-08-02T00:00'],
    ],
    ['the last Friday', '0 0 ? * 6L *', '2026-01-01T00:00', ['2026-01-30T00:00', '2026-02-27T00:00']],
    ['the last Friday by name', '0 0 ? * friL *', '2026-01-01T00:00', ['2026-01-30T00:00']],
    [
      'the last Friday, and every Monday',
      '0 0 ? * 2,6L *',
      '2026-01-20T00:00',
      ['2026-01-26T00:00', '2026-01-30T00:00'],
    ],
    ['the second Tuesday', '0 0 ? * 3#2 *', '2026-01-01T00:00', ['2026-01-13T00:00', '2026-02-10T00:00']],
    ['the fifth Thursday', '0 0 ? * 5#5 *', '2026-01-01T00:00', ['2026-01-29T00:00', '2026-04-30T00:00']],
    ['the last day of the week', '0 0 ? * L *', '2026-01-01T00:00', ['2026-01-03T00:00', '2026-01-10T00:00']],
    ['1 is Sunday', '0 0 ? * 1 *', '2026-01-01T00:00', ['2026-01-04T00:00']],
    [
      'a value with a step goes on',
      '1/10 0 1 1 ? *',
      '2026-01-01T00:00',
      ['2026-01-01T00:01', '2026-01-01T00:11', '2026-01-01T00:21'],
    ],
    [
      'a range over the weekend',
      '0 0 ? * SAT-MON *',
      '2026-01-01T00:00',
      ['2026-01-03T00:00', '2026-01-04T00:00', '2026-01-05T00:00', '2026-01-10T00:00'],
    ],
    [
      'a range over midnight',
      '0 22-2 * * ? *',
      '2026-01-01T01:30',
      ['2026-01-01T02:00', '2026-01-01T22:00', '2026-01-01T23:00', '2026-01-02T00:00'],
    ],
    ['every second year', '0 0 1 1 ? 2026/2', '2026-01-02T00:00', ['2028-01-01T00:00', '2030-01-01T00:00']],
    ['the last year there is', '0 0 1 1 ? *', '2198-06-01T00:00', ['2199-01-01T00:00']],
    ['a day no month has', '0 0 31 2 ? *', '2026-01-01T00:00', []],
    ['years that have passed', '0 0 1 1 ? 2020', '2026-01-01T00:00', []],
  ])('%s: cron(%s)', (_, cron, from, due) => {
    expect(fires(cron, from, Math.max(due.length, 1))).toEqual(due);
  });

  test.each<[why: string, cron: string, timezone: string, from: string, due: string[]]>([
    [
      'a gap is left out',
      '30 2 * * ? *',
      'America/New_York',
      '2027-03-13T06:00',
      ['2027-03-13T07:30', '2027-03-15T06:30'],
    ],
    [
      'what comes twice comes at first',
      '30 1 * * ? *',
      'America/New_York',
      '2026-11-01T00:00',
      ['2026-11-01T05:30', '2026-11-02T06:30'],
    ],
    [
      'half an hour of gap',
      '15 2 * * ? *',
      'Australia/Lord_Howe',
      '2026-10-02T12:00',
      ['2026-10-02T15:45', '2026-10-04T15:15'],
    ],
    [
      'a day without midnight',
      '0 0 * * ? *',
      'America/Havana',
      '2026-03-07T12:00',
      ['2026-03-09T04:00', '2026-03-10T04:00'],
    ],
  ])('%s: cron(%s) in %s', (_, cron, timezone, from, due) => {
    expect(fires(cron, from, due.length, timezone)).toEqual(due);
  });
});

describe('what AWS refuses is refused, with what to write instead', () => {
  test.each<[cron: string, problem: RegExp, fix: RegExp]>([
    ['0 1 * * *', /six fields, this has 5/, /^write 0 1 \* \* \? \*$/],
    ['0 1 * * 1-5', /six fields/, /^write 0 1 \? \* MON-FRI \*$/],
    ['0 1 * * 0,7', /six fields/, /^write 0 1 \? \* SUN,SUN \*$/],
    ['@daily', /six fields, this has 1/, /0 1 \* \* \? \*/],
    ['0 1 * * * *', /cannot both be given/, /^write 0 1 \* \* \? \*$/],
    ['0 1 * * MON *', /cannot both be given/, /^write 0 1 \? \* MON \*$/],
    ['0 1 15 * MON *', /cannot both be given/, /0 1 15 \* \? \*, or 0 1 \? \* MON \*/],
    ['0 1 ? * ? *', /neither/, /^write 0 1 \* \* \? \*$/],
    ['60 1 * * ? *', /"60" is no minutes/, /0 to 59/],
    ['0 24 * * ? *', /"24" is no hours/, /0 to 23/],
    ['0 1 0 * ? *', /"0" is no day of the month/, /1 to 31/],
    ['0 1 * 13 ? *', /"13" is no month/, /JAN to DEC/],
    ['0 1 ? * 0 *', /"0" is no day of the week/, /SUN to SAT/],
    ['0 1 ? * 3#6 *', /"3#6"/, /3#2/],
    ['0 1 ? * 3#1,6#3 *', /stands alone/, /8-14/],
    ['0 1 L-3 * ? *', /"L-3"/, /LW/],
    ['0 1 32W * ? *', /"32W"/, /3W/],
    ['*/0 1 * * ? *', /"\*\/0"/, /steps/],
    ['0/90 * * * ? *', /steps over all 60/, /rate/],
    ['0 1 * * ? 1969', /"1969" is no year/, /1970 to 2199/],
    ['0 1 * * ? 2030-2026', /"2030-2026" is no year/, /1970/],
    ['0 1-2-3 * * ? *', /"1-2-3"/, /ranges/],
    ['0 1 * JAN-FOO ? *', /"JAN-FOO"/, /JAN to DEC/],
  ])('%s', (cron, problem, fix) => {
    const found = readCron(cron);
    expect(found).toMatchObject({ problem: expect.stringMatching(problem), fix: expect.stringMatching(fix) });
    // What is suggested is good.
    const [, suggestion] =
      /^write ([\d*?A-Z,-]+(?: [\d*?A-Z,-]+){5})(?:,|$)/.exec(isMistake(found) ? found.fix : '') ?? [];
    expect(suggestion === undefined || !isMistake(readCron(suggestion))).toBe(true);
  });
});

test('ranges past the end, whose meaning AWS does not document, are never sent', () => {
  const sent = (cron: string): string => {
    const found = readCron(cron);
    return isMistake(found) ? found.problem : found.expression;
  };
  expect(sent('0 22-2 ? * SAT-MON *')).toBe('0 22-23,0-2 ? * 7,1-2 *');
  expect(sent('50-10/15 1 31-2 11-1 ? *')).toBe('50-59/15,5-10/15 1 31,1-2 11-12,1 ? *');
  expect(sent('cron(0/15 8-18 ? * MON-FRI 2026-2030)')).toBe('0/15 8-18 ? * MON-FRI 2026-2030');
});

test.each<[text: string, becomes: object]>([
  ['cron(0 1 * * ? *)', { kind: 'cron', cron: '0 1 * * ? *' }],
  ['0 1 * * ? *', { kind: 'cron', cron: '0 1 * * ? *' }],
  ['rate(5 minutes)', { kind: 'rate', everyMs: 300_000, anchorAt: Date.parse('2023-12-31T15:00Z') }],
  ['rate(1 day)', { kind: 'rate', everyMs: 86_400_000 }],
  ['at(2026-12-31T22:00:00)', { kind: 'once', local: '2026-12-31T22:00:00' }],
  ['rate(0 minutes)', { problem: expect.stringContaining('no rate') }],
  ['rate(5 weeks)', { problem: expect.stringContaining('no rate') }],
  ['rate(1.5 hours)', { problem: expect.stringContaining('no rate') }],
  ['at(2026-02-30T00:00:00)', { problem: expect.stringContaining('no date and time') }],
  ['at(2026-12-31T22:00:30)', { problem: expect.stringContaining('no date and time') }],
  ['rate 5 minutes', { problem: expect.stringContaining('no schedule expression') }],
])('%s', (text, becomes) => {
  expect(readStart(text, 'Asia/Tokyo')).toMatchObject(becomes);
});
