import { shortHash } from '../core/short-hash.ts';
import type { Instant } from '../core/time.ts';

/** The next moment of a record's own fixed beat: events in between do not move it, and cost no write. */
export function nextBeat(name: string, now: Instant, periodMs: number): Instant {
  const phase = parseInt(shortHash(name), 36) % periodMs;
  return (Math.floor((now - phase) / periodMs) + 1) * periodMs + phase;
}
