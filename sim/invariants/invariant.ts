import type { KeptRecord } from '../../lib/core/record.ts';
import type { Instant } from '../../lib/core/time.ts';
import type { SlackMessage } from '../chat/slack-state.ts';
import type { Simulation } from '../simulation.ts';
import type { BatchLedger } from './batch/ledger.ts';
import type { DrainLedger } from './drain/ledger.ts';
import type { Truth } from './truth.ts';
import type { Wellness } from './wellness.ts';

/** What an invariant may look at: the account as it is, and what Watchkeeper made of it. */
export type Seen = {
  readonly simulation: Simulation;
  readonly truth: Truth;
  readonly wellness: Wellness;
  readonly drains: DrainLedger;
  /** Absent: Watchkeeper launches nothing in this account. */
  readonly batch?: BatchLedger;
  /** How often a worker died, or had no answer of the chat, while it had claimed a record: each may double one message. */
  readonly excuses: (record: string) => number;
  /** Whether the configuration and the stack let services that crash-loop be stopped. */
  readonly mayStop: boolean;
  /** Whether a call of a function was ever refused, or a function died. */
  readonly hindered: () => boolean;
  /** Whether calls were slow, or the chat asked for patience. */
  readonly delayed: () => boolean;
  /** Since when nothing is broken any more, neither the account nor the way to it; absent while something is. */
  readonly calmSince: () => Instant | undefined;
  /** Since when somebody has stopped all acting; absent: nobody has. */
  readonly stoppedSince: () => Instant | undefined;
  /** What is done to what is on its way in this scenario, at any time. */
  readonly hindrances: ReadonlySet<string>;
  /** How much the simulated account shows on one page of anything. */
  readonly itemsPerPage: number;
};

/** A call to AWS at the moment in which it is carried out. */
export type Called = { readonly operation: string; readonly input: Readonly<Record<string, unknown>> };

/**
 * Something that must hold, whatever happens. Each hook returns what is wrong, or nothing.
 * `saved`: after each write of a record; `posted`: after each call to a chat; `called`: before a call to AWS is carried
 * out; `minute`: about once a minute; `ended`: when the scenario is over.
 */
export type Invariant = {
  readonly name: string;
  readonly saved?: (record: KeptRecord, seen: Seen) => string | undefined;
  readonly posted?: (messages: readonly SlackMessage[], seen: Seen) => string | undefined;
  readonly stepped?: (seen: Seen) => string | undefined;
  readonly called?: (call: Called, seen: Seen) => string | undefined;
  readonly minute?: (seen: Seen) => string | undefined;
  readonly ended?: (seen: Seen) => string | undefined;
};

export type Broken = { readonly invariant: string; readonly what: string; readonly at: Instant };
