import * as z from 'zod';
import { languages } from '../../../core/language.ts';
import { choice, flag, nonEmpty, says, show, written } from '../words.ts';
import { duration, namePattern, namePatterns, secretParameter, servicePattern, timezone } from './values.ts';

export const language = choice('languages', languages).describe('Language of every message. Default: en.');

export const zone = timezone.describe('Time zone of every time in a message, and of calendars. Default: UTC.');

export const portal = z
  .strictObject({
    url: written({
      name: "the address of the SSO portal's start page",
      fix: 'write it as the browser shows it: https://acme.awsapps.com/start',
      pattern: /^https:\/\/[^\s?#]+$/,
      read: (text) => text.replace(/\/+$/, ''),
      examples: ['https://acme.awsapps.com/start'],
    }),
    role: nonEmpty.describe('Permission set in which links open the console.'),
  })
  .describe('IAM Identity Center portal: links then open the console in the right account.');

export const logs = choice('logs', ['tail', 'link', 'none']).describe(
  'tail: the last lines stand in the message. link: only a link to them. none: neither. Default: tail.',
);

export const environment = z
  .strictObject({
    clusters: namePatterns.describe('Names of clusters; * stands for anything.'),
    production: flag
      .optional()
      .describe('People are paged for it. Default: true for the name prod, false for every other.'),
    logs: logs.optional(),
  })
  .describe('Clusters of one kind. What no environment claims is prod.');

export const ignore = z
  .strictObject({
    clusters: namePatterns.optional().describe('Clusters nobody is told about. Default: AWSBatch-*'),
    shortages: namePatterns
      .optional()
      .describe(
        'Clusters, or services as cluster/service, of which nobody is told that there is no room for a deployment or a failover. Default: none',
      ),
    schedules: namePatterns
      .optional()
      .describe('Schedules and rules that start tasks and are not watched, by name. Default: none'),
  })
  .describe('What is left alone. Patterns written here replace the default.');

const share = (issue: { readonly input?: unknown }) =>
  says(`${show(issue.input)} is not a share`, 'write a number above 0 and up to 1: 0.7 is 70 %');

export const health = z
  .record(
    servicePattern,
    z.strictObject({
      degradedBelow: z
        .number({ error: share })
        .gt(0, { error: share })
        .max(1, { error: share })
        .optional()
        .describe('Healthy / desired below this, in 2 of 3 minutes, is degraded. Default: 0.7'),
      downAfter: duration.optional().describe('Nothing healthy for this long is down. Default: 60s'),
      atRiskAfter: duration.optional().describe('Below desired for this long is at risk. Default: 15m'),
      quiet: duration.optional().describe('Well for this long before an incident ends. Default: 5m'),
      metrics: z
        .boolean()
        .optional()
        .describe('Its own CloudWatch metric also while it is well (a custom metric each). Default: false'),
      deployments: z
        .enum(['failing', 'all'])
        .optional()
        .describe('all: each deployment is told when it begins, and how it ends, in one message. Default: failing'),
    }),
  )
  .describe('Thresholds by cluster/service; the first pattern that fits counts.');

export const ownerTags = z
  .array(namePattern)
  .min(1)
  .describe("Tag keys whose value is a team's name, tried in turn. Default: Team, team, Owner, owner");

export const ping = secretParameter("the address of a dead man's switch outside").describe(
  'Called every few minutes while scheduled tasks are watched; whoever misses the call, tells you. Default: none',
);
