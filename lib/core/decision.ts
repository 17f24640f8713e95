import type { Outcome } from './outcome.ts';
import type { Instant } from './time.ts';

/**
 * Changes AWS. `key` is its idempotency key: the same order keeps the same key for as long as it is wanted.
 * `target` is absolute ("desired 3"), never a delta. Not begun after `notAfter`.
 */
export type Order<Target> = {
  readonly type: 'order';
  readonly key: string;
  readonly notAfter: Instant;
  /** What the policy allows: in `observe` the order is noted and not carried out. */
  readonly mode: 'observe' | 'act';
  readonly target: Target;
};

/**
 * Tells somebody. Kept until delivered or permanently refused. A newer telling with the same key replaces the older
 * one: a telling carries the whole of what is to be known.
 */
export type Telling<Target> = {
  readonly type: 'telling';
  readonly key: string;
  readonly target: Target;
};

export type Action<Target> = Order<Target> | Telling<Target>;

/** When the record is looked at again. There is no third possibility: nothing is forgotten by accident. */
type Next = { readonly wakeAt: Instant } | { readonly final: true };

/**
 * What a feature makes of what it heard.
 * `actions` are those wanted from now on, in the order to be carried out. An unfinished order is either among them
 * (kept, same key) or among `dropped` with a reason; tellings are never dropped.
 * `counts` are things worth a number but not a save ("expected stop").
 */
export type Decision<State, Target> = {
  readonly reason: string;
  readonly state: State;
  readonly actions: readonly Action<Target>[];
  readonly dropped?: readonly { readonly key: string; readonly reason: string }[];
  readonly next: Next;
  readonly counts?: Readonly<Record<string, number>>;
};

/** The first look at a due record: nothing happened but the passing of time. */
export type Wake = { readonly kind: 'wake'; readonly isHint?: true };

/** What a record can hear. */
export type Heard<Event> = Event | Outcome | Wake;

/** All that `decide` may know. */
export type Question<Event, State, Target, Facts, Policy> = {
  readonly key: string;
  readonly events: readonly Heard<Event>[];
  /** Absent: nothing is kept under this key. */
  readonly state: State | undefined;
  /** The record had ended by then, and is only remembered. */
  readonly endedAt: Instant | undefined;
  /** Actions whose doer died, or was refused for now, before they were done. */
  readonly unfinished: readonly Action<Target>[];
  /** The doer died: nobody knows how far the unfinished actions got. */
  readonly takenOver: boolean;
  /** Actions another invocation is carrying out at this moment: wanted already, not to be wanted again. */
  readonly inFlight: readonly Action<Target>[];
  readonly facts: Facts;
  readonly policy: Policy;
  readonly now: Instant;
};
