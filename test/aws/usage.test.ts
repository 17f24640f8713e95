import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { GetMetricDataInput } from '@aws-sdk/client-cloudwatch';
import { ECSClient } from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import { usageReads } from '../../lib/aws/usage.ts';
import { dayMs, hourMs } from '../../lib/core/time.ts';
import { awsError, wire } from '../../sim/wire.ts';

const at = Date.UTC(2026, 10, 30, 0, 20);

/** Answers each query with its service's number, in pages of so many values. */
function answering(perPage = Infinity) {
  const ecs = new ECSClient({ maxAttempts: 1 });
  const cloudWatch = new CloudWatchClient({ maxAttempts: 1 });
  wire(ecs, {
    'ECS.ListClusters': () => ({ clusterArns: ['arn:aws:ecs:eu-west-1:123456789012:cluster/web'] }),
    'ECS.ListServices': () => ({
      serviceArns: [1, 2, 3].map((each) => `arn:aws:ecs:eu-west-1:123456789012:service/web/s${each}`),
    }),
  });
  const requests = wire(cloudWatch, {
    'CloudWatch.GetMetricData': ({ MetricDataQueries = [], NextToken }: GetMetricDataInput) => ({
      MetricDataResults: MetricDataQueries.map(({ Id, MetricStat }) => {
        const { Dimensions = [], MetricName } = MetricStat?.Metric ?? {};
        const number = Number((Dimensions.find(({ Name }) => Name === 'ServiceName')?.Value ?? 's0').slice(1));
        const value = MetricName === 'CPUUtilization' ? number : number + 1000;
        return { Id, Values: [NextToken === undefined ? value : value + 0.5], StatusCode: 'Complete' };
      }),
      ...(NextToken === undefined && perPage < Infinity && { NextToken: 'more' }),
    }),
  });
  return { reads: usageReads({ ecs, cloudWatch }, { now: () => at }), requests };
}

const services = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ cluster: 'web', service: `s${index}` }));

test('CPU and memory of 250 services are one request', async () => {
  const { reads, requests } = answering();
  const read = await reads.daysOf(services(600), 14);
  const sizes = requests.map(({ input }) => (input as GetMetricDataInput).MetricDataQueries?.length ?? 0);
  expect(sizes.toSorted((a, b) => b - a)).toEqual([500, 500, 200]);
  expect(read.ok && read.value[599]).toEqual({ cpu: [599], memory: [1599] });
});

test('whole days, and whole hours, of the last two weeks are asked for', async () => {
  const { reads, requests } = answering();
  await reads.daysOf(services(1), 14);
  await reads.hoursOf(services(1), 14);
  const [days, hours] = requests.map(({ input }) => input as GetMetricDataInput);
  expect(days?.EndTime?.getTime()).toBe(Date.UTC(2026, 10, 30));
  expect(days?.StartTime?.getTime()).toBe(Date.UTC(2026, 10, 30) - 14 * dayMs);
  expect(days?.MetricDataQueries?.[0]?.MetricStat).toMatchObject({ Period: 86_400, Stat: 'Maximum' });
  expect(hours?.EndTime?.getTime()).toBe(Math.floor(at / hourMs) * hourMs);
  expect(hours?.MetricDataQueries?.[1]?.MetricStat).toMatchObject({ Period: 3600, Stat: 'Average' });
});

test('what comes in pages is put together', async () => {
  const read = await answering(1).reads.hoursOf(services(2), 14);
  expect(read.ok && read.value[1]).toEqual({ cpu: [1, 1.5], memory: [1001, 1001.5] });
});

test('services are listed up to a number', async () => {
  const read = await answering().reads.allServices(2);
  expect(read.ok && read.value).toEqual([
    { cluster: 'web', service: 's1' },
    { cluster: 'web', service: 's2' },
  ]);
});

test('what is denied is told as that', async () => {
  const cloudWatch = new CloudWatchClient({ maxAttempts: 1 });
  wire(cloudWatch, {
    'CloudWatch.GetMetricData': () => {
      throw awsError('AccessDenied');
    },
  });
  const reads = usageReads({ ecs: new ECSClient({}), cloudWatch }, { now: () => at });
  expect(await reads.fargateVcpus(14)).toMatchObject({ ok: false, reason: 'denied' });
});
