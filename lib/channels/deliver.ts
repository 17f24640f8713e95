import type { Delivered, Delivery, Paces, Posted } from '../core/delivery.ts';
import type { Result } from '../core/outcome.ts';
import { PortError } from '../core/outcome.ts';
import type { Instant } from '../core/time.ts';
import { secondMs } from '../core/time.ts';

export type DeliveryContext = { readonly now: () => Instant; readonly deadline: Instant };

/** What became of a delivery. `facts.posted` says how far it got, whatever the result. */
export type DeliveryOutcome = {
  readonly result: Result;
  readonly reason: string;
  readonly retryAt?: Instant;
  readonly at: Instant;
  readonly facts: Delivered;
};

/**
 * Makes one place look as the delivery says. Never throws for what the other side did, never waits for a better time.
 * `retry`: surely not told yet. `unknown`: it may have been told; the next attempt says so (`delivery.unsure`).
 */
export type Deliver = (delivery: Delivery, context: DeliveryContext) => Promise<DeliveryOutcome>;

/** A secret by the name of its parameter. `fresh`: not the one we have, it was refused. Throws PortError. */
export type Secrets = (parameter: string, options?: { readonly fresh?: boolean }) => Promise<string>;

/** Publishes to an SNS topic. Throws PortError. */
export type PublishTopic = (
  topicArn: string,
  body: {
    readonly subject?: string;
    readonly message: string;
    readonly attributes?: Readonly<Record<string, string>>;
  },
) => Promise<void>;

/** What one call, or all of them together, came to. */
export type Finding = {
  readonly result: Exclude<Result, 'observed'>;
  readonly reason: string;
  readonly retryAt?: Instant;
};

/** How long one call may take. */
const callTimeoutMs = 5 * secondMs;

/** With less than this left, a call is not begun: it could only end unknown. */
const leastCallMs = 100;

/** The time-out of a call begun now; undefined when there is no time for one. */
export function timeoutFor(context: DeliveryContext): number | undefined {
  const leftMs = context.deadline - context.now();
  return leftMs < leastCallMs ? undefined : Math.min(callTimeoutMs, leftMs);
}

export const outOfTime: Finding = { result: 'retry', reason: 'no time left in this invocation' };

/** A place in the channel's queue for `amount` calls, or when there is one. */
export async function takePace(
  paces: Paces,
  channel: string,
  amount: number,
  now: Instant,
): Promise<Finding | undefined> {
  const { waitUntil } = await paces.take(channel, amount, now);
  if (waitUntil === undefined || waitUntil <= now) return undefined;
  return { result: 'retry', reason: 'the channel has its pace: its turn comes later', retryAt: waitUntil };
}

/** What an adapter's error means for the delivery. Anything else is a mistake of ours and goes on up. */
export function findingOf(error: unknown, now: Instant): Finding {
  if (!(error instanceof PortError)) throw error;
  const { verdict, message, waitMs } = error;
  return { result: verdict, reason: message, ...(waitMs === undefined ? {} : { retryAt: now + waitMs }) };
}

export function outcomeOf(finding: Finding, posted: Posted, at: Instant): DeliveryOutcome {
  return { ...finding, at, facts: { posted } };
}

/** A delivery that came to the wrong channel: a mistake of ours, told to nobody. */
export function misdirected(delivery: Delivery, wanted: string, at: Instant): DeliveryOutcome {
  const finding: Finding = { result: 'permanent', reason: `a ${delivery.destination.type} delivery came to ${wanted}` };
  return outcomeOf(finding, delivery.posted ?? { replies: [] }, at);
}

/**
 * One attempt with a secret; when the other side refused the secret itself, one more with a fresh one (it may have
 * been rotated since it was read). `attempt` answers `refused` for that.
 */
export async function withSecret<Answer extends { readonly refused?: boolean }>(
  secret: Secrets,
  parameter: string,
  attempt: (value: string) => Promise<Answer>,
): Promise<Answer> {
  const value = await secret(parameter);
  const first = await attempt(value);
  if (first.refused !== true) return first;
  const fresh = await secret(parameter, { fresh: true });
  return fresh === value ? first : attempt(fresh);
}
