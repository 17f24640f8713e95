import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, test } from 'vitest';
import { placeOf, textObjects } from '../../lib/aws/s3.ts';
import { snsPublish } from '../../lib/aws/sns.ts';
import { mostBytes, sqsSender } from '../../lib/aws/sqs.ts';
import { ssmSecrets, ssmSwitch } from '../../lib/aws/ssm.ts';
import { secondMs } from '../../lib/core/time.ts';
import type { WireHandlers } from '../../sim/wire.ts';
import { allSent, awsError, bodyOf, sent, wire } from '../../sim/wire.ts';

const throwing = (name: string, options?: Parameters<typeof awsError>[1]) => () => {
  throw awsError(name, options);
};

function movableClock(start = 0) {
  let now = start;
  return { now: () => now, pass: (ms: number) => (now += ms) };
}

describe('secrets', () => {
  const found: WireHandlers = {
    'SSM.GetParameter': ({ Name }: { Name: string }) => ({ Parameter: { Value: `value of ${Name}` } }),
  };

  test('are read once in five minutes, decrypted, also by several at the same time', async () => {
    const { secret, requests, clock } = secrets(found);
    expect(await Promise.all([secret('/token'), secret('/token')])).toEqual(['value of /token', 'value of /token']);
    clock.pass(299 * secondMs);
    await secret('/token');
    expect(requests.map(({ input }) => input)).toEqual([{ Name: '/token', WithDecryption: true }]);
    clock.pass(secondMs);
    await secret('/token');
    expect(requests).toHaveLength(2);
  });

  test('are read again when asked for fresh', async () => {
    const { secret, requests } = secrets(found);
    await secret('/token');
    await secret('/token', { fresh: true });
    expect(requests).toHaveLength(2);
  });

  const refusals = [
    { name: 'ParameterNotFound', verdict: 'permanent', status: 400 },
    { name: 'AccessDeniedException', verdict: 'permanent', status: 400 },
    { name: 'ThrottlingException', verdict: 'retry', status: 400 },
    { name: 'InternalServerError', verdict: 'retry', status: 500 },
  ];
  test.each(refusals)('$name is $verdict, and not remembered', async ({ name, verdict, status }) => {
    const { secret, requests } = secrets({ 'SSM.GetParameter': throwing(name, { status }) });
    await expect(secret('/token')).rejects.toMatchObject({
      name: 'PortError',
      verdict,
      message: `read parameter /token: ${name}`,
    });
    const calls = requests.length;
    await expect(secret('/token')).rejects.toThrow(name);
    expect(requests.length).toBeGreaterThan(calls);
  });
});

describe('the kill switch', () => {
  const states = [
    { name: 'on', given: 'on', acting: true },
    { name: 'On with a line end', given: 'On\n', acting: true },
    { name: 'off', given: 'off', acting: false },
    { name: 'anything else', given: 'true', acting: false },
    { name: 'missing', given: awsError('ParameterNotFound'), acting: false },
    { name: 'not readable', given: awsError('AccessDeniedException'), acting: false },
    { name: 'out of reach', given: awsError('InternalServerError', { status: 500 }), acting: false },
  ];
  test.each(states)('$name: acting $acting', async ({ given, acting }) => {
    const state = await killSwitch(() => given).state();
    const reason: unknown = expect.stringContaining('/watchkeeper/acting');
    expect(state).toEqual(acting ? { acting } : { acting, reason });
  });

  test('is believed for 30 seconds', async () => {
    let value = 'on';
    const { state, clock, requests } = killSwitch(() => value);
    await state();
    value = 'off';
    clock.pass(29 * secondMs);
    expect(await state()).toEqual({ acting: true });
    clock.pass(secondMs);
    expect(await state()).toMatchObject({ acting: false });
    expect(requests).toHaveLength(2);
  });

  test('unread is tried again after five seconds', async () => {
    let value: string | Error = awsError('InternalServerError', { status: 500 });
    const { state, clock } = killSwitch(() => value);
    await state();
    value = 'on';
    clock.pass(5 * secondMs);
    expect(await state()).toEqual({ acting: true });
  });
});

describe('text objects', () => {
  const place = { bucket: 'config', key: 'watchkeeper.yml' };

  test('are read with what tells them from the next one', async () => {
    const { objects: s3 } = objects({
      'S3.GetObject': () => ({ Body: bodyOf('language: ja\n'), ETag: '"a"', VersionId: 'v1' }),
    });
    expect(await s3.get(place)).toEqual({
      ok: true,
      at: 7,
      value: { text: 'language: ja\n', etag: '"a"', versionId: 'v1' },
    });
  });

  test('are not read again while unchanged', async () => {
    const { objects: s3, requests } = objects({ 'S3.GetObject': throwing('304', { status: 304 }) });
    expect(await s3.get(place, { ifNoneMatch: '"a"' })).toEqual({ ok: true, at: 7, value: 'unchanged' });
    expect(requests).toMatchObject([{ input: { IfNoneMatch: '"a"' } }]);
  });

  const failures = [
    { name: 'NoSuchKey', status: 404, reason: 'not-found' },
    { name: 'AccessDenied', status: 403, reason: 'denied' },
    { name: 'SlowDown', status: 503, reason: 'throttled' },
  ];
  test.each(failures)('$name is $reason', async ({ name, status, reason }) => {
    const { objects: s3 } = objects({ 'S3.GetObject': throwing(name, { status }) });
    expect(await s3.get(place)).toEqual({ ok: false, reason });
  });

  test('are not written over somebody else’s', async () => {
    const { objects: s3, requests } = objects({ 'S3.PutObject': throwing('PreconditionFailed', { status: 412 }) });
    expect(await s3.put(place, 'a: 1', { over: { etag: '"a"' } })).toBe('conflict');
    expect(await s3.put(place, 'a: 1', { over: 'nothing' })).toBe('conflict');
    expect(requests).toMatchObject([
      { input: { IfMatch: '"a"', Body: 'a: 1' } },
      { input: { IfNoneMatch: '*', Body: 'a: 1' } },
    ]);
  });

  test('have versions, newest first, of this key only', async () => {
    const { objects: s3 } = objects({
      'S3.ListObjectVersions': () => ({
        Versions: [
          { Key: 'watchkeeper.yml', VersionId: 'v2', IsLatest: true, LastModified: new Date(2), ETag: '"b"' },
          { Key: 'watchkeeper.yml.bak', VersionId: 'v9', LastModified: new Date(9) },
          { Key: 'watchkeeper.yml', VersionId: 'v1', LastModified: new Date(1) },
        ],
      }),
    });
    expect(await s3.versions(place, 10)).toMatchObject({
      value: [
        { versionId: 'v2', at: 2, latest: true, etag: '"b"' },
        { versionId: 'v1', at: 1, latest: false },
      ],
    });
  });

  test('are named by address', () => {
    expect(placeOf('s3://config/prod/watchkeeper.yml')).toEqual({ bucket: 'config', key: 'prod/watchkeeper.yml' });
    expect(placeOf('./watchkeeper.yml')).toBeUndefined();
    expect(placeOf('s3://config')).toBeUndefined();
  });
});

describe('topics', () => {
  const note = { topicArn: 'arn:aws:sns:eu-west-1:123456789012:noc', message: 'hello', subject: 'WK down orders' };

  test('take a message', async () => {
    const { publish, requests } = topic({ 'SNS.Publish': () => ({ MessageId: 'm-1' }) });
    expect(await publish(note)).toEqual({ messageId: 'm-1' });
    expect(requests).toMatchObject([
      { input: { TopicArn: note.topicArn, Message: 'hello', Subject: 'WK down orders' } },
    ]);
  });

  const refusals = [
    { name: 'AuthorizationErrorException', status: 403, verdict: 'permanent' },
    { name: 'NotFoundException', status: 404, verdict: 'permanent' },
    { name: 'InvalidParameterException', status: 400, verdict: 'permanent' },
    { name: 'KMSAccessDeniedException', status: 400, verdict: 'permanent' },
    { name: 'ThrottledException', status: 429, verdict: 'retry' },
    { name: 'InternalErrorException', status: 500, verdict: 'unknown' },
  ];
  test.each(refusals)('$name is $verdict', async ({ name, status, verdict }) => {
    const { publish } = topic({ 'SNS.Publish': throwing(name, { status }) });
    await expect(publish(note)).rejects.toMatchObject({ name: 'PortError', verdict });
  });

  test('that never answer leave it unknown', async () => {
    const { publish } = topic({ 'SNS.Publish': async () => new Promise(() => {}) });
    await expect(publish(note)).rejects.toMatchObject({ verdict: 'unknown' });
  });
});

describe('queues', () => {
  const url = 'https://sqs.eu-west-1.amazonaws.com/123456789012/alerts.fifo';
  type Batch = { Entries: { Id: string; MessageBody: string }[] };
  const idsOf = (requests: readonly { readonly input: unknown }[]): string[][] =>
    requests.map(({ input }) => (input as Batch).Entries.map(({ Id }) => Id));

  test('take ten messages at a time, in order', async () => {
    const { send, requests } = queue({ 'SQS.SendMessageBatch': allSent });
    expect(
      await send(
        url,
        Array.from({ length: 12 }, (_, n) => ({ body: `${n}` })),
      ),
    ).toEqual([]);
    expect(idsOf(requests)).toEqual([
      ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
      ['10', '11'],
    ]);
  });

  test('take no more than 256 KiB at a time, counted in bytes', async () => {
    const { send, requests } = queue({ 'SQS.SendMessageBatch': allSent });
    const third = 'あ'.repeat(mostBytes / 9);
    await send(url, [{ body: third }, { body: third }, { body: third }, { body: third }]);
    expect(idsOf(requests)).toEqual([['0', '1', '2'], ['3']]);
  });

  test('refuse what is too long, and take the rest', async () => {
    const { send, requests } = queue({ 'SQS.SendMessageBatch': allSent });
    expect(await send(url, [{ body: 'x'.repeat(mostBytes + 1) }, { body: 'fits' }])).toEqual([
      { index: 0, reason: 'MessageTooLong', lasting: true },
    ]);
    expect(idsOf(requests)).toEqual([['1']]);
  });

  test('of order keep groups and de-duplicate; a delay is at most 15 minutes', async () => {
    const { send, requests } = queue({ 'SQS.SendMessageBatch': allSent });
    await send(url, [
      { body: 'a', groupId: 'g', deduplicationId: 'd' },
      { body: 'b', delaySeconds: 1000.2 },
    ]);
    expect(requests[0]?.input).toHaveProperty('Entries', [
      { Id: '0', MessageBody: 'a', MessageGroupId: 'g', MessageDeduplicationId: 'd' },
      { Id: '1', MessageBody: 'b', DelaySeconds: 900 },
    ]);
  });

  test('that fail for single entries get those again, but not the ones at fault', async () => {
    let calls = 0;
    const { send, requests } = queue({
      'SQS.SendMessageBatch': ({ Entries }: Batch) => {
        calls += 1;
        if (calls > 1) return allSent({ Entries });
        return {
          Successful: Entries.filter(({ Id }) => Id === '0').map(sent),
          Failed: [
            { Id: '1', Code: 'InternalError', SenderFault: false },
            { Id: '2', Code: 'InvalidMessageContents', SenderFault: true },
          ],
        };
      },
    });
    expect(await send(url, [{ body: 'a' }, { body: 'b' }, { body: '\u0000' }])).toEqual([
      { index: 2, reason: 'InvalidMessageContents', lasting: true },
    ]);
    expect(idsOf(requests)).toEqual([['0', '1', '2'], ['1']]);
  });

  test('that keep failing are given up after three tries, and named', async () => {
    const { send, requests } = queue({
      'SQS.SendMessageBatch': ({ Entries }: Batch) => ({
        Failed: Entries.map(({ Id }) => ({ Id, Code: 'InternalError', SenderFault: false })),
      }),
    });
    expect(await send(url, [{ body: 'a' }])).toEqual([{ index: 0, reason: 'InternalError', lasting: false }]);
    expect(requests).toHaveLength(3);
  });

  const refusals = [
    { name: 'AccessDeniedException', status: 403 },
    { name: 'QueueDoesNotExist', status: 400 },
    { name: 'RequestThrottled', status: 403 },
    { name: 'InternalError', status: 500 },
  ];
  test.each(refusals)('$name: what was to be sent is kept', async ({ name, status }) => {
    const { send } = queue({ 'SQS.SendMessageBatch': throwing(name, { status }) });
    await expect(send(url, [{ body: 'a' }])).rejects.toMatchObject({ name: 'PortError', verdict: 'retry' });
  });
});

function secrets(handlers: WireHandlers) {
  const client = new SSMClient({ maxAttempts: 1 });
  const clock = movableClock();
  return { requests: wire(client, handlers), clock, secret: ssmSecrets(client, clock) };
}

function killSwitch(value: () => string | Error) {
  const client = new SSMClient({ maxAttempts: 1 });
  const clock = movableClock();
  const requests = wire(client, {
    'SSM.GetParameter': () => {
      const given = value();
      if (given instanceof Error) throw given;
      return { Parameter: { Value: given } };
    },
  });
  return { clock, requests, state: ssmSwitch(client, '/watchkeeper/acting', clock) };
}

function objects(handlers: WireHandlers) {
  const client = new S3Client({ maxAttempts: 1 });
  return { requests: wire(client, handlers), objects: textObjects(client, { now: () => 7 }) };
}

function topic(handlers: WireHandlers) {
  const client = new SNSClient({ maxAttempts: 1 });
  return { requests: wire(client, handlers), publish: snsPublish(client) };
}

function queue(handlers: WireHandlers) {
  const client = new SQSClient({ maxAttempts: 2 });
  return { requests: wire(client, handlers), send: sqsSender(client) };
}
