import type { Action } from './decision.ts';
import type { Instant } from './time.ts';

export const featureNames = ['health', 'drain', 'scale', 'batch', 'alert'] as const;

export type FeatureName = (typeof featureNames)[number];

/** `<feature>#<region>#<thing>`. */
export type RecordKey = string;

export function recordKey(feature: FeatureName, region: string, thing: string): RecordKey {
  return `${feature}#${region}#${thing}`;
}

export function featureOf(key: RecordKey): string {
  return key.slice(0, key.indexOf('#'));
}

/** Who carries out a record's actions, until when nobody else may. */
export type Claim = { readonly by: string; readonly until: Instant };

/** An action still to be carried out; not before `notBefore`. `id` tells it from a newer one with the same key. */
export type Todo<Target> = { readonly id: string; readonly action: Action<Target>; readonly notBefore?: Instant };

/**
 * A record that could not be decided: how often, why, and what it had heard, so that nothing is lost. However often it
 * is looked at before `retryAt`, that is the same failure.
 */
export type Trouble = {
  readonly count: number;
  readonly error: string;
  readonly since: Instant;
  readonly parked: boolean;
  readonly heard: readonly unknown[];
  readonly forgotten: number;
  readonly retryAt?: Instant;
};

/**
 * One thing kept, as it is stored.
 * `version` guards the write; `writeId` tells our own retried write from somebody else's;
 * `dueAt` is when the record must be looked at again, absent only when it has ended (`endedAt`, then TTL removes it).
 */
export type KeptRecord<State = unknown, Target = unknown> = {
  readonly key: RecordKey;
  /** The shape of `state`: raised with an upcaster when it changes. */
  readonly v: number;
  readonly version: number;
  readonly writeId: string;
  readonly state: State;
  readonly todo: readonly Todo<Target>[];
  readonly claim?: Claim;
  readonly dueAt?: Instant;
  readonly endedAt?: Instant;
  readonly expiresAt?: Instant;
  /** The cluster under which a live record is listed. */
  readonly openUnder?: string;
  readonly trouble?: Trouble;
  /** What the store holds cannot be read as a record: why, and what stands there. `state` and `todo` are empty then. */
  readonly unreadable?: { readonly problem: string; readonly body: string };
};
