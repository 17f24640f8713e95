import type { SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PortError } from '../core/outcome.ts';
import { clientSettings, within } from './client.ts';
import { portError } from './errors.ts';
import { present } from '../core/present.ts';

/** A batch holds at most ten messages (API_SendMessageBatch). */
const mostPerBatch = 10;

/**
 * Of one message, and of a batch together. SQS takes 1 MiB since August 2025 (API_SendMessageBatch); 256 KiB was the limit
 * before, is what a queue may still be set to (MaximumMessageSize), and is more than any message of ours.
 */
export const mostBytes = 262_144;

/** A message is delayed by at most 15 minutes; those of FIFO queues not one by one (API_SendMessageBatchRequestEntry). */
const mostDelaySeconds = 900;

/** Entries SQS could not take for a reason of its own are sent again. */
const attempts = 3;

type QueueEntry = {
  readonly body: string;
  readonly delaySeconds?: number;
  /** FIFO queues: order is kept within a group, and an id is taken once in five minutes. */
  readonly groupId?: string;
  readonly deduplicationId?: string;
};

/** Entries by their place in what was to be sent. `lasting`: it is the entry's own fault. */
type Unsent = { readonly index: number; readonly reason: string; readonly lasting: boolean };

/** Sends all, and says which could not be sent. Throws PortError when a whole request failed. */
export type SendAll = (queueUrl: string, entries: readonly QueueEntry[]) => Promise<readonly Unsent[]>;

export function openSqs(): SQSClient {
  return new SQSClient(clientSettings);
}

/**
 * To our own queues. A missing right or queue is `retry`, not `permanent`: it is our own installation that is broken, and
 * what was to be sent must not be given up for it. A repeat after an unknown end is harmless: wakes are hints, and
 * FIFO messages carry a deduplication id.
 */
export function sqsSender(client: SQSClient): SendAll {
  return async (queueUrl, entries) => {
    const numbered = entries.map((entry, index) => ({ entry, index, bytes: Buffer.byteLength(entry.body) }));
    const tooLong = numbered.filter(({ bytes }) => bytes > mostBytes);
    const unsent: Unsent[] = tooLong.map(({ index }) => ({ index, reason: 'MessageTooLong', lasting: true }));
    for (const batch of batchesOf(numbered.filter(({ bytes }) => bytes <= mostBytes))) {
      unsent.push(...(await sendBatch(client, queueUrl, batch)));
    }
    return unsent;
  };
}

type Numbered = { readonly entry: QueueEntry; readonly index: number; readonly bytes: number };

/** In the order given, as full as allowed. */
function batchesOf(entries: readonly Numbered[]): Numbered[][] {
  const batches: Numbered[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const last = batches.at(-1);
    if (last === undefined || last.length === mostPerBatch || bytes + entry.bytes > mostBytes) {
      batches.push([entry]);
      bytes = entry.bytes;
    } else {
      last.push(entry);
      bytes += entry.bytes;
    }
  }
  return batches;
}

/** A 200 may still say that single entries failed: those are sent again while it is SQS's fault. */
async function sendBatch(client: SQSClient, queueUrl: string, batch: readonly Numbered[]): Promise<Unsent[]> {
  let open = batch;
  let unsent: Unsent[] = [];
  for (let attempt = 0; attempt < attempts && open.length > 0; attempt += 1) {
    const failed = await request(client, queueUrl, open);
    unsent = [...unsent.filter(({ lasting }) => lasting), ...failed];
    const again = new Set(failed.filter(({ lasting }) => !lasting).map(({ index }) => index));
    open = open.filter(({ index }) => again.has(index));
  }
  return unsent;
}

async function request(client: SQSClient, queueUrl: string, batch: readonly Numbered[]): Promise<Unsent[]> {
  try {
    const answer = await client.send(
      new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: batch.map(entryOf) }),
      within(),
    );
    return (answer.Failed ?? []).map(({ Id, Code, SenderFault }) => ({
      index: Number(Id),
      reason: Code ?? 'unknown',
      lasting: SenderFault === true,
    }));
  } catch (error) {
    const known = portError(error, `send to ${queueUrl}`, {
      denied: 'retry',
      'not-found': 'retry',
      interrupted: 'retry',
    });
    throw new PortError(known.verdict, known.message, { cause: error });
  }
}

function entryOf({ entry, index }: Numbered): SendMessageBatchRequestEntry {
  const { body, delaySeconds, groupId, deduplicationId } = entry;
  return {
    Id: String(index),
    MessageBody: body,
    ...present({
      DelaySeconds:
        delaySeconds === undefined ? undefined : Math.min(Math.max(Math.ceil(delaySeconds), 0), mostDelaySeconds),
      MessageGroupId: groupId,
      MessageDeduplicationId: deduplicationId,
    }),
  };
}
