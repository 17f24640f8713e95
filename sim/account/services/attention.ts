import type { Instant } from '../../../lib/core/time.ts';
import { secondMs } from '../../../lib/core/time.ts';
import type { Account } from '../model.ts';

/** From and to. */
export type Range = readonly [leastMs: number, mostMs: number];

/** How long the scheduler takes to see something, as recorded in streams of 2024. */
export const attention = {
  /** A new task 1.6 to 9 s after the old one ended. */
  usual: [1 * secondMs, 9 * secondMs],
  /** The first task 6 to 18 s after a deployment was made. */
  deployment: [6 * secondMs, 17 * secondMs],
  /** `updatedAt` moves 5 to 16 s after the last task began to run. */
  running: [5 * secondMs, 13 * secondMs],
  /** Completed 0.8 to 5 s after 40 s of RUNNING. */
  proven: [800, 5 * secondMs],
} as const satisfies Readonly<Record<string, Range>>;

/** A time out of a range. */
export function attentionMs({ random, switches }: Account, range: Range): number {
  return random.whole(...range) * (switches.schedulerTakesLong ? 4 : 1);
}

export function earliest(moments: readonly (Instant | undefined)[]): Instant | undefined {
  const known = moments.filter((each) => each !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
