import type { Hold } from '../../core/hold.ts';
import { yieldsTo } from '../../core/hold.ts';
import type { Outcome } from '../../core/outcome.ts';
import { minuteMs } from '../../core/time.ts';
import { orderKeys } from './orders.ts';
import { ownHold } from './shared.ts';
import type { Intervention, InterventionEnd } from './state.ts';

/** What was decided, after what became of one order; `end`: it has come to nothing. */
export type Heard = {
  readonly intervention: Intervention;
  readonly end?: { readonly is: InterventionEnd; readonly why?: string };
};

/** What is taken back, and may not be now, is tried again after this long. */
const againMs = 5 * minuteMs;

export function hearOutcome(before: Intervention, outcome: Outcome): Heard {
  const { action, result, at, reason } = outcome;
  const isDone = result === 'done' || result === 'already-done';
  if (result === 'retry' || result === 'unknown') return { intervention: before };
  switch (action) {
    case orderKeys.hold:
      return isDone ? held({ ...before, holdAt: at }, outcome) : ended(before, outcome);
    case orderKeys.claim:
      if (isDone) return { intervention: { ...before, placeAt: at } };
      // Somebody else had the place: whether there is another, the next look shows.
      return result === 'permanent' ? { intervention: before } : ended(before, outcome);
    case orderKeys.suspend:
      return isDone ? { intervention: { ...before, suspendedAt: at } } : ended(before, outcome);
    case orderKeys.stop:
    case orderKeys.rollBack:
      return isDone ? { intervention: { ...before, phase: 'stands', doneAt: at } } : ended(before, outcome);
    case orderKeys.start:
      return {
        intervention: isDone ? { ...before, startedAt: at } : { ...before, why: reason, notBefore: at + againMs },
      };
    case orderKeys.resume:
      return {
        intervention: result === 'observed' ? { ...before, notBefore: at + againMs } : { ...before, resumedAt: at },
      };
    default:
      return { intervention: before };
  }
}

function ended(intervention: Intervention, { result, reason }: Outcome): Heard {
  return { intervention, end: { is: result === 'observed' ? 'observed' : 'refused', why: reason } };
}

/** Whoever takes a hold is told of all. */
function held(intervention: Intervention, { facts }: Outcome): Heard {
  const holds = isHolds(facts) ? facts.holds : [];
  const stronger = yieldsTo(ownHold(intervention), holds);
  return stronger === undefined ? { intervention } : { intervention, end: { is: 'held', why: wordsOf(stronger) } };
}

export function wordsOf({ holder, why }: Hold): string {
  return `${holder}: ${why}`;
}

function isHolds(facts: unknown): facts is { readonly holds: readonly Hold[] } {
  return typeof facts === 'object' && facts !== null && 'holds' in facts && Array.isArray(facts.holds);
}
