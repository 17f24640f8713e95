import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { CloudWatchClient, paginateGetMetricData } from '@aws-sdk/client-cloudwatch';
import type { Clock, Read } from '../core/ports.ts';
import type { MetricPoint, MetricQuery } from '../core/scale-reads.ts';
import { minuteMs } from '../core/time.ts';
import { clientSettings, within } from './client.ts';
import { readFrom } from './errors.ts';

export function openCloudWatch(): CloudWatchClient {
  return new CloudWatchClient(clientSettings);
}

/** A request takes 500 queries (API_GetMetricData). */
const mostQueries = 500;

/** So far back: a series of five minutes' period is seen, however late it was published. */
const reachMs = 15 * minuteMs;

type Asked = {
  readonly queries: readonly MetricQuery[];
  readonly done: (read: Read<readonly MetricPoint[]>) => void;
};

/** What is asked for in the same turn goes out in one request for each 500 queries. */
export function metricSeries(
  client: CloudWatchClient,
  clock: Clock,
): (queries: readonly MetricQuery[]) => Promise<Read<readonly MetricPoint[]>> {
  let waiting: Asked[] = [];
  const flush = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    await Promise.all(requestsOf(batch).map(async (request) => answer(client, clock, request)));
  };
  return async (queries) =>
    new Promise((done) => {
      waiting.push({ queries, done });
      if (waiting.length === 1) setImmediate(() => void flush());
    });
}

/** Queries that belong together stay together. */
function requestsOf(batch: readonly Asked[]): readonly (readonly Asked[])[] {
  const requests: Asked[][] = [];
  let count = Infinity;
  for (const asked of batch) {
    if (count + asked.queries.length > mostQueries) {
      requests.push([]);
      count = 0;
    }
    requests.at(-1)?.push(asked);
    count += asked.queries.length;
  }
  return requests;
}

async function answer(client: CloudWatchClient, clock: Clock, request: readonly Asked[]): Promise<void> {
  const read = await readFrom(clock, async () => seriesOf(client, clock.now(), request));
  for (const [at, { queries, done }] of request.entries()) {
    if (!read.ok) done(read);
    else {
      const points = read.value.get(idOf(at, queries.at(-1)?.id ?? ''));
      done(points === undefined ? { ok: false, reason: 'unreadable' } : { ...read, value: points });
    }
  }
}

/** Ids begin with a small letter and hold letters, digits and `_` (API_MetricDataQuery). */
const idOf = (at: number, id: string): string => `q${at}_${id}`;

async function seriesOf(
  client: CloudWatchClient,
  now: number,
  request: readonly Asked[],
): Promise<ReadonlyMap<string, readonly MetricPoint[]>> {
  const input = {
    StartTime: new Date(now - reachMs),
    EndTime: new Date(now),
    ScanBy: 'TimestampDescending' as const,
    MetricDataQueries: request.flatMap(({ queries }, at) =>
      queries.map((query, place) => metricDataQuery(query, { at, queries, isAsked: place === queries.length - 1 })),
    ),
  };
  const series = new Map<string, MetricPoint[]>();
  for await (const page of paginateGetMetricData({ client }, input, within())) {
    for (const {
      Id: id = '',
      Timestamps: times = [],
      Values: values = [],
      StatusCode: status,
    } of page.MetricDataResults ?? []) {
      // InternalError and Forbidden say nothing of the values.
      if (status !== 'Complete' && status !== 'PartialData') continue;
      const points = series.get(id) ?? [];
      points.push(...times.map((time, index) => ({ at: time.getTime(), value: values[index] ?? Number.NaN })));
      series.set(id, points);
    }
  }
  return series;
}

type Place = { readonly at: number; readonly queries: readonly MetricQuery[]; readonly isAsked: boolean };

function metricDataQuery(query: MetricQuery, { at, queries, isAsked }: Place): MetricDataQuery {
  const { id, namespace, name, dimensions = {}, statistic = 'Average', expression, periodSeconds } = query;
  const shared = { Id: idOf(at, id), ReturnData: isAsked };
  if (expression !== undefined)
    return { ...shared, Expression: renamed(expression, at, queries), Period: periodSeconds };
  return {
    ...shared,
    MetricStat: {
      Metric: {
        Namespace: namespace,
        MetricName: name,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: periodSeconds,
      Stat: statistic,
    },
  };
}

/** The ids of an expression are those of its own list. */
function renamed(expression: string, at: number, queries: readonly MetricQuery[]): string {
  const ids = new Set(queries.map(({ id }) => id));
  return expression.replaceAll(/[a-z]\w*/g, (word) => (ids.has(word) ? idOf(at, word) : word));
}
