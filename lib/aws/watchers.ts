import type { CloudWatchClient, CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import type { ElasticLoadBalancingV2Client, TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import { DescribeTargetHealthCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { SNSClient } from '@aws-sdk/client-sns';
import { ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { SchedulerClient } from '@aws-sdk/client-scheduler';
import { present } from '../core/present.ts';
import type { WatcherReads } from '../core/watcher-reads.ts';
import { allPages, asked, fewAtOnce } from './listing.ts';
import type { Kept } from './kept-item.ts';
import { itemOf } from './kept-item.ts';
import { taskRules, taskSchedules } from './task-starters.ts';

type WatcherClients = {
  readonly elb: ElasticLoadBalancingV2Client;
  readonly cloudWatch: CloudWatchClient;
  readonly events: EventBridgeClient;
  readonly sns: SNSClient;
  readonly scheduler: SchedulerClient;
};

const metric = { Namespace: true, MetricName: true, Dimensions: { Name: true, Value: true } } as const;

const keptOfTargetHealth: Kept<TargetHealthDescription> = {
  Target: { Id: true, Port: true, AvailabilityZone: true },
  TargetHealth: { State: true, Reason: true, Description: true },
};

const keptOfAlarm: Kept<MetricAlarm> = {
  AlarmName: true,
  StateValue: true,
  StateTransitionedTimestamp: true,
  ActionsEnabled: true,
  AlarmActions: true,
  ...metric,
  Metrics: { Id: true, MetricStat: { Metric: metric } },
  TreatMissingData: true,
};

const keptOfComposite: Kept<CompositeAlarm> = {
  AlarmName: true,
  StateValue: true,
  StateTransitionedTimestamp: true,
  ActionsEnabled: true,
  AlarmActions: true,
  AlarmRule: true,
};

/** Namespaces of metrics that say something of ECS: "Amazon ECS CloudWatch metrics", Container Insights, ELB. */
const namespaces: ReadonlySet<string> = new Set([
  'AWS/ECS',
  'ECS/ContainerInsights',
  'AWS/ApplicationELB',
  'AWS/NetworkELB',
  'AWS/ECS/ManagedScaling',
]);

export function watcherReads({ elb, cloudWatch, events, sns, scheduler }: WatcherClients): WatcherReads {
  return {
    targetHealth: async (arns) =>
      fewAtOnce(arns, async (TargetGroupArn) => {
        const { TargetHealthDescriptions = [] } = await asked('read the health of targets', async (options) =>
          elb.send(new DescribeTargetHealthCommand({ TargetGroupArn }), options),
        );
        const health = TargetHealthDescriptions.map((each) => itemOf(each, keptOfTargetHealth));
        return { TargetGroupArn, TargetHealthDescriptions: health };
      }),
    alarms: async () => alarmsOf(cloudWatch),
    rules: async () => taskRules(events),
    subscriptions: async (arns) => (await fewAtOnce(arns, async (arn) => subscriptionsOf(sns, arn))).flat(),
    schedules: async () => taskSchedules(scheduler),
  };
}

async function alarmsOf(client: CloudWatchClient): Promise<ReturnType<typeof itemOf>[]> {
  const pages = await allPages('list the alarms of CloudWatch', async ({ nextToken }, options) => {
    const input = { AlarmTypes: ['MetricAlarm' as const, 'CompositeAlarm' as const], MaxRecords: 100 };
    const page = await client.send(
      new DescribeAlarmsCommand({ ...input, ...present({ NextToken: nextToken }) }),
      options,
    );
    return { ...page, nextToken: page.NextToken };
  });
  return [
    ...pages
      .flatMap(({ MetricAlarms = [] }) => MetricAlarms)
      .filter(isOfEcs)
      .map((each) => itemOf(each, keptOfAlarm)),
    ...pages.flatMap(({ CompositeAlarms = [] }) => CompositeAlarms).map((each) => itemOf(each, keptOfComposite)),
  ];
}

function isOfEcs({ Namespace: own, Metrics: metrics = [] }: MetricAlarm): boolean {
  const all = [own, ...metrics.map(({ MetricStat }) => MetricStat?.Metric?.Namespace)];
  return all.some((namespace) => namespace !== undefined && namespaces.has(namespace));
}

/** Addresses of people stay where they are. */
async function subscriptionsOf(client: SNSClient, TopicArn: string): Promise<ReturnType<typeof itemOf>[]> {
  const pages = await allPages('list the subscriptions of a topic', async ({ nextToken }, options) => {
    const command = new ListSubscriptionsByTopicCommand({ TopicArn, ...present({ NextToken: nextToken }) });
    const page = await client.send(command, options);
    return { ...page, nextToken: page.NextToken };
  });
  return pages
    .flatMap(({ Subscriptions = [] }) => Subscriptions)
    .map(({ Protocol = '', Endpoint = '' }) => ({ TopicArn, Protocol, ...present({ Endpoint: hostOf(Endpoint) }) }));
}

function hostOf(endpoint: string): string | undefined {
  if (endpoint.startsWith('arn:')) return endpoint;
  return /^https?:/.test(endpoint) && URL.canParse(endpoint) ? new URL(endpoint).hostname : undefined;
}
