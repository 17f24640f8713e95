import * as z from 'zod';
import { longestWithinMs, mostFailures } from '../../../health/stopping/policy.ts';
import { minuteMs } from '../../../core/time.ts';
import { choice, says, show } from '../words.ts';
import { mode } from './drain.ts';
import { duration, servicePattern } from './values.ts';

const failuresError = {
  error: ({ input }: { readonly input?: unknown }) =>
    says(`${show(input)} is not a number of failures`, `write a whole number from 2 to ${mostFailures}`),
};

const perHourError = {
  error: ({ input }: { readonly input?: unknown }) =>
    says(`${show(input)} is not a number of services`, 'write a whole number: 0 touches none'),
};

const withinError = ({ input }: { readonly input?: unknown }) =>
  says(`${show(input)} is too short or too long to count failures in`, 'write a duration from 1m to 2h');

export const crashLoops = z
  .record(
    servicePattern,
    z.strictObject({
      mode: mode.optional(),
      do: choice('remedies', ['notify', 'rollback', 'stop'])
        .optional()
        .describe(
          'notify: only tell. rollback: roll back a deployment without a circuit breaker while it goes on. stop: the same, and where there is nothing to roll back, desired count 0. Default: rollback',
        ),
      failures: z
        .int(failuresError)
        .min(2, failuresError)
        .max(mostFailures, failuresError)
        .optional()
        .describe('So many tasks that failed by their own doing are a loop. Default: 5'),
      within: duration
        .refine((ms) => ms >= minuteMs && ms <= longestWithinMs, { error: withinError })
        .optional()
        .describe('Within this long. Default: 15m'),
      cooldown: duration
        .optional()
        .describe('A service that was touched is not touched again for this long. Default: 1h'),
      perHour: z
        .int(perHourError)
        .min(0, perHourError)
        .optional()
        .describe('Not when so many services of the account were touched within the hour. Default: 3'),
    }),
  )
  .describe('What is done about services that crash-loop, by cluster/service; the first pattern that fits counts.');
