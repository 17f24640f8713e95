import type { Instant } from './time.ts';
import { secondMs } from './time.ts';

/** How far ahead a message of its own wakes a record; and how much before its time the tick is asked to, to be early. */
const messageReachMs = 55 * secondMs;
const aheadMs = 70 * secondMs;

/**
 * When to be woken so as to be there at that moment. The tick comes once a minute: what is further off is looked at once
 * shortly before, from where a message of its own brings the exact moment.
 */
export function exactWake(at: Instant | undefined, now: Instant): Instant | undefined {
  if (at === undefined || at <= now + messageReachMs) return at;
  return at - aheadMs > now ? at - aheadMs : at - messageReachMs;
}
