import { createHash } from 'node:crypto';
import { Refusal } from '../account/refusal.ts';
import type { SendToQueue } from '../account/schedules/schedule.ts';
import type { WireHandlers } from '../wire.ts';
import { awsError } from '../wire.ts';
import type { WorkQueue } from '../account/work/work-queue.ts';
import type { Queue } from './queue.ts';

type Entry = {
  readonly Id?: string;
  readonly MessageBody?: string;
  readonly DelaySeconds?: number;
  readonly MessageGroupId?: string;
  readonly MessageDeduplicationId?: string;
};

/** SQS takes ten messages in a request, 1 MiB together, and delays one by at most 15 minutes (API_SendMessageBatch). */
const limits = { entries: 10, bytes: 1024 * 1024, delayS: 900 };

/** What SQS answers, for the queues of the stack; and the depth of those that tasks work off. */
export function queueOperations(
  queues: ReadonlyMap<string, Queue>,
  work: ReadonlyMap<string, Pick<WorkQueue, 'counts'>> = new Map(),
): WireHandlers {
  const queueAt = (url: string): Queue => {
    const queue = queues.get(nameIn(url));
    if (queue === undefined) throw awsError('QueueDoesNotExist', { message: 'The specified queue does not exist.' });
    return queue;
  };
  return {
    'SQS.SendMessage': ({ QueueUrl, ...entry }: Entry & { readonly QueueUrl: string }) =>
      sentTo(queueAt(QueueUrl), entry),
    'SQS.SendMessageBatch': ({ QueueUrl, Entries = [] }: { readonly QueueUrl: string; readonly Entries?: Entry[] }) => {
      const queue = queueAt(QueueUrl);
      const bytes = Entries.reduce((sum, { MessageBody = '' }) => sum + Buffer.byteLength(MessageBody), 0);
      if (Entries.length === 0) throw awsError('EmptyBatchRequest');
      if (Entries.length > limits.entries) throw awsError('TooManyEntriesInBatchRequest');
      if (bytes > limits.bytes) throw awsError('BatchRequestTooLong');
      if (new Set(Entries.map(({ Id }) => Id)).size < Entries.length) throw awsError('BatchEntryIdsNotDistinct');
      return { Successful: Entries.map((entry) => ({ Id: entry.Id, ...sentTo(queue, entry) })), Failed: [] };
    },
    'SQS.ReceiveMessage': ({ QueueUrl, ...asked }: Receive) => {
      if (asked.VisibilityTimeout !== 0)
        throw awsError('UnsupportedOperation', { message: 'only looks are simulated' });
      const shown = queueAt(QueueUrl).shownNow(asked.MaxNumberOfMessages ?? 1);
      return { Messages: shown.map(messageShape) };
    },
    'SQS.GetQueueAttributes': ({ QueueUrl }: { readonly QueueUrl: string }) => {
      const { visible, inFlight, delayed } = (work.get(nameIn(QueueUrl)) ?? queueAt(QueueUrl)).counts();
      return {
        Attributes: {
          ApproximateNumberOfMessages: String(visible),
          ApproximateNumberOfMessagesNotVisible: String(inFlight),
          ApproximateNumberOfMessagesDelayed: String(delayed),
        },
      };
    },
  };
}

type Receive = {
  readonly QueueUrl: string;
  readonly MaxNumberOfMessages?: number;
  readonly VisibilityTimeout?: number;
};

function messageShape({
  body,
  attributes = {},
}: {
  readonly body: string;
  readonly attributes?: Readonly<Record<string, string>>;
}): object {
  return {
    MessageId: createHash('md5').update(body).digest('hex'),
    ReceiptHandle: '-',
    Body: body,
    MD5OfBody: createHash('md5').update(body).digest('hex'),
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
    ),
  };
}

const nameIn = (url: string): string => url.split('/').at(-1) ?? '';

function sentTo(queue: Queue, entry: Entry): object {
  const { MessageBody = '', DelaySeconds = 0, MessageGroupId, MessageDeduplicationId } = entry;
  if (DelaySeconds > limits.delayS)
    throw awsError('InvalidParameterValue', { message: 'DelaySeconds must be <= 900.' });
  if (queue.options.fifo && MessageGroupId === undefined)
    throw awsError('MissingParameter', { message: 'The request must contain the parameter MessageGroupId.' });
  if (queue.options.fifo && DelaySeconds > 0)
    throw awsError('InvalidParameterValue', { message: 'A FIFO queue takes no delay per message.' });
  const id = queue.send({
    body: MessageBody,
    delayMs: DelaySeconds * 1000,
    ...(MessageGroupId !== undefined && { groupId: MessageGroupId }),
    ...(MessageDeduplicationId !== undefined && { deduplicationId: MessageDeduplicationId }),
  });
  return { MessageId: id, MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex') };
}

/** The queues as EventBridge Scheduler reaches them: by ARN, and with the codes of SQS's old protocol. Throws a Refusal. */
export function toQueues(queues: ReadonlyMap<string, Queue>): SendToQueue {
  return (arn, message) => {
    const queue = queues.get(arn.slice(arn.lastIndexOf(':') + 1));
    if (queue === undefined) {
      throw new Refusal('AWS.SimpleQueueService.NonExistentQueue', 'The specified queue does not exist.');
    }
    if (!queue.options.fifo) {
      queue.send(message);
      return;
    }
    if (message.groupId === undefined) {
      throw new Refusal('MissingParameter', 'The request must contain the parameter MessageGroupId.');
    }
    // "The queue must have content-based deduplication enabled" (Scheduler, API_Target, SqsParameters).
    queue.send({ ...message, deduplicationId: createHash('sha256').update(message.body).digest('hex') });
  };
}
