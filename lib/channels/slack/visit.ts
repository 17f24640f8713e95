import type { Delivery, Destination } from '../../core/delivery.ts';
import type { Reply } from '../../core/message.ts';
import type { DeliveryContext, Finding } from '../deliver.ts';
import type { SlackPayload, SlackStyle } from './blocks.ts';
import { slackPayload, slackPlain } from './blocks.ts';
import type { SlackAnswer, SlackCall } from './call.ts';
import type { Mark } from './own-messages.ts';
import { metadataOf } from './own-messages.ts';
import { slackPlainReply, slackReply } from './reply.ts';

export type SlackDelivery = Delivery & { readonly destination: Extract<Destination, { type: 'slack' }> };

/** One delivery under way: what is wanted, and how far it got. */
export type Visit = {
  readonly delivery: SlackDelivery;
  readonly context: DeliveryContext;
  readonly call: SlackCall;
  id: string | undefined;
  replies: string[];
  /** Who is still to be called; once is enough. */
  mention: string | undefined;
};

export function markOfDelivery({ incident, receiver }: Delivery): Mark {
  return { incident, receiver };
}

export type Refused = Extract<SlackAnswer, { ok: false }>;

/** Posts the message itself; the only message that mentions, besides a broadcast reply. */
export async function postMessage(visit: Visit): Promise<Refused | undefined> {
  const { delivery, mention } = visit;
  const style = styleOf(visit, mention);
  const answer = await sent(visit, 'chat.postMessage', { metadata: metadataOf(markOfDelivery(delivery)) }, [
    () => slackPayload(delivery.message, style),
    () => slackPayload(delivery.message, { ...style, compact: true }),
    () => slackPlain(delivery.message, style),
  ]);
  if (!answer.ok) return answer;
  visit.id = typeof answer.body['ts'] === 'string' ? answer.body['ts'] : undefined;
  visit.replies = [];
  visit.mention = undefined;
  return visit.id === undefined ? noTs : undefined;
}

const noTs: Refused = {
  ok: false,
  refusal: 'maybe',
  finding: { result: 'unknown', reason: 'chat.postMessage: the answer names no message' },
};

/** Brings the standing message up to date. Never with a mention: an edit rings nobody's phone. */
export async function editMessage(visit: Visit): Promise<Refused | undefined> {
  const { delivery } = visit;
  const style = styleOf(visit, undefined);
  const place = { ts: visit.id, metadata: metadataOf(markOfDelivery(delivery)) };
  const answer = await sent(visit, 'chat.update', place, [
    () => slackPayload(delivery.message, style),
    () => slackPayload(delivery.message, { ...style, compact: true }),
    () => slackPlain(delivery.message, style),
  ]);
  return answer.ok ? undefined : answer;
}

/** Posts one reply under the message and notes that it stands. */
export async function postReply(visit: Visit, reply: Reply): Promise<Refused | undefined> {
  const broadcast = reply.broadcast === true;
  const style = styleOf(visit, broadcast ? visit.mention : undefined);
  const place = {
    thread_ts: visit.id,
    metadata: metadataOf({ ...markOfDelivery(visit.delivery), reply: reply.key }),
    ...(broadcast ? { reply_broadcast: true } : {}),
  };
  const answer = await sent(visit, 'chat.postMessage', place, [
    () => slackReply(reply, style),
    () => slackReply(reply, { ...style, compact: true }),
    () => slackPlainReply(reply, style),
  ]);
  if (!answer.ok) return answer;
  visit.replies.push(reply.key);
  if (broadcast) visit.mention = undefined;
  return undefined;
}

export function missingReplies({ delivery, replies }: Visit): readonly Reply[] {
  return delivery.replies.filter(({ key }) => !replies.includes(key));
}

function styleOf({ delivery }: Visit, mention: string | undefined): SlackStyle {
  return { language: delivery.language, ...(mention === undefined ? {} : { mention }) };
}

type Forms = readonly [full: () => SlackPayload, compact: () => SlackPayload, plain: () => SlackPayload];

/** Sends the full form; one smaller when Slack finds it too long, plain text when Slack refuses its blocks. */
async function sent(
  visit: Visit,
  method: 'chat.postMessage' | 'chat.update',
  place: Readonly<Record<string, unknown>>,
  [full, compact, plain]: Forms,
): Promise<SlackAnswer> {
  const { channel } = visit.delivery.destination;
  const send = (payload: SlackPayload): Promise<SlackAnswer> => visit.call(method, { channel, ...place, ...payload });
  const answer = await send(full());
  if (answer.ok) return answer;
  if (answer.refusal === 'too-long') return send(compact());
  return answer.refusal === 'blocks' ? send(plain()) : answer;
}

export function done(reason: string): Finding {
  return { result: 'done', reason };
}
