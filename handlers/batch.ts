import { sqsHandler } from '../lib/app/lambda.ts';
import { batchWorld } from '../lib/app/world/batch.ts';
import { batch } from '../lib/batch/feature.ts';

/** Jobs that are due, requests of people, and what becomes of the tasks that were launched. */
export const handler = sqsHandler(batch, batchWorld);
