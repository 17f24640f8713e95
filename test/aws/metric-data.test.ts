import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { GetMetricDataInput } from '@aws-sdk/client-cloudwatch';
import { expect, test } from 'vitest';
import { metricSeries } from '../../lib/aws/metric-data.ts';
import type { MetricQuery } from '../../lib/core/scale-reads.ts';
import { minuteMs } from '../../lib/core/time.ts';
import type { WireHandlers, WireRequest } from '../../sim/wire.ts';
import { awsError, wire } from '../../sim/wire.ts';

const at = Date.UTC(2026, 10, 21, 3);

function opened(answer: WireHandlers[string]): {
  readonly read: ReturnType<typeof metricSeries>;
  readonly requests: WireRequest[];
} {
  const client = new CloudWatchClient({ maxAttempts: 1 });
  const requests = wire(client, { 'CloudWatch.GetMetricData': answer });
  return { read: metricSeries(client, { now: () => at }), requests };
}

const time = new Date(at - minuteMs);
const complete = ({ MetricDataQueries = [] }: GetMetricDataInput) => ({
  MetricDataResults: MetricDataQueries.filter(({ ReturnData }) => ReturnData).map(({ Id }, index) => ({
    Id,
    StatusCode: 'Complete' as const,
    Timestamps: [time],
    Values: [index],
  })),
});

const cpu = (id: string): MetricQuery => ({ id, namespace: 'AWS/ECS', name: 'CPUUtilization', periodSeconds: 60 });
const sizesOf = (requests: readonly WireRequest[]): readonly number[] =>
  requests.map(({ input }) => (input as GetMetricDataInput).MetricDataQueries?.length ?? 0).toSorted((a, b) => b - a);

test('what is asked for in one turn is one request for each 500 queries', async () => {
  const { read, requests } = opened(complete);
  const all = await Promise.all(Array.from({ length: 1200 }, async () => read([cpu('cpu')])));
  expect(sizesOf(requests)).toEqual([500, 500, 200]);
  expect(all[501]).toMatchObject({ ok: true, value: [{ at: at - minuteMs, value: 1 }] });
});

test('an expression goes with the series it rests on, under names of its own', async () => {
  const { read, requests } = opened(complete);
  const ratio = (): readonly MetricQuery[] => [
    cpu('used'),
    cpu('all'),
    { id: 'share', expression: 'used / FILL(all, 1)', periodSeconds: 60 },
  ];
  await Promise.all(Array.from({ length: 200 }, async () => read(ratio())));
  // 166 threes are 498: a fourth would be torn apart.
  expect(sizesOf(requests)).toEqual([498, 102]);
  const [first] = requests.map(({ input }) => input as GetMetricDataInput);
  const queries = first?.MetricDataQueries ?? [];
  expect(queries.slice(3, 6).map(({ Id, Expression, ReturnData }) => [Id, Expression, ReturnData])).toEqual([
    ['q1_used', undefined, false],
    ['q1_all', undefined, false],
    ['q1_share', 'q1_used / FILL(q1_all, 1)', true],
  ]);
});

test.each([
  { name: 'what comes in pages is put together', statuses: ['PartialData', 'Complete'], values: [1, 2] },
  {
    name: 'what CloudWatch could not compute is unknown, and not none',
    statuses: ['InternalError'],
    values: undefined,
  },
])('$name', async ({ statuses, values }) => {
  const left = [...statuses];
  const { read } = opened(() => {
    const StatusCode = left.shift();
    const Values = [statuses.length - left.length];
    return {
      MetricDataResults: [{ Id: 'q0_cpu', StatusCode, Timestamps: [time], Values }],
      ...(left.length > 0 && { NextToken: 'more' }),
    };
  });
  const series = await read([cpu('cpu')]);
  expect(series.ok ? series.value.map(({ value }) => value) : undefined).toEqual(values);
});

test('where it is denied, all that was asked for is', async () => {
  const { read } = opened(() => {
    throw awsError('AccessDeniedException');
  });
  const both = await Promise.all([read([cpu('a')]), read([cpu('b')])]);
  expect(both.map((each) => !each.ok && each.reason)).toEqual(['denied', 'denied']);
});
