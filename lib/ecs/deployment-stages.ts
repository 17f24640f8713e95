/** Which revision has the production traffic. `both`: it is being shifted, or a share of it is. */
type Serving = 'old' | 'both' | 'new';

/**
 * The lifecycle stages of blue/green, linear and canary deployments, in their order, and where the production traffic is
 * meanwhile (blue-green-deployment-how-it-works, "Deployment lifecycle stages").
 */
const stages: ReadonlyMap<string, Serving> = new Map([
  ['RECONCILE_SERVICE', 'old'],
  ['PRE_SCALE_UP', 'old'],
  ['SCALE_UP', 'old'],
  ['POST_SCALE_UP', 'old'],
  ['TEST_TRAFFIC_SHIFT', 'old'],
  ['POST_TEST_TRAFFIC_SHIFT', 'old'],
  // Linear and canary deployments come back here after each step (pause-lifecycle-hooks).
  ['PRE_PRODUCTION_TRAFFIC_SHIFT', 'both'],
  ['PRODUCTION_TRAFFIC_SHIFT', 'both'],
  ['POST_PRODUCTION_TRAFFIC_SHIFT', 'new'],
  ['BAKE_TIME', 'new'],
  ['CLEAN_UP', 'new'],
]);

/** Of a stage nobody knows: both may serve. */
export function servesAt(stage: string): Serving {
  return stages.get(stage) ?? 'both';
}
