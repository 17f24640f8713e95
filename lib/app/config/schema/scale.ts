import * as z from 'zod';
import { rangeOf, rangePattern } from '../notation.ts';
import { nonEmpty, says, show, written } from '../words.ts';
import { mode } from './drain.ts';
import { servicePattern } from './values.ts';

const tasks = written({
  name: 'a range of tasks',
  fix: 'write the least and the most: 0..40',
  pattern: rangePattern,
  read: rangeOf,
  examples: ['0..40'],
});

const perTaskFix = 'write how many messages one task is good for, like 20';

/** The shape only: scaling owns this section, and gives it more keys when it comes. */
export const scale = z
  .record(
    servicePattern,
    z.strictObject({
      mode: mode.optional(),
      tasks: tasks.optional(),
      queue: nonEmpty.optional().describe('SQS queue, by name.'),
      perTask: z
        .number({ error: ({ input }) => says(`${show(input)} is not a number`, perTaskFix) })
        .gt(0, { error: says('a task does more than nothing', perTaskFix) })
        .optional()
        .describe('Messages one task is good for.'),
      sleep: z.strictObject({ outside: nonEmpty }).optional().describe('No tasks outside this calendar.'),
    }),
  )
  .describe('By cluster/service. Read and checked; this version does not scale yet.');
