import { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { deadLettersOf } from '../../lib/app/world/queues.ts';
import { mostBytes, sqsSender } from '../../lib/aws/sqs.ts';
import { allSent, wire } from '../../sim/wire.ts';

const fault = { path: 'detail.taskArn', problem: 'is missing' };

async function letterOf(body: string, about = fault): Promise<{ readonly text: string; readonly queue: string }> {
  const client = new SQSClient({ region: 'eu-west-1', maxAttempts: 1 });
  const requests = wire(client, { 'SQS.SendMessageBatch': allSent });
  await deadLettersOf(sqsSender(client), 'https://sqs.eu-west-1.amazonaws.com/123456789012/watchkeeper-health').refuse(
    body,
    about,
  );
  const [{ input } = { input: {} }] = requests;
  const { QueueUrl, Entries } = input as { QueueUrl: string; Entries: readonly [{ MessageBody: string }] };
  return { text: Entries[0].MessageBody, queue: QueueUrl };
}

describe('a refused message', () => {
  test('is put aside whole, with its fault', async () => {
    const { text, queue } = await letterOf('{"detail":{}}');
    expect(queue).toBe('https://sqs.eu-west-1.amazonaws.com/123456789012/watchkeeper-health-dead-letter');
    expect(JSON.parse(text)).toEqual({ fault, body: '{"detail":{}}' });
  });

  const long = [
    ['in Japanese', '名前'.repeat(60_000)],
    ['full of what JSON escapes', '"\n\\'.repeat(60_000)],
    ['full of what SQS does not take', '\uFFFF'.repeat(60_000)],
    ['with signs of two units', `x${'\u{1F6A8}'.repeat(100_000)}`],
    ['as long as any', 'x'.repeat(1024 * 1024)],
  ] as const;
  test.each(long)('%s is cut to what a letter may hold, and no further', async (_, body) => {
    const { text } = await letterOf(body);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(mostBytes);
    expect(Buffer.byteLength(text)).toBeGreaterThan(mostBytes - 20);
    const letter = JSON.parse(text) as { readonly cutFrom: number; readonly body: string };
    expect(letter.cutFrom).toBe(body.length);
    expect(body.startsWith(letter.body)).toBe(true);
    expect(text).not.toMatch(/[\uFFFE\uFFFF]/);
  });

  test('whose fault is long is put aside as well', async () => {
    const { text } = await letterOf('x'.repeat(300_000), { path: 'p'.repeat(300_000), problem: 'q'.repeat(300_000) });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(mostBytes);
  });
});
