import type { Instant } from '../../../lib/core/time.ts';
import { minuteMs } from '../../../lib/core/time.ts';
import { loadBalancerArn } from '../identities.ts';
import type { Account } from '../model.ts';
import type { MinuteHistory } from './history.ts';
import type { Datum, Metric, MessageCounts, TargetCounts, Usage } from './metric.ts';
import { keyOf } from './metric.ts';
import type { Samples } from './statistics.ts';

/** A metric AWS publishes by itself every minute. It is made when somebody asks; until then it costs its history. */
type Published = {
  readonly metric: Metric;
  readonly unit: string;
  readonly since: Instant | undefined;
  /** Undefined: nothing is published for that minute. */
  readonly samplesOf: (minute: Instant) => Samples | undefined;
};

/** So long after its minute a value can be read, by the switch. */
const lateMs = { usual: 0, late: 2 * minuteMs } as const;

export function publishedMetrics(account: Account): Published[] {
  return [...usageMetrics(account), ...targetMetrics(account), ...queueMetrics(account)];
}

export function publishedMetric(account: Account, metric: Metric): Published | undefined {
  if (!metric.namespace.startsWith('AWS/')) return undefined;
  const key = keyOf(metric);
  return publishedMetrics(account).find((each) => keyOf(each.metric) === key);
}

/** The minutes from `from` to before `to` that are over. */
export function publishedData(
  account: Account,
  { unit, since, samplesOf }: Published,
  from: Instant,
  to: Instant,
): Datum[] {
  const delayMs = account.switches.metricsComeLate ? lateMs.late : lateMs.usual;
  const last = Math.min(to - 1, account.agenda.now() - delayMs - minuteMs);
  const first = Math.ceil(Math.max(from, since ?? Infinity) / minuteMs) * minuteMs;
  const data: Datum[] = [];
  for (let at = first; at <= last; at += minuteMs) {
    const samples = samplesOf(at);
    if (samples !== undefined) {
      data.push({ at, readableAt: at + minuteMs + delayMs, unit, highResolution: false, samples });
    }
  }
  return data;
}

const usages: readonly [name: string, of: (usage: Usage) => number][] = [
  ['CPUUtilization', ({ cpuPercent }) => cpuPercent],
  ['MemoryUtilization', ({ memoryPercent }) => memoryPercent],
];

/**
 * Of each service one sample for each RUNNING task, and nothing without one (ECS, available-metrics; the samples of a
 * minute are its tasks: "Service RUNNING task count"). Of clusters none: they are measured on instances only.
 */
function usageMetrics({ metrics, switches }: Account): Published[] {
  return [...metrics.loads.values()].flatMap(({ load, cluster, service, running }) =>
    usages.map(([name, of]): Published => {
      const samplesOf = (minute: Instant): Samples | undefined => {
        const tasks = running.atEndOf(minute) ?? 0;
        if (tasks === 0) return undefined;
        const values = Array.from({ length: tasks }, (_, task) => of(load(minute, task, tasks)));
        return switches.usageHasPercentiles ? eachOnce(values) : asSet(values);
      };
      const dimensions = [
        { name: 'ClusterName', value: cluster },
        { name: 'ServiceName', value: service },
      ];
      return { metric: { namespace: 'AWS/ECS', name, dimensions }, unit: 'Percent', since: running.since, samplesOf };
    }),
  );
}

/** "Reported if there are registered targets" (load-balancer-cloudwatch-metrics). Of the group as a whole, not by zone. */
function targetMetrics(account: Account): Published[] {
  const { metrics, targetGroups, switches } = account;
  const asUnhealthy = switches.initialTargetsAreUnhealthy ? 1 : 0;
  const kinds: readonly [name: string, of: (counts: TargetCounts) => number][] = [
    ['HealthyHostCount', ({ healthy }) => healthy],
    ['UnHealthyHostCount', ({ unhealthy, initial }) => unhealthy + asUnhealthy * initial],
  ];
  return [...metrics.targets].flatMap(([arn, history]) => {
    const group = targetGroups.get(arn);
    if (group === undefined) return [];
    const dimensions = [
      {
        name: 'LoadBalancer',
        value: loadBalancerArn(account, group.loadBalancerName).replace(/^.*:loadbalancer\//u, ''),
      },
      { name: 'TargetGroup', value: arn.replace(/^.*:/u, '') },
    ];
    return kinds.map(([name, of]): Published => {
      const count = (counts: TargetCounts): number | undefined =>
        counts.healthy + counts.unhealthy + counts.initial === 0 ? undefined : of(counts);
      const metric = { namespace: 'AWS/ApplicationELB', name, dimensions };
      return { metric, unit: 'Count', since: history.since, samplesOf: counted(history, count) };
    });
  });
}

const messageKinds: readonly [name: string, of: (counts: MessageCounts) => number][] = [
  ['ApproximateNumberOfMessagesVisible', ({ visible }) => visible],
  ['ApproximateNumberOfMessagesNotVisible', ({ inFlight }) => inFlight],
  ['ApproximateNumberOfMessagesDelayed', ({ delayed }) => delayed],
];

/** A queue that is polled is active, and active queues are told every minute (SQS, available CloudWatch metrics). */
function queueMetrics({ metrics }: Account): Published[] {
  return [...metrics.queues].flatMap(([queue, history]) =>
    messageKinds.map(([name, of]): Published => {
      const dimensions = [{ name: 'QueueName', value: queue }];
      const metric = { namespace: 'AWS/SQS', name, dimensions };
      return { metric, unit: 'Count', since: history.since, samplesOf: counted(history, of) };
    }),
  );
}

function counted<Value>(
  history: MinuteHistory<Value>,
  of: (value: Value) => number | undefined,
): Published['samplesOf'] {
  return (minute) => {
    const value = history.atEndOf(minute);
    const number = value === undefined ? undefined : of(value);
    return number === undefined ? undefined : eachOnce([number]);
  };
}

const eachOnce = (values: readonly number[]): Samples => ({ values: values.map((value) => [value, 1]), sets: [] });

const asSet = (values: readonly number[]): Samples => ({
  values: [],
  sets: [
    {
      count: values.length,
      sum: values.reduce((sum, value) => sum + value, 0),
      minimum: Math.min(...values),
      maximum: Math.max(...values),
    },
  ],
});
