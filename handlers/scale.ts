import { sqsHandler } from '../lib/app/lambda.ts';
import { scaleWorld } from '../lib/app/world/scale.ts';
import { scale } from '../lib/scale/feature.ts';

/** Services with a policy: their work, their calendars, and news of them. */
export const handler = sqsHandler(scale, scaleWorld);
