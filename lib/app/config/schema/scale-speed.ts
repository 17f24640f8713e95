import * as z from 'zod';
import { durationMs } from '../notation.ts';
import { choice, says, show, written } from '../words.ts';
import { duration } from './values.ts';

const rate = written({
  name: 'a rate',
  fix: 'write how many tasks, or which percentage of them, in which time: 4/15s or 100%/1m',
  pattern: /^\d+%?\/(\d+[smhd])+$/,
  read: (text) => {
    const [amount = '', period = ''] = text.split('/');
    const periodMs = durationMs(period);
    if (periodMs === 0) return undefined;
    return {
      type: amount.endsWith('%') ? ('percent' as const) : ('tasks' as const),
      value: Number.parseInt(amount, 10),
      periodMs,
    };
  },
  examples: ['4/15s', '100%/1m'],
});

const shareFix = 'write a share, like 0.1';
const share = z
  .number({ error: ({ input }) => says(`${show(input)} is not a number`, shareFix) })
  .min(0, { error: says('a share is not negative', shareFix) })
  .lt(1, { error: says('a share is below 1', shareFix) });

const direction = z.strictObject({
  window: duration.optional().describe('The most cautious wish of this time counts. Default: up 0s, down 5m'),
  rates: z
    .array(rate)
    .min(1, { error: says('the list is empty', 'write one, or leave the key out') })
    .optional()
    .describe('No faster than this. Default: up 100%/15s and 4/15s, down 100%/15s'),
  select: choice('ways to select', ['max', 'min', 'disabled'])
    .optional()
    .describe(
      'Which rate counts: the one that allows most, or least; disabled: not at all in this direction. Default: max',
    ),
  tolerance: share.optional().describe('A ratio nearer to 1 than this changes nothing. Default: 0.1'),
});

/** How fast, and when not to believe. */
export const scaleSpeed = {
  up: direction.optional(),
  down: direction.optional(),
  collapse: z
    .strictObject({
      share: share.optional().describe('Default: 0.7'),
      within: duration.optional().describe('Default: 3m'),
    })
    .optional()
    .describe(
      'A metric that falls by this share in this time is taken for an outage: nothing is taken away for 15 minutes.',
    ),
} as const;
