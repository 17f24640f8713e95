import * as z from 'zod';
import { says } from '../words.ts';
import { namePatterns } from './values.ts';

const exemption = z
  .strictObject({
    rule: namePatterns.optional().describe('Ids of rules, as `watchkeeper advise` shows them. Default: all'),
    cluster: namePatterns.optional().describe('Names of clusters. Default: all'),
    service: namePatterns.optional().describe('Names of services. Default: all'),
    tag: namePatterns.optional().describe('Tags of the service: `Stage=dev`, or `Stage` for any value. Default: any'),
  })
  .refine((each) => Object.values(each).some((value) => value !== undefined), {
    error: says('this turns everything off, everywhere', 'name a rule, a cluster, a service or a tag'),
  });

export const advice = z
  .strictObject({
    off: z.array(exemption).optional().describe('Rules that say nothing. Of each entry all that it names must fit.'),
  })
  .describe('What is looked for in task definitions and services before it hurts.');
