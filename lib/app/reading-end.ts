import type { Clock } from '../core/ports.ts';
import type { Instant } from '../core/time.ts';
import { secondMs } from '../core/time.ts';
import type { Invocation } from './world.ts';

/** Kept back of an invocation for what comes after reading: a call on its way, the decision, its save, what is to be done. */
export const afterReadingMs = 12 * secondMs;

/** When reading ends in the present invocation of a container: it has one at a time. */
export type ReadingEnd = {
  readonly begins: (invocation: Invocation) => void;
  /** So long before the invocation is stopped. Before the first one there is no end. */
  readonly before: (keptBackMs: number) => Instant;
  /** Whether one more call may be made: for reads that need no other leave. */
  readonly admits: (keptBackMs: number) => () => Promise<boolean>;
};

/**
 * A list may have any number of pages. Who reads until the function is stopped has decided nothing, nor have the records
 * that share the invocation; who ends in time decides on what is known, as if AWS had refused the rest.
 */
export function readingEnd(clock: Clock): ReadingEnd {
  let stopsAt: Instant = Number.POSITIVE_INFINITY;
  const before = (keptBackMs: number): Instant => stopsAt - keptBackMs;
  return {
    begins: ({ deadline }) => {
      stopsAt = deadline;
    },
    before,
    admits: (keptBackMs) => async () => clock.now() < before(keptBackMs),
  };
}
