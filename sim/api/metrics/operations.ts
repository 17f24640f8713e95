import type {
  DescribeAlarmsInput,
  DimensionFilter,
  GetMetricDataInput,
  GetMetricStatisticsInput,
  ListMetricsInput,
  ListMetricsOutput,
  PutMetricDataInput,
} from '@aws-sdk/client-cloudwatch';
import { present } from '../../../lib/core/present.ts';
import { hourMs } from '../../../lib/core/time.ts';
import { listedMetrics } from '../../account/metrics/data.ts';
import type { Metric } from '../../account/metrics/metric.ts';
import { keyOf } from '../../account/metrics/metric.ts';
import type { Api } from '../api.ts';
import { refuseUnsupported } from '../api.ts';
import { pageOf } from '../pages.ts';
import { describeAlarms } from './alarms.ts';
import { getMetricData } from './get-data.ts';
import { getMetricStatistics } from './get-statistics.ts';
import { awsMetric } from './input.ts';
import { putMetricData } from './put.ts';

/** What CloudWatch answers of metrics. */
export function metricOperations(api: Api) {
  return {
    'CloudWatch.PutMetricData': (input: PutMetricDataInput) => putMetricData(api, input),
    'CloudWatch.GetMetricData': (input: GetMetricDataInput) => getMetricData(api, input),
    'CloudWatch.GetMetricStatistics': (input: GetMetricStatisticsInput) => getMetricStatistics(api, input),
    'CloudWatch.DescribeAlarms': (input: DescribeAlarmsInput) => describeAlarms(api, input),
    'CloudWatch.ListMetrics': (input: ListMetricsInput) => listMetrics(api, input),
  };
}

/** `RecentlyActive: PT3H`, the only value there is (API_ListMetrics). */
const recentMs = 3 * hourMs;

function listMetrics(api: Api, input: ListMetricsInput): ListMetricsOutput {
  refuseUnsupported(input, ['IncludeLinkedAccounts', 'OwningAccount']);
  const since = input.RecentlyActive === undefined ? 0 : api.account.agenda.now() - recentMs;
  const found = listedMetrics(api.account)
    .filter(({ metric, lastAt }) => lastAt >= since && isAsked(metric, input))
    .map(({ metric }) => ({ metric, key: keyOf(metric) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const page = pageOf(api, found, ({ key }) => key, {
    token: input.NextToken,
    most: 500,
    fault: 'InvalidParameterValueException',
  });
  return { Metrics: page.items.map(({ metric }) => awsMetric(metric)), ...present({ NextToken: page.nextToken }) };
}

/** A metric may have further dimensions. */
function isAsked(
  { namespace, name, dimensions }: Metric,
  { Namespace, MetricName, Dimensions = [] }: ListMetricsInput,
): boolean {
  const has = ({ Name, Value }: DimensionFilter): boolean =>
    dimensions.some((each) => each.name === Name && (Value === undefined || each.value === Value));
  return (Namespace ?? namespace) === namespace && (MetricName ?? name) === name && Dimensions.every(has);
}
