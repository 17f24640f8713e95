import * as z from 'zod';
import { impactLevels } from '../../../core/alert.ts';
import { severities } from '../../../core/severity.ts';
import { choice, flag, nonEmpty, oneOrMore } from '../words.ts';
import { duration, namePatterns } from './values.ts';

/** What a route may ask for; of each list one must fit. */
export const matchKeys = ['impact', 'severity', 'env', 'team', 'cluster', 'service', 'family', 'cause'] as const;

const receivers = oneOrMore(nonEmpty);

export const route = z
  .strictObject({
    impact: oneOrMore(choice('impacts', impactLevels))
      .optional()
      .describe('Who is hurt: exactly this, or one of these.'),
    severity: oneOrMore(choice('severities', severities)).optional().describe('Exactly this, or one of these.'),
    env: namePatterns.optional().describe('Environment.'),
    team: namePatterns.optional().describe('Owner.'),
    cluster: namePatterns.optional().describe("Cluster's name."),
    service: namePatterns.optional().describe("Service's name."),
    family: namePatterns.optional().describe('Task family, for tasks of no service.'),
    cause: namePatterns.optional().describe('Id of a cause, as `watchkeeper replay --json` shows it.'),
    during: nonEmpty
      .optional()
      .describe('Calendar: outside it the message is held until it opens. Default for what is not production: office'),
    for: duration.optional().describe('Only when it has been so for this long; until then the next routes count.'),
    escalate: z
      .strictObject({ after: duration, to: receivers })
      .optional()
      .describe('Who is told as well when nobody has acknowledged it by then.'),
    continue: flag.optional().describe('Try the routes below as well. Default: false, the first that applies ends it.'),
    to: receivers.describe('Receiver, or a list of them.'),
  })
  .describe('Who is told of what. The first route that applies counts.');
