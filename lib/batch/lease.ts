import type { RecordKey } from '../core/record.ts';
import type { Instant } from '../core/time.ts';

type LeaseHolder = { readonly run: RecordKey; readonly fence: number; readonly since: Instant };
type LeaseWaiter = { readonly run: RecordKey; readonly slot: Instant; readonly since: Instant };

/**
 * Who may run under one concurrency key, and who waits. Held by evidence: a holder gives it back when its last task is
 * known to be over, or is let go when its record says so; no time takes it away. `fence` only rises.
 */
export type LeaseState = {
  readonly kind: 'lease';
  readonly fence: number;
  readonly holder?: LeaseHolder;
  readonly waiting: readonly LeaseWaiter[];
};

/** `patience`: how many may wait; 0: it does not wait. */
export type LeaseAsked = { readonly run: RecordKey; readonly slot: Instant; readonly patience: number };

export type LeaseAnswer =
  | { readonly answer: 'granted'; readonly fence: number }
  | { readonly answer: 'waits' | 'refused'; readonly by: readonly RecordKey[] };

export const freeLease: LeaseState = { kind: 'lease', fence: 0, waiting: [] };

/** The same question again has the same answer, for as long as nothing was given back. The earliest slot is next. */
export function asked(
  state: LeaseState,
  { run, slot, patience }: LeaseAsked,
  now: Instant,
): { readonly state: LeaseState; readonly answer: LeaseAnswer } {
  const { holder, fence } = state;
  if (holder?.run === run) return { state, answer: { answer: 'granted', fence: holder.fence } };
  const others = state.waiting.filter((each) => each.run !== run);
  const isBefore = (each: LeaseWaiter): boolean => each.slot < slot || (each.slot === slot && each.run < run);
  if (holder === undefined && !others.some(isBefore)) {
    const next = fence + 1;
    return {
      state: { ...state, fence: next, holder: { run, fence: next, since: now }, waiting: others },
      answer: { answer: 'granted', fence: next },
    };
  }
  const by = [...(holder === undefined ? [] : [holder.run]), ...others.filter(isBefore).map((each) => each.run)];
  const isWaiting = others.length < state.waiting.length;
  if (!isWaiting && others.length >= patience) return { state, answer: { answer: 'refused', by } };
  const since = state.waiting.find((each) => each.run === run)?.since ?? now;
  return { state: { ...state, waiting: [...others, { run, slot, since }] }, answer: { answer: 'waits', by } };
}

/** Whoever has it gives it back, and whoever waits does so no longer. */
export function released(state: LeaseState, run: RecordKey): LeaseState {
  const waiting = state.waiting.filter((each) => each.run !== run);
  if (state.holder?.run !== run) return { ...state, waiting };
  const { holder: _, ...rest } = state;
  return { ...rest, waiting };
}

/** Who is worth waking now that it may be free. */
export function nextInLine({ holder, waiting }: LeaseState): RecordKey | undefined {
  if (holder !== undefined) return undefined;
  return waiting.toSorted((a, b) => a.slot - b.slot || (a.run < b.run ? -1 : 1))[0]?.run;
}
