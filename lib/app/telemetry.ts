import type { Clock, Count, Log, RecordStore } from '../core/ports.ts';
import { redact } from '../core/redaction.ts';
import { dayMs, isoTime, utcDayOf } from '../core/time.ts';

/** Where lines go. In Lambda, standard output is the log. */
export type WriteLine = (line: string) => void;

const levels = ['debug', 'info', 'warn', 'error'] as const;

/** Structured log lines, without secrets that are known by name or look. Errors are shown by name and message; a stack only where nobody expected the error. */
export function jsonLog(
  write: WriteLine,
  clock: Clock,
  options: { readonly function: string; readonly level: string },
): Log {
  const floor = levels.findIndex((level) => level === options.level);
  return (level, message, fields = {}) => {
    if (levels.indexOf(level) < floor) return;
    write(JSON.stringify({ time: isoTime(clock.now()), level, function: options.function, message, ...fields }, shown));
  };
}

/** What others wrote may hold secrets: no text is written as it came. */
function shown(_: string, value: unknown): unknown {
  if (typeof value === 'string') return redact(value);
  if (!(value instanceof Error)) return value;
  const cause = value.cause instanceof Error ? `${value.cause.name}: ${value.cause.message}` : undefined;
  return {
    name: value.name,
    message: value.message,
    cause,
    stack: value.stack
      ?.split('\n')
      .slice(1, 6)
      .map((line) => line.trim()),
  };
}

/** Counts of one invocation. Names with a slash are the day's counts, kept in the table for the digest; others are metrics. */
export type Tally = { readonly count: Count; readonly flush: () => Promise<void> };

/** How long a day's counts are kept. */
const countsKeptMs = 40 * dayMs;

/** The name under which the counts of a UTC day are kept. */
export function countsName(region: string, day: string): string {
  return `counts#${region}#${day}`;
}

/**
 * Adds up and, at the end of an invocation, writes lines of the CloudWatch embedded metric format and at most one
 * update of the day's counts. Counting must not fail what was counted: a failed update is logged.
 */
export function tally(
  to: { readonly write: WriteLine; readonly log: Log; readonly store: Pick<RecordStore, 'addCounts'> },
  clock: Clock,
  names: { readonly function: string; readonly region: string },
): Tally {
  const sums = new Map<string, number>();
  return {
    // What is measured is not added up: the last word stands.
    count: (name, amount) => void sums.set(name, isMeasure(name) ? amount : (sums.get(name) ?? 0) + amount),
    flush: async () => {
      const all = [...sums];
      sums.clear();
      const metrics = all.filter(([name]) => !name.includes('/'));
      for (const line of metricLines(metrics, clock.now(), names.function)) to.write(line);
      const daily = Object.fromEntries(all.filter(([name]) => name.includes('/')));
      if (Object.keys(daily).length === 0) return;
      const now = clock.now();
      await to.store
        .addCounts(countsName(names.region, utcDayOf(now)), daily, now + countsKeptMs)
        .catch((error: unknown) => {
          to.log('warn', 'the counts of the day could not be added up', { error });
        });
    },
  };
}

/** A name with dimensions of its own. */
function isMeasure(name: string): boolean {
  return name.includes('|');
}

/**
 * One line for each set of dimensions (Amazon CloudWatch user guide, "Embedded metric format specification"). A name may
 * carry its own (`HealthyPercent|Cluster=web|Service=orders-api`); else the function is its dimension.
 */
function metricLines(metrics: readonly (readonly [string, number])[], at: number, functionName: string): string[] {
  const sets = new Map<string, (readonly [string, number])[]>();
  for (const [name, value] of metrics) {
    const [metric = '', ...own] = name.split('|');
    const set = own.length === 0 ? `Function=${functionName}` : own.join('|');
    sets.set(set, [...(sets.get(set) ?? []), [metric, value]]);
  }
  return [...sets].map(([set, values]) => metricLine(values, at, dimensionsIn(set)));
}

function dimensionsIn(set: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    set.split('|').map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)]),
  );
}

function metricLine(
  metrics: readonly (readonly [string, number])[],
  at: number,
  dimensions: Readonly<Record<string, string>>,
): string {
  const definition = {
    Namespace: 'Watchkeeper',
    Dimensions: [Object.keys(dimensions)],
    Metrics: metrics.map(([Name]) => ({ Name, Unit: Name.endsWith('Percent') ? 'Percent' : 'Count' })),
  };
  return JSON.stringify({
    _aws: { Timestamp: at, CloudWatchMetrics: [definition] },
    ...dimensions,
    ...Object.fromEntries(metrics),
  });
}
