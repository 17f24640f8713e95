import type { Dimension as AwsDimension } from '@aws-sdk/client-cloudwatch';
import type { Dimension, Metric } from '../../account/metrics/metric.ts';
import { Refusal } from '../../account/refusal.ts';

/** The codes of the API reference, under the names the SDK has for them. */
export const wrong = (message: string): Refusal => new Refusal('InvalidParameterValueException', message);
export const missing = (name: string): Refusal =>
  new Refusal('MissingRequiredParameterException', `The parameter ${name} is required.`);
export const together = (message: string): Refusal => new Refusal('InvalidParameterCombinationException', message);
/** GetMetricData's own word. */
export const invalid = (message: string): Refusal => new Refusal('ValidationError', message);

/** API_Dimension, API_MetricDatum. */
const most = { dimensions: 30, name: 255, value: 1024 };
// eslint-disable-next-line no-control-regex
const ascii = /^[\x20-\x7E]*\S[\x20-\x7E]*$/u;

type Named = {
  readonly Namespace?: string | undefined;
  readonly MetricName?: string | undefined;
  readonly Dimensions?: readonly AwsDimension[] | undefined;
};

/** Throws a Refusal for a metric there cannot be. */
export function metricOf({ Namespace = '', MetricName = '', Dimensions = [] }: Named): Metric {
  if (Namespace === '') throw missing('Namespace');
  if (MetricName === '') throw missing('MetricName');
  if (!ascii.test(Namespace) || Namespace.startsWith(':') || Namespace.length > most.name) {
    throw wrong(`The value ${Namespace} for parameter Namespace is invalid.`);
  }
  if (MetricName.length > most.name) throw wrong('The parameter MetricName must be at most 255 characters.');
  if (Dimensions.length > most.dimensions)
    throw wrong(`The collection Dimensions must have at most ${most.dimensions} members.`);
  return { namespace: Namespace, name: MetricName, dimensions: Dimensions.map(dimensionOf) };
}

function dimensionOf({ Name = '', Value = '' }: AwsDimension): Dimension {
  const fits = ascii.test(Name) && ascii.test(Value) && !Name.startsWith(':');
  if (!fits || Name.length > most.name || Value.length > most.value) {
    throw wrong(`The dimension ${Name} is invalid.`);
  }
  return { name: Name, value: Value };
}

/** 1, 5, 10, 20, 30 or minutes (API_MetricStat). */
export function isPeriod(seconds: number): boolean {
  return [1, 5, 10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0);
}

export function awsMetric({ namespace, name, dimensions }: Metric) {
  return {
    Namespace: namespace,
    MetricName: name,
    Dimensions: dimensions.map((each) => ({ Name: each.name, Value: each.value })),
  };
}
