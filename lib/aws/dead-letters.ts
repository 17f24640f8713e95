import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Clock, Read } from '../core/ports.ts';
import type { DeadTrigger } from '../core/schedule-ports.ts';
import { within } from './client.ts';
import { readFrom } from './errors.ts';

/** A receive brings ten at most, and of a short queue often fewer (API_ReceiveMessage). */
const [mostReceives, mostMessages] = [4, 10];

/**
 * What EventBridge Scheduler put beside a queue, by the attributes of its dead letters (Scheduler UserGuide,
 * configuring-schedule-dlq). Nothing is taken away, or hidden from anybody: the visibility time-out is 0.
 */
export function deadTriggers(client: SQSClient, clock: Clock, queueUrl: string): () => Promise<Read<DeadTrigger[]>> {
  return async () =>
    readFrom(clock, async () => {
      const found = new Map<string, DeadTrigger>();
      for (let turn = 0; turn < mostReceives; turn += 1) {
        const { Messages = [] } = await client.send(
          new ReceiveMessageCommand({
            QueueUrl: queueUrl,
            MaxNumberOfMessages: mostMessages,
            VisibilityTimeout: 0,
            WaitTimeSeconds: 0,
            MessageAttributeNames: ['All'],
          }),
          within(),
        );
        const before = found.size;
        for (const message of Messages) {
          const trigger = triggerIn(message);
          if (trigger !== undefined) found.set(`${trigger.schedule} ${trigger.slot}`, trigger);
        }
        if (Messages.length === 0 || found.size === before) break;
      }
      return [...found.values()];
    });
}

/** Of our own refused messages, which lie there too, none has these attributes. */
function triggerIn({ MessageAttributes: attributes = {} }: Message): DeadTrigger | undefined {
  const of = (name: string): string => attributes[name]?.StringValue ?? '';
  const slot = Date.parse(of('SCHEDULED_TIME'));
  const schedule = of('SCHEDULE_ARN').split('/').at(-1) ?? '';
  if (schedule === '' || Number.isNaN(slot)) return undefined;
  return { schedule, slot, code: of('ERROR_CODE'), message: of('ERROR_MESSAGE') };
}
