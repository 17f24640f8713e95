import type { WireHandlers } from '../../sim/wire.ts';
import { region } from './kept.ts';

const account = '123456789012';
const topic = `arn:aws:sns:${region}:${account}:ops-mail`;
const chat = `arn:aws:sns:${region}:${account}:chat`;
const runTask = 'arn:aws:scheduler:::aws-sdk:ecs:runTask';
const cluster = `arn:aws:ecs:${region}:${account}:cluster/web`;
const definition = `arn:aws:ecs:${region}:${account}:task-definition/nightly:1`;

const ofService = (ServiceName: string) => [
  { Name: 'ClusterName', Value: 'web' },
  { Name: 'ServiceName', Value: ServiceName },
];

const alarms = [
  {
    AlarmName: 'orders-api running tasks',
    Namespace: 'ECS/ContainerInsights',
    MetricName: 'RunningTaskCount',
    Dimensions: ofService('orders-api'),
    StateValue: 'ALARM',
    ActionsEnabled: true,
    AlarmActions: [topic],
  },
  {
    AlarmName: 'search cpu',
    Namespace: 'AWS/ECS',
    MetricName: 'CPUUtilization',
    Dimensions: ofService('search'),
    StateValue: 'OK',
    ActionsEnabled: false,
    AlarmActions: [topic],
  },
  {
    AlarmName: 'TargetTracking-service/web/search-AlarmHigh',
    Namespace: 'AWS/ECS',
    MetricName: 'CPUUtilization',
    Dimensions: ofService('search'),
  },
  { AlarmName: 'billing', Namespace: 'AWS/Billing', MetricName: 'EstimatedCharges' },
  {
    AlarmName: 'somebody else’s load balancer',
    Namespace: 'AWS/ApplicationELB',
    MetricName: 'UnHealthyHostCount',
    Dimensions: [{ Name: 'TargetGroup', Value: 'targetgroup/other/0123456789abcdef' }],
  },
];

const rules = [
  {
    Name: 'ecs-failures',
    State: 'ENABLED',
    EventPattern: JSON.stringify({ source: ['aws.ecs'], 'detail-type': ['ECS Deployment State Change'] }),
  },
  { Name: 'nightly-report', State: 'ENABLED', ScheduleExpression: 'cron(0 1 * * ? *)' },
  { Name: 'tidy-buckets', State: 'ENABLED', ScheduleExpression: 'rate(1 day)' },
  {
    Name: 'managed',
    State: 'ENABLED',
    ManagedBy: 'ecs.amazonaws.com',
    EventPattern: JSON.stringify({ source: ['aws.ecs'] }),
  },
];

const targetsOf: Readonly<Record<string, readonly object[]>> = {
  'ecs-failures': [{ Id: '1', Arn: chat }],
  'nightly-report': [{ Id: '1', Arn: cluster, EcsParameters: { TaskDefinitionArn: definition } }],
  'tidy-buckets': [{ Id: '1', Arn: `arn:aws:lambda:${region}:${account}:function:tidy` }],
  managed: [{ Id: '1', Arn: `arn:aws:sqs:${region}:${account}:own` }],
};

const subscribers: Readonly<Record<string, readonly object[]>> = {
  [topic]: [
    { Protocol: 'email', Endpoint: 'ana@example.com' },
    { Protocol: 'email', Endpoint: 'ken@example.com' },
  ],
  [chat]: [{ Protocol: 'https', Endpoint: 'https://global.sns-api.chatbot.amazonaws.com' }],
};

const schedules = [
  { Name: 'nightly', GroupName: 'default', Target: { Arn: cluster } },
  { Name: 'month-end', GroupName: 'jobs', Target: { Arn: runTask } },
  { Name: 'backup', GroupName: 'default', Target: { Arn: 'arn:aws:scheduler:::aws-sdk:rds:createDBSnapshot' } },
];

/** Alarms, rules, topics and schedules around the cluster `web`. */
export const watched: WireHandlers = {
  'CloudWatch.DescribeAlarms': () => ({ MetricAlarms: alarms, CompositeAlarms: [] }),
  'EventBridge.ListRules': () => ({ Rules: rules }),
  'EventBridge.ListTargetsByRule': ({ Rule }: { Rule: string }) => ({ Targets: targetsOf[Rule] ?? [] }),
  'SNS.ListSubscriptionsByTopic': ({ TopicArn }: { TopicArn: string }) => ({
    Subscriptions: subscribers[TopicArn] ?? [],
  }),
  'Scheduler.ListSchedules': () => ({ Schedules: schedules }),
  'Scheduler.GetSchedule': ({ Name }: { Name: string }) => ({
    ...schedules.find((each) => each.Name === Name),
    ScheduleExpression: 'cron(0 3 * * ? *)',
    ScheduleExpressionTimezone: 'Asia/Tokyo',
    State: Name === 'month-end' ? 'DISABLED' : 'ENABLED',
    Target: {
      Arn: cluster,
      EcsParameters: { TaskDefinitionArn: definition },
      ...(Name === 'nightly' && { DeadLetterConfig: { Arn: `arn:aws:sqs:${region}:${account}:dead` } }),
    },
  }),
};
