import * as z from 'zod';
import { failureClasses } from '../../../batch/job.ts';
import { choice, flag, nonEmpty, oneOrMore, says, show } from '../words.ts';
import { wholeNumber } from './job-task.ts';
import { duration } from './values.ts';

const policies = choice('concurrency policies', ['forbid', 'queue', 'replace', 'allow']);

export const concurrency = z
  .union([
    policies.transform((policy) => ({ policy })),
    z.strictObject({
      policy: policies.optional(),
      key: nonEmpty.optional().describe('Shared by all jobs that name it. Default: the name of the job'),
      maxQueued: wholeNumber(1, 100, 'write how many slots may wait: maxQueued: 3')
        .optional()
        .describe('With queue: so many wait. Default: 10'),
    }),
  ])
  .describe('While another run goes on. forbid: the slot is skipped. replace: the other is stopped. Default: forbid');

const ways = choice('ways to catch up', ['none', 'latest', 'all']);

export const catchUp = z
  .union([
    ways.transform((policy) => ({ policy })),
    z.strictObject({
      policy: ways,
      max: wholeNumber(1, 100, 'write how many at most: max: 3').optional().describe('With all: the newest so many.'),
    }),
  ])
  .describe('Slots nobody started, still within their start deadline. Default: none');

export const timeouts = z
  .strictObject({
    start: duration.optional().describe('Launched until running; then it is stopped and launched anew. Default: 10m'),
    run: duration
      .optional()
      .describe('Running until stopped. Default: never; what is longer than usual is told (see expect)'),
    total: duration.optional().describe('Of all attempts together, stronger than any budget of retries. Default: none'),
  })
  .describe('When a run is stopped.');

const positive = (fix: string) => {
  const error = ({ input }: { readonly input?: unknown }) => says(`${show(input)} is not a number of at least 1`, fix);
  return z.number({ error }).min(1, { error });
};

const rule = z.strictObject({
  class: oneOrMore(choice('failure classes', failureClasses))
    .optional()
    .describe('placement, start, interrupted, application, out-of-memory, configuration, timeout, lost'),
  exitCode: oneOrMore(wholeNumber(0, 255, 'write an exit code: 75')).optional(),
  reason: oneOrMore(nonEmpty).optional().describe('Patterns of the stop reason; * stands for anything.'),
  action: choice('actions', ['retry', 'fail', 'succeed']),
  count: flag.optional().describe('false: the retry spends no attempt. Default: true'),
  max: wholeNumber(1, 100, 'write how often: max: 5').optional().describe('So many retries by this rule.'),
});

export const retry = z
  .strictObject({
    attempts: wholeNumber(1, 20, 'write how often it may run, the first time included: attempts: 3')
      .optional()
      .describe('Of the application, the first one included. Default: 1'),
    backoff: z
      .strictObject({
        initial: duration.optional().describe('Default: 10s'),
        factor: positive('write by how much the wait grows: factor: 2').optional().describe('Default: 2'),
        max: duration.optional().describe('Default: 6m'),
      })
      .optional(),
    rules: z
      .array(rule)
      .min(1, { error: says('there is no rule', 'write one, or leave the key out') })
      .optional()
      .describe('The first that fits counts; what fits none has failed. No room and no start are tried all the same.'),
  })
  .describe(
    'What is tried again. No room, no start and interruptions are, until the start deadline, without being written.',
  );

export const expect = z
  .strictObject({
    grace: duration.optional().describe('Late when nothing has begun so long after the slot. Default: 15m'),
    maxDuration: duration.optional().describe('Longer than this is told. Default: by its own history'),
    drift: positive('write how many times the usual is too long: drift: 3')
      .optional()
      .describe('So many times its usual duration is told, from an hour on. Default: 3'),
    failures: wholeNumber(1, 20, 'write how many in a row: failures: 2')
      .optional()
      .describe('So many failures in a row open an incident. Default: 1'),
    recoveries: wholeNumber(1, 20, 'write how many in a row: recoveries: 2')
      .optional()
      .describe('So many successes in a row end it. Default: 1'),
  })
  .describe('What is told of its runs.');
