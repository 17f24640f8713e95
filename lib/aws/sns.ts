import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { clientSettings, within } from './client.ts';
import { portError } from './errors.ts';
import { present } from '../core/present.ts';

/** A message to a topic. `subject` is for mail: ASCII, at most 100 characters (API_Publish). */
type Notification = {
  readonly topicArn: string;
  readonly message: string;
  readonly subject?: string;
  /** FIFO topics need both. */
  readonly groupId?: string;
  readonly deduplicationId?: string;
};

type Publish = (notification: Notification) => Promise<{ readonly messageId: string }>;

export function openSns(): SNSClient {
  return new SNSClient(clientSettings);
}

/** Throws PortError: `permanent` when refused (no topic, no right, invalid), `unknown` when nobody can say. */
export function snsPublish(client: SNSClient): Publish {
  return async ({ topicArn, message, subject, groupId, deduplicationId }) => {
    try {
      const answer = await client.send(
        new PublishCommand({
          TopicArn: topicArn,
          Message: message,
          ...present({ Subject: subject, MessageGroupId: groupId, MessageDeduplicationId: deduplicationId }),
        }),
        within(),
      );
      return { messageId: answer.MessageId ?? '' };
    } catch (error) {
      throw portError(error, `publish to ${topicArn}`);
    }
  };
}
