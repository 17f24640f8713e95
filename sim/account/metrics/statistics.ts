/** A value and how often it occurred: more than nought, and not always whole. */
export type Counted = readonly [value: number, count: number];

/** Statistics that came without the values they are made of. */
export type StatisticSet = {
  readonly count: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
};

/** What is known of a metric in some time. */
export type Samples = { readonly values: readonly Counted[]; readonly sets: readonly StatisticSet[] };

type Basic = 'SampleCount' | 'Sum' | 'Average' | 'Minimum' | 'Maximum';
type Trimming = 'TM' | 'WM' | 'TC' | 'TS';

/** From above `low` to `high`; either may be open. `ranks`: in percent of the values, and not in what they measure. */
type Bounds = { readonly low?: number; readonly high?: number; readonly ranks: boolean };

export type Statistic =
  | { readonly kind: Basic }
  | { readonly kind: 'percentile'; readonly percent: number }
  | { readonly kind: Trimming | 'PR'; readonly bounds: Bounds };

const number = String.raw`(\d+(?:\.\d{1,10})?)`;
const shapes = {
  basic: /^(?:SampleCount|Sum|Average|Minimum|Maximum)$/u,
  percentile: new RegExp(`^p${number}$`, 'u'),
  short: new RegExp(`^(tm|wm|tc|ts)${number}$`, 'iu'),
  long: new RegExp(String.raw`^(tm|wm|tc|ts|pr)\((?:${number}(%?))?:(?:${number}(%?))?\)$`, 'iu'),
};

/**
 * A statistic by its name in a request (CloudWatch statistics definitions): `Average`, `p99.9`, `tm90`, `TM(2%:98%)`,
 * `WM(:150)`, `TC(10:20)`, `TS(80%:)`, `PR(:300)`, `IQM`. Undefined: there is none of that name.
 */
export function statisticNamed(name: string): Statistic | undefined {
  if (shapes.basic.test(name)) return { kind: name as Basic };
  const percent = shapes.percentile.exec(name)?.[1];
  if (percent !== undefined)
    return Number(percent) > 100 ? undefined : { kind: 'percentile', percent: Number(percent) };
  if (/^iqm$/iu.test(name)) return { kind: 'TM', bounds: { low: 25, high: 75, ranks: true } };
  const [, short = '', rank] = shapes.short.exec(name) ?? [];
  if (rank === undefined) return longStatistic(name);
  return Number(rank) > 100 ? undefined : { kind: kindOf(short), bounds: { high: Number(rank), ranks: true } };
}

function longStatistic(name: string): Statistic | undefined {
  const [, kind, low, lowSign, high, highSign] = shapes.long.exec(name) ?? [];
  if (kind === undefined || (low === undefined && high === undefined)) return undefined;
  const signs = new Set([lowSign, highSign].filter((sign) => sign !== undefined));
  const ranks = signs.has('%');
  if (signs.size > 1) return undefined;
  if (ranks && (kind.toUpperCase() === 'PR' || Math.max(Number(low ?? 0), Number(high ?? 0)) > 100)) return undefined;
  const bounds = {
    ranks,
    ...(low !== undefined && { low: Number(low) }),
    ...(high !== undefined && { high: Number(high) }),
  };
  return { kind: kindOf(kind), bounds };
}

const kindOf = (name: string): Trimming => name.toUpperCase() as Trimming;

/**
 * A statistic of samples. Undefined where CloudWatch has none: without samples, and, for all but the basic ones, where
 * values are not known or are below nought (API_GetMetricStatistics: "CloudWatch needs raw data points"). `between`: a
 * percentile may lie between two values.
 */
export function statisticOf(samples: Samples, statistic: Statistic, between: boolean): number | undefined {
  if (samples.values.length + samples.sets.length === 0) return undefined;
  if (!('percent' in statistic) && !('bounds' in statistic)) return basicOf(samples, statistic.kind);
  const values = rawValues(samples);
  if (values === undefined || (values[0]?.[0] ?? 0) < 0) return undefined;
  if (statistic.kind === 'percentile') return percentileOf(values, statistic.percent, between);
  return boundedOf(values, statistic.kind, statistic.bounds, between);
}

function basicOf({ values, sets }: Samples, kind: Basic): number {
  const all = [
    ...values.map(([value, count]) => ({ count, sum: value * count, minimum: value, maximum: value })),
    ...sets,
  ];
  const count = all.reduce((total, each) => total + each.count, 0);
  const sum = all.reduce((total, each) => total + each.sum, 0);
  if (kind === 'SampleCount') return count;
  if (kind === 'Sum') return sum;
  if (kind === 'Average') return sum / count;
  return kind === 'Minimum'
    ? all.reduce((least, each) => Math.min(least, each.minimum), Infinity)
    : all.reduce((most, each) => Math.max(most, each.maximum), -Infinity);
}

/** Sorted; undefined when a set hides its values: those with one value only do not. */
function rawValues({ values, sets }: Samples): Counted[] | undefined {
  if (sets.some(({ minimum, maximum }) => minimum !== maximum)) return undefined;
  return [...values, ...sets.map(({ minimum, count }): Counted => [minimum, count])].sort(([a], [b]) => a - b);
}

const totalOf = (values: readonly Counted[]): number => values.reduce((total, [, count]) => total + count, 0);

/** The least value that so many percent of the values do not exceed, or between it and the next. */
function percentileOf(values: readonly Counted[], percent: number, between: boolean): number {
  const total = totalOf(values);
  if (!between) return valueUpTo(values, (percent * total) / 100);
  const position = (percent * Math.max(0, total - 1)) / 100;
  const [lower, upper] = [Math.floor(position), Math.ceil(position)].map((rank) => valueUpTo(values, rank + 1)) as [
    number,
    number,
  ];
  return lower + (upper - lower) * (position - Math.floor(position));
}

/** The value at which so many values have come, in their order. */
function valueUpTo(values: readonly Counted[], rank: number): number {
  let come = 0;
  for (const [value, count] of values) {
    come += count;
    if (come >= rank) return value;
  }
  return values.at(-1)?.[0] ?? Number.NaN;
}

function boundedOf(
  values: readonly Counted[],
  kind: Trimming | 'PR',
  bounds: Bounds,
  between: boolean,
): number | undefined {
  if (kind === 'WM') return meanOf(values.map(([value, count]) => [clamp(value, values, bounds, between), count]));
  const within = bounds.ranks ? withinRanks(values, bounds) : withinValues(values, bounds);
  if (kind === 'TM') return meanOf(within);
  if (kind === 'TC') return totalOf(within);
  if (kind === 'TS') return sumOf(within);
  return (100 * totalOf(within)) / totalOf(values);
}

/** Values without those at the ends; one that a bound cuts counts in part ("can return decimal values"). */
function withinRanks(values: readonly Counted[], { low = 0, high = 100 }: Bounds): Counted[] {
  const total = totalOf(values);
  const [from, to] = [(low * total) / 100, (high * total) / 100];
  let come = 0;
  return values.flatMap(([value, count]): Counted[] => {
    const begin = Math.max(from, come);
    come += count;
    const inside = Math.min(to, come) - begin;
    return inside > 0 ? [[value, inside]] : [];
  });
}

/** "Exclusive of the lower bound and inclusive of the upper bound" (Statistics definitions, percentile rank). */
function withinValues(values: readonly Counted[], { low = -Infinity, high = Infinity }: Bounds): Counted[] {
  return values.filter(([value]) => value > low && value <= high);
}

/** A value beyond a bound is taken for the bound. */
function clamp(value: number, values: readonly Counted[], { low, high, ranks }: Bounds, between: boolean): number {
  const at = (bound: number): number => (ranks ? percentileOf(values, bound, between) : bound);
  const raised = low === undefined ? value : Math.max(value, at(low));
  return high === undefined ? raised : Math.min(raised, at(high));
}

const sumOf = (values: readonly Counted[]): number => values.reduce((sum, [value, count]) => sum + value * count, 0);

function meanOf(values: readonly Counted[]): number | undefined {
  const total = totalOf(values);
  return total > 0 ? sumOf(values) / total : undefined;
}
