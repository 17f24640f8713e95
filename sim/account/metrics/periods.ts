import type { Instant } from '../../../lib/core/time.ts';
import { dayMs, hourMs, minuteMs, secondMs } from '../../../lib/core/time.ts';
import type { Account } from '../model.ts';
import { readData } from './data.ts';
import type { Datum, Metric } from './metric.ts';
import type { Samples } from './statistics.ts';

type PeriodRequest = {
  readonly metric: Metric;
  readonly from: Instant;
  readonly to: Instant;
  readonly periodS: number;
  /** Data of other units are left out; absent: of any. */
  readonly unit?: string;
};

/** One period of a metric. */
type Period = { readonly at: Instant; readonly data: readonly Datum[] };

/**
 * What is known of a metric in each period, oldest first, without those in which nothing is. Periods begin at multiples of
 * their length or, by the switch, where the request's time does.
 */
export function periodsOf(account: Account, request: PeriodRequest): Period[] {
  const { metric, to, unit } = request;
  const now = account.agenda.now();
  const periodMs = request.periodS * secondMs;
  const from = roundedStart(request.from, now, request.periodS);
  const origin = account.switches.periodsFollowStart ? from : 0;
  const oldest = now - keptMs(request.periodS);
  const periods = new Map<Instant, Datum[]>();
  for (const datum of readData(account, metric, from, to)) {
    const at = origin + Math.floor((datum.at - origin) / periodMs) * periodMs;
    const asked = unit === undefined || datum.unit === unit;
    const fine = request.periodS >= 60 || datum.highResolution;
    if (!asked || !fine || datum.at < oldest || at < from) continue;
    const known = periods.get(at);
    if (known === undefined) periods.set(at, [datum]);
    else known.push(datum);
  }
  return [...periods].map(([at, data]) => ({ at, data }));
}

export function samplesOf(data: readonly Datum[]): Samples {
  return { values: data.flatMap(({ samples }) => samples.values), sets: data.flatMap(({ samples }) => samples.sets) };
}

/** Seconds are kept for 3 hours, minutes for 15 days, five minutes for 63 and hours for 455 (API_GetMetricData). */
function keptMs(periodS: number): number {
  if (periodS < 60) return 3 * hourMs;
  if (periodS < 300) return 15 * dayMs;
  return periodS < 3600 ? 63 * dayMs : 455 * dayMs;
}

/** Down to the minute, the five minutes or the hour, the longer ago the coarser (API_GetMetricData, StartTime). */
export function roundedStart(from: Instant, now: Instant, periodS: number): Instant {
  const ageMs = now - from;
  if (periodS < 60) return from - (from % (periodS * secondMs));
  if (ageMs < 15 * dayMs) return from - (from % minuteMs);
  return ageMs < 63 * dayMs ? from - (from % (5 * minuteMs)) : from - (from % hourMs);
}
