import type { DayCounts } from '../../lib/alert/day-counts.ts';
import { utcDaysOf } from '../../lib/alert/day-counts.ts';
import type { Count } from '../../lib/core/ports.ts';
import type { Instant } from '../../lib/core/time.ts';
import { utcDayOf } from '../../lib/core/time.ts';

/** The counts of the digest in memory, as the table has them: by UTC day. Metrics are left away. */
export function dayCounter(now: () => Instant): {
  readonly count: Count;
  readonly counts: (from: Instant, to: Instant) => Promise<DayCounts>;
} {
  const days = new Map<string, Record<string, number>>();
  return {
    count: (name, amount) => {
      if (!name.includes('/')) return;
      const day = days.get(utcDayOf(now())) ?? {};
      days.set(utcDayOf(now()), { ...day, [name]: (day[name] ?? 0) + amount });
    },
    counts: async (from, to) => new Map(utcDaysOf(from, to).map((day) => [day, days.get(day) ?? {}])),
  };
}
