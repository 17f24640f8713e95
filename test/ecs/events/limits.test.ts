import { describe, expect, test } from 'vitest';
import { parseEvent } from '../../../lib/ecs/events/parse.ts';
import { findServiceEvent } from '../../../lib/ecs/service-event.ts';

const envelope = {
  version: '0',
  id: '0f6b7c1a-5d0e-4f43-9c4d-6a1f0e2b3c4d',
  'detail-type': 'ECS Service Action',
  source: 'aws.ecs',
  account: '123456789012',
  time: '2026-11-20T17:00:00Z',
  region: 'ap-northeast-1',
  resources: ['arn:aws:ecs:ap-northeast-1:123456789012:service/web/orders-api'],
  detail: { eventType: 'INFO', eventName: 'SERVICE_STEADY_STATE' },
};

const parsedOf = (value: object) => parseEvent(JSON.stringify(value));

describe('how long a message may be', () => {
  const withReason = (length: number): string => {
    const bare = JSON.stringify({ ...envelope, detail: { ...envelope.detail, reason: '' } }).length;
    return JSON.stringify({ ...envelope, detail: { ...envelope.detail, reason: 'x'.repeat(length - bare) } });
  };

  test('1 MiB is the most that SQS carries, and is read', () => {
    const body = withReason(1024 * 1024);
    expect(body).toHaveLength(1024 * 1024);
    expect(parseEvent(body)).toHaveProperty('event');
  });

  test('one character more is a fault', () => {
    const fault = { path: '$', problem: 'is longer than 1048576 characters' };
    expect(parseEvent(withReason(1024 * 1024 + 1))).toEqual({ fault });
  });

  test.each([64, 30_000])('%i levels in a part nobody reads do no harm to a short message', (levels) => {
    const nested = `${'['.repeat(levels / 2)}${']'.repeat(levels / 2)}`;
    const body = JSON.stringify(envelope).replace('"eventType"', `"somethingNew":${nested},"eventType"`);
    expect(parseEvent(body)).toHaveProperty('event');
  });
});

describe('names that every object has', () => {
  const names = ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'];

  test.each(names.flatMap((source) => names.map((type) => [source, type])))(
    '%s/%s is nothing of ours',
    (source, type) => {
      expect(parsedOf({ ...envelope, source, 'detail-type': type })).toEqual({
        id: envelope.id,
        ignored: expect.stringContaining(source),
      });
    },
  );

  test.each(names)('an error named %s is told like any other unknown one', (eventName) => {
    const parsed = parsedOf({ ...envelope, detail: { eventType: 'ERROR', eventName } });
    expect('event' in parsed && findServiceEvent(parsed.event)).toMatchObject({
      id: 'service_event_unknown',
      gap: true,
    });
  });
});

describe('the time of an event', () => {
  test.each(['1', '2026', '2026-11-20T17:00:00', '2026-11-20', 'Fri, 20 Nov 2026 17:00:00 GMT'])(
    '%s says no moment',
    (time) => {
      const fault = { path: 'time', problem: `expected a time, got "${time}"` };
      expect(parsedOf({ ...envelope, time })).toEqual({ id: envelope.id, fault });
    },
  );

  test('a long one is cut in the fault', () => {
    const parsed = parsedOf({ ...envelope, time: 'x'.repeat(5000) });
    expect('fault' in parsed && parsed.fault.problem).toBe(`expected a time, got "${'x'.repeat(40)}"`);
  });
});

describe('where a service is', () => {
  const clusterArn = 'arn:aws-cn:ecs:cn-north-1:123456789012:cluster/web';
  const short = 'arn:aws-cn:ecs:cn-north-1:123456789012:service/orders-api';
  const long = 'arn:aws-cn:ecs:cn-north-1:123456789012:service/web/orders-api';
  const deployment = (service: string, detail: object): ReturnType<typeof parseEvent> =>
    parsedOf({
      ...envelope,
      region: 'cn-north-1',
      'detail-type': 'ECS Deployment State Change',
      resources: [service],
      detail: { eventType: 'INFO', eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS', deploymentId: 'ecs-svc/1', ...detail },
    });

  test.each([
    ['the short ARN with a cluster beside it', short, { clusterArn }, long],
    ['the short ARN alone', short, {}, short],
    ['the long ARN', long, {}, long],
    ['the long ARN with a cluster beside it', long, { clusterArn }, long],
    ['the long ARN with another cluster beside it', long, { clusterArn: `${clusterArn}-2` }, long],
  ])('%s', (_, service, detail, serviceArn) => {
    expect(deployment(service, detail)).toMatchObject({ event: { serviceArn } });
  });
});

test('an empty text is as good as none where none is needed', () => {
  const parsed = parsedOf({ ...envelope, detail: { ...envelope.detail, clusterArn: '', reason: '' } });
  if (!('event' in parsed)) throw new Error(JSON.stringify(parsed));
  expect(parsed.event).not.toHaveProperty('reason');
  expect(parsed.event).not.toHaveProperty('clusterArn');
});
