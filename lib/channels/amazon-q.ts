import type { Paces } from '../core/delivery.ts';
import { amazonQNotification } from './amazon-q/notification.ts';
import type { Deliver, PublishTopic } from './deliver.ts';
import { misdirected } from './deliver.ts';
import { editsAreSilent, tellOnce } from './one-way.ts';

/**
 * Amazon Q Developer in chat applications, through the SNS topic of its channel. It cannot edit; messages of one
 * incident share a thread. Above 10 events a second it drops them, hence the pace.
 */
export function amazonQChannel({ publish, paces }: { readonly publish: PublishTopic; readonly paces: Paces }): Deliver {
  return async (delivery, context) => {
    const { destination } = delivery;
    if (destination.type !== 'amazon-q') return misdirected(delivery, 'the Amazon Q channel', context.now());
    const { topicArn } = destination;
    return tellOnce(delivery, context, {
      paces,
      pace: `amazon-q/${topicArn}`,
      skip: editsAreSilent,
      tell: async () => {
        await publish(topicArn, { message: JSON.stringify(amazonQNotification(delivery)) });
        return { result: 'done', reason: 'published for Amazon Q' };
      },
    });
  };
}
