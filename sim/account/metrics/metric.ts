import type { Instant } from '../../../lib/core/time.ts';
import type { MinuteHistory } from './history.ts';
import type { Samples } from './statistics.ts';

export type Dimension = { readonly name: string; readonly value: string };

/** Each combination of dimensions is a metric of its own (API_Dimension). */
export type Metric = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly Dimension[];
};

/** What came of a metric at once. `at`: the minute, or the second of a metric of high resolution. */
export type Datum = {
  readonly at: Instant;
  readonly readableAt: Instant;
  readonly unit?: string;
  readonly highResolution: boolean;
  readonly samples: Samples;
};

/** Data somebody put, oldest first. */
type Series = {
  readonly metric: Metric;
  readonly firstPutAt: Instant;
  readonly data: Datum[];
};

/** How busy one task of a service is, in percent of what its definition asks for. `task` counts from 0. */
export type Usage = { readonly cpuPercent: number; readonly memoryPercent: number };
export type ServiceLoad = (at: Instant, task: number, tasks: number) => Usage;

export type TargetCounts = { readonly healthy: number; readonly unhealthy: number; readonly initial: number };
export type MessageCounts = { readonly visible: number; readonly inFlight: number; readonly delayed: number };

/** What CloudWatch has of an account: what was put, and what its own services' metrics are read from. */
export type Metrics = {
  /** By `keyOf`. */
  readonly put: Map<string, Series>;
  /** Services that have a load, by ARN, with how many tasks were RUNNING. */
  readonly loads: Map<
    string,
    {
      readonly load: ServiceLoad;
      readonly cluster: string;
      readonly service: string;
      readonly running: MinuteHistory<number>;
    }
  >;
  /** By ARN of the target group. */
  readonly targets: Map<string, MinuteHistory<TargetCounts>>;
  /** By name of the queue. */
  readonly queues: Map<string, MinuteHistory<MessageCounts>>;
};

export function noMetrics(): Metrics {
  return { put: new Map(), loads: new Map(), targets: new Map(), queues: new Map() };
}

/** The order of dimensions does not matter. */
export function keyOf({ namespace, name, dimensions }: Metric): string {
  const pairs = dimensions.map((each) => [each.name, each.value]).sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  return JSON.stringify([namespace, name, pairs]);
}
