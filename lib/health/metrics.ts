import type { Reading } from './state.ts';

/** What a service comes to, in percent; more than wanted is no more than well. Nothing wanted is nothing to measure. */
export function serviceMetrics(
  { cluster, name }: { readonly cluster: string; readonly name: string },
  { desired, healthy }: Pick<Reading, 'desired' | 'healthy'>,
): Readonly<Record<string, number>> {
  if (desired === 0) return {};
  const percent = Math.round((100 * Math.min(healthy, desired)) / desired);
  return { [`HealthyPercent|Cluster=${cluster}|Service=${name}`]: percent };
}

/**
 * Sums of a cluster over one round. CloudWatch bills a metric for each hour in which it is sent: a cluster in which all
 * is well sends none.
 */
export function clusterMetrics(
  cluster: string,
  { unhealthy, missing }: { readonly unhealthy: number; readonly missing: number },
): Readonly<Record<string, number>> {
  return {
    ...(unhealthy > 0 && { [`UnhealthyServices|Cluster=${cluster}`]: unhealthy }),
    ...(missing > 0 && { [`MissingTasks|Cluster=${cluster}`]: missing }),
  };
}
