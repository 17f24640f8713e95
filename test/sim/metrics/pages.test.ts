import type { GetMetricDataInput, GetMetricDataOutput } from '@aws-sdk/client-cloudwatch';
import { GetMetricDataCommand, ListMetricsCommand, paginateGetMetricData } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { dayMs, hourMs, minuteMs } from '../../../lib/core/time.ts';
import { World } from '../account/world.ts';
import { cloudWatchOver, refusalOf } from './cloudwatch.ts';

/** Three metrics with ten points each. */
async function filled() {
  const here = new World();
  const cloudWatch = cloudWatchOver(here.account, { mostPerPage: 20 });
  const from = here.agenda.now();
  for (let minute = 0; minute < 10; minute += 1) {
    await cloudWatch.put(...['a', 'b', 'c'].map((name, at) => ({ MetricName: name, Value: 100 * at + minute })));
    here.pass(minuteMs);
  }
  const query = (changes: Partial<GetMetricDataInput>): GetMetricDataInput => ({
    MetricDataQueries: ['a', 'b', 'c'].map((name) => ({
      Id: name,
      MetricStat: { Metric: { Namespace: 'Shop', MetricName: name }, Period: 60, Stat: 'Sum' },
    })),
    StartTime: new Date(from),
    EndTime: new Date(from + 10 * minuteMs),
    ...changes,
  });
  const ask = async (changes: Partial<GetMetricDataInput>): Promise<GetMetricDataOutput> =>
    cloudWatch.client.send(new GetMetricDataCommand(query(changes)));
  return { here, ...cloudWatch, query, ask };
}

describe('GetMetricData', () => {
  test('newest first unless told', async () => {
    const { ask } = await filled();
    const valuesOf = ({ MetricDataResults = [] }: GetMetricDataOutput) => MetricDataResults[0]?.Values;
    expect(valuesOf(await ask({}))).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    expect(valuesOf(await ask({ ScanBy: 'TimestampAscending' }))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test.each([1, 4, 10, 15, 29, 30])('pages of %d points are together all of them, once', async (MaxDatapoints) => {
    const { client, query } = await filled();
    const got: Record<string, number[]> = { a: [], b: [], c: [] };
    let pages = 0;
    for await (const page of paginateGetMetricData({ client }, query({ MaxDatapoints }))) {
      pages += 1;
      const points = (page.MetricDataResults ?? []).flatMap(({ Values = [] }) => Values);
      expect(points.length).toBeLessThanOrEqual(MaxDatapoints);
      for (const { Id = '', Values = [] } of page.MetricDataResults ?? []) got[Id]?.push(...Values);
    }
    expect(pages).toBe(Math.ceil(30 / MaxDatapoints));
    expect(got['a']).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    expect(got['c']).toEqual([209, 208, 207, 206, 205, 204, 203, 202, 201, 200]);
  });

  test('what is not whole is PartialData', async () => {
    const { ask } = await filled();
    const { MetricDataResults = [], NextToken } = await ask({ MaxDatapoints: 15 });
    const shown = MetricDataResults.map(({ StatusCode, Values = [] }) => [StatusCode, Values.length]);
    expect(shown).toEqual([
      ['Complete', 10],
      ['PartialData', 5],
      ['PartialData', 0],
    ]);
    const rest = await ask({ MaxDatapoints: 15, ...(NextToken !== undefined && { NextToken }) });
    expect(rest.MetricDataResults?.map(({ StatusCode }) => StatusCode)).toEqual(['Complete', 'Complete', 'Complete']);
    expect(rest.NextToken).toBeUndefined();
  });

  test('what comes between two pages moves nothing', async () => {
    const { ask, put, here } = await filled();
    const end = { EndTime: new Date(here.agenda.now() + hourMs) };
    const first = await ask({ ...end, MaxDatapoints: 5 });
    await put({ MetricName: 'a', Value: 1000 });
    const { NextToken } = first;
    const second = await ask({ ...end, MaxDatapoints: 5, ...(NextToken !== undefined && { NextToken }) });
    expect(second.MetricDataResults?.[0]?.Values).toEqual([4, 3, 2, 1, 0]);
  });

  test('a token nobody gave, and a metric nobody put', async () => {
    const { ask, points, here } = await filled();
    expect(await refusalOf(ask({ NextToken: 'x' }))).toContain('InvalidNextToken');
    expect(await points({ name: 'none', from: 0, to: here.agenda.now() })).toEqual([]);
  });

  test('what is not to be returned is not', async () => {
    const { ask, query } = await filled();
    const [one, ...others] = query({}).MetricDataQueries ?? [];
    const queries = [...(one === undefined ? [] : [{ ...one, ReturnData: false }]), ...others];
    const { MetricDataResults = [] } = await ask({ MetricDataQueries: queries });
    expect(MetricDataResults.map(({ Id }) => Id)).toEqual(['b', 'c']);
  });
});

describe('ListMetrics', () => {
  test('by name, by dimension, and by what is recent', async () => {
    const { here, put, listed } = await filled();
    await put({ MetricName: 'd', Value: 1, Dimensions: [{ Name: 'Queue', Value: 'x' }] });
    expect(await listed({ Namespace: 'Shop', MetricName: 'a' })).toEqual(['Shop a']);
    expect(await listed({ Dimensions: [{ Name: 'Queue' }] })).toEqual(['Shop d Queue=x']);
    expect(await listed({ Dimensions: [{ Name: 'Queue', Value: 'y' }] })).toEqual([]);
    here.pass(4 * hourMs);
    expect(await listed({ RecentlyActive: 'PT3H' })).toEqual([]);
    await put({ MetricName: 'b', Value: 1 });
    expect(await listed({ RecentlyActive: 'PT3H' })).toEqual(['Shop b']);
    here.pass(14 * dayMs - hourMs);
    expect(await listed()).toEqual(['Shop b']);
  });

  test('in pages', async () => {
    const { put, client } = await filled();
    await put(...Array.from({ length: 30 }, (_, at) => ({ MetricName: `m${at}`, Value: 1 })));
    const first = await client.send(new ListMetricsCommand({}));
    const second = await client.send(new ListMetricsCommand({ NextToken: first.NextToken }));
    expect([first.Metrics?.length, second.Metrics?.length, second.NextToken]).toEqual([20, 13, undefined]);
  });
});
