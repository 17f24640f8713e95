import { createHash } from 'node:crypto';
import type { SendAll } from '../../aws/sqs.ts';
import type { AdviceFound } from '../../core/advice-found.ts';
import type { Alert } from '../../core/alert.ts';
import type { Outcome } from '../../core/outcome.ts';
import { PortError } from '../../core/outcome.ts';
import type { Clock, DeadLetters, WakeQueue } from '../../core/ports.ts';
import type { RecordKey } from '../../core/record.ts';
import { minuteMs, secondMs } from '../../core/time.ts';

/** Keys in one wake: far below a message's size, and a batch of work for one invocation. */
const usualKeys = 50;

/** SQS delays a message by at most 15 minutes (API_SendMessage). */
const longestWaitMs = 15 * minuteMs;

/** A letter's largest size: what our queues take, whose limit is 256 KiB unless it was raised (API_SetQueueAttributes). */
const letterLimitBytes = 262_144;

/** The words of a fault may repeat the message: as much of them as helps. */
const faultLimit = 1000;

/** Wakes to a function's queue, so many keys in each. */
export function wakeQueue(send: SendAll, queueUrl: string, keysPerWake = usualKeys): WakeQueue {
  return {
    wake: async (keys, waitMs, hops, hint) => {
      const delaySeconds = Math.ceil(Math.min(waitMs, longestWaitMs) / secondMs);
      const entries = pages(keys, keysPerWake).map((page) => ({
        body: JSON.stringify({ wake: page, hops, hint }),
        delaySeconds,
      }));
      await sendOrThrow(send, queueUrl, entries);
    },
  };
}

function pages(keys: readonly RecordKey[], keysPerWake: number): RecordKey[][] {
  return Array.from({ length: Math.ceil(keys.length / keysPerWake) }, (_, at) =>
    keys.slice(at * keysPerWake, (at + 1) * keysPerWake),
  );
}

/** The dead letters of a queue lie beside it, under its name and `-dead-letter`. */
export function deadLettersOf(send: SendAll, queueUrl: string): DeadLetters {
  return {
    refuse: async (body, fault) => {
      await sendOrThrow(send, `${queueUrl}-dead-letter`, [{ body: letterOf(body, fault) }]);
    },
  };
}

/** A message of SQS's full size does not fit into another one: what is too much of it is cut off, and its length noted. */
function letterOf(body: string, { path, problem }: Parameters<DeadLetters['refuse']>[1]): string {
  const fault = { path: path.slice(0, faultLimit), problem: problem.slice(0, faultLimit) };
  const whole = encoded({ fault, body });
  if (Buffer.byteLength(whole) <= letterLimitBytes) return whole;
  const letter = (length: number): string => encoded({ fault, cutFrom: body.length, body: body.slice(0, length) });
  let [fits, tooLong] = [0, body.length];
  while (tooLong - fits > 1) {
    const length = Math.floor((fits + tooLong) / 2);
    if (Buffer.byteLength(letter(length)) <= letterLimitBytes) fits = length;
    else tooLong = length;
  }
  return letter(fits);
}

/** JSON without the two characters it allows and SQS does not (API_SendMessage, MessageBody). */
function encoded(letter: unknown): string {
  return JSON.stringify(letter).replaceAll(/[\uFFFE\uFFFF]/g, (each) => `\\u${each.charCodeAt(0).toString(16)}`);
}

async function sendOrThrow(send: SendAll, queueUrl: string, entries: Parameters<SendAll>[1]): Promise<void> {
  const [unsent] = await send(queueUrl, entries);
  if (unsent !== undefined) throw new PortError('retry', `a message could not be sent: ${unsent.reason}`);
}

type Sent = Omit<Outcome, 'kind' | 'action'>;

/** Sends an event to the function's own queue, as a message of ours. A repeat is known by the event's id. */
export function ownEventSender(send: SendAll, queueUrl: string, clock: Clock): (body: string) => Promise<Sent> {
  return async (body) => {
    try {
      const [unsent] = await send(queueUrl, [{ body }]);
      return { at: clock.now(), ...(unsent === undefined ? sent : { result: 'retry', reason: unsent.reason }) };
    } catch (error) {
      const reason = error instanceof PortError ? error.message : 'the queue could not be reached';
      return { at: clock.now(), result: 'retry', reason };
    }
  };
}

/** Sends advice for the weekly digest to the FIFO queue. A repeat is known by its id, and changes nothing. */
export function adviceSender(send: SendAll, queueUrl: string, clock: Clock): (found: AdviceFound) => Promise<Sent> {
  return async (found) => {
    const deduplicationId = digest(`advice ${found.id} ${found.at}`);
    const entry = { body: JSON.stringify(found), groupId: `advice-${found.region}`, deduplicationId };
    try {
      const [unsent] = await send(queueUrl, [entry]);
      return { at: clock.now(), ...(unsent === undefined ? sent : { result: 'retry', reason: unsent.reason }) };
    } catch (error) {
      const reason = error instanceof PortError ? error.message : 'the alerts queue could not be reached';
      return { at: clock.now(), result: 'retry', reason };
    }
  };
}

type Waiting = { readonly alert: Alert; readonly done: (outcome: Sent) => void };

/**
 * Sends alerts to the FIFO queue, in order within one incident key; those of one turn together. The same level sent
 * again within five minutes is taken once (the queue's de-duplication), later it is ignored by its version.
 */
export function alertSender(send: SendAll, queueUrl: string, clock: Clock): (alert: Alert) => Promise<Sent> {
  let waiting: Waiting[] = [];
  const flush = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    const answers = await sendBatch(
      send,
      queueUrl,
      batch.map((each) => each.alert),
    );
    for (const [at, each] of batch.entries()) each.done({ at: clock.now(), ...(answers[at] ?? sent) });
  };
  return async (alert) =>
    new Promise((done) => {
      waiting.push({ alert, done });
      if (waiting.length === 1) setImmediate(() => void flush());
    });
}

type Answer = Pick<Outcome, 'result' | 'reason'>;

const sent: Answer = { result: 'done', reason: 'sent' };

async function sendBatch(send: SendAll, queueUrl: string, alerts: readonly Alert[]): Promise<readonly Answer[]> {
  const entries = alerts.map((alert) => ({
    body: JSON.stringify(alert),
    groupId: digest(alert.key),
    deduplicationId: digest(`${alert.key} ${alert.startedAt} ${alert.version}`),
  }));
  try {
    const unsent = new Map((await send(queueUrl, entries)).map((each) => [each.index, each.reason]));
    return alerts.map((_, at) => {
      const reason = unsent.get(at);
      return reason === undefined ? sent : { result: 'retry', reason };
    });
  } catch (error) {
    const reason = error instanceof PortError ? error.message : 'the alerts queue could not be reached';
    return alerts.map(() => ({ result: 'retry', reason }));
  }
}

/** Group and de-duplication ids hold at most 128 characters (API_SendMessage); a subject's name may be longer. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
