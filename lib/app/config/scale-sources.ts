import { minuteMs, secondMs } from '../../core/time.ts';
import type { StepAdjustment } from '../../ecs/scaling/step-scaling.ts';
import type { MetricQuery } from '../../core/scale-reads.ts';
import type { Source } from '../../scale/policy.ts';
import type { Protection } from '../../scale/protection.ts';
import type { ScaleEntry } from './scale-policy.ts';

/** What a service is scaled by, in the order of the file. Each has an id that stays the same from look to look. */
export function sourcesOf(entry: ScaleEntry): readonly Source[] {
  const { queue, perTask, metrics = [] } = entry;
  return [
    ...(queue === undefined ? [] : [queueSource(entry, queue, perTask ?? 1)]),
    ...utilizations(entry),
    ...metrics.flatMap((metric, at) => metricSource(metric, `metric ${at + 1}`)),
  ];
}

function queueSource(
  { inFlight = true, delayed = false, activation = 0 }: ScaleEntry,
  queue: string,
  perTask: number,
): Source {
  return { kind: 'queue', id: `queue ${queue}`, queue, perTask, counting: { inFlight, delayed }, activation };
}

/** Amazon ECS's own metrics of a service (cloudwatch-metrics, dimensions ClusterName and ServiceName). */
function utilizations({ cpu, memory }: ScaleEntry): readonly Source[] {
  const of = { ClusterName: '{cluster}', ServiceName: '{service}' };
  const each = [
    { id: 'cpu', target: cpu, name: 'CPUUtilization' },
    { id: 'memory', target: memory, name: 'MemoryUtilization' },
  ];
  return each.flatMap(({ id, target, name }): readonly Source[] => {
    if (target === undefined) return [];
    const query = { id: 'm', namespace: 'AWS/ECS', name, dimensions: of, statistic: 'Average', periodSeconds: 60 };
    return [{ kind: 'metric', id, queries: [query], target, of: 'average', activation: 0 }];
  });
}

type Metric = NonNullable<ScaleEntry['metrics']>[number];
type Protect = NonNullable<ScaleEntry['protect']>;
type Series = Pick<Metric, 'metric' | 'of' | 'stat' | 'period'>;

function metricSource(metric: Metric, id: string): readonly Source[] {
  const queries = queriesOf(metric);
  const { target, per = 'task', activation = 0, steps } = metric;
  if (queries.length === 0) return [];
  if (steps !== undefined) {
    const { threshold, up = {}, down = {}, as = 'tasks', atLeast, cooldown = 5 * minuteMs } = steps;
    const type = as === 'percent' ? 'PercentChangeInCapacity' : 'ChangeInCapacity';
    const adjustments = [...stepsBelow(down), ...stepsAbove(up)];
    const policy = {
      type,
      steps: adjustments,
      ...(atLeast !== undefined && { minAdjustmentMagnitude: atLeast }),
    } as const;
    return [{ kind: 'steps', id, queries, threshold, steps: policy, cooldownMs: cooldown }];
  }
  if (target === undefined) return [];
  return [{ kind: 'metric', id, queries, target, of: per === 'task' ? 'average' : 'total', activation }];
}

/** The last one is what is asked for. */
function queriesOf({ expression, where = {}, period, ...series }: Metric): readonly MetricQuery[] {
  if (expression === undefined) return queryOf('m', { ...series, period });
  const parts = Object.entries(where).flatMap(([id, each]) => queryOf(id, each));
  return [...parts, { id: 'wanted', expression, periodSeconds: (period ?? minuteMs) / secondMs }];
}

/** So long ECS needs to choose what to stop, several times over, and no deployment waits longer for it. */
const protectedMs = 5 * minuteMs;

export function protectionOf({ above = 0, for: forMs = protectedMs, ...series }: Protect): Protection {
  const [query] = queryOf('m', series);
  return { query: query ?? { id: 'm', periodSeconds: 60 }, above, forMs };
}

function queryOf(id: string, { metric, of = {}, stat = 'Average', period = minuteMs }: Series): readonly MetricQuery[] {
  if (metric === undefined) return [];
  return [{ id, ...metric, dimensions: of, statistic: stat, periodSeconds: period / secondMs }];
}

type Steps = Readonly<Record<string, number>>;

/** `{ 0: 1, 20: 3 }` above the threshold: from 0 to 20 one more, from 20 on three. */
function stepsAbove(steps: Steps): readonly StepAdjustment[] {
  const sorted = distances(steps);
  return sorted.map(([lower, adjustment], at) => {
    const upper = sorted[at + 1]?.[0];
    return { lower, adjustment, ...(upper !== undefined && { upper }) };
  });
}

/** `{ 10: 1 }` below it: one fewer from 10 below on. */
function stepsBelow(steps: Steps): readonly StepAdjustment[] {
  const sorted = distances(steps);
  return sorted.map(([distance, fewer], at) => {
    const further = sorted[at + 1]?.[0];
    return { upper: -distance, adjustment: -Math.abs(fewer), ...(further !== undefined && { lower: -further }) };
  });
}

const distances = (steps: Steps): readonly (readonly [number, number])[] =>
  Object.entries(steps)
    .map(([distance, tasks]) => [Number(distance), tasks] as const)
    .toSorted(([a], [b]) => a - b);
