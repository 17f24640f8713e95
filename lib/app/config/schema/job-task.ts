import * as z from 'zod';
import { flag, nonEmpty, oneOrMore, says, show, written } from '../words.ts';

/**
 * API_RunTask: a strategy holds at most 20 providers; launch types are FARGATE, EC2, EXTERNAL. FARGATE is also a provider,
 * which a cluster must have been given first; as a launch type it is there in every one.
 */
const launchTypes: ReadonlySet<string> = new Set(['FARGATE', 'EC2', 'EXTERNAL']);

export function wholeNumber(least: number, most: number, example: string) {
  const error = (issue: { readonly input?: unknown }) =>
    says(`${show(issue.input)} is not a whole number from ${least} to ${most}`, example);
  return z.number({ error }).int({ error }).min(least, { error }).max(most, { error });
}

const provider = written({
  name: 'a capacity provider',
  fix: 'write its name: FARGATE_SPOT, FARGATE, one of your own, or EC2 for whatever instance the cluster has',
  pattern: /^[A-Za-z0-9_-]{1,255}$/,
  read: (text) => text,
  examples: ['FARGATE_SPOT'],
});

const choiceOf = z.union([
  provider.transform((name): { name: string; attempts?: number | undefined } => ({ name })),
  z.strictObject({
    name: provider,
    attempts: wholeNumber(1, 100, 'write how many attempts are made there: attempts: 2').optional(),
  }),
]);

export const capacity = z
  .union([choiceOf, z.array(choiceOf).min(1)])
  .transform((chosen) => [chosen].flat())
  .describe('Capacity providers, tried in turn when there is no room; { name, attempts } leaves one earlier.');

export function isLaunchType(name: string): name is 'FARGATE' | 'EC2' | 'EXTERNAL' {
  return launchTypes.has(name);
}

const subnet = written({
  name: "a subnet's id",
  fix: 'write its id: subnet-0a1b2c3d4e5f6a7b8',
  pattern: /^subnet-[0-9a-f]{8,17}$/,
  read: (text) => text,
  examples: ['subnet-0a1b2c3d4e5f6a7b8'],
});

const securityGroup = written({
  name: "a security group's id",
  fix: 'write its id: sg-0a1b2c3d4e5f6a7b8',
  pattern: /^sg-[0-9a-f]{8,17}$/,
  read: (text) => text,
  examples: ['sg-0a1b2c3d4e5f6a7b8'],
});

export const network = z
  .strictObject({
    subnets: oneOrMore(subnet),
    securityGroups: oneOrMore(securityGroup).optional(),
    publicIp: flag.optional().describe('Default: false'),
  })
  .describe('Network of an awsvpc task. Default: that of `like`');

/** Values are not secrets: those belong into the task definition, by `valueFrom`. */
export const environment = z
  .record(nonEmpty, z.string({ error: ({ input }) => says(`${show(input)} is not text`, 'put it in quotes') }))
  .describe('Environment variables of that container. The same places are filled in as in `command`.');

export const array = z
  .strictObject({
    size: wholeNumber(2, 1000, 'write how many tasks there are: size: 20').describe('Tasks, each with its index.'),
    parallelism: wholeNumber(1, 1000, 'write how many run at once: parallelism: 5')
      .optional()
      .describe('So many at once. Default: all'),
    maxFailedIndexes: wholeNumber(0, 1000, 'write how many may fail: maxFailedIndexes: 0')
      .optional()
      .describe('The run succeeds with so many failed. Default: 0'),
  })
  .describe('Many tasks as one run; each is told its index, from 0, in WATCHKEEPER_ARRAY_INDEX.');
