import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { minuteMs } from '../../../lib/core/time.ts';
import type { Front } from '../../../sim/front/front.ts';
import { startFront } from '../../../sim/front/front.ts';
import { awsCli, isInstalled } from '../api/command-line.ts';
import { desk, target } from './desk.ts';

const here = desk();
let front: Front;

beforeAll(async () => {
  front = await startFront(here.operations);
});

afterAll(async () => {
  await front.close();
});

type Answer = { readonly status: number; readonly error: string | null; readonly body: Record<string, unknown> };

async function ask(method: string, path: string, body?: object): Promise<Answer> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const headers = { 'content-type': 'application/json' };
  const reply = await fetch(`${front.url}${path}`, { method, headers, ...sent });
  const read = (await reply.json()) as Record<string, unknown>;
  return { status: reply.status, error: reply.headers.get('x-amzn-errortype'), body: read };
}

const arn = (name: string): string => `arn:aws:scheduler:ap-northeast-1:123456789012:schedule/default/${name}`;
const hourly = { ScheduleExpression: 'cron(0 * * * ? *)', FlexibleTimeWindow: { Mode: 'OFF' }, Target: target() };
const seconds = (at: number): number => at / 1000;

describe('in the protocol of the service', () => {
  test('create, get, update, list, delete', async () => {
    const StartDate = seconds(here.startsAt + 90 * minuteMs);
    const asked = { ...hourly, StartDate, Description: 'every hour', ClientToken: 't-1' };
    expect(await ask('POST', '/schedules/nightly', asked)).toMatchObject({
      status: 200,
      body: { ScheduleArn: arn('nightly') },
    });
    // The same once more, as a client does that heard nothing.
    expect(await ask('POST', '/schedules/nightly', asked)).toMatchObject({ status: 200 });
    const { body } = await ask('GET', '/schedules/nightly?groupName=default');
    expect(body).toEqual({
      Arn: arn('nightly'),
      Name: 'nightly',
      GroupName: 'default',
      CreationDate: seconds(here.startsAt),
      LastModificationDate: seconds(here.startsAt),
      ScheduleExpression: 'cron(0 * * * ? *)',
      ScheduleExpressionTimezone: 'UTC',
      State: 'ENABLED',
      ActionAfterCompletion: 'NONE',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Description: 'every hour',
      StartDate,
      Target: { ...target(), RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 } },
    });
    // What is not said is as if it had never been.
    await ask('PUT', '/schedules/nightly', { ...hourly, State: 'DISABLED', ScheduleExpressionTimezone: 'Asia/Tokyo' });
    const changed = (await ask('GET', '/schedules/nightly')).body;
    expect(changed).toMatchObject({ State: 'DISABLED', ScheduleExpressionTimezone: 'Asia/Tokyo' });
    expect(changed).not.toHaveProperty('Description');
    expect(changed).not.toHaveProperty('StartDate');
    expect((await ask('GET', '/schedules?ScheduleGroup=default&NamePrefix=night&State=DISABLED')).body).toEqual({
      Schedules: [expect.objectContaining({ Name: 'nightly', Target: { Arn: target().Arn } })],
    });
    expect((await ask('GET', '/schedules?State=ENABLED')).body).toEqual({ Schedules: [] });
    expect(await ask('DELETE', '/schedules/nightly?groupName=default')).toMatchObject({ status: 200, body: {} });
    expect(await ask('GET', '/schedules/nightly')).toMatchObject({
      status: 404,
      error: 'ResourceNotFoundException',
      body: { Message: 'Schedule nightly does not exist.' },
    });
  });

  test('pages', async () => {
    for (const name of ['p1', 'p2', 'p3']) await ask('POST', `/schedules/${name}`, hourly);
    const first = (await ask('GET', '/schedules?MaxResults=2&NamePrefix=p')).body;
    expect(first['Schedules']).toHaveLength(2);
    const second = (await ask('GET', `/schedules?MaxResults=2&NamePrefix=p&NextToken=${String(first['NextToken'])}`))
      .body;
    expect(second).toMatchObject({ Schedules: [{ Name: 'p3' }] });
    expect(second).not.toHaveProperty('NextToken');
    for (const name of ['p1', 'p2', 'p3']) await ask('DELETE', `/schedules/${name}`);
  });

  test('the default group', async () => {
    expect((await ask('GET', '/schedule-groups')).body).toMatchObject({ ScheduleGroups: [{ Name: 'default' }] });
    expect((await ask('GET', '/schedule-groups/default')).body).toMatchObject({ State: 'ACTIVE' });
    expect(await ask('GET', '/schedule-groups/other')).toMatchObject({ status: 404 });
  });

  test.each<[string, object, status: number, says: string]>([
    [
      'an expression nobody can read',
      { ScheduleExpression: 'every day' },
      400,
      'Invalid Schedule Expression every day.',
    ],
    ['a zone there is not', { ScheduleExpressionTimezone: 'Mars/Olympus' }, 400, 'Mars/Olympus'],
    [
      'a start long ago',
      { StartDate: seconds(here.startsAt - 6 * minuteMs) },
      400,
      'cannot be earlier than 5 minutes ago',
    ],
    [
      'an end before its start',
      { StartDate: seconds(here.startsAt + 60_000), EndDate: seconds(here.startsAt) },
      400,
      'must come after',
    ],
    ['no window', { FlexibleTimeWindow: undefined }, 400, 'FlexibleTimeWindow'],
    [
      'a window that is too long',
      { FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 1441 } },
      400,
      '1440',
    ],
    ['a window that is off', { FlexibleTimeWindow: { Mode: 'OFF', MaximumWindowInMinutes: 5 } }, 400, 'OFF'],
    ['another group', { GroupName: 'other' }, 404, 'Schedule group other does not exist.'],
    ['no role', { Target: { Arn: target().Arn } }, 400, 'RoleArn'],
    ['too many retries', { Target: target({ RetryPolicy: { MaximumRetryAttempts: 186 } }) }, 400, 'between 0 and 185'],
    [
      'too short an age',
      { Target: target({ RetryPolicy: { MaximumEventAgeInSeconds: 59 } }) },
      400,
      'between 60 and 86400',
    ],
    [
      'dead letters in order',
      { Target: target({ DeadLetterConfig: { Arn: 'arn:aws:sqs:x:123456789012:a.fifo' } }) },
      400,
      'standard',
    ],
    [
      'a target it cannot invoke',
      { Target: target({ Arn: 'arn:aws:lambda:x:123456789012:function:f' }) },
      400,
      'cannot invoke',
    ],
    [
      'an event without a source',
      { Target: target({ Arn: 'arn:aws:events:x:123456789012:event-bus/default' }) },
      400,
      'EventBridgeParameters',
    ],
    ['a state of its own', { State: 'PAUSED' }, 400, 'State'],
  ])('%s', async (_, changes, status, says) => {
    const { status: got, error, body } = await ask('POST', '/schedules/odd', { ...hourly, ...changes });
    expect({ got, says: String(body['Message']) }).toEqual({ got: status, says: expect.stringContaining(says) });
    expect(error).toMatch(/Exception$/u);
    expect(here.names()).toEqual([]);
  });

  test('a name that is taken, and one that is none', async () => {
    await ask('POST', '/schedules/taken', hourly);
    expect(await ask('POST', '/schedules/taken', hourly)).toMatchObject({ status: 409, error: 'ConflictException' });
    expect(await ask('POST', '/schedules/a%20b', hourly)).toMatchObject({ status: 400 });
    expect(await ask('PUT', '/schedules/none', hourly)).toMatchObject({ status: 404 });
    await ask('DELETE', '/schedules/taken');
  });

  test('a bucket that is called as its paths are is still one', async () => {
    const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=a/20261121/x/s3/aws4_request' };
    await fetch(`${front.url}/schedules/a`, { headers });
    expect(front.requests.at(-1)?.operation).toBe('S3.GetObject');
  });
});

describe.skipIf(!isInstalled())('the AWS CLI', () => {
  test('makes a schedule, and reads it', async () => {
    const aws = async (...args: readonly string[]): Promise<unknown> => awsCli(front.url, ['scheduler', ...args]);
    const asked = ['--schedule-expression', 'rate(5 minutes)', '--flexible-time-window', 'Mode=OFF'];
    const start = new Date(here.startsAt).toISOString();
    const made = await aws(
      'create-schedule',
      '--name',
      'cli',
      ...asked,
      '--target',
      JSON.stringify(target()),
      '--start-date',
      start,
    );
    expect(made).toEqual({ ScheduleArn: arn('cli') });
    expect(await aws('get-schedule', '--name', 'cli')).toMatchObject({ ScheduleExpression: 'rate(5 minutes)' });
    expect(await aws('list-schedules', '--name-prefix', 'c')).toMatchObject({ Schedules: [{ Name: 'cli' }] });
    await expect(aws('get-schedule', '--name', 'none')).rejects.toThrow('(ResourceNotFoundException)');
    await aws('delete-schedule', '--name', 'cli');
    expect(here.names()).toEqual([]);
  }, 60_000);
});
