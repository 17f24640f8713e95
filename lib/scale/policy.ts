import type { Calendar } from '../core/calendar/calendar.ts';
import { matchesService } from '../core/glob.ts';
import type { MetricQuery } from '../core/scale-reads.ts';
import { minuteMs, secondMs } from '../core/time.ts';
import type { StepPolicy } from '../ecs/scaling/step-scaling.ts';
import type { Behavior } from './behavior.ts';
import type { NodesEntry } from './nodes/policy.ts';
import { defaultBehavior } from './behavior.ts';
import type { Protection } from './protection.ts';
import type { SpotPolicy } from './spot.ts';
import { defaultSpotPolicy } from './spot.ts';
import type { QueueCounting } from './recommendation.ts';

/** What a service is scaled by. Several: the highest wish counts, and all must agree to go down. */
export type Source =
  | {
      readonly kind: 'queue';
      readonly id: string;
      readonly queue: string;
      /** Messages one task is good for. */
      readonly perTask: number;
      readonly counting: QueueCounting;
      /** More messages than this wake a service that has no tasks. */
      readonly activation: number;
    }
  | {
      readonly kind: 'metric';
      readonly id: string;
      readonly queries: readonly MetricQuery[];
      readonly target: number;
      /** `average`: the value is of one task, as utilization is. `total`: tasks share it. */
      readonly of: 'average' | 'total';
      readonly activation: number;
    }
  | {
      readonly kind: 'steps';
      readonly id: string;
      readonly queries: readonly MetricQuery[];
      readonly threshold: number;
      readonly steps: StepPolicy;
      readonly cooldownMs: number;
    };

/** What to do when a source has not been read for a while. Never is "cannot be read" taken for nothing to do. */
export type Fallback = {
  readonly afterFailures: number;
  readonly behavior: 'static' | 'current' | 'current-if-higher' | 'current-if-lower';
  readonly tasks: number;
};

/** While the calendar is open (or closed): at least, at the most. */
export type Span = {
  readonly calendar: Calendar;
  readonly when: 'during' | 'outside';
  readonly least?: number;
  readonly most?: number;
  readonly name: string;
};

export type ServicePolicy = {
  readonly mode: 'none' | 'observe' | 'act';
  readonly tasks: { readonly min: number; readonly max: number };
  readonly sources: readonly Source[];
  readonly spans: readonly Span[];
  readonly behavior: Behavior;
  readonly fallback?: Fallback;
  /** To no tasks only when nothing was to do for so long. */
  readonly idleMs: number;
  /** A metric that falls by more than this share within `collapseMs` is taken for an outage, not for peace. */
  readonly collapseShare: number;
  readonly collapseMs: number;
  /** Tasks at work are kept from being stopped before others are taken away. */
  readonly protection?: Protection;
  readonly spot: SpotPolicy;
  /** Whether it has at least what the same hour of the last weeks asked for; in `observe` that is scored. */
  readonly forecast: 'none' | 'observe' | 'act';
};

export type PolicyEntry = { readonly services: string; readonly policy: ServicePolicy };

/** All that scaling is told by the configuration. */
export type ScalePolicy = {
  readonly stack: { readonly account: string; readonly region: string };
  readonly timezone: string;
  readonly ignoredClusters: readonly string[];
  /** In the order in which they are tried. */
  readonly entries: readonly PolicyEntry[];
  /** Of instances, in the order in which they are tried. */
  readonly nodes: readonly NodesEntry[];
  /** So many instances in all, of all clusters with an entry. */
  readonly nodesTotal?: number;
};

export const defaultServicePolicy: Omit<ServicePolicy, 'tasks'> = {
  mode: 'observe',
  sources: [],
  spans: [],
  behavior: defaultBehavior,
  idleMs: 5 * minuteMs,
  collapseShare: 0.7,
  collapseMs: 3 * minuteMs,
  spot: defaultSpotPolicy,
  forecast: 'none',
};

/** Metrics are looked at so often. */
export const roundMs = 60 * secondMs;

/** The first entry that fits, with the service's own names where the file says {cluster} and {service}. */
export function policyFor(policy: ScalePolicy, cluster: string, service: string): ServicePolicy | undefined {
  const found = policy.entries.find(({ services }) => matchesService(services, cluster, service))?.policy;
  if (found === undefined) return undefined;
  const named = (value: string): string => value.replaceAll('{cluster}', cluster).replaceAll('{service}', service);
  const { protection } = found;
  return {
    ...found,
    sources: found.sources.map((source) => withNames(source, named)),
    ...(protection !== undefined && { protection: { ...protection, query: queryWithNames(protection.query, named) } }),
  };
}

function withNames(source: Source, named: (value: string) => string): Source {
  if (source.kind === 'queue') return { ...source, queue: named(source.queue) };
  return { ...source, queries: source.queries.map((query) => queryWithNames(query, named)) };
}

/** Names stand in the values of its dimensions. */
export function queryWithNames(query: MetricQuery, named: (value: string) => string): MetricQuery {
  const { dimensions } = query;
  if (dimensions === undefined) return query;
  return {
    ...query,
    dimensions: Object.fromEntries(Object.entries(dimensions).map(([key, value]) => [key, named(value)])),
  };
}
