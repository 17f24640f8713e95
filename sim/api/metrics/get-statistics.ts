import { createHash } from 'node:crypto';
import type {
  Datapoint,
  GetMetricStatisticsInput,
  GetMetricStatisticsOutput,
  StandardUnit,
} from '@aws-sdk/client-cloudwatch';
import { present } from '../../../lib/core/present.ts';
import { secondMs } from '../../../lib/core/time.ts';
import type { Datum } from '../../account/metrics/metric.ts';
import { periodsOf, roundedStart, samplesOf } from '../../account/metrics/periods.ts';
import type { Statistic } from '../../account/metrics/statistics.ts';
import { statisticNamed, statisticOf } from '../../account/metrics/statistics.ts';
import type { Api } from '../api.ts';
import { date } from '../api.ts';
import { isPeriod, metricOf, missing, together, wrong } from './input.ts';

/** "The maximum number of data points returned from a single call is 1,440" (API_GetMetricStatistics). */
const mostPoints = 1440;

type Asked = readonly (readonly [name: string, statistic: Statistic])[];

/** "Data points are not returned in chronological order": here in one that nobody can take for it. */
export function getMetricStatistics(api: Api, input: GetMetricStatisticsInput): GetMetricStatisticsOutput {
  const metric = metricOf(input);
  const asked = statisticsOf(input);
  const { from, to, periodS } = timesOf(api, input);
  const periods = periodsOf(api.account, { metric, from, to, periodS, ...present({ unit: input.Unit }) });
  const points = periods.flatMap(({ at, data }) =>
    byUnit(data).flatMap(([unit, alike]) => pointOf(api, { at, unit, data: alike }, asked) ?? []),
  );
  return { Label: metric.name, Datapoints: points.sort((a, b) => (disorder(a) < disorder(b) ? -1 : 1)) };
}

function statisticsOf({ Statistics, ExtendedStatistics }: GetMetricStatisticsInput): Asked {
  if (Statistics !== undefined && ExtendedStatistics !== undefined) {
    throw together('The parameters Statistics and ExtendedStatistics must not be specified together.');
  }
  const names: readonly string[] = Statistics ?? ExtendedStatistics ?? [];
  if (names.length === 0)
    throw together('At least one of the parameters Statistics and ExtendedStatistics must be specified.');
  if (names.length > (Statistics === undefined ? 10 : 5)) throw wrong('There are too many statistics.');
  return names.map((name) => {
    const statistic = statisticNamed(name);
    const fits =
      Statistics === undefined
        ? statistic?.kind === 'percentile'
        : !/^p\d/u.test(name) && !('bounds' in (statistic ?? {}));
    if (statistic === undefined || !fits) throw wrong(`The value ${name} for parameter Statistics is not supported.`);
    return [name, statistic];
  });
}

function timesOf({ account }: Api, { StartTime, EndTime, Period = 0 }: GetMetricStatisticsInput) {
  if (StartTime === undefined || EndTime === undefined)
    throw missing(StartTime === undefined ? 'StartTime' : 'EndTime');
  if (StartTime >= EndTime) throw together('The parameter StartTime must be less than the parameter EndTime.');
  if (!isPeriod(Period)) throw wrong('The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60.');
  const [from, to] = [StartTime.getTime(), EndTime.getTime()];
  const count = Math.ceil((to - roundedStart(from, account.agenda.now(), Period)) / (Period * secondMs));
  if (count > mostPoints) {
    throw together(
      `You have requested up to ${count} datapoints, which exceeds the limit of ${mostPoints}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    );
  }
  return { from, to, periodS: Period };
}

/** "All data that was collected with any unit is returned, along with the corresponding units". */
function byUnit(data: readonly Datum[]): [unit: string, data: Datum[]][] {
  const units = Map.groupBy(data, ({ unit = 'None' }) => unit);
  return [...units];
}

type Alike = { readonly at: number; readonly unit: string; readonly data: readonly Datum[] };

function pointOf({ account }: Api, { at, unit, data }: Alike, asked: Asked): Datapoint | undefined {
  const samples = samplesOf(data);
  const values = asked.flatMap(([name, statistic]) => {
    const value = statisticOf(samples, statistic, account.switches.percentilesLieBetween);
    return value === undefined ? [] : [[name, value] as const];
  });
  if (values.length === 0) return undefined;
  const extended = asked.some(([, { kind }]) => kind === 'percentile');
  const found = Object.fromEntries(values);
  return { Timestamp: date(at), Unit: unit as StandardUnit, ...(extended ? { ExtendedStatistics: found } : found) };
}

function disorder({ Timestamp, Unit }: Datapoint): string {
  return createHash('md5').update(`${Timestamp?.getTime()} ${Unit}`).digest('hex');
}
