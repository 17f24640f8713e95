import { isOpen, nextChange } from '../core/calendar/calendar.ts';
import type { Instant } from '../core/time.ts';
import type { ServicePolicy, Span } from './policy.ts';

/** Between what a service may have now, why, and until when that is so. */
export type Bounds = {
  readonly least: number;
  readonly most: number;
  /** The spans that hold now, by name. */
  readonly spans: readonly string[];
  readonly changesAt?: Instant;
};

/**
 * Floors and ceilings that hold now, within minimum and maximum. Where a floor is above a ceiling, the ceiling counts:
 * a night that is to be dark is dark. A floor lifts a minimum, never the maximum.
 */
export function boundsOf(
  { tasks, spans }: Pick<ServicePolicy, 'tasks' | 'spans'>,
  timezone: string,
  now: Instant,
): Bounds {
  const holding = spans.filter((span) => holds(span, timezone, now));
  const most = Math.min(tasks.max, ...holding.map(({ most: ceiling = Infinity }) => ceiling));
  const least = Math.max(tasks.min, ...holding.map(({ least: floor = 0 }) => floor));
  const changes = spans
    .map(({ calendar }) => nextChange(calendar, now, timezone))
    .filter((at): at is Instant => at !== undefined);
  return {
    least: Math.min(least, most),
    most,
    spans: holding.map(({ name }) => name),
    ...(changes.length > 0 && { changesAt: Math.min(...changes) }),
  };
}

function holds({ calendar, when }: Span, timezone: string, now: Instant): boolean {
  return isOpen(calendar, now, timezone) === (when === 'during');
}
