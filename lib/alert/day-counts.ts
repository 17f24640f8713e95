import type { Instant } from '../core/time.ts';
import { dayMs, utcDayOf } from '../core/time.ts';

/** Amounts by name. */
export type Counts = Readonly<Record<string, number>>;

/** What was counted, by UTC day: `2026-11-20`. */
export type DayCounts = ReadonlyMap<string, Counts>;

/** How far counts were told: up to `at`, and what of its UTC day was among them. */
export type CountsTold = { readonly at: Instant; readonly ofDay: Counts };

/** Every UTC day from that of `from` to that of `to`. */
export function utcDaysOf(from: Instant, to: Instant): readonly string[] {
  const days = new Set<string>();
  for (let at = from; at < to; at += dayMs) days.add(utcDayOf(at));
  return [...days.add(utcDayOf(to))];
}

export function summed(days: DayCounts): Counts {
  const sums: Record<string, number> = {};
  for (const counts of days.values())
    for (const [name, count] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}

/** What was counted and not told: nothing of a day is told twice, at whatever hour it is told. */
export function countedSince(told: CountsTold | undefined, days: DayCounts): Counts {
  const already: Counts = told !== undefined && days.has(utcDayOf(told.at)) ? told.ofDay : {};
  const fresh = Object.entries(summed(days)).map(([name, count]) => [name, count - (already[name] ?? 0)] as const);
  return Object.fromEntries(fresh.filter(([, count]) => count > 0));
}

export function toldUpTo(now: Instant, days: DayCounts): CountsTold {
  return { at: now, ofDay: days.get(utcDayOf(now)) ?? {} };
}
