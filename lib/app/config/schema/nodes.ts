import * as z from 'zod';
import { rangeOf, rangePattern } from '../notation.ts';
import { choice, flag, says, show, written } from '../words.ts';
import { budget, mode } from './drain.ts';
import { duration } from './values.ts';

const instances = written({
  name: 'a range of instances',
  fix: 'write the least and the most: 2..20',
  pattern: rangePattern,
  read: rangeOf,
  examples: ['2..20'],
});

const count = (what: string, fix: string) =>
  z
    .int({ error: ({ input }) => says(`${show(input)} is not ${what}`, fix) })
    .min(0, { error: ({ input }) => says(`${show(input)} is not ${what}`, fix) });

const entry = z.strictObject({
  mode: mode.optional(),
  instances: instances
    .optional()
    .describe("The least and the most instances of each group, within the group's own. Default: the group's own"),
  headroom: count('a number of copies', 'write for how many copies room is kept: 0, 1, 2 …')
    .optional()
    .describe("Room is kept for so many copies of the largest task of the cluster's services. Default: 1"),
  consolidate: flag
    .optional()
    .describe('Whether instances whose tasks fit on others are drained and ended. Default: true'),
  budget: budget
    .optional()
    .describe('So many of these instances of a cluster may be on their way out at once. Default: 10%'),
  perZone: count('a number of instances', 'write how many instances stay in each zone: 0, 1, 2 …')
    .optional()
    .describe('So many instances of a group stay in each zone. Default: 1'),
  idle: duration.optional().describe('An instance goes when it was not needed for so long. Default: 10m'),
  leastAge: duration.optional().describe('No instance goes sooner after it came. Default: 15m'),
  upkeep: choice('modes', ['none', 'observe', 'act'])
    .optional()
    .describe(
      'Whether instances are replaced, the oldest first and one at a time, whose AMI or agent is older than what their group launches now; acts only where `mode` does. Default: observe',
    ),
});

/** By Auto Scaling group, capacity provider or cluster; what counts for all of them beside. */
export const nodes = z
  .strictObject({
    total: count('a number of instances', 'write how many instances there may be in all: 40')
      .optional()
      .describe(
        'Nothing is bought beyond so many instances in all: those of all Auto Scaling groups of all clusters of the Region that have an entry here. Default: no limit but those of the groups',
      ),
  })
  .catchall(entry)
  .describe(
    'Instances that Watchkeeper buys and sends away, by Auto Scaling group, capacity provider or cluster; the first pattern that fits counts. Where managed scaling is on, they are only emptied.',
  );
