import { describe, expect, test } from 'vitest';
import { cli, directory } from './run.ts';

const file = `receivers: { team: { slack: C01ORDERS } }
timezone: Asia/Tokyo
calendars: { office: { holidays: jp } }
jobs:
  defaults: { cluster: batch }
  daily: { cron: 0 9 * * ? *, calendar: office }
  payroll: { cron: 0 9 22 * ? *, calendar: office, shift: previous }
  month-end: { day: last office, at: '22:00' }
  beat: { rate: 12h }
  after-all: { after: daily }
  past: { at: 2026-01-31T10:00 }
`;
const cwd = directory({ 'watchkeeper.yml': file, 'bad.yml': 'jobs: {}\n' });

/** The time of the tests is 2026-11-21 03:41 in Tokyo. */
const next = (...args: string[]) => cli(['next', ...args], { cwd });

describe('lines', () => {
  test('of a job, with days that are closed, and why', async () => {
    expect(await next('daily', '--count', '3')).toMatchObject({
      code: 0,
      err: '',
      out: [
        'Asia/Tokyo',
        'Tue  2026-11-24 09:00  2026-11-24T00:00Z  not on 2026-11-21, 2026-11-22, 2026-11-23 (Labor Thanksgiving Day): closed',
        'Wed  2026-11-25 09:00  2026-11-25T00:00Z',
        'Thu  2026-11-26 09:00  2026-11-26T00:00Z',
        '',
      ].join('\n'),
    });
  });

  test.each<[name: string, args: string[], line: string]>([
    [
      'a moved day',
      ['payroll', '--from', '2026-11-01', '--count', '1'],
      'Fri  2026-11-20 09:00  2026-11-20T00:00Z  moved from 2026-11-22',
    ],
    ['the last open day', ['month-end', '--count', '1'], 'Mon  2026-11-30 22:00  2026-11-30T13:00Z'],
    [
      'a rate',
      ['beat', '--count', '1'],
      'Sat  2026-11-21 12:00  2026-11-21T03:00Z  counted from midnight of 2024-01-01, as Watchkeeper starts it',
    ],
    [
      'from a moment on, itself included',
      ['beat', '--from', '2026-11-22T00:00', '--count', '1'],
      'Sun  2026-11-22 00:00  2026-11-21T15:00Z  counted from midnight of 2024-01-01, as Watchkeeper starts it',
    ],
  ])('%s', async (_, args, line) => {
    const { code, out } = await next(...args);
    expect([code, out.split('\n')[1]]).toEqual([0, line]);
  });
});

test('JSON: at, local and note, and what clocks do', async () => {
  const args = [
    '--cron',
    '30 2 * * ? *',
    '--timezone',
    'America/New_York',
    '--from',
    '2027-03-13',
    '--count',
    '2',
    '--json',
  ];
  const { code, out } = await next(...args);
  expect(code).toBe(0);
  expect(
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    { type: 'slot', at: '2027-03-13T07:30:00.000Z', local: '2027-03-13T02:30:00-05:00' },
    {
      type: 'slot',
      at: '2027-03-15T06:30:00.000Z',
      local: '2027-03-15T02:30:00-04:00',
      note: 'not at 2027-03-14 02:30: clocks go forward over it',
    },
  ]);
});

test.each<[name: string, args: string[], note: string]>([
  ['a time that comes twice', ['--cron', '30 1 * * ? *'], 'clocks show this time twice: only the first'],
  [
    'every hour',
    ['--cron', '0 * * * ? *', '--from', '2026-11-01T06:00Z'],
    'whether EventBridge Scheduler invokes then is not documented',
  ],
])('autumn: %s', async (_, args, note) => {
  const { out } = await next(
    ...args,
    '--timezone',
    'America/New_York',
    '--count',
    '1',
    ...(args.includes('--from') ? [] : ['--from', '2026-11-01']),
  );
  expect(out).toContain(note);
});

test.each<[name: string, args: string[], code: number, err: RegExp]>([
  ['nothing named', [], 2, /name one job, or give --cron/],
  ['both named', ['daily', '--cron', '0 1 * * ? *'], 2, /name one job/],
  ['an unknown job', ['dayly'], 2, /did you mean "daily"\?/],
  ['a Unix expression', ['--cron', '0 1 * * 1-5'], 2, /write 0 1 \? \* MON-FRI \*/],
  ['no time zone', ['--cron', '0 1 * * ? *', '--timezone', 'JST'], 2, /JST is not a time zone/],
  ['a zone beside a job', ['daily', '--timezone', 'UTC'], 2, /a job has its own time zone/],
  ['no number', ['daily', '--count', 'all'], 2, /all is not a number of times/],
  ['no time', ['daily', '--from', 'yesterday'], 2, /yesterday is not a time/],
  ['a date that is none', ['daily', '--from', '2026-02-30'], 2, /2026-02-30 is not a time/],
  ['a job that others start', ['after-all'], 1, /after-all has no schedule/],
  ['what is never due again', ['past'], 1, /not due after 2026-11-20T18:41/],
  ['a day no month has', ['--cron', '0 0 31 2 ? *'], 1, /not due after/],
  ['no file', ['daily', '--file', 'none.yml'], 2, /there is no file none\.yml/],
])('refused: %s', async (_, args, code, err) => {
  const ran = await next(...args);
  expect(ran).toMatchObject({ code, err: expect.stringMatching(err) });
});

test('a file with faults is told of as check does', async () => {
  expect(await next('daily', '--file', 'bad.yml')).toMatchObject({
    code: 1,
    out: expect.stringContaining('receivers is missing'),
  });
});
