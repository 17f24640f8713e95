import type { Instant } from '../../../lib/core/time.ts';
import { dayMs, hourMs, minuteMs, secondMs } from '../../../lib/core/time.ts';
import type { Account } from '../model.ts';
import type { Datum, Metric } from './metric.ts';
import { keyOf } from './metric.ts';
import { publishedData, publishedMetric, publishedMetrics } from './published.ts';

/** Of each metric so many data are kept, the newest: no run of ours is as long as CloudWatch keeps them. */
const mostData = 50_000;

/** How late data can be read that were put in time, by the switch. */
const freshMs = { usual: 0, late: 2 * minuteMs } as const;

/**
 * "Data points with time stamps from 24 hours ago or longer can take at least 48 hours to become available", from 3 to 24
 * hours "as much as 2 hours" (API_PutMetricData).
 */
function delayOf({ agenda, switches }: Account, at: Instant): number {
  const ageMs = agenda.now() - at;
  if (ageMs >= dayMs) return 2 * dayMs;
  if (ageMs >= 3 * hourMs) return 2 * hourMs;
  return switches.metricsComeLate ? freshMs.late : freshMs.usual;
}

/** Keeps what was put, in its minute or, with high resolution, in its second. */
export function putDatum(account: Account, metric: Metric, datum: Omit<Datum, 'readableAt'>): void {
  const { metrics, agenda } = account;
  const key = keyOf(metric);
  const series = metrics.put.get(key) ?? { metric, firstPutAt: agenda.now(), data: [] };
  metrics.put.set(key, series);
  const at = datum.at - (datum.at % (datum.highResolution ? secondMs : minuteMs));
  const before = series.data.findLastIndex((each) => each.at <= at);
  series.data.splice(before + 1, 0, { ...datum, at, readableAt: agenda.now() + delayOf(account, datum.at) });
  if (series.data.length > mostData) series.data.splice(0, series.data.length - mostData);
}

/** What can be read by now, from `from` to before `to`, oldest first. */
export function readData(account: Account, metric: Metric, from: Instant, to: Instant): readonly Datum[] {
  const published = publishedMetric(account, metric);
  if (published !== undefined) return publishedData(account, published, from, to);
  const now = account.agenda.now();
  const data = account.metrics.put.get(keyOf(metric))?.data ?? [];
  return data.filter(({ at, readableAt }) => at >= from && at < to && readableAt <= now);
}

/** "It can take up to fifteen minutes for the metric to appear" (API_PutMetricData): as long as that, by the switch. */
const listedLateMs = 15 * minuteMs;

type ListedMetric = { readonly metric: Metric; readonly lastAt: Instant };

/** Metrics that are listed by now, with the time of their newest data. */
export function listedMetrics(account: Account): ListedMetric[] {
  const now = account.agenda.now();
  const since = now - (account.switches.newMetricsAreListedLate ? listedLateMs : 0);
  const put = [...account.metrics.put.values()]
    .filter(({ firstPutAt }) => firstPutAt <= since)
    .map(({ metric, data }) => ({ metric, lastAt: data.at(-1)?.at ?? 0 }));
  const published = publishedMetrics(account).flatMap((each): ListedMetric[] => {
    if (each.since === undefined || each.since + minuteMs > since) return [];
    const [last] = publishedData(account, each, now - twoWeeksMs, now).slice(-1);
    return last === undefined ? [] : [{ metric: each.metric, lastAt: last.at }];
  });
  return [...put, ...published].filter(({ lastAt }) => lastAt > now - twoWeeksMs);
}

/** ListMetrics leaves out what has had no data for so long (API_ListMetrics). */
const twoWeeksMs = 14 * dayMs;
