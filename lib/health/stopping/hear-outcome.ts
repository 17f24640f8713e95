import type { Hold } from '../../core/hold.ts';
import { yieldsTo } from '../../core/hold.ts';
import type { Outcome } from '../../core/outcome.ts';
import { minuteMs } from '../../core/time.ts';
import { orderKeys } from './orders.ts';
import { ownHold } from './shared.ts';
import type { Intervention, InterventionEnd } from './state.ts';

/** What was decided, after what became of one order; `end`: it has come to nothing. */
type Heard = {
  readonly intervention: Intervention;
  readonly end?: { readonly is: InterventionEnd; readonly why?: string };
};

/** What is taken back, and may not be now, is tried again after this long. */
const againMs = 5 * minuteMs;

export function hearOutcome(before: Intervention, outcome: Outcome): Heard {
  const { action, result } = outcome;
  if (result === 'retry' || result === 'unknown') return { intervention: before };
  const hear = hearings[action];
  return hear === undefined ? { intervention: before } : hear(before, outcome);
}

/** By the key of the order: what its end means. */
const hearings: Readonly<Record<string, (before: Intervention, outcome: Outcome) => Heard>> = {
  [orderKeys.hold]: (before, outcome) =>
    isDone(outcome) ? held({ ...before, holdAt: outcome.at }, outcome) : ended(before, outcome),
  [orderKeys.claim]: (before, outcome) => {
    if (isDone(outcome)) return { intervention: { ...before, placeAt: outcome.at } };
    // Somebody else had the place: whether there is another, the next look shows.
    return outcome.result === 'permanent' ? { intervention: before } : ended(before, outcome);
  },
  [orderKeys.suspend]: (before, outcome) =>
    isDone(outcome) ? { intervention: { ...before, suspendedAt: outcome.at } } : ended(before, outcome),
  [orderKeys.stop]: carriedOut,
  [orderKeys.rollBack]: carriedOut,
  [orderKeys.start]: (before, outcome) => ({
    intervention: isDone(outcome)
      ? { ...before, startedAt: outcome.at }
      : { ...before, why: outcome.reason, notBefore: outcome.at + againMs },
  }),
  [orderKeys.resume]: (before, { result, at }) => ({
    intervention: result === 'observed' ? { ...before, notBefore: at + againMs } : { ...before, resumedAt: at },
  }),
};

function carriedOut(before: Intervention, outcome: Outcome): Heard {
  if (!isDone(outcome)) return ended(before, outcome);
  return { intervention: { ...before, phase: 'stands', doneAt: outcome.at } };
}

function isDone({ result }: Outcome): boolean {
  return result === 'done' || result === 'already-done';
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
