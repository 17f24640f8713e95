import type { Instant } from './time.ts';

/**
 * What became of one action.
 * - `done`, `already-done`: as wanted. - `observed`: not carried out, because the feature only observes.
 * - `retry`: not carried out, look again at `retryAt`. - `permanent`: refused for good.
 * - `unknown`: nobody can say (a time-out after the request left).
 */
export type Result = 'done' | 'already-done' | 'observed' | 'retry' | 'permanent' | 'unknown';

/** An action's end, and an event of the record that wanted it. `facts` is what the doing brought to light. */
export type Outcome<Facts = unknown> = {
  readonly kind: 'outcome';
  readonly action: string;
  readonly result: Result;
  readonly at: Instant;
  readonly reason: string;
  readonly retryAt?: Instant;
  readonly facts?: Facts;
};

/** How an adapter sorts an error of the service it calls. Its message names what failed, never a secret. */
export type Verdict = 'already-done' | 'retry' | 'permanent' | 'unknown';

export class PortError extends Error {
  override readonly name = 'PortError';
  readonly verdict: Verdict;
  /** How long the other side asked us to wait. */
  readonly waitMs: number | undefined;

  constructor(verdict: Verdict, message: string, options: { readonly cause?: unknown; readonly waitMs?: number } = {}) {
    super(message, { cause: options.cause });
    this.verdict = verdict;
    this.waitMs = options.waitMs;
  }
}
