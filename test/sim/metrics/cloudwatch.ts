import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchClient,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import type { Account } from '../../../sim/account/model.ts';
import type { AwsApiOptions } from '../../../sim/api/aws-api.ts';
import { awsApi } from '../../../sim/api/aws-api.ts';
import { wire } from '../../../sim/wire.ts';

type MetricName = {
  readonly namespace?: string;
  readonly name?: string;
  readonly dimensions?: Readonly<Record<string, string>>;
};
type Asked = MetricName & {
  readonly from: number;
  readonly to: number;
  readonly period?: number;
  readonly stat?: string;
  readonly unit?: string;
};

const dimensionsOf = (dimensions: Readonly<Record<string, string>> = {}) =>
  Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));

/** Short words for what tests ask of CloudWatch, through the SDK's client. */
export function cloudWatchOver(account: Account, options: Partial<AwsApiOptions> = {}) {
  const client = new CloudWatchClient({
    region: account.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  wire(client, awsApi(account, { random: account.random, ...options }));
  const metricOf = ({ namespace = 'Shop', name = 'latency', dimensions }: MetricName) => ({
    Namespace: namespace,
    MetricName: name,
    Dimensions: dimensionsOf(dimensions),
  });
  return {
    client,
    put: async (...data: readonly Partial<MetricDatum>[]) =>
      client.send(
        new PutMetricDataCommand({
          Namespace: 'Shop',
          MetricData: data.map((each) => ({ MetricName: 'latency', ...each })),
        }),
      ),
    /** Values by their time, as `[03:04, 1.5]`, in the order of the answer. */
    points: async ({ from, to, period = 60, stat = 'Sum', unit, ...metric }: Asked): Promise<[string, number][]> => {
      const { MetricDataResults = [] } = await client.send(
        new GetMetricDataCommand({
          MetricDataQueries: [
            {
              Id: 'm',
              MetricStat: {
                Metric: metricOf(metric),
                Period: period,
                Stat: stat,
                ...(unit !== undefined && { Unit: unit as 'Count' }),
              },
            },
          ],
          StartTime: new Date(from),
          EndTime: new Date(to),
          ScanBy: 'TimestampAscending',
        }),
      );
      const [{ Timestamps = [], Values = [] } = {}] = MetricDataResults;
      return Timestamps.map((at, index) => [at.toISOString().slice(11, 16), Values[index] ?? Number.NaN]);
    },
    statistics: async ({ from, to, period = 60, ...metric }: Asked, names: readonly string[]) =>
      client.send(
        new GetMetricStatisticsCommand({
          ...metricOf(metric),
          Period: period,
          StartTime: new Date(from),
          EndTime: new Date(to),
          ...(names.some((name) => /^p\d/u.test(name))
            ? { ExtendedStatistics: [...names] }
            : { Statistics: names as readonly 'Sum'[] as 'Sum'[] }),
        }),
      ),
    listed: async (input: object = {}): Promise<string[]> => {
      const { Metrics = [] } = await client.send(new ListMetricsCommand(input));
      return Metrics.map(({ Namespace, MetricName, Dimensions = [] }) =>
        [Namespace, MetricName, ...Dimensions.map(({ Name, Value }) => `${Name}=${Value}`)].join(' '),
      );
    },
  };
}

/** The name and the message of the error. */
export async function refusalOf(asked: Promise<unknown>): Promise<string> {
  return asked.then(
    () => 'none',
    (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
  );
}
