import * as z from 'zod';
import { nonEmpty, says, show, written } from '../words.ts';

const price = (issue: { readonly input?: unknown }) =>
  says(`${show(issue.input)} is not a price`, 'write what an hour costs, like 0.0405');

const amount = z.number({ error: price }).gt(0, { error: price });

export const prices = z
  .strictObject({
    vcpuHour: amount.describe('One vCPU of Fargate for an hour, on demand.'),
    gbHour: amount.describe('One GB of its memory for an hour.'),
    currency: nonEmpty.optional().describe('Default: USD'),
    asOf: written({
      name: 'a month or a day',
      fix: 'write when the prices were read, in quotes: "2026-11"',
      pattern: /^\d{4}-(?:0[1-9]|1[0-2])(?:-\d{2})?$/,
      read: (text) => text,
      examples: ['2026-11'],
    }).describe('When they were read. Said with every sum.'),
    source: nonEmpty.describe('Where they are from: a page, or a contract. Said with every sum.'),
  })
  .describe('What Fargate costs you, for the weekly digest. Default: a small table with its date, for some Regions.');
