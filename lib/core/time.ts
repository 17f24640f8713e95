/** A moment, in milliseconds since 1970-01-01T00:00Z. Field names that hold one end in `At`, `until`, `since` or `notAfter`. */
export type Instant = number;

export const secondMs = 1000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** `2026-11-21T03:04:05.000Z`. */
export function isoTime(at: Instant): string {
  return new Date(at).toISOString();
}

/** The UTC day of a moment: `2026-11-21`. */
export function utcDayOf(at: Instant): string {
  return isoTime(at).slice(0, 10);
}
