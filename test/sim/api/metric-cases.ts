import {
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { hourMs, minuteMs } from '../../../lib/core/time.ts';
import type { Case } from './cases.ts';
import type { Shop } from './shop.ts';

const times = ({ agenda }: Shop) => ({
  StartTime: new Date(agenda.now() - 3 * minuteMs),
  EndTime: new Date(agenda.now() + hourMs),
});

const metric = { Namespace: 'Shop', MetricName: 'latency', Dimensions: [{ Name: 'Page', Value: 'a & <b>' }] };
const targets = ({ group }: Shop) => [
  { Name: 'TargetGroup', Value: group.arn.split(':').at(-1) ?? '' },
  { Name: 'LoadBalancer', Value: 'app/web-alb/' },
];

/** Metrics: what is put here is got below. */
export const metricCases: readonly Case[] = [
  {
    name: 'values with counts',
    service: 'CloudWatch',
    command: ({ agenda }) => {
      const { Namespace, ...rest } = metric;
      const Timestamp = new Date(agenda.now());
      const MetricData = [{ ...rest, Timestamp, Values: [0.25, 4], Counts: [9, 1], Unit: 'Seconds' as const }];
      return new PutMetricDataCommand({ Namespace, MetricData });
    },
    shows: '{}',
  },
  {
    name: 'so many values that a client compresses them',
    service: 'CloudWatch',
    command: () => {
      const Values = Array.from({ length: 150 }, (_, at) => at);
      const MetricData = Array.from({ length: 40 }, (_, at) => ({ MetricName: `long-${at}`, Values }));
      return new PutMetricDataCommand({ Namespace: 'Long', MetricData });
    },
    shows: '{}',
  },
  {
    name: 'a namespace of AWS',
    service: 'CloudWatch',
    command: () => new PutMetricDataCommand({ Namespace: 'AWS/ECS', MetricData: [{ MetricName: 'x', Value: 1 }] }),
    shows: 'InvalidParameterValueException: The value AWS/ECS for parameter Namespace is invalid.',
  },
  {
    name: 'data of metrics',
    service: 'CloudWatch',
    command: (shop) =>
      new GetMetricDataCommand({
        ...times(shop),
        ScanBy: 'TimestampAscending',
        LabelOptions: { Timezone: '+0900' },
        MetricDataQueries: [
          { Id: 'p90', MetricStat: { Metric: metric, Period: 60, Stat: 'p90' } },
          { Id: 'most', Label: 'Most', MetricStat: { Metric: metric, Period: 60, Stat: 'Maximum', Unit: 'Seconds' } },
          { Id: 'none', MetricStat: { Metric: { ...metric, Dimensions: [] }, Period: 60, Stat: 'Sum' } },
        ],
      }),
    shows: '"Values":[0.25]',
  },
  {
    name: 'a page of data',
    service: 'CloudWatch',
    command: (shop) =>
      new GetMetricDataCommand({
        ...times(shop),
        MaxDatapoints: 1,
        MetricDataQueries: ['a', 'b'].map((Id) => ({ Id, MetricStat: { Metric: metric, Period: 60, Stat: 'Sum' } })),
      }),
    shows: '"StatusCode":"PartialData"',
  },
  {
    name: 'metric math',
    service: 'CloudWatch',
    command: (shop) =>
      new GetMetricDataCommand({ ...times(shop), MetricDataQueries: [{ Id: 'e', Expression: "SEARCH('x', 'Sum')" }] }),
    shows: 'UnsupportedFeatureException',
  },
  {
    name: 'a token nobody gave',
    service: 'CloudWatch',
    command: (shop) =>
      new GetMetricDataCommand({
        ...times(shop),
        NextToken: 'x',
        MetricDataQueries: [{ Id: 'a', MetricStat: { Metric: metric, Period: 60, Stat: 'Sum' } }],
      }),
    shows: 'InvalidNextToken',
  },
  {
    name: 'statistics',
    service: 'CloudWatch',
    command: (shop) =>
      new GetMetricStatisticsCommand({ ...metric, ...times(shop), Period: 60, Statistics: ['Average', 'SampleCount'] }),
    shows: '"SampleCount":10',
  },
  {
    name: 'extended statistics',
    service: 'CloudWatch',
    command: (shop) =>
      new GetMetricStatisticsCommand({ ...metric, ...times(shop), Period: 60, ExtendedStatistics: ['p95', 'p50'] }),
    shows: '"ExtendedStatistics":{"p95":4,"p50":0.25}',
  },
  {
    name: 'too many points',
    service: 'CloudWatch',
    command: ({ agenda }) =>
      new GetMetricStatisticsCommand({
        ...metric,
        StartTime: new Date(agenda.now() - 48 * hourMs),
        EndTime: new Date(agenda.now()),
        Period: 60,
        Statistics: ['Sum'],
      }),
    shows: 'InvalidParameterCombinationException: You have requested up to 2880 datapoints',
  },
  {
    name: 'metrics by name',
    service: 'CloudWatch',
    command: () => new ListMetricsCommand({ Namespace: 'Shop', Dimensions: [{ Name: 'Page' }] }),
    shows: '"Value":"a & <b>"',
  },
  {
    name: 'metrics of targets',
    service: 'CloudWatch',
    command: (shop) => new ListMetricsCommand({ Dimensions: targets(shop).slice(0, 1) }),
    shows: '"MetricName":"UnHealthyHostCount"',
  },
  {
    name: 'alarms nobody has',
    service: 'CloudWatch',
    command: () => new DescribeAlarmsCommand({ AlarmNames: ['none'] }),
    shows: '"MetricAlarms":[]',
  },
];
