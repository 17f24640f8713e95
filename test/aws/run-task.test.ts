import { ECSClient } from '@aws-sdk/client-ecs';
import { describe, expect, test } from 'vitest';
import { taskOrders } from '../../lib/aws/run-task.ts';
import { runReads } from '../../lib/aws/task-launches.ts';
import type { TaskLaunch } from '../../lib/core/run-reads.ts';
import { Refusal } from '../../sim/account/refusal.ts';
import { disguisedThrottling, exceptionOf } from '../../sim/api/exceptions.ts';
import type { WireHandlers } from '../../sim/wire.ts';
import { awsError, wire } from '../../sim/wire.ts';

const settings = {
  region: 'ap-northeast-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
};

const launch: TaskLaunch = {
  cluster: 'batch',
  definition: 'arn:aws:ecs:ap-northeast-1:123456789012:task-definition/close:1',
  startedBy: 'watchkeeper/0a/1-1',
  token: 'f'.repeat(64),
  shares: [{ provider: 'FARGATE', weight: 1, base: 0 }],
  network: { subnets: ['subnet-1'], securityGroups: [], publicIp: false },
  overrides: { containerOverrides: [] },
  tags: { 'watchkeeper:job': 'close' },
};

function over(handlers: WireHandlers, clock = { at: 1_000_000 }) {
  const client = new ECSClient(settings);
  const requests = wire(client, handlers);
  const setting = {
    clock: { now: () => clock.at },
    gapMs: 200,
    pause: async (waitMs: number) => {
      clock.at += waitMs;
    },
  };
  return { requests, orders: taskOrders(client, setting), reads: runReads(client, setting.clock), clock };
}

const arn = 'arn:aws:ecs:ap-northeast-1:123456789012:task/batch/0a';
const thrown = (error: Error) => (): never => {
  throw error;
};

describe('RunTask', () => {
  const answers: readonly (readonly [name: string, answer: () => unknown, expected: object])[] = [
    ['a task', () => ({ tasks: [{ taskArn: arn }], failures: [] }), { result: 'done', facts: { tasks: [arn] } }],
    [
      'a refusal in a 200',
      () => ({ tasks: [], failures: [{ reason: 'RESOURCE:CPU' }] }),
      { result: 'done', facts: { tasks: [], failures: [{ reason: 'RESOURCE:CPU' }] } },
    ],
    [
      'a task and a refusal',
      () => ({ tasks: [{ taskArn: arn }], failures: [{ reason: 'AGENT' }] }),
      { result: 'done', facts: { tasks: [arn] } },
    ],
    [
      'a conflict that names the task',
      thrown(exceptionOf('ECS.RunTask', new Refusal('ConflictException', 'conflict', { resourceIds: [arn] }))),
      { result: 'already-done', facts: { tasks: [arn], adopted: true } },
    ],
    [
      'a conflict that names none',
      thrown(exceptionOf('ECS.RunTask', new Refusal('ConflictException', 'conflict', { resourceIds: [] }))),
      { result: 'unknown' },
    ],
    ['throttling', thrown(awsError('ThrottlingException')), { result: 'retry' }],
    ['throttling in disguise', thrown(disguisedThrottling()), { result: 'retry' }],
    ['a fault of the server', thrown(awsError('ServerException', { status: 500 })), { result: 'unknown' }],
    ['no answer', thrown(awsError('TimeoutError', { status: 500 })), { result: 'unknown' }],
    [
      'a mistake',
      thrown(awsError('ClientException', { message: 'TaskDefinition is inactive' })),
      {
        result: 'permanent',
        facts: { tasks: [], error: { code: 'ClientException', message: 'TaskDefinition is inactive' } },
      },
    ],
    ['no right', thrown(awsError('AccessDeniedException')), { result: 'permanent' }],
  ];

  test.each(answers)('answers %s', async (_, answer, expected) => {
    const { orders, clock } = over({ 'ECS.RunTask': answer });
    expect(await orders.launch(launch, clock.at + 10_000)).toMatchObject(expected);
  });

  test('is the same request for the same launch, with its token and marks', async () => {
    const { orders, requests, clock } = over({ 'ECS.RunTask': () => ({ tasks: [], failures: [] }) });
    for (let time = 0; time < 2; time += 1) await orders.launch(launch, clock.at + 10_000);
    expect(requests[0]?.input).toEqual(requests[1]?.input);
    expect(requests[0]?.input).toMatchObject({
      clientToken: launch.token,
      startedBy: launch.startedBy,
      propagateTags: 'TASK_DEFINITION',
      enableECSManagedTags: true,
      tags: [{ key: 'watchkeeper:job', value: 'close' }],
    });
  });

  test('is made apart, and not begun when its turn comes too late', async () => {
    const { orders, requests, clock } = over({ 'ECS.RunTask': () => ({ tasks: [{ taskArn: arn }] }) });
    const from = clock.at;
    const all = await Promise.all(Array.from({ length: 8 }, async () => orders.launch(launch, from + 1000)));
    expect(all.map(({ result }) => result)).toEqual([
      ...Array.from({ length: 5 }, () => 'done'),
      'retry',
      'retry',
      'retry',
    ]);
    expect(requests).toHaveLength(5);
  });
});

test('StopTask of what is not there is done already', async () => {
  const gone = awsError('InvalidParameterException', { message: 'The referenced task was not found.' });
  const { orders } = over({ 'ECS.StopTask': thrown(gone) });
  expect(await orders.stop({ cluster: 'batch', arn }, 'why')).toMatchObject({ result: 'already-done' });
});

describe('the tasks of a launch', () => {
  const listed = (arns: Readonly<Record<string, readonly string[]>>): WireHandlers => ({
    'ECS.ListTasks': ({ desiredStatus = 'RUNNING' }: { desiredStatus?: string }) => ({
      taskArns: arns[desiredStatus] ?? [],
    }),
    'ECS.DescribeTasks': ({ tasks = [] }: { tasks?: readonly string[] }) => ({
      tasks: tasks.filter((task) => !task.endsWith('new')).map((taskArn) => ({ taskArn, lastStatus: 'STOPPED' })),
    }),
  });

  test('are looked for among those that run and those that have stopped', async () => {
    const { reads, requests } = over(listed({ RUNNING: [], STOPPED: [arn] }));
    const found = await reads.startedBy({ cluster: 'batch', startedBy: launch.startedBy });
    expect(found).toMatchObject({ ok: true, value: [{ arn, lastStatus: 'STOPPED' }] });
    const lists = requests.filter(({ operation }) => operation === 'ECS.ListTasks').map(({ input }) => input);
    expect(lists).toMatchObject([
      { startedBy: launch.startedBy, desiredStatus: 'RUNNING' },
      { startedBy: launch.startedBy, desiredStatus: 'STOPPED' },
    ]);
  });

  test('are there when they are listed, though nobody describes them', async () => {
    const { reads } = over(listed({ RUNNING: [`${arn}new`] }));
    const found = await reads.startedBy({ cluster: 'batch', startedBy: launch.startedBy });
    expect(found).toMatchObject({ ok: true, value: [{ arn: `${arn}new`, lastStatus: 'PROVISIONING' }] });
  });

  test('are unknown, and not none, when a list fails', async () => {
    const { reads } = over({ 'ECS.ListTasks': thrown(awsError('ThrottlingException')) });
    expect(await reads.startedBy({ cluster: 'batch', startedBy: 'x' })).toEqual({ ok: false, reason: 'throttled' });
  });
});

test('a family without an active revision is not found', async () => {
  const missing = awsError('ClientException', { message: 'Unable to describe task definition.' });
  const { reads } = over({ 'ECS.DescribeTaskDefinition': thrown(missing) });
  expect(await reads.definition('close')).toEqual({ ok: false, reason: 'not-found' });
});
