import { createHmac } from 'node:crypto';
import type { Delivery, Paces } from '../core/delivery.ts';
import { isoTime } from '../core/time.ts';
import type { Deliver, DeliveryContext, Finding, Secrets } from './deliver.ts';
import { misdirected, withSecret } from './deliver.ts';
import type { Send } from './http.ts';
import { httpSend } from './http.ts';
import { contentId } from './incident.ts';
import { tellOnce } from './one-way.ts';
import { postJson } from './post.ts';
import { findingOfStatus } from './status.ts';

type Judged = { readonly finding: Finding; readonly refused?: boolean };

/**
 * Any HTTP endpoint, in the shape of Standard Webhooks (https://www.standardwebhooks.com): headers `webhook-id`,
 * `webhook-timestamp` and, where there is a secret, `webhook-signature`. The id is the same when the same content is
 * told of the same incident for the same reason, so that the receiver can drop repeats: nothing is ever unknown.
 */
export function webhookChannel(options: {
  readonly secret: Secrets;
  readonly paces: Paces;
  readonly send?: Send;
}): Deliver {
  const { secret, paces, send = httpSend() } = options;
  return async (delivery, context) => {
    const { destination } = delivery;
    if (destination.type !== 'webhook') return misdirected(delivery, 'the webhook', context.now());
    const { urlParameter, secretParameter } = destination;
    const pace = `webhook/${urlParameter}`;
    const body = bodyOf(delivery, context);
    const post = async (url: string, key?: string): Promise<Judged> => {
      const headers = signedHeaders(`msg_${contentId(delivery)}`, body, {
        context,
        ...(key === undefined ? {} : { key }),
      });
      if (headers === undefined) return { finding: noKey };
      return postJson({ send, paces, pace, context }, { url, headers, body }, (answer) => ({
        finding: findingOfStatus('the webhook', answer, context.now()),
        refused: answer.status === 401 || answer.status === 403,
      }));
    };
    const signed = (url: string): Promise<Judged> =>
      secretParameter === undefined ? post(url) : withSecret(secret, secretParameter, (key) => post(url, key));
    const tell = async (): Promise<Finding> => (await withSecret(secret, urlParameter, signed)).finding;
    return tellOnce(delivery, context, { paces, pace, skip: () => undefined, tell, repeatable: true });
  };
}

const noKey: Finding = { result: 'permanent', reason: 'the signing secret is neither base64 nor whsec_ and base64' };

/** `type`, `timestamp` and `data`, as Standard Webhooks asks; `data.message` is a Message of lib/core/message.ts. */
function bodyOf(
  { incident, receiver, change, language, message, replies }: Delivery,
  context: DeliveryContext,
): string {
  return JSON.stringify({
    type: `watchkeeper.incident.${change}`,
    timestamp: isoTime(context.now()),
    data: { incident, receiver, change, language, message, replies },
  });
}

/** Undefined when the key is none. */
function signedHeaders(
  id: string,
  body: string,
  { context, key }: { readonly context: DeliveryContext; readonly key?: string },
): Record<string, string> | undefined {
  const timestamp = String(Math.floor(context.now() / 1000));
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp };
  if (key === undefined) return headers;
  const bytes = Buffer.from(key.trim().replace(/^whsec_/, ''), 'base64');
  if (bytes.length === 0) return undefined;
  const signature = createHmac('sha256', bytes).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { ...headers, 'webhook-signature': `v1,${signature}` };
}
