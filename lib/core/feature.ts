import type { Decision, Heard, Question } from './decision.ts';
import type { FeatureName, RecordKey } from './record.ts';
import type { Instant } from './time.ts';

/** A record about to be decided, as `gather` sees it. */
export type Asked<Event, State> = {
  readonly key: RecordKey;
  readonly events: readonly Heard<Event>[];
  readonly state: State | undefined;
};

/**
 * A feature is these functions and nothing else. `gather` may wait but is handed only reads; `decide` may do neither.
 * What `gather` could not read is a fact of its own: `unknown`.
 */
export type Feature<Event, State, Target, Facts, Read, Policy> = {
  readonly name: FeatureName;
  /** The shape of the state. A stored record with a higher one is left alone. */
  readonly v: number;
  /** From the shape before (`from`) to the next; called until `v` is reached. */
  readonly upcast: (state: unknown, from: number) => unknown;
  /** The records an event concerns. None: not ours, counted and let go. */
  readonly recordsOf: (event: Event, policy: Policy) => readonly RecordKey[];
  readonly gather: (
    asked: readonly Asked<Event, State>[],
    read: Read,
    context: { readonly policy: Policy; readonly now: Instant },
  ) => Promise<ReadonlyMap<RecordKey, Facts>>;
  readonly decide: (question: Question<Event, State, Target, Facts, Policy>) => Decision<State, Target>;
  /** The cluster under which a live record is listed, for "all live drains of this cluster". */
  readonly openUnder: (state: State) => string | undefined;
  /** A smaller state, oldest evidence gone and counted. Called only past the size limit. */
  readonly shrink: (state: State) => State;
  /** How long an ended record is kept. */
  readonly keepEndedMs: number;
};
