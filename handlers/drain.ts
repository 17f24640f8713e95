import { sqsHandler } from '../lib/app/lambda.ts';
import { drainWorld } from '../lib/app/world/drain.ts';
import { drain } from '../lib/drain/feature.ts';

/** Instances that go: lifecycle hooks, Spot, maintenance, requests; and the stops of tasks on them. */
export const handler = sqsHandler(drain, drainWorld);
