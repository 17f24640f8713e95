import { describe, expect, test } from 'vitest';
import { dayMs, hourMs, minuteMs, secondMs } from '../../../lib/core/time.ts';
import type { Desk } from './desk.ts';
import { deadLetters, desk, jobs, role, target } from './desk.ts';

const every5 = { ScheduleExpression: 'rate(5 minutes)' };
const second = (at: number): string => new Date(at).toISOString().slice(11, 19);
const minuteOf = (at: number): string => new Date(at).toISOString().slice(0, 16);

/** When messages came, in whole minutes. */
const minutesOf = ({ received }: Desk): string[] => received().map(({ sentAt }) => minuteOf(sentAt));

describe('when', () => {
  test('a rate without a start begins at once, and goes on by its creation', () => {
    const here = desk();
    here.create({ ...every5, Name: 'a' });
    here.pass(12 * minuteMs);
    const waits = here.received().map(({ sentAt }, at) => sentAt - here.startsAt - at * 5 * minuteMs);
    expect(waits).toHaveLength(3);
    for (const wait of waits) expect(wait >= 0 && wait < minuteMs).toBe(true);
  });

  test('anywhere in its minute, and not always at the same second', () => {
    const here = desk();
    here.create({ ScheduleExpression: 'cron(0/10 * * * ? *)' });
    here.pass(3 * hourMs);
    expect(minutesOf(here).slice(0, 3)).toEqual(['2026-11-21T03:00', '2026-11-21T03:10', '2026-11-21T03:20']);
    expect(here.received().every(({ sentAt }) => minuteOf(sentAt).endsWith('0'))).toBe(true);
    expect(new Set(here.received().map(({ sentAt }) => second(sentAt).slice(-2))).size).toBeGreaterThan(5);
  });

  test('in its window, when it has one', () => {
    const here = desk();
    const window = { FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 30 } };
    here.create({ ...window, ScheduleExpression: 'cron(0 * * * ? *)' });
    here.pass(dayMs);
    const waits = here.received().map(({ sentAt }) => sentAt % hourMs);
    expect(waits).toHaveLength(24);
    expect(Math.max(...waits)).toBeLessThanOrEqual(30 * minuteMs);
    expect(Math.max(...waits)).toBeGreaterThan(15 * minuteMs);
  });

  test('from its start to before its end', () => {
    const here = desk();
    const start = here.startsAt + 7 * minuteMs;
    here.create({ ...every5, StartDate: new Date(start), EndDate: new Date(start + 15 * minuteMs) });
    here.pass(hourMs);
    const begins = here.received().map(({ sentAt }) => Math.floor((sentAt - start) / minuteMs));
    expect(begins).toEqual([0, 5, 10]);
  });

  test('once, at a time in a zone; start and end do not matter', () => {
    const here = desk();
    const ignored = { StartDate: new Date(here.startsAt + dayMs), EndDate: new Date(here.startsAt + 2 * dayMs) };
    here.create({
      ...ignored,
      ScheduleExpression: 'at(2026-11-21T13:30:00)',
      ScheduleExpressionTimezone: 'Asia/Tokyo',
    });
    here.pass(3 * dayMs);
    expect(minutesOf(here)).toEqual(['2026-11-21T04:30']);
    expect(here.get('a').State).toBe('ENABLED');
  });

  test('as before through a change of clocks', () => {
    const here = desk({ startsAt: Date.UTC(2027, 2, 27, 12) });
    here.create({ ScheduleExpression: 'cron(30 2 * * ? *)', ScheduleExpressionTimezone: 'Europe/Berlin' });
    here.create({
      Name: 'daily',
      ScheduleExpression: 'cron(0 8 * * ? *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
    });
    here.pass(3 * dayMs);
    expect(minutesOf(here)).toEqual([
      '2027-03-28T06:00',
      '2027-03-29T00:30',
      '2027-03-29T06:00',
      '2027-03-30T00:30',
      '2027-03-30T06:00',
    ]);
  });

  test('not while it is disabled, and only its next time is on the agenda', () => {
    const here = desk();
    here.create({ ...every5, State: 'DISABLED' });
    here.pass(hourMs);
    expect(here.received()).toEqual([]);
    here.update({ ScheduleExpression: 'cron(0 * * * ? *)' });
    here.pass(minuteMs);
    expect(here.agenda.peek()?.what).toBe('schedule a is due');
    here.remove('a');
    here.pass(dayMs);
    expect(here.agenda.peek()).toBeUndefined();
    expect(here.received()).toHaveLength(1);
  });
});

describe('what', () => {
  const keywords = [
    '<aws.scheduler.schedule-arn>',
    '<aws.scheduler.scheduled-time>',
    '<aws.scheduler.execution-id>',
    '<aws.scheduler.attempt-number>',
    '<aws.scheduler.other>',
  ];

  test('context attributes are filled in', () => {
    const here = desk();
    here.create({ ScheduleExpression: 'cron(5 * * * ? *)', Target: target({ Input: keywords.join(' ') }) });
    here.pass(hourMs);
    const [message] = here.received();
    expect(message?.body).toMatch(
      /^arn:aws:scheduler:ap-northeast-1:123456789012:schedule\/default\/a 2026-11-21T03:05:00Z [0-9a-f]{16} 1 <aws\.scheduler\.other>$/u,
    );
  });

  test('an execution is named by its attempt, its time is not', () => {
    const here = desk();
    here.account.schedules.delivery = { doubled: 1, failed: 0.5 };
    const Input = '{"id":"<aws.scheduler.execution-id>","at":"<aws.scheduler.scheduled-time>"}';
    here.create({ ScheduleExpression: 'at(2026-11-21T03:05:00)', Target: target({ Input }) });
    here.pass(hourMs);
    const bodies = here.received().map(({ body }) => JSON.parse(body) as { id: string; at: string });
    expect(bodies).toHaveLength(2);
    expect(new Set(bodies.map(({ id }) => id)).size).toBe(2);
    expect(bodies.map(({ at }) => at)).toEqual(['2026-11-21T03:05:00Z', '2026-11-21T03:05:00Z']);
  });

  test('a notification, when nothing was said', () => {
    const here = desk();
    here.create({ ScheduleExpression: 'at(2026-11-21T03:05:00)', Target: target({ Input: undefined }) });
    here.pass(hourMs);
    expect(JSON.parse(here.received()[0]?.body ?? '')).toMatchObject({
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      time: '2026-11-21T03:05:00Z',
      detail: '{}',
    });
  });

  test('an event on the bus', () => {
    const here = desk();
    here.create({
      ...every5,
      Target: {
        Arn: 'arn:aws:events:ap-northeast-1:123456789012:event-bus/default',
        RoleArn: role,
        EventBridgeParameters: { Source: 'shop', DetailType: 'Night' },
        Input: '{"at":"<aws.scheduler.scheduled-time>"}',
      },
    });
    here.pass(minuteMs);
    expect(here.events).toMatchObject([
      { source: 'shop', detailType: 'Night', detail: { at: '2026-11-21T03:00:00Z' } },
    ]);
  });

  test('a FIFO queue, with its group', () => {
    const here = desk();
    const fifo = { ...target({ Input: 'same' }), Arn: `${jobs}.fifo`, SqsParameters: { MessageGroupId: 'g' } };
    here.create({ ScheduleExpression: 'rate(1 minute)', Target: fifo });
    here.pass(11 * minuteMs + 30 * secondMs);
    // What is the same within five minutes is taken once.
    expect(here.fifo.counts().visible).toBeGreaterThan(0);
    expect(here.fifo.counts().visible).toBeLessThan(4);
  });

  test('SendMessage as a universal target', () => {
    const here = desk();
    const Input = JSON.stringify({
      QueueUrl: 'https://sqs.x/123456789012/jobs',
      MessageBody: 'at <aws.scheduler.scheduled-time>',
    });
    here.create({ ...every5, Target: { ...target({ Input }), Arn: 'arn:aws:scheduler:::aws-sdk:sqs:sendMessage' } });
    here.pass(minuteMs);
    expect(here.received().map(({ body }) => body)).toEqual(['at 2026-11-21T03:00:00Z']);
  });

  test('a task, whose failures nobody hears of', () => {
    const here = desk();
    const ecs = (family: string, Input?: string) => ({
      Arn: here.cluster.arn,
      RoleArn: role,
      EcsParameters: {
        TaskDefinitionArn: family,
        LaunchType: 'FARGATE' as const,
        NetworkConfiguration: { awsvpcConfiguration: { Subnets: [`subnet-0${'1'.repeat(16)}`] } },
      },
      ...(Input !== undefined && { Input }),
    });
    const overrides = {
      containerOverrides: [{ name: 'web', environment: [{ name: 'AT', value: '<aws.scheduler.scheduled-time>' }] }],
    };
    here.fargate();
    here.create({ Name: 'night', ...every5, Target: ecs('web', JSON.stringify(overrides)) });
    here.pass(minuteMs);
    const [task] = here.account.tasks.values();
    expect(task?.startedBy).toBe('chronos-schedule/night');
    expect(task?.overrides.containers[0]?.environment).toEqual({ AT: '2026-11-21T03:00:00Z' });
    here.account.weather.fargateFull.add('*');
    here.pass(5 * minuteMs);
    expect(here.account.tasks.size).toBe(1);
    expect(here.dead.bodies()).toEqual([]);
  });
});

describe('again', () => {
  const retried = (retries: number) =>
    target({ RetryPolicy: { MaximumRetryAttempts: retries }, Input: '<aws.scheduler.attempt-number>' });
  const once = { ScheduleExpression: 'at(2026-11-21T03:05:00)' };

  test('until it reaches its target', () => {
    const here = desk();
    here.account.schedules.delivery = { doubled: 0, failed: 0.8 };
    for (let at = 0; at < 20; at += 1) here.create({ ...once, Name: `s${at}`, Target: retried(185) });
    here.pass(dayMs);
    expect(here.received(100)).toHaveLength(20);
    expect(Math.max(...here.received(100).map(({ body }) => Number(body)))).toBeGreaterThan(3);
  });

  test('with waits that grow', () => {
    const here = desk();
    here.account.schedules.delivery = { doubled: 0, failed: 1 };
    const tries: number[] = [];
    here.create({ ...once, Target: retried(5) });
    here.watch((what, at) => {
      if (what.endsWith('tries again')) tries.push(at);
    });
    here.pass(hourMs);
    const waits = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
    expect(waits).toEqual([4000, 8000, 16_000, 32_000]);
  });

  test('so often, and then into the dead letters with the reason', () => {
    const here = desk();
    here.account.schedules.delivery = { doubled: 0, failed: 1 };
    here.create({ ...once, Target: { ...retried(2), DeadLetterConfig: { Arn: deadLetters } } });
    here.pass(hourMs);
    const [letter] = here.dead.receive(10);
    expect(JSON.parse(letter?.body ?? '')).toMatchObject({ MessageBody: '3' });
    expect(letter?.attributes).toMatchObject({
      ERROR_CODE: 'InternalServerError',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
      RETRY_ATTEMPTS: '2',
      SCHEDULED_TIME: '2026-11-21T03:05:00Z',
      TARGET_ARN: jobs,
    });
  });

  test('or so long', () => {
    const here = desk();
    here.account.schedules.delivery = { doubled: 0, failed: 1 };
    const RetryPolicy = { MaximumEventAgeInSeconds: 60 };
    here.create({ ...once, Target: { ...target(), RetryPolicy, DeadLetterConfig: { Arn: deadLetters } } });
    here.pass(hourMs);
    const [letter] = here.dead.receive(10);
    expect(letter?.attributes).toMatchObject({
      EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds',
      RETRY_ATTEMPTS: '4',
    });
  });

  test('not when the target says no for good', () => {
    const here = desk();
    const gone = { ...target(), Arn: `${jobs}-gone`, DeadLetterConfig: { Arn: deadLetters } };
    here.create({ ...once, Target: gone });
    here.pass(7 * minuteMs);
    const [letter] = here.dead.receive(10);
    expect(letter?.attributes).toMatchObject({
      ERROR_CODE: 'AWS.SimpleQueueService.NonExistentQueue',
      RETRY_ATTEMPTS: '0',
    });
    expect(letter?.attributes).not.toHaveProperty('EXHAUSTED_RETRY_CONDITION');
  });

  test('a dead letter that finds no queue is lost', () => {
    const here = desk();
    here.create({
      ...once,
      Target: { ...target(), Arn: `${jobs}-gone`, DeadLetterConfig: { Arn: `${deadLetters}-gone` } },
    });
    here.pass(hourMs);
    expect(here.dead.bodies()).toEqual([]);
  });

  test('the same invocation twice, by chance', () => {
    const here = desk();
    here.account.schedules.delivery = { doubled: 0.5, failed: 0 };
    here.create({ ...every5, Target: target({ Input: '<aws.scheduler.scheduled-time>' }) });
    here.pass(5 * hourMs);
    const bodies = here.received(200).map(({ body }) => body);
    expect(new Set(bodies).size).toBe(60);
    expect(bodies.length).toBeGreaterThan(75);
    expect(bodies.length).toBeLessThan(105);
  });
});

describe('and then', () => {
  const deleting = { ActionAfterCompletion: 'DELETE' };

  test('one that ran once is deleted', () => {
    const here = desk();
    here.create({ ...deleting, ScheduleExpression: 'at(2026-11-21T03:05:00)' });
    here.pass(4 * minuteMs);
    expect(here.names()).toEqual(['a']);
    here.pass(3 * minuteMs);
    expect(here.names()).toEqual([]);
    expect(here.received()).toHaveLength(1);
  });

  test('one with an end, too; one without never', () => {
    const here = desk();
    here.create({ ...deleting, ...every5, Name: 'ends', EndDate: new Date(here.startsAt + 11 * minuteMs) });
    here.create({ ...deleting, ...every5, Name: 'goes-on' });
    here.pass(10 * minuteMs - 1);
    expect(here.names()).toEqual(['ends', 'goes-on']);
    here.pass(hourMs);
    expect(here.names()).toEqual(['goes-on']);
  });

  test('a change of what is due already does not change it', () => {
    const here = desk();
    const window = { FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 60 } };
    here.create({ ...window, ScheduleExpression: 'at(2026-11-21T03:05:00)', Target: target({ Input: 'old' }) });
    here.pass(5 * minuteMs + 1);
    here.update({ ScheduleExpression: 'at(2026-11-21T09:00:00)', Target: target({ Input: 'new' }) });
    here.pass(dayMs);
    expect(here.received().map(({ body }) => body)).toEqual(['old', 'new']);
  });
});
