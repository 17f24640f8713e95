import type { Hold } from './hold.ts';
import type { Outcome } from './outcome.ts';
import { PortError } from './outcome.ts';
import type { FeatureName, KeptRecord, RecordKey } from './record.ts';
import type { Instant } from './time.ts';

/** The only source of time, of names that are new, and of what is left of this invocation. */
export type Clock = { readonly now: () => Instant };
export type NewId = () => string;

/** Some records could not be read now: nobody knows whether they are there. What could be read is in `loaded`. */
export class PartlyReadError extends PortError {
  readonly loaded: ReadonlyMap<RecordKey, KeptRecord>;
  readonly unread: readonly RecordKey[];

  constructor(
    loaded: ReadonlyMap<RecordKey, KeptRecord>,
    unread: readonly RecordKey[],
    options: { readonly cause?: unknown } = {},
  ) {
    super('retry', `${unread.length === 1 ? 'a record' : `${unread.length} records`} stayed unread`, options);
    this.loaded = loaded;
    this.unread = unread;
  }
}

/**
 * Where records are kept. Reads are consistent; a save succeeds only on the version it was loaded with.
 * Throws PortError: `permanent` where the record itself is refused, `retry` for everything else.
 */
export type RecordStore = {
  /** A key without a record has no entry. Throws PartlyReadError unless all were read. */
  readonly load: (keys: readonly RecordKey[]) => Promise<ReadonlyMap<RecordKey, KeptRecord>>;
  /** `loaded`: the version it was loaded with, 0 when there was none. */
  readonly save: (record: KeptRecord, loaded: number) => Promise<'saved' | 'conflict'>;
  /** Records of a feature due at or before `at`, soonest first. Eventually consistent. */
  readonly due: (feature: FeatureName, at: Instant, limit: number) => Promise<readonly RecordKey[]>;
  /** Live records of a feature, of one cluster. Eventually consistent. */
  readonly open: (feature: FeatureName, cluster: string) => Promise<readonly RecordKey[]>;
  /** Adds up counts under a name, gone after `expiresAt`. Not exact: a repeated invocation counts twice. */
  readonly addCounts: (name: string, counts: Readonly<Record<string, number>>, expiresAt: Instant) => Promise<void>;
  readonly readCounts: (name: string) => Promise<Readonly<Record<string, number>>>;
};

/**
 * How much of a budget there is: `limit` in all, `part.limit` of one of its parts (a zone). `releases`: as it was read;
 * where somebody has released since, the limits rest on what is not true any more, and nothing is given.
 */
export type Allowance = {
  readonly key: string;
  readonly limit: number;
  readonly part?: { readonly name: string; readonly limit: number };
  readonly releases?: number;
};

/** Who holds how much of a budget, and how often some of it was given back. */
export type BudgetUse = {
  readonly holders: ReadonlyMap<string, { readonly amount: number; readonly part?: string }>;
  readonly releases: number;
};

/** What must hold across records: a budget, a lease, a cap. Held by evidence, never by time. All throw PortError. */
export type Budgets = {
  /** True when `holder` now holds (or already held) `amount` of it. */
  readonly claim: (budget: Allowance, holder: string, amount: number) => Promise<boolean>;
  readonly release: (key: string, holder: string) => Promise<void>;
  /** Consistent. */
  readonly read: (key: string) => Promise<BudgetUse>;
};

/**
 * Who acts on a thing (`instance/i-…`, `service/CLUSTER/NAME`). A hold keeps nobody out by itself: who takes one is told
 * of all that stand then, and yields to the stronger (`yieldsTo`), also to one that comes later, at its next look. Of two
 * that take theirs at the same time at least one hears of the other. All throw PortError.
 */
export type Holds = {
  /** Puts it down, or anew, by its holder; all holds of the thing, this one among them. */
  readonly take: (thing: string, hold: Hold) => Promise<readonly Hold[]>;
  readonly release: (thing: string, holder: string) => Promise<void>;
  /** Consistent. */
  readonly read: (thing: string) => Promise<readonly Hold[]>;
};

/** What people hold, of all things: known a moment after it was taken. Throws PortError. */
export type HeldThings = { readonly heldByPeople: () => Promise<readonly string[]> };

/** What is made at most `burst` times at once and `perSecond` in the long run, by all functions together. */
export type TokenBucket = { readonly key: string; readonly burst: number; readonly perSecond: number };

export type TokenBuckets = {
  /** Takes `must` in any case, and of `may` as many as there are: those it says. Throws PortError. */
  readonly take: (
    bucket: TokenBucket,
    wanted: { readonly must: number; readonly may: number },
    now: Instant,
  ) => Promise<number>;
};

/** One line of a structured log. Values are redacted before they are written. */
export type Log = (
  level: 'debug' | 'info' | 'warn' | 'error',
  message: string,
  fields?: Readonly<Record<string, unknown>>,
) => void;

/** Adds to a metric of this invocation. */
export type Count = (name: string, amount: number, dimensions?: Readonly<Record<string, string>>) => void;

/**
 * Messages to queues. `wake` asks for a look at records after a delay of at most 15 minutes: at those whose time has come
 * then, or, as a `hint`, at all of them.
 */
export type WakeQueue = {
  readonly wake: (keys: readonly RecordKey[], waitMs: number, hops: number, hint?: 'hint') => Promise<void>;
};

export type DeadLetters = {
  /** A message that can never be understood, with the place and kind of its fault. */
  readonly refuse: (body: string, fault: { readonly path: string; readonly problem: string }) => Promise<void>;
};

/** Carries out one action and says what became of it. Never throws for what the other side did. */
export type Act<Target> = (
  target: Target,
  context: { readonly key: string; readonly record: RecordKey; readonly deadline: Instant },
) => Promise<Omit<Outcome, 'kind' | 'action'>>;

/** What a read brought: the value and the moment the read began, or why it is unknown. Unknown is a value like any other. */
export type Read<T> =
  | { readonly ok: true; readonly value: T; readonly at: Instant }
  | { readonly ok: false; readonly reason: Unreadable };

/**
 * `unsent`: no credentials, or no way to AWS. `not-asked`: nobody to ask, as where recorded events are gone through; to
 * ask again brings nothing.
 */
export type Unreadable = 'denied' | 'not-found' | 'throttled' | 'unreadable' | 'unsent' | 'not-asked';
