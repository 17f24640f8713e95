import type { Instant } from '../core/time.ts';
import { secondMs } from '../core/time.ts';
import { turns } from '../core/turns.ts';

/** Tokens are taken a few at a time; what is left over has come back to all after a second. */
const atOnce = 4;
const keptMs = secondMs;

const askAgainMs = 250;

export type Admission = {
  /** Of so many tokens, those there are. Throws where nobody can be asked. */
  readonly take: (most: number) => Promise<number>;
  readonly now: () => Instant;
  readonly pause: (waitMs: number) => Promise<unknown>;
  /** So long a call may wait for its token. */
  readonly patienceMs: number;
  /** When reading ends in this invocation (`reading-end.ts`). */
  readonly until: () => Instant;
};

/**
 * Admits calls as tokens allow, one after the other, in one container of a function. Who has waited for long is sent away,
 * and so is everybody once reading has to end. Where tokens cannot be asked for, every call is admitted: AWS has its own
 * limits. For reads of which none is more urgent than another, and of which nobody knows beforehand how many there will be;
 * `read-purse.ts` is for those that are chosen.
 */
export function admission({ take, now, pause, patienceMs, until }: Admission): () => Promise<boolean> {
  let left = 0;
  let takenAt: Instant = Number.NEGATIVE_INFINITY;
  const inLine = turns();

  const one = async (asked: Instant): Promise<boolean> => {
    for (;;) {
      if (now() >= until()) return false;
      if (left > 0 && now() - takenAt < keptMs) {
        left -= 1;
        return true;
      }
      try {
        left = await take(atOnce);
      } catch {
        return true;
      }
      takenAt = now();
      if (left > 0) continue;
      if (now() - asked >= patienceMs) return false;
      await pause(askAgainMs);
    }
  };

  return async () => {
    const asked = now();
    return inLine(async () => one(asked));
  };
}
