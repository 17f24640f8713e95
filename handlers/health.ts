import { sqsHandler } from '../lib/app/lambda.ts';
import { healthWorld } from '../lib/app/world/health.ts';
import { health } from '../lib/health/feature.ts';

/** ECS's and CodeDeploy's events, and wakes of services in trouble. */
export const handler = sqsHandler(health, healthWorld);
