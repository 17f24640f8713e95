import { ECSClient } from '@aws-sdk/client-ecs';
import { describe, expect, test } from 'vitest';
import { serviceOrders } from '../../lib/aws/service-orders.ts';
import { taskProtection } from '../../lib/aws/task-protection.ts';
import type { WireHandlers, WireRequest } from '../../sim/wire.ts';
import { awsError, wire } from '../../sim/wire.ts';

const clock = { now: () => 0 };

function opened(handlers: WireHandlers): { readonly client: ECSClient; readonly requests: WireRequest[] } {
  const client = new ECSClient({ maxAttempts: 1 });
  return { client, requests: wire(client, handlers) };
}

const arns = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `arn:aws:ecs:eu-west-1:123456789012:task/web/${at}`);

describe('tasks that are protected', () => {
  test('ten in each request', async () => {
    const { client, requests } = opened({ 'ECS.UpdateTaskProtection': () => ({ protectedTasks: [], failures: [] }) });
    const done = await taskProtection(client, clock)({ cluster: 'web', tasks: arns(23), minutes: 5 });
    expect(done.result).toBe('done');
    expect(requests.map(({ input }) => (input as { readonly tasks: readonly string[] }).tasks.length)).toEqual([
      10, 10, 3,
    ]);
    expect(requests[0]?.input).toMatchObject({ cluster: 'web', protectionEnabled: true, expiresInMinutes: 5 });
  });

  test.each([
    { name: 'a task that is gone needs none', reason: 'MISSING', result: 'done' },
    { name: 'one that cannot be protected is at risk', reason: 'TASK_NOT_VALID', result: 'permanent' },
  ])('$name', async ({ reason, result }) => {
    const { client } = opened({
      'ECS.UpdateTaskProtection': () => ({ protectedTasks: [], failures: [{ arn: arns(1)[0], reason }] }),
    });
    const done = await taskProtection(client, clock)({ cluster: 'web', tasks: arns(2), minutes: 5 });
    expect(done.result).toBe(result);
  });

  test.each([
    { name: 'AccessDeniedException', result: 'permanent' },
    { name: 'ThrottlingException', result: 'retry' },
  ])('$name is $result', async ({ name, result }) => {
    const { client } = opened({
      'ECS.UpdateTaskProtection': () => {
        throw awsError(name);
      },
    });
    const done = await taskProtection(client, clock)({ cluster: 'web', tasks: arns(1), minutes: 5 });
    expect(done.result).toBe(result);
  });
});

test('tasks are moved by a strategy and a forced deployment, and the count is left alone', async () => {
  const { client, requests } = opened({ 'ECS.UpdateService': () => ({ service: {} }) });
  const shares = [{ provider: 'FARGATE', weight: 1, base: 0 }];
  const done = await serviceOrders(client, clock).setShares({ cluster: 'web', service: 'api', shares });
  expect(done.result).toBe('done');
  expect(requests.map(({ input }) => input)).toEqual([
    {
      cluster: 'web',
      service: 'api',
      capacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1, base: 0 }],
      forceNewDeployment: true,
    },
  ]);
});
