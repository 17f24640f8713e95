import type { AlarmChanged, MetricName } from '../core/scale-event.ts';
import type { PolicyEntry, Source } from './policy.ts';

/**
 * Whether an alarm rests on a series that a policy is scaled by. Of one service only: what a pattern scales waits for its
 * minute.
 */
export function isConcerned({ services, policy }: PolicyEntry, { metrics }: AlarmChanged): boolean {
  if (services.includes('*') || policy.mode === 'none') return false;
  return policy.sources.some((source) => metrics.some((metric) => isOf(source, metric)));
}

function isOf(source: Source, metric: MetricName): boolean {
  if (source.kind === 'queue') return metric.namespace === 'AWS/SQS' && metric.dimensions['QueueName'] === source.queue;
  return source.queries.some(
    ({ namespace, name, dimensions = {} }) =>
      namespace === metric.namespace &&
      name === metric.name &&
      Object.entries(dimensions).every(([key, value]) => metric.dimensions[key] === value),
  );
}
