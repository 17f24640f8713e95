import { tickHandler } from '../lib/app/lambda.ts';
import { tickWorld } from '../lib/app/world/tick.ts';

/** Every minute: wakes whoever has a record due. */
export const handler = tickHandler(tickWorld);
