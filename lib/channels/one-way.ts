import type { Delivery, Paces, Posted } from '../core/delivery.ts';
import type { DeliveryContext, DeliveryOutcome, Finding } from './deliver.ts';
import { findingOf, outcomeOf, takePace } from './deliver.ts';
import { contentId } from './incident.ts';

/** What a channel that cannot edit needs to be one. `skip` says why there is nothing to send. */
type OneWay = {
  readonly paces: Paces;
  /** The pace this channel keeps. */
  readonly pace: string;
  readonly skip: (delivery: Delivery) => string | undefined;
  readonly tell: () => Promise<Finding>;
  /** A repeat does no harm, the receiver knows it: what is unknown may simply be sent again. */
  readonly repeatable?: boolean;
  /** What is remembered as the message's id; the content's by default. */
  readonly id?: string;
};

/** Channels that show a message for good: an edit would be another message. */
export function editsAreSilent({ change }: Delivery): string | undefined {
  return change === 'edit' ? 'this channel cannot edit: told with the next change of state' : undefined;
}

/** Delivers to a place that takes messages and gives nothing back. There are no threads: replies count as told. */
export async function tellOnce(
  delivery: Delivery,
  context: DeliveryContext,
  { paces, pace, skip, tell, repeatable = false, id = contentId(delivery) }: OneWay,
): Promise<DeliveryOutcome> {
  const before: Posted = delivery.posted ?? { replies: [] };
  const told: Posted = { id, replies: delivery.replies.map((reply) => reply.key) };
  const silent = skip(delivery);
  if (silent !== undefined) {
    const replies = [...new Set([...before.replies, ...told.replies])];
    return outcomeOf({ result: 'done', reason: silent }, { ...before, replies }, context.now());
  }
  const slow = await takePace(paces, pace, 1, context.now());
  if (slow !== undefined) return outcomeOf(slow, before, context.now());
  const found = await safely(tell, context);
  const finding: Finding = repeatable && found.result === 'unknown' ? { ...found, result: 'retry' } : found;
  return outcomeOf(finding, finding.result === 'done' ? told : before, context.now());
}

async function safely(tell: () => Promise<Finding>, context: DeliveryContext): Promise<Finding> {
  try {
    return await tell();
  } catch (error) {
    return findingOf(error, context.now());
  }
}
