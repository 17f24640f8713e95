import type { Paces } from '../core/delivery.ts';
import type { Deliver, PublishTopic } from './deliver.ts';
import { misdirected } from './deliver.ts';
import { editsAreSilent, tellOnce } from './one-way.ts';
import { mailBody, mailSubject } from './sns/mail.ts';

/**
 * Plain e-mail (or whatever subscribes) through an SNS topic: one message per change of state, none for edits. The
 * attributes are there for subscription filter policies. SNS mails at most 10 messages a second to an address.
 */
export function snsChannel({ publish, paces }: { readonly publish: PublishTopic; readonly paces: Paces }): Deliver {
  return async (delivery, context) => {
    const { destination, message, change } = delivery;
    if (destination.type !== 'sns') return misdirected(delivery, 'the SNS channel', context.now());
    const { topicArn } = destination;
    return tellOnce(delivery, context, {
      paces,
      pace: `sns/${topicArn}`,
      skip: editsAreSilent,
      tell: async () => {
        await publish(topicArn, {
          subject: mailSubject(message),
          message: mailBody(delivery),
          attributes: { severity: message.severity, status: message.status, change },
        });
        return { result: 'done', reason: 'published' };
      },
    });
  };
}
