import type { Delivery, Paces } from '../core/delivery.ts';
import type { Deliver, DeliveryContext, Finding, Secrets } from './deliver.ts';
import { misdirected, withSecret } from './deliver.ts';
import type { HttpAnswer, Send } from './http.ts';
import { httpSend } from './http.ts';
import { editsAreSilent, tellOnce } from './one-way.ts';
import type { Post } from './post.ts';
import { postJson } from './post.ts';
import type { SlackPayload, SlackStyle } from './slack/blocks.ts';
import { slackPayload, slackPlain } from './slack/blocks.ts';
import { slowDown } from './status.ts';

/**
 * What an incoming webhook answers besides `ok`. `address`: the webhook itself is refused. `form`: what we sent is.
 * Source: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks "Handling errors".
 */
const refusals: Readonly<Record<string, 'address' | 'form' | 'permanent'>> = {
  invalid_token: 'address',
  no_active_hooks: 'address',
  no_service: 'address',
  no_service_id: 'address',
  no_team: 'address',
  team_disabled: 'address',
  user_not_found: 'address',
  channel_is_archived: 'permanent',
  channel_not_found: 'permanent',
  action_prohibited: 'permanent',
  posting_to_general_channel_denied: 'permanent',
  invalid_payload: 'form',
  invalid_blocks: 'form',
  invalid_attachments: 'form',
  too_many_attachments: 'form',
  msg_too_long: 'form',
  msg_blocks_too_long: 'form',
  no_text: 'form',
};

type Judged = { readonly finding: Finding; readonly refused?: boolean; readonly form?: boolean };

/**
 * Slack by incoming webhook. It answers "ok" and names no message: nothing can be edited, replied to or looked up, so
 * that only changes of state are told, each as a message of its own.
 */
export function slackWebhookChannel(options: {
  readonly secret: Secrets;
  readonly paces: Paces;
  readonly send?: Send;
}): Deliver {
  const { secret, paces, send = httpSend() } = options;
  return async (delivery, context) => {
    const { destination } = delivery;
    if (destination.type !== 'slack-webhook') return misdirected(delivery, 'the Slack webhook', context.now());
    const { urlParameter, mention } = destination;
    const pace = `slack-webhook/${urlParameter}`;
    const called = delivery.mention && delivery.change !== 'end' ? mention : undefined;
    const post: Post = { send, paces, pace, context };
    const tell = async (): Promise<Finding> => {
      const judged = await withSecret(secret, urlParameter, (url) => tellForms(post, url, delivery, called));
      return judged.finding;
    };
    return tellOnce(delivery, context, { paces, pace, skip: editsAreSilent, tell });
  };
}

/** Blocks first; text alone when they are refused. */
async function tellForms(post: Post, url: string, delivery: Delivery, mention: string | undefined): Promise<Judged> {
  const style: SlackStyle = { language: delivery.language, ...(mention === undefined ? {} : { mention }) };
  const send = (payload: SlackPayload): Promise<Judged> =>
    postJson(post, { url, body: JSON.stringify(payload) }, (answer) => judge(answer, post.context));
  const judged = await send(slackPayload(delivery.message, style));
  return judged.form === true ? send(slackPlain(delivery.message, style)) : judged;
}

function judge(answer: HttpAnswer, context: DeliveryContext): Judged {
  const { status } = answer;
  if (status >= 200 && status < 300) return { finding: { result: 'done', reason: 'the webhook accepted it' } };
  if (status === 429) return { finding: slowDown('the Slack webhook', answer, context.now()) };
  const code = /^[a-z_]{1,60}$/.test(answer.body.trim()) ? answer.body.trim() : 'no code';
  const reason = `the Slack webhook answered ${status} (${code})`;
  if (status === 503) return { finding: { result: 'retry', reason } };
  // It may have posted before it failed, and nothing lets us look.
  if (status >= 500) return { finding: { result: 'unknown', reason } };
  const means = refusals[code] ?? 'permanent';
  return { finding: { result: 'permanent', reason }, refused: means === 'address', form: means === 'form' };
}
