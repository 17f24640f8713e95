import type {
  GetMetricDataInput,
  GetMetricDataOutput,
  MetricDataQuery,
  MetricDataResult,
  MetricStat,
} from '@aws-sdk/client-cloudwatch';
import { present } from '../../../lib/core/present.ts';
import type { Instant } from '../../../lib/core/time.ts';
import { periodsOf, samplesOf } from '../../account/metrics/periods.ts';
import { statisticNamed, statisticOf } from '../../account/metrics/statistics.ts';
import { Refusal } from '../../account/refusal.ts';
import type { Api } from '../api.ts';
import { date, refuseUnsupported } from '../api.ts';
import { invalid, isPeriod, metricOf } from './input.ts';

/** API_GetMetricData. */
const most = { queries: 500, points: 100_800 };

/** Where pages are kept small, so many data points are answered for each thing a list would have. */
const pointsPerItem = 100;

type Point = { readonly at: Instant; readonly value: number };
type Times = { readonly from: Instant; readonly to: Instant; readonly newestFirst: boolean };

/** Of each query the points are, newest first unless told; a page ends within a query, and the next goes on there. */
export function getMetricData(api: Api, input: GetMetricDataInput): GetMetricDataOutput {
  const queries = queriesOf(input);
  const times = timesOf(input);
  const { MaxDatapoints = most.points } = input;
  if (!(MaxDatapoints > 0)) throw invalid('The parameter MaxDatapoints must be greater than 0.');
  const start = input.NextToken === undefined ? undefined : readToken(input.NextToken);
  let left = Math.min(MaxDatapoints, most.points, api.mostPerPage * pointsPerItem);
  let next: Token | undefined;
  const results = queries.map((query, index): MetricDataResult => {
    const points = index < (start?.query ?? 0) ? [] : pointsAfter(pointsOf(api, query, times), start, index, times);
    const taken = points.slice(0, left);
    left -= taken.length;
    const complete = taken.length === points.length;
    if (!complete)
      next ??= {
        query: index,
        ...present({ at: taken.at(-1)?.at ?? (index === start?.query ? start.at : undefined) }),
      };
    return {
      Id: query.Id,
      Label: query.Label ?? query.MetricStat?.Metric?.MetricName ?? '',
      Timestamps: taken.map(({ at }) => date(at)),
      Values: taken.map(({ value }) => value),
      StatusCode: complete ? 'Complete' : 'PartialData',
    };
  });
  const shown = results.filter((_, index) => queries[index]?.ReturnData !== false);
  return { MetricDataResults: shown, Messages: [], ...(next !== undefined && { NextToken: tokenOf(next) }) };
}

function queriesOf({ MetricDataQueries = [] }: GetMetricDataInput): readonly MetricDataQuery[] {
  if (MetricDataQueries.length === 0) throw invalid('The parameter MetricDataQueries is required.');
  if (MetricDataQueries.length > most.queries) {
    throw invalid(`The collection MetricDataQueries must not have a size greater than ${most.queries}.`);
  }
  const ids = MetricDataQueries.map(({ Id = '' }) => Id);
  const odd = ids.find((id) => !/^[a-z]\w{0,254}$/u.test(id));
  if (odd !== undefined) throw invalid(`The value ${odd} for parameter Id is invalid.`);
  if (new Set(ids).size < ids.length) throw invalid('The values for parameter Id are not unique.');
  for (const query of MetricDataQueries) check(query);
  return MetricDataQueries;
}

/** Metric math, queries in words, and metrics of other accounts are not for this account. */
function check(query: MetricDataQuery): void {
  if ((query.Expression === undefined) === (query.MetricStat === undefined)) {
    throw invalid('Exactly one of the parameters MetricStat and Expression must be specified.');
  }
  refuseUnsupported(query, ['Expression', 'AccountId']);
  const { Period = 0, Stat = '' } = query.MetricStat ?? {};
  if (!isPeriod(Period)) throw invalid(`The value ${Period} for parameter Period is invalid.`);
  if (statisticNamed(Stat) === undefined) throw invalid(`The value ${Stat} for parameter Stat is not supported.`);
}

function timesOf({ StartTime, EndTime, ScanBy }: GetMetricDataInput): Times {
  if (StartTime === undefined || EndTime === undefined) {
    throw invalid(`The parameter ${StartTime === undefined ? 'StartTime' : 'EndTime'} is required.`);
  }
  if (StartTime >= EndTime) throw invalid('The parameter StartTime must be less than the parameter EndTime.');
  return { from: StartTime.getTime(), to: EndTime.getTime(), newestFirst: ScanBy !== 'TimestampAscending' };
}

function pointsOf({ account }: Api, { MetricStat: asked }: MetricDataQuery, times: Times): Point[] {
  const { Metric, Period = 60, Stat = '', Unit }: Partial<MetricStat> = asked ?? {};
  const statistic = statisticNamed(Stat);
  if (statistic === undefined) return [];
  const request = { metric: metricOf(Metric ?? {}), ...times, periodS: Period, ...present({ unit: Unit }) };
  const points = periodsOf(account, request).flatMap(({ at, data }): Point[] => {
    const value = statisticOf(samplesOf(data), statistic, account.switches.percentilesLieBetween);
    return value === undefined ? [] : [{ at, value }];
  });
  return times.newestFirst ? points.reverse() : points;
}

/** Named by its query and its last point, so that what comes in between moves nothing. */
type Token = { readonly query: number; readonly at?: Instant };

function pointsAfter(points: Point[], start: Token | undefined, index: number, { newestFirst }: Times): Point[] {
  if (start?.at === undefined || start.query !== index) return points;
  const { at: last } = start;
  return points.filter(({ at }) => (newestFirst ? at < last : at > last));
}

function tokenOf(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function readToken(text: string): Token {
  try {
    const token: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (typeof token === 'object' && token !== null && 'query' in token) return token as Token;
  } catch {
    // Said below.
  }
  throw new Refusal('InvalidNextToken', 'The next token specified is invalid.');
}
