import * as z from 'zod';
import { choice } from '../words.ts';
import { duration, namePattern } from './values.ts';

/** What an acting feature may do. Words that no reader of YAML takes for true or false. */
export const mode = choice('modes', ['none', 'observe', 'act']).describe(
  'none: leave it alone. observe: say what would be done. act: do it. Default: observe',
);

/** The shape only: draining owns this section, and gives it more keys when it comes. */
export const drain = z
  .record(namePattern, z.strictObject({ mode: mode.optional(), deadline: duration.optional() }))
  .describe('By Auto Scaling group or capacity provider. Read and checked; this version does not drain yet.');
