import * as z from 'zod';
import { choice, flag, says, show } from '../words.ts';
import { duration, namePattern } from './values.ts';

/** What an acting feature may do. Words that no reader of YAML takes for true or false. */
export const mode = choice('modes', ['none', 'observe', 'act']).describe(
  'none: leave it alone. observe: say what would be done. act: do it. Default: observe',
);

/** What becomes of tasks of no service. */
const standalone = choice('ways to treat standalone tasks', ['wait', 'stop']).describe(
  'Tasks of no service, which ECS never moves. wait: until the deadline. stop: after stopAfter. Default: wait',
);

const budgetFix = 'write a share of the group, or a number of instances: 10% or 2; 0 lets none go';

const budgetError = {
  error: ({ input }: { readonly input?: unknown }) => says(`${show(input)} is not a budget`, budgetFix),
};

/** What is written as a number, and as a text, are both right: `2`, `"2"`, `10%`. */
export const budget = z
  .union(
    [
      z.int(budgetError).min(0, budgetError),
      z
        .string(budgetError)
        .regex(/^(?:\d+|(?:100|\d{1,2})%)$/, budgetError)
        .meta({ examples: ['10%'] }),
    ],
    budgetError,
  )
  .transform((written) => {
    const amount = Number.parseInt(String(written), 10);
    return String(written).endsWith('%') ? { percent: amount } : { instances: amount };
  })
  .describe(
    'So many instances of the group may be out at once for a reason that can wait: a request, maintenance, a rebalance recommendation. Whatever else is out counts. Default: 10%',
  );

const perZoneFix = 'write how many instances stay in each zone: 0, 1, 2 …';

const perZone = z
  .int({ error: ({ input }) => says(`${show(input)} is not a number of instances`, perZoneFix) })
  .min(0, { error: ({ input }) => says(`${show(input)} is not a number of instances`, perZoneFix) })
  .describe(
    'So many instances of the group stay available in each zone when one is drained for a reason that can wait. Default: 1',
  );

export const drain = z
  .record(
    namePattern,
    z.strictObject({
      mode: mode.optional(),
      deadline: duration
        .optional()
        .describe('After this long the instance goes, whatever still runs on it. Default: 60m'),
      standalone: standalone.optional(),
      stopAfter: duration.optional().describe('Standalone tasks are stopped after this long. Default: 10m'),
      spotStop: flag
        .optional()
        .describe('Tasks that a Spot instance still holds 45 s before its end are stopped. Default: true'),
      rebalance: choice('ways to treat a rebalance recommendation', ['observe', 'act'])
        .optional()
        .describe('Whether a rebalance recommendation alone drains. Default: observe'),
      maintenanceLead: duration.optional().describe("How long before EC2's scheduled maintenance begins. Default: 24h"),
      agentPatience: duration
        .optional()
        .describe(
          'Without its agent nothing on an instance can be stopped: it is let go after this long. Default: 15m',
        ),
      budget: budget.optional(),
      perZone: perZone.optional(),
      managedCap: duration
        .optional()
        .describe("ECS's own wait (managed instance draining) is ended after this long. Default: never"),
    }),
  )
  .describe('By Auto Scaling group, capacity provider or cluster; the first pattern that fits counts.');
