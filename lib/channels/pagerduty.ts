import type { Delivery, Paces } from '../core/delivery.ts';
import type { Deliver, Finding, Secrets } from './deliver.ts';
import { misdirected, withSecret } from './deliver.ts';
import type { HttpAnswer, Send } from './http.ts';
import { httpSend } from './http.ts';
import { tellOnce } from './one-way.ts';
import { pagerDutyEvent, pagerDutySeverity, raises } from './pagerduty/event.ts';
import { postJson } from './post.ts';
import { findingOfStatus } from './status.ts';

export const pagerDutyUrl = 'https://events.pagerduty.com/v2/enqueue';

type Judged = { readonly finding: Finding; readonly refused?: boolean };

/**
 * PagerDuty Events v2. Its incident is ours: one `dedup_key`, so that a repeat joins the open alert and nothing is
 * ever unknown. Edits are sent only when the severity rose; `facts.posted.id` remembers the severity last sent.
 */
export function pagerDutyChannel(options: {
  readonly secret: Secrets;
  readonly paces: Paces;
  readonly send?: Send;
  /** `PAGERDUTY_URL`. */
  readonly url?: string;
}): Deliver {
  const { secret, paces, send = httpSend(), url = pagerDutyUrl } = options;
  return async (delivery, context) => {
    const { destination } = delivery;
    if (destination.type !== 'pagerduty') return misdirected(delivery, 'PagerDuty', context.now());
    const { keyParameter } = destination;
    const pace = `pagerduty/${keyParameter}`;
    const attempt = (routingKey: string): Promise<Judged> => {
      const body = JSON.stringify(pagerDutyEvent(delivery, routingKey.trim()));
      const judge = (answer: HttpAnswer): Judged => judged(answer, context.now());
      return postJson({ send, paces, pace, context }, { url, body }, judge);
    };
    const tell = async (): Promise<Finding> => (await withSecret(secret, keyParameter, attempt)).finding;
    return tellOnce(delivery, context, {
      paces,
      pace,
      skip: unlessRaised,
      tell,
      repeatable: true,
      id: pagerDutySeverity(delivery.message),
    });
  };
}

function unlessRaised({ change, message, posted }: Delivery): string | undefined {
  if (change !== 'edit' || raises(message, posted?.id)) return undefined;
  return 'PagerDuty is told when the severity rises or the state changes';
}

/** 400 is also what a wrong routing key gets: https://developer.pagerduty.com/docs/events-api-v2/trigger-events */
function judged(answer: HttpAnswer, now: number): Judged {
  const finding = findingOfStatus('PagerDuty', answer, now);
  return {
    finding,
    refused: answer.status === 403 || (answer.status === 400 && /routing|integration/i.test(answer.body)),
  };
}
