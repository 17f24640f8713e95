import * as z from 'zod';
import { advice } from './schema/advice.ts';
import { digest, logLinks, pager, redact, repeat, who } from './schema/alerts.ts';
import { environment, health, ignore, language, logs, ownerTags, ping, portal, zone } from './schema/basics.ts';
import { calendar } from './schema/calendars.ts';
import { crashLoops } from './schema/crash-loops.ts';
import { drain } from './schema/drain.ts';
import { jobs } from './schema/jobs.ts';
import { nodes } from './schema/nodes.ts';
import { prices } from './schema/prices.ts';
import { receiver, team } from './schema/receivers.ts';
import { route } from './schema/routes.ts';
import { scale } from './schema/scale.ts';
import { nonEmpty, says } from './words.ts';

/** The shape of `watchkeeper.yml`: each value by itself. What must fit together is seen to by `references.ts`. */
export const configurationSchema = z.strictObject({
  language: language.optional(),
  timezone: zone.optional(),
  portal: portal.optional(),
  environments: z
    .record(nonEmpty, environment)
    .describe('Clusters by kind; the first that fits counts, and what none claims is prod.')
    .optional(),
  calendars: z.record(nonEmpty, calendar).describe('When somebody is there, by name.').optional(),
  teams: z.record(nonEmpty, team).describe('Who owns what, by the value of a tag.').optional(),
  ownerTags: ownerTags.optional(),
  receivers: z
    .record(nonEmpty, receiver)
    .refine((receivers) => Object.keys(receivers).length > 0, {
      error: says('there is no receiver', 'write one: alerts: { slack: C… }'),
    })
    .describe('Where messages go, each with a name. The only section that must be there.'),
  routes: z
    .array(route)
    .min(1, { error: says('there is no route', 'write one, or leave the key out') })
    .describe('Who is told of what; the first that applies counts.')
    .optional(),
  pager: pager.optional(),
  logs: logs.optional(),
  logLinks: logLinks.optional(),
  redact: redact.optional(),
  who: who.optional(),
  repeat: repeat.optional(),
  digest: digest.optional(),
  prices: prices.optional(),
  health: health.optional(),
  ignore: ignore.optional(),
  advice: advice.optional(),
  crashLoops: crashLoops.optional(),
  drain: drain.optional(),
  scale: scale.optional(),
  nodes: nodes.optional(),
  jobs: jobs.optional(),
  ping: ping.optional(),
});

/**
 * What the file says, read and checked: durations in milliseconds, times in minutes of the day, lists where one or
 * more may be written. Plain JSON; defaults are filled in where it becomes a feature's policy.
 */
export type Configuration = z.output<typeof configurationSchema>;
