import * as z from 'zod';
import { rangeOf, rangePattern } from '../notation.ts';
import { choice, flag, nonEmpty, oneOrMore, says, show, written } from '../words.ts';
import { mode } from './drain.ts';
import { scaleSpeed } from './scale-speed.ts';
import { duration, servicePattern } from './values.ts';

const tasks = written({
  name: 'a range of tasks',
  fix: 'write the least and the most: 0..40',
  pattern: rangePattern,
  read: rangeOf,
  examples: ['0..40'],
});

const positive = (what: string, fix: string) =>
  z
    .number({ error: ({ input }) => says(`${show(input)} is not a number`, fix) })
    .gt(0, { error: says(`${what} is more than nothing`, fix) });

const count = (fix: string) =>
  z
    .int({ error: ({ input }) => says(`${show(input)} is not a whole number`, fix) })
    .min(0, { error: says('there is no less than none', fix) });

/** `AWS/SQS/ApproximateAgeOfOldestMessage`: the name stands after the last slash. */
const metricName = written({
  name: "a metric's namespace and name",
  fix: 'write both, with a slash between: AWS/ApplicationELB/RequestCountPerTarget',
  pattern: /^[^\s/][^\s]*\/[^\s/]+$/,
  read: (text) => ({ namespace: text.slice(0, text.lastIndexOf('/')), name: text.slice(text.lastIndexOf('/') + 1) }),
  examples: ['AWS/ApplicationELB/RequestCountPerTarget', 'Shop/Backlog'],
});

const series = z.strictObject({
  metric: metricName,
  of: z
    .record(nonEmpty, nonEmpty)
    .optional()
    .describe('Its dimensions. {cluster} and {service} stand for those of the service.'),
  stat: nonEmpty
    .optional()
    .describe('Average, Sum, Maximum, Minimum, SampleCount, or a percentile like p95. Default: Average'),
  period: duration.optional().describe('Of one value. Default: 1m'),
});

const stepFix = 'write how far from the threshold, and how many tasks then: { 0: 1, 20: 3 }';
const step = z
  .record(
    written({
      name: 'a distance from the threshold',
      fix: stepFix,
      pattern: /^\d+(\.\d+)?$/,
      read: Number,
      examples: ['0', '20'],
    }),
    z.number({ error: ({ input }) => says(`${show(input)} is not a number of tasks`, stepFix) }),
  )
  .describe('By how far it is beyond the threshold: tasks more, or fewer.');

const metric = z.strictObject({
  ...series.partial().shape,
  expression: nonEmpty.optional().describe("CloudWatch's metric math over the names of `where`."),
  where: z.record(nonEmpty, series).optional().describe('The series of the expression, by name: m1, m2.'),
  target: positive('a target', 'write the value that one task is good for, like 60').optional(),
  per: choice('ways to count a metric', ['task', 'service'])
    .optional()
    .describe('task: the value is of one task (an average). service: tasks share it. Default: task'),
  activation: count('write a number').optional().describe('More than this wakes a service without tasks. Default: 0'),
  steps: z
    .strictObject({
      threshold: z.number({ error: ({ input }) => says(`${show(input)} is not a number`, 'write the threshold') }),
      up: step.optional(),
      down: step.optional(),
      as: choice('ways to read a step', ['tasks', 'percent']).optional().describe('Default: tasks'),
      atLeast: count('write how many tasks at least').optional().describe('With percent: so many at least.'),
      cooldown: duration.optional().describe('Default: 5m'),
    })
    .optional()
    .describe('Steps from a threshold, as step scaling has them, in place of a target.'),
});

const span = z.strictObject({
  during: nonEmpty.optional().describe('While this calendar is open.'),
  outside: nonEmpty.optional().describe('While it is closed.'),
  tasks: count('write how many tasks').describe('How many.'),
});

const percentFix = 'write the percentage that is aimed at, like 60';

const protect = z
  .strictObject({
    metric: metricName,
    of: z.record(nonEmpty, nonEmpty).describe('Its dimensions. {task} stands for the id of each task.'),
    stat: series.shape.stat,
    period: series.shape.period,
    above: count('write a number').optional().describe('A task whose value is above this is at work. Default: 0'),
    for: duration.optional().describe('So long it is protected, from 4m to 2d. Default: 5m'),
  })
  .describe(
    'By which metric it is known that a task is at work: it is protected from scale-in before others are taken away.',
  );

const spot = z
  .strictObject({
    mode: mode.optional().describe('Default: observe'),
    after: duration.optional().describe('So long Spot must have had no room. Default: 10m'),
    back: duration.optional().describe('So long on demand before Spot is tried again. Default: 1h'),
  })
  .describe('Where Fargate Spot has no room for all tasks: all go on demand for a while, by a deployment.');

/** By cluster/service. */
export const scale = z
  .record(
    servicePattern,
    z.strictObject({
      mode: mode.optional(),
      tasks: tasks.optional().describe('The least and the most tasks. Default: as many as there are'),
      queue: nonEmpty.optional().describe('SQS queue, by name.'),
      perTask: positive('what a task does', 'write how many messages one task is good for, like 20')
        .optional()
        .describe('Messages one task is good for.'),
      inFlight: flag.optional().describe('Messages that are being worked on count. Default: true'),
      delayed: flag.optional().describe('Delayed messages count. Default: false'),
      activation: count('write how many messages wake it')
        .optional()
        .describe('More messages than this wake a service without tasks. Default: 0'),
      cpu: positive('a target', percentFix).optional().describe("Percent of the service's CPU to aim at."),
      memory: positive('a target', percentFix).optional().describe("Percent of the service's memory to aim at."),
      metrics: z
        .array(metric)
        .min(1, { error: says('the list is empty', 'name one, or leave the key out') })
        .optional(),
      floor: oneOrMore(span).optional().describe('At least so many tasks, by calendar.'),
      ceiling: oneOrMore(span).optional().describe('At the most so many tasks, by calendar.'),
      sleep: z.strictObject({ outside: nonEmpty }).optional().describe('No tasks outside this calendar.'),
      protect: protect.optional(),
      spot: spot.optional(),
      forecast: mode
        .optional()
        .describe(
          'At least as many tasks as the same hour of the same weekday asked for. observe: noted and scored. Default: none',
        ),
      idle: duration.optional().describe('To no tasks after nothing was to do for so long. Default: 5m'),
      fallback: z
        .strictObject({
          after: count('write how often in a row')
            .optional()
            .describe('Looks in a row that brought nothing. Default: 3'),
          tasks: count('write how many tasks').describe('How many then.'),
          how: choice('fallbacks', ['static', 'current', 'current-if-higher', 'current-if-lower'])
            .optional()
            .describe('Default: current-if-higher'),
        })
        .optional()
        .describe('When nothing can be read any more. Without it, all stays as it is.'),
      ...scaleSpeed,
    }),
  )
  .describe('Services that Watchkeeper scales, by cluster/service; the first pattern that fits counts.');
