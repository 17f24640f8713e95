import type { RawItem } from '../../lib/core/cluster-reads.ts';
import { present } from '../../lib/core/present.ts';
import { isObject } from '../../lib/core/json.ts';
import type { Around } from './around.ts';
import { listIn, textIn, textsIn } from './items.ts';
import type { SeenService } from './reads.ts';

/** What watches ECS already. `same`: Watchkeeper says it, too. `tells`: kinds of subscribers, and other targets. */
export type Watcher = {
  readonly kind: 'alarm' | 'rule';
  readonly name: string;
  /** `cluster/service`, or a cluster; empty: of all. */
  readonly about: readonly string[];
  readonly what: string;
  readonly same: boolean;
  readonly state?: string;
  readonly isOff: boolean;
  readonly tells: readonly string[];
};

/**
 * Metrics whose alarm says what an incident of Watchkeeper's says ("Amazon ECS Container Insights metrics", "CloudWatch
 * metrics for your Application Load Balancer"). What is not here (load, latency, errors, disk) it does not look at: such
 * an alarm is worth keeping.
 */
const sameMetrics: ReadonlySet<string> = new Set([
  'RunningTaskCount',
  'PendingTaskCount',
  'DesiredTaskCount',
  'DeploymentCount',
  'TaskSetCount',
  'ServiceCount',
  'ContainerInstanceCount',
  'HealthyHostCount',
  'UnHealthyHostCount',
]);

/** Detail-types that Watchkeeper hears itself ("Amazon ECS events"). */
const sameEvents: ReadonlySet<string> = new Set([
  'ECS Task State Change',
  'ECS Service Action',
  'ECS Deployment State Change',
  'ECS Container Instance State Change',
  'ECS Container Instance Health Change',
  'ECS Hook State Change',
]);

/** Alarms and rules that say something of ECS. Those of AWS's own features are nobody's to read. */
export function watchersIn(around: Around, services: readonly SeenService[]): readonly Watcher[] {
  const alarms = (around.alarms ?? []).flatMap((alarm) => alarmOf(alarm, around, services));
  const rules = (around.rules ?? []).flatMap((rule) => ruleOf(rule, around));
  return [...alarms, ...rules].toSorted((a, b) => Number(b.same) - Number(a.same) || (a.name < b.name ? -1 : 1));
}

function alarmOf(alarm: RawItem, around: Around, services: readonly SeenService[]): Watcher[] {
  const name = textIn(alarm, 'AlarmName') ?? '';
  // Target tracking and managed scaling make their own: "TargetTracking-…" ("Target tracking scaling policies").
  if (name.startsWith('TargetTracking-')) return [];
  const metrics = metricsOf(alarm);
  if (metrics.length === 0) return [];
  const names = metrics.map((metric) => textIn(metric, 'MetricName') ?? '');
  const about = [...new Set(metrics.flatMap((metric) => aboutOf(metric, services)))];
  const isBalancers = metrics.every((metric) => textIn(metric, 'Namespace')?.endsWith('ELB') === true);
  // A load balancer that no service of these clusters stands behind is somebody else's.
  if (isBalancers && about.length === 0) return [];
  const watcher = {
    kind: 'alarm' as const,
    name,
    about,
    what: [...new Set(names)].join(', '),
    same: names.some((each) => sameMetrics.has(each)),
    isOff: alarm['ActionsEnabled'] === false || textsIn(alarm, 'AlarmActions').length === 0,
    tells: textsIn(alarm, 'AlarmActions').flatMap((arn) => tellsOf(arn, around)),
  };
  return [{ ...watcher, ...present({ state: textIn(alarm, 'StateValue') }) }];
}

function metricsOf(alarm: RawItem): readonly RawItem[] {
  if (textIn(alarm, 'MetricName') !== undefined) return [alarm];
  return listIn(alarm, 'Metrics').flatMap(({ MetricStat }) => {
    const metric = isObject(MetricStat) ? MetricStat['Metric'] : undefined;
    return isObject(metric) ? [metric] : [];
  });
}

function aboutOf(metric: RawItem, services: readonly SeenService[]): readonly string[] {
  const dimensions = new Map(
    listIn(metric, 'Dimensions').map((each) => [textIn(each, 'Name') ?? '', textIn(each, 'Value') ?? '']),
  );
  const [cluster, service] = [dimensions.get('ClusterName'), dimensions.get('ServiceName')];
  if (cluster !== undefined) return [service === undefined ? cluster : `${cluster}/${service}`];
  const group = dimensions.get('TargetGroup');
  if (group === undefined) return [];
  return services
    .filter(({ service: each }) => each.targetGroupArns.some((arn) => arn.endsWith(`:${group}`)))
    .map((each) => `${each.cluster}/${each.service.name}`);
}

function ruleOf(rule: RawItem, around: Around): Watcher[] {
  const written = textIn(rule, 'EventPattern') ?? '';
  if (!written.includes('aws.ecs') || textIn(rule, 'ManagedBy') !== undefined) return [];
  const types = detailTypesIn(written);
  return [
    {
      kind: 'rule',
      name: textIn(rule, 'Name') ?? '',
      about: [],
      what: types.join(', '),
      same: types.length === 0 || types.some((type) => sameEvents.has(type)),
      isOff: rule['State'] === 'DISABLED',
      tells: listIn(rule, 'Targets').flatMap((target) => tellsOf(textIn(target, 'Arn') ?? '', around)),
    },
  ];
}

function detailTypesIn(pattern: string): readonly string[] {
  try {
    const read: unknown = JSON.parse(pattern);
    return isObject(read) ? textsIn(read, 'detail-type') : [];
  } catch {
    return [];
  }
}

/** Where a topic leads, as far as its subscriptions say; of other targets the name. */
function tellsOf(arn: string, { subscriptions }: Around): readonly string[] {
  const name = arn.split(':').slice(5).join(':');
  const kind = arn.split(':')[2] ?? '';
  if (kind !== 'sns') return kind === '' ? [] : [`${kind} ${name}`];
  const own = (subscriptions ?? []).filter(({ TopicArn }) => TopicArn === arn);
  const ways = Map.groupBy(own, wayOf);
  const counted = [...ways].map(([way, all]) => (all.length === 1 ? way : `${way} ×${all.length}`));
  return [counted.length === 0 ? `sns ${name}` : `sns ${name} (${counted.join(', ')})`];
}

/** Amazon Q in chat subscribes with addresses of its own ("Tutorial: Subscribing an SNS topic", chatbot admin guide). */
function wayOf(subscription: RawItem): string {
  const endpoint = textIn(subscription, 'Endpoint') ?? '';
  if (endpoint.includes('chatbot.amazonaws.com')) return 'Amazon Q in chat';
  const protocol = textIn(subscription, 'Protocol') ?? '?';
  return protocol === 'email' || protocol === 'email-json' ? 'e-mail' : protocol;
}
