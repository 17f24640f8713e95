import * as z from 'zod';
import { readCron } from '../../../ecs/schedule/cron.ts';
import { isMistake } from '../../../ecs/schedule/cron-field.ts';
import { readOnce } from '../../../ecs/schedule/expression.ts';
import { minuteMs } from '../../../core/time.ts';
import { durationMs, minuteOfDay, openDayOf } from '../notation.ts';
import { choice, flag, nonEmpty, oneOrMore, written } from '../words.ts';
import { catchUp, concurrency, expect, retry, timeouts } from './job-rules.ts';
import { array, capacity, environment, network } from './job-task.ts';
import { duration, servicePattern, timezone } from './values.ts';

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based */
const cron = written({
  name: 'a cron expression of EventBridge Scheduler',
  fix: 'write six fields: minutes hours day-of-month month day-of-week year, with ? for one of the two days: 0 1 * * ? *',
  pattern: /^(cron\()?\s*\S+(\s+\S+){5}\s*\)?$/,
  read: (text) => {
    const found = readCron(text);
    return isMistake(found) ? undefined : found.expression;
  },
  complain: (text) => {
    const found = readCron(text);
    return isMistake(found) ? found : undefined;
  },
  examples: ['0 1 * * ? *'],
});

const rate = written({
  name: 'an interval of whole minutes',
  fix: 'write a number and a unit: 15m, 2h or 1d',
  pattern: /^(\d+[mhd])+$/,
  read: (text) => (durationMs(text) >= minuteMs ? durationMs(text) : undefined),
  examples: ['15m', '2h'],
});

const day = written({
  name: 'an open day of the month',
  fix: 'write first, last or a number (-2: the last but one), and a calendar: last office',
  pattern: /^(first|last|-?[1-9]\d?) \S+$/,
  read: openDayOf,
  examples: ['last office', '3 office'],
});

/** A minute of the day beside `day`; a date and a time by itself. */
const at = written({
  name: 'a time of the day, or a date and a time',
  fix: 'write a time in quotes beside day: "22:00"; or a date and a time: 2026-12-31T22:00',
  pattern: /^(([01]?\d|2[0-3]):[0-5]\d|\d{4}-\d\d-\d\dT\d\d:\d\d(:00)?)$/,
  read: (text) => {
    if (!text.includes('T')) return minuteOfDay(text);
    const found = readOnce(text);
    return 'kind' in found && found.kind === 'once' ? found.local : undefined;
  },
  isTime: true,
  examples: ['22:00', '2026-12-31T22:00'],
});

const doneBy = written({
  name: 'a time by which it is done',
  fix: 'write a time of the day in quotes: "05:00", or a time after the start: "+8h"',
  pattern: /^(([01]?\d|2[0-3]):[0-5]\d|\+(\d+[smhd])+)$/,
  read: (text) => (text.startsWith('+') ? { afterMs: durationMs(text.slice(1)) } : { minute: minuteOfDay(text) }),
  isTime: true,
  examples: ['05:00', '+8h'],
});

const dst = z
  .strictObject({
    gap: choice('ways over a gap', ['skip', 'run-after'])
      .optional()
      .describe(
        'Times that the clocks leave out in spring. run-after: once, as soon as the gap is over. Default: skip',
      ),
    overlap: choice('ways through an overlap', ['once', 'both'])
      .optional()
      .describe('Times that the clocks show twice in autumn. once: the first. Default: once'),
  })
  .describe('When clocks change. Not for rates, and expressions with * or / in the hour: they go on.');

/** What may also stand in `defaults`, for all jobs. */
const shared = {
  mode: choice('modes', ['observe', 'act'])
    .optional()
    .describe('observe: note what would be launched. Default: act; in a stack of Mode=watch nothing acts'),
  timezone: timezone.optional().describe("IANA. Default: the file's timezone"),
  cluster: nonEmpty.optional().describe('Cluster in which it runs.'),
  like: servicePattern.optional().describe('Service whose network and capacity it takes over at launch.'),
  roles: oneOrMore(nonEmpty)
    .optional()
    .describe('Task and execution roles the launcher may pass. A revision with other roles is refused. Default: none'),
  capacity: capacity.optional(),
  network: network.optional(),
  dst: dst.optional(),
  concurrency: concurrency.optional(),
  catchUp: catchUp.optional(),
  resume: choice('ways to resume', ['none', 'latest'])
    .optional()
    .describe('What becomes of slots that passed while it was not enabled. Default: none'),
  startDeadline: duration.optional().describe('Nothing is launched so long after the slot. Default: 2h'),
  timeouts: timeouts.optional(),
  retry: retry.optional(),
  expect: expect.optional(),
  doneBy: doneBy.optional().describe('By when it must have ended; told before it is lost.'),
  pages: flag.optional().describe('Missed, failed and too late count as down for the routes. Default: false'),
};

/** The keys of which a job has exactly one: what starts it. `at` is one by itself, with a date. */
export const jobStarts = ['cron', 'rate', 'day', 'after'] as const;

const job = z.strictObject({
  ...shared,
  cron: cron.optional().describe('Six fields in the dialect of EventBridge Scheduler.'),
  rate: rate.optional().describe('Every so long, counted from midnight of Monday, 2024-01-01, in its time zone.'),
  day: day.optional().describe('Open day of a calendar in each month on which it starts, at `at`.'),
  at: at.optional().describe('Time of the day, beside `day`; or a date and a time: once.'),
  after: nonEmpty.optional().describe('Job after whose success it starts.'),
  onSuccess: oneOrMore(nonEmpty).optional().describe('Jobs started after each success.'),
  onFailure: oneOrMore(nonEmpty).optional().describe('Jobs started after each failure.'),
  calendar: nonEmpty.optional().describe('Starts only on open days of this calendar.'),
  shift: choice('shifts', ['skip', 'next', 'previous'])
    .optional()
    .describe('On a closed day of `calendar`: not at all, or on the next or previous open one. Default: skip'),
  enabled: flag.optional().describe('false: suspended. Default: true'),
  task: nonEmpty.optional().describe('Task definition: family, or family:revision. Default: its own name'),
  container: nonEmpty
    .optional()
    .describe('Container whose exit code is the result. Default: the essential one, if there is but one'),
  command: oneOrMore(nonEmpty)
    .optional()
    .describe(
      'Command of that container. {scheduledTime}, {scheduledDate}, {runId}, {attempt} and, in an array, {index} are filled in.',
    ),
  env: environment.optional(),
  array: array.optional(),
});

export const jobs = z
  .strictObject({ defaults: z.strictObject(shared).optional() })
  .catchall(job)
  .describe('Scheduled tasks by name; `defaults` is for all of them.');
