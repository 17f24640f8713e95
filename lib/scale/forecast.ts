import { addDays, instantOf, localDateOf, localTimeOf } from '../core/calendar/local-time.ts';
import type { Instant } from '../core/time.ts';
import { hourMs, minuteMs } from '../core/time.ts';

/** So many weeks are looked back on, and one more is kept to score what they would have said. */
const weeks = 4;
const mostHours = (weeks + 1) * 7 * 24;

/** Tasks take a while to start: what the next hour needs is there when it begins. */
const leadMs = 10 * minuteMs;

/** Of that share of the weeks the forecast would have been enough. */
const quantile = 0.75;

/** The most that the work asked for in each hour, without any floor: from the hour `first` (since 1970) on; null: nobody knows. */
export type HourlyMemory = {
  readonly first: number;
  readonly peaks: readonly (number | null)[];
  /** What was forecast for an hour, and for the next. */
  readonly forecast?: { readonly hour: number; readonly now?: Forecast; readonly next?: Forecast };
  readonly score?: Score;
};

/** By the same hour of the same weekday, newest week first. */
type Forecast = { readonly tasks: number; readonly weeks: readonly number[] };

/** Of about a week's hours for which there was a forecast: how many it would have covered, and how far it was off. */
type Score = {
  readonly hours: number;
  readonly covered: number;
  /** Task-hours more than were needed, and fewer. */
  readonly over: number;
  readonly under: number;
};

const hourOf = (at: Instant): number => Math.floor(at / hourMs);

/** After a look: what was asked for, and with a new hour what it is expected to ask for. `wanted` absent: nobody knows. */
export function hourlySeen(
  before: HourlyMemory | undefined,
  { wanted, timezone, now }: { readonly wanted?: number; readonly timezone: string; readonly now: Instant },
): HourlyMemory {
  const hour = hourOf(now);
  const memory = withHour(before ?? { first: hour, peaks: [] }, hour);
  const noted = wanted === undefined ? memory : withPeak(memory, hour, wanted);
  if (memory.forecast?.hour === hour) return noted;
  const [current, next] = [hour, hour + 1].map((each) => forecastOf(noted, each, timezone));
  return {
    ...noted,
    forecast: { hour, ...(current !== undefined && { now: current }), ...(next !== undefined && { next }) },
    score: scored(noted, memory.forecast),
  };
}

/** The floor of this moment: what the hour needs, and what the next one does, shortly before. */
export function forecastAt({ forecast }: HourlyMemory, now: Instant): Forecast | undefined {
  if (forecast === undefined || forecast.hour !== hourOf(now)) return undefined;
  const isSoon = (forecast.hour + 1) * hourMs - now <= leadMs;
  const { now: current, next } = forecast;
  if (!isSoon || next === undefined) return current;
  return current === undefined || next.tasks > current.tasks ? next : current;
}

/** Hours that nobody looked at are unknown. */
function withHour(memory: HourlyMemory, hour: number): HourlyMemory {
  const { first, peaks } = memory;
  const missing = hour - (first + peaks.length - 1);
  if (missing <= 0) return memory;
  if (missing > mostHours) return { ...memory, first: hour, peaks: [null] };
  const all = [...peaks, ...Array.from({ length: missing }, () => null)];
  const kept = all.slice(-mostHours);
  return { ...memory, first: first + all.length - kept.length, peaks: kept };
}

function withPeak(memory: HourlyMemory, hour: number, wanted: number): HourlyMemory {
  const at = hour - memory.first;
  const before = memory.peaks[at];
  if (before !== null && before !== undefined && before >= wanted) return memory;
  return { ...memory, peaks: memory.peaks.with(at, wanted) };
}

/** Undefined: there is no such hour yet. */
function forecastOf(memory: HourlyMemory, hour: number, timezone: string): Forecast | undefined {
  const known = Array.from({ length: weeks }, (_, week) => peakAt(memory, hourBefore(hour, week + 1, timezone)));
  const seen = known.filter((tasks): tasks is number => tasks !== null && tasks !== undefined);
  if (seen.length === 0) return undefined;
  const rank = Math.ceil(quantile * seen.length);
  return { tasks: seen.toSorted((a, b) => a - b)[rank - 1] ?? 0, weeks: seen };
}

const peakAt = ({ first, peaks }: HourlyMemory, hour: number): number | null | undefined =>
  hour < first ? undefined : peaks[hour - first];

/** The same hour of the clock on the wall, also where clocks went back or forward since. */
function hourBefore(hour: number, weeksAgo: number, timezone: string): number {
  const at = hour * hourMs;
  const { hour: wallHour, minute } = localTimeOf(at, timezone);
  const date = addDays(localDateOf(at, timezone), -7 * weeksAgo);
  return hourOf(instantOf(date, wallHour * 60 + minute, timezone));
}

/** So many hours count, the newer the more. */
const scoredHours = 7 * 24;

/** What was expected of an hour that is over, against what was asked for. */
function scored(memory: HourlyMemory, before: HourlyMemory['forecast']): Score {
  const { hours, covered, over, under } = memory.score ?? { hours: 0, covered: 0, over: 0, under: 0 };
  const asked = before === undefined ? undefined : peakAt(memory, before.hour);
  const expected = before?.now?.tasks;
  if (asked === null || asked === undefined || expected === undefined) return { hours, covered, over, under };
  const kept = 1 - 1 / scoredHours;
  return {
    hours: hours * kept + 1,
    covered: covered * kept + (expected >= asked ? 1 : 0),
    over: over * kept + Math.max(0, expected - asked),
    under: under * kept + Math.max(0, asked - expected),
  };
}

/** For whoever asks why. */
export function forecastText({ tasks, weeks: seen }: Forecast, score: Score | undefined): string {
  const rests = `the same hour of ${seen.length === 1 ? 'one week' : `${seen.length} weeks`}: ${seen.join(', ')}`;
  const proved = score === undefined || score.hours === 0 ? 'not scored yet' : scoreText(score);
  return `at least ${tasks} tasks by ${rests}; ${proved}`;
}

function scoreText({ hours, covered, over, under }: Score): string {
  const each = (sum: number): string => (hours === 0 ? '0' : (sum / hours).toFixed(1));
  return `of the last ${Math.round(hours)} hours it would have covered ${Math.round((100 * covered) / Math.max(1, hours))} %, with ${each(over)} tasks too many and ${each(under)} too few on average`;
}
