import { expect, test } from 'vitest';
import { ownEventSender } from '../../lib/app/world/queues.ts';
import type { SendAll } from '../../lib/aws/sqs.ts';
import { PortError } from '../../lib/core/outcome.ts';

const url = 'https://sqs.eu-west-1.amazonaws.com/123456789012/watchkeeper-health';

const cases: readonly { readonly name: string; readonly send: SendAll; readonly result: object }[] = [
  { name: 'taken', send: async () => [], result: { result: 'done' } },
  {
    name: 'not taken this time',
    send: async () => [{ index: 0, reason: 'InternalError', lasting: false }],
    result: { result: 'retry', reason: 'InternalError' },
  },
  {
    name: 'not reached',
    send: async () => {
      throw new PortError('retry', 'send to a queue: TimeoutError');
    },
    result: { result: 'retry', reason: 'send to a queue: TimeoutError' },
  },
];

test.each(cases)('an event of ours that is $name', async ({ send, result }) => {
  const bodies: string[] = [];
  const noting: SendAll = async (queueUrl, entries) => {
    expect(queueUrl).toBe(url);
    bodies.push(...entries.map(({ body }) => body));
    return send(queueUrl, entries);
  };
  const sent = await ownEventSender(noting, url, { now: () => 7 })('{"source":"watchkeeper"}');
  expect(sent).toMatchObject({ at: 7, ...result });
  expect(bodies).toEqual(['{"source":"watchkeeper"}']);
});
