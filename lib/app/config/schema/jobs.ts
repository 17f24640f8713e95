import * as z from 'zod';
import { durationMs, minuteOfDay } from '../notation.ts';
import { flag, nonEmpty, oneOrMore, written } from '../words.ts';
import { servicePattern, timeOfDay } from './values.ts';

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based */
const cron = written({
  name: 'a cron expression of EventBridge Scheduler',
  fix: 'write six fields: minutes hours day-of-month month day-of-week year, with ? for one of the two days: 0 1 * * ? *',
  pattern: /^\S+( \S+){5}$/,
  read: (text) => (text.split(' ').filter((field) => field === '?').length === 1 ? text : undefined),
  examples: ['0 1 * * ? *'],
});

const day = written({
  name: 'a day of the month',
  fix: 'write first or last, and a calendar: last office',
  pattern: /^(first|last) \S+$/,
  read: (text) => {
    const [which, calendar = ''] = text.split(' ');
    return { which: which === 'first' ? ('first' as const) : ('last' as const), calendar };
  },
  examples: ['last office'],
});

const doneBy = written({
  name: 'a time by which it is done',
  fix: 'write a time of the day in quotes: "05:00", or a time after the start: "+8h"',
  pattern: /^(([01]?\d|2[0-3]):[0-5]\d|\+(\d+[smhd])+)$/,
  read: (text) => (text.startsWith('+') ? { afterMs: durationMs(text.slice(1)) } : { minute: minuteOfDay(text) }),
  examples: ['05:00', '+8h'],
});

const shared = {
  cluster: nonEmpty.optional().describe('Cluster in which it runs.'),
  like: servicePattern.optional().describe('Service whose network, capacity and log group it takes over.'),
  roles: oneOrMore(nonEmpty).optional().describe('Roles the launcher may pass.'),
};

/** The keys of which a job has exactly one: what starts it. */
export const jobStarts = ['cron', 'after', 'day'] as const;

const job = z.strictObject({
  ...shared,
  cron: cron.optional(),
  after: nonEmpty.optional().describe('Job after whose success it starts.'),
  day: day.optional().describe('Day of the month on which it starts, at `at`.'),
  at: timeOfDay.optional(),
  doneBy: doneBy.optional().describe('By when it must have ended.'),
  pages: flag.optional().describe('Missed and failed count as down for the routes. Default: false'),
});

/** The shape only: scheduled tasks own this section, and give it more keys when they come. */
export const jobs = z
  .strictObject({ defaults: z.strictObject(shared).optional() })
  .catchall(job)
  .describe(
    'Scheduled tasks by name; `defaults` is for all of them. Read and checked; this version does not run any yet.',
  );
