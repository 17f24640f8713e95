import type { MetricDatum, PutMetricDataInput, StatisticSet as AwsSet } from '@aws-sdk/client-cloudwatch';
import { present } from '../../../lib/core/present.ts';
import { dayMs, hourMs } from '../../../lib/core/time.ts';
import { putDatum } from '../../account/metrics/data.ts';
import type { Datum, Metric } from '../../account/metrics/metric.ts';
import type { Counted, Samples } from '../../account/metrics/statistics.ts';
import type { Api } from '../api.ts';
import { refuseUnsupported } from '../api.ts';
import { metricOf, missing, together, wrong } from './input.ts';

/** API_PutMetricData, API_MetricDatum. */
const limits = {
  metrics: 1000,
  values: 150,
  bytes: 1024 * 1024,
  pastMs: 14 * dayMs,
  futureMs: 2 * hourMs,
  value: 2 ** 360,
};

/** All or nothing: one wrong datum refuses the request. */
export function putMetricData(api: Api, input: PutMetricDataInput): Record<string, never> {
  refuseUnsupported(input, ['EntityMetricData']);
  const { Namespace = '', MetricData = [] } = input;
  if (MetricData.length === 0) throw missing('MetricData');
  if (MetricData.length > limits.metrics)
    throw wrong(`The collection MetricData must have at most ${limits.metrics} members.`);
  if (JSON.stringify(input).length > limits.bytes) throw wrong('The request is larger than 1 MB.');
  // "You should not specify a namespace that begins with AWS/": here they are the account's own.
  if (Namespace.startsWith('AWS/')) throw wrong(`The value ${Namespace} for parameter Namespace is invalid.`);
  const all = MetricData.map((datum) => read(api, Namespace, datum));
  for (const [metric, datum] of all) putDatum(api.account, metric, datum);
  return {};
}

function read(api: Api, namespace: string, datum: MetricDatum): [Metric, Omit<Datum, 'readableAt'>] {
  const metric = metricOf({ Namespace: namespace, MetricName: datum.MetricName, Dimensions: datum.Dimensions });
  const now = api.account.agenda.now();
  const at = datum.Timestamp?.getTime() ?? now;
  if (at > now + limits.futureMs)
    throw wrong('The parameter Timestamp must specify a time no more than two hours in the future.');
  if (at < now - limits.pastMs) throw wrong('The parameter Timestamp must specify a time within the past two weeks.');
  const resolution = datum.StorageResolution ?? 60;
  if (resolution !== 1 && resolution !== 60) throw wrong('The parameter StorageResolution must be 1 or 60.');
  const samples = samplesOf(datum);
  return [metric, { at, highResolution: resolution === 1, samples, ...present({ unit: datum.Unit }) }];
}

function samplesOf({ Value, Values, Counts, StatisticValues }: MetricDatum): Samples {
  const given = [Value, Values, StatisticValues].filter((each) => each !== undefined);
  if (given.length === 0) throw missing('Value');
  if (given.length > 1) throw together('Only one of Value, Values and StatisticValues may be specified.');
  if (StatisticValues !== undefined) return setOf(StatisticValues);
  return { values: countedOf(Values ?? [Value ?? Number.NaN], Counts), sets: [] };
}

/** "If you omit the Counts array, the default of 1 is used" (API_MetricDatum). */
function countedOf(values: readonly number[], counts: readonly number[] = values.map(() => 1)): Counted[] {
  if (values.length === 0 || values.length > limits.values)
    throw wrong(`The collection Values must have 1 to ${limits.values} members.`);
  if (counts.length !== values.length) throw together('Values and Counts must have as many members.');
  return values.map((value, at): Counted => {
    const count = counts[at] ?? 0;
    if (!(count > 0)) throw wrong('A member of Counts must be greater than 0.');
    return [checked(value), count];
  });
}

/**
 * A set of one value is as good as the value ("The Min and Max are equal, and Sum is equal to Min multiplied by
 * SampleCount", API_PutMetricData): of others no percentiles can be had.
 */
function setOf({ SampleCount = 0, Sum = 0, Minimum = 0, Maximum = 0 }: AwsSet): Samples {
  if (!(SampleCount > 0)) throw wrong('The parameter StatisticValues.SampleCount must be greater than 0.');
  for (const each of [Sum, Minimum, Maximum]) checked(each);
  if (Minimum > Maximum) throw together('StatisticValues.Minimum must not be greater than StatisticValues.Maximum.');
  if (Minimum === Maximum && Sum === Minimum * SampleCount) return { values: [[Minimum, SampleCount]], sets: [] };
  return { values: [], sets: [{ count: SampleCount, sum: Sum, minimum: Minimum, maximum: Maximum }] };
}

/** "Values must be in the range of -2^360 to 2^360"; none of them may be no number. */
function checked(value: number): number {
  if (!(Math.abs(value) <= limits.value)) throw wrong(`The value ${value} for parameter Value is invalid.`);
  return value;
}
