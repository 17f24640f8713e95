import type { Action, Decision } from '../core/decision.ts';
import type { Outcome, Result } from '../core/outcome.ts';
import type { NewId } from '../core/ports.ts';
import type { Claim, KeptRecord, Todo } from '../core/record.ts';
import type { Instant } from '../core/time.ts';
import { secondMs } from '../core/time.ts';

/** How long an action whose outcome nobody knows, or that names no time, waits for its next try. */
const retryWaitMs = 10 * secondMs;

/** Time kept back before the deadline, for noting what was done: a load and a save, each as long as a call may take. */
export const actMarginMs = 5 * secondMs;

/** What is left of a record's earlier plans when it is loaded. */
export type Leftover<Target> = {
  /** Somebody else's live claim: that one acts, we only add. */
  readonly othersClaim: Claim | undefined;
  readonly unfinished: readonly Todo<Target>[];
  readonly inFlight: readonly Todo<Target>[];
  /** The former claimant died: nobody knows how far the unfinished got. */
  readonly takenOver: boolean;
};

const endings: ReadonlySet<Result> = new Set<Result>(['done', 'already-done', 'observed', 'permanent']);

/** An outcome, and which entry of the plan it belongs to. */
export type Carried = { readonly id: string; readonly outcome: Outcome };

/**
 * Sorts a loaded record's `todo`: ended by these outcomes, being carried out by a live claimant, or unfinished.
 * An entry of our own without an outcome yet (added meanwhile by others) counts as in flight: it is wanted already.
 */
export function leftover<Target>(
  record: KeptRecord<unknown, Target> | undefined,
  carried: readonly Carried[],
  at: { readonly worker: string; readonly now: Instant },
): Leftover<Target> {
  const claim = record?.claim;
  const live = claim !== undefined && claim.until > at.now;
  const outcomes = new Map(carried.map((each) => [each.id, each.outcome]));
  const open = (record?.todo ?? []).filter((todo) => !hasEnded(outcomes.get(todo.id)));
  const takenOver = claim !== undefined && !live && claim.by !== at.worker;
  if (live && claim.by !== at.worker) return { othersClaim: claim, unfinished: [], inFlight: open, takenOver };
  const waiting = open.map((todo) => withRetry(todo, outcomes.get(todo.id), at.now));
  if (!live) return { othersClaim: undefined, unfinished: waiting, inFlight: [], takenOver };
  return {
    othersClaim: undefined,
    unfinished: waiting.filter((todo) => outcomes.has(todo.id)),
    inFlight: waiting.filter((todo) => !outcomes.has(todo.id)),
    takenOver,
  };
}

function hasEnded(outcome: Outcome | undefined): boolean {
  return outcome !== undefined && endings.has(outcome.result);
}

function withRetry<Target>(todo: Todo<Target>, outcome: Outcome | undefined, now: Instant): Todo<Target> {
  if (outcome === undefined) return todo;
  return { ...todo, notBefore: outcome.retryAt ?? now + retryWaitMs };
}

/** A decision that forgot an unfinished order: a fault of the feature, found before it can do harm. */
class ForgottenOrderError extends Error {
  override readonly name = 'ForgottenOrderError';
}

/**
 * What is to be done from now on. Tellings stay until they are replaced by a newer one with the same key; an
 * unfinished order stays only if the decision wants it again; what others carry out is never taken away.
 */
export function nextTodo<State, Target>(
  left: Leftover<Target>,
  decision: Decision<State, Target>,
  newId: NewId,
): readonly Todo<Target>[] {
  const wanted = new Map(decision.actions.map((action) => [action.key, action]));
  const dropped = new Set((decision.dropped ?? []).map((drop) => drop.key));
  const kept: Todo<Target>[] = [];
  const take = (todo: Todo<Target>, flying: boolean): void => {
    const { key, type } = todo.action;
    const newer = wanted.get(key);
    wanted.delete(key);
    if (newer !== undefined && !(flying && type === 'order')) kept.push(replaced(todo, newer, newId));
    else if (newer !== undefined || flying || type === 'telling') kept.push(todo);
    else if (!dropped.has(key)) throw new ForgottenOrderError(`order ${key} is neither kept nor dropped`);
  };
  for (const todo of left.inFlight) take(todo, true);
  for (const todo of left.unfinished) take(todo, false);
  return [...kept, ...[...wanted.values()].map((action) => ({ id: newId(), action }))];
}

/** A newer word keeps its place and its patience, but is another entry: the older one's outcome does not end it. */
function replaced<Target>(todo: Todo<Target>, action: Action<Target>, newId: NewId): Todo<Target> {
  const same = JSON.stringify(todo.action) === JSON.stringify(action);
  return same ? todo : { ...todo, id: newId(), action };
}

/** The entries that may be carried out now. */
export function runnable<Target>(todo: readonly Todo<Target>[], now: Instant): readonly Todo<Target>[] {
  return todo.filter((each) => (each.notBefore ?? 0) <= now);
}

/** When a record must be looked at again; nothing only when it has ended and nothing is left to do. */
export function dueAt<State, Target>(
  decision: Decision<State, Target>,
  todo: readonly Todo<Target>[],
  at: { readonly claim: Claim | undefined; readonly now: Instant },
): Instant | undefined {
  const times = 'wakeAt' in decision.next ? [decision.next.wakeAt] : [];
  if (at.claim !== undefined) times.push(at.claim.until);
  else times.push(...todo.map((each) => Math.max(each.notBefore ?? at.now, at.now)));
  return times.length === 0 ? undefined : Math.min(...times);
}
