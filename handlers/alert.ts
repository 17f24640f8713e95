import { alert } from '../lib/alert/feature.ts';
import { sqsHandler } from '../lib/app/lambda.ts';
import { alertWorld } from '../lib/app/world/alert.ts';

/** Levels of incidents from the alerts queue, requests of people, and wakes: decides who is told what, and tells it. */
export const handler = sqsHandler(alert, alertWorld);
