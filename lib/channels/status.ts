import type { Instant } from '../core/time.ts';
import { hourMs, secondMs } from '../core/time.ts';
import type { Finding } from './deliver.ts';
import type { HttpAnswer } from './http.ts';

/** Asked to slow down without a time: how long to wait. Our own choice. */
const defaultWaitMs = 30 * secondMs;

/** When a `Retry-After` (seconds, or a date; RFC 9110 §10.2.3) lets us come back: within a second and an hour. */
export function retryAtOf(answer: HttpAnswer, now: Instant): Instant | undefined {
  const header = answer.headers['retry-after'];
  if (typeof header !== 'string') return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now) / secondMs;
  if (Number.isNaN(seconds)) return undefined;
  return now + Math.min(Math.max(Math.ceil(seconds * secondMs), secondMs), hourMs);
}

export function slowDown(who: string, answer: HttpAnswer, now: Instant): Finding & { readonly retryAt: Instant } {
  const retryAt = retryAtOf(answer, now) ?? now + defaultWaitMs;
  return { result: 'retry', reason: `${who} asked us to slow down (429)`, retryAt };
}

/** Statuses of the 4xx that pass by themselves: request time-out, too early. */
const passing = new Set([408, 425]);

/** What a status means where a repeat does no harm: the receiver tells repeats by their id. */
export function findingOfStatus(who: string, answer: HttpAnswer, now: Instant): Finding {
  const { status } = answer;
  if (status >= 200 && status < 300) return { result: 'done', reason: `${who} accepted it` };
  if (status === 429) return slowDown(who, answer, now);
  const reason = `${who} answered ${status}`;
  if (!passing.has(status) && status < 500) return { result: 'permanent', reason };
  const retryAt = retryAtOf(answer, now);
  return { result: 'retry', reason, ...(retryAt === undefined ? {} : { retryAt }) };
}
