import type { Message, Reply } from './message.ts';
import type { Instant } from './time.ts';

/**
 * Where a receiver's messages go. What is secret is named by its SSM parameter, never held.
 * `mention` is what a channel mentions when somebody must come: a Slack user group (`S…`) or user (`U…`) id.
 */
export type Destination =
  | { readonly type: 'slack'; readonly channel: string; readonly tokenParameter: string; readonly mention?: string }
  | { readonly type: 'slack-webhook'; readonly urlParameter: string; readonly mention?: string }
  | { readonly type: 'amazon-q'; readonly topicArn: string }
  | { readonly type: 'sns'; readonly topicArn: string }
  | { readonly type: 'pagerduty'; readonly keyParameter: string }
  | { readonly type: 'webhook'; readonly urlParameter: string; readonly secretParameter?: string };

/**
 * Why something is told again.
 * `open`: the first word. `edit`: the same story, newer facts. `worse`: somebody must come. `end`: it is over.
 * `reminder`: still going on. A channel that cannot edit leaves out `edit`.
 */
export type Change = 'open' | 'edit' | 'worse' | 'end' | 'reminder';

/** Where a message stands: what is needed to edit it and to reply under it. */
export type Posted = {
  readonly channel?: string;
  readonly id?: string;
  /** Keys of the replies that stand under it. */
  readonly replies: readonly string[];
};

/**
 * How one incident shall look in one place from now on: absolute, so that a repeat is harmless.
 * `replies` are those wanted under it; those in `posted.replies` stand already.
 * `unsure`: an earlier first post ended unknown; where the channel lets us look, look first and adopt it.
 */
export type Delivery = {
  readonly receiver: string;
  readonly destination: Destination;
  /** Tells one incident of a subject from the next: also the key other systems de-duplicate by. */
  readonly incident: string;
  readonly change: Change;
  readonly message: Message;
  readonly replies: readonly Reply[];
  readonly posted?: Posted;
  readonly unsure?: boolean;
  /** Somebody is called by name (`destination.mention`) in the post or the broadcast reply. */
  readonly mention: boolean;
  readonly language: 'en' | 'ja';
};

/** What a delivery brought to light. On `retry` and `unknown` it says how far it got. */
export type Delivered = { readonly posted: Posted };

/** When a channel may be spoken to again: one pace for all incidents that share it. */
export type Paces = {
  /** Takes the next place for `amount` calls, or says from when on there is one. */
  readonly take: (channel: string, amount: number, now: Instant) => Promise<{ readonly waitUntil?: Instant }>;
  /** The other side said: not before `until`. */
  readonly block: (channel: string, until: Instant) => Promise<void>;
};
