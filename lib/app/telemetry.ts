import type { Clock, Count, Log, RecordStore } from '../core/ports.ts';
import { redact } from '../core/redaction.ts';
import { dayMs, isoTime } from '../core/time.ts';

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

/** The name under which the counts of the UTC day of `at` are kept. */
export function countsName(region: string, at: number): string {
  return `counts#${region}#${isoTime(at).slice(0, 10)}`;
}

/**
 * Adds up and, at the end of an invocation, writes one line of the CloudWatch embedded metric format and at most one
 * update of the day's counts. Counting must not fail what was counted: a failed update is logged.
 */
export function tally(
  to: { readonly write: WriteLine; readonly log: Log; readonly store: Pick<RecordStore, 'addCounts'> },
  clock: Clock,
  names: { readonly function: string; readonly region: string },
): Tally {
  const sums = new Map<string, number>();
  return {
    count: (name, amount) => void sums.set(name, (sums.get(name) ?? 0) + amount),
    flush: async () => {
      const all = [...sums];
      sums.clear();
      const metrics = all.filter(([name]) => !name.includes('/'));
      if (metrics.length > 0) to.write(metricLine(metrics, clock.now(), names.function));
      const daily = Object.fromEntries(all.filter(([name]) => name.includes('/')));
      if (Object.keys(daily).length === 0) return;
      const now = clock.now();
      await to.store.addCounts(countsName(names.region, now), daily, now + countsKeptMs).catch((error: unknown) => {
        to.log('warn', 'the counts of the day could not be added up', { error });
      });
    },
  };
}

/** CloudWatch embedded metric format (Amazon CloudWatch user guide, "Embedded metric format specification"). */
function metricLine(metrics: readonly (readonly [string, number])[], at: number, functionName: string): string {
  const definition = {
    Namespace: 'Watchkeeper',
    Dimensions: [['Function']],
    Metrics: metrics.map(([Name]) => ({ Name, Unit: 'Count' })),
  };
  return JSON.stringify({
    _aws: { Timestamp: at, CloudWatchMetrics: [definition] },
    Function: functionName,
    ...Object.fromEntries(metrics),
  });
}
