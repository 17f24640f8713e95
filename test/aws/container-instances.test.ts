import { ECSClient } from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import { containerInstanceReads } from '../../lib/aws/container-instances.ts';
import { awsError, wire } from '../../sim/wire.ts';

const at = Date.UTC(2026, 10, 21, 3, 0);
const arnOf = (id: string): string => `arn:aws:ecs:eu-west-1:123456789012:container-instance/web/${id}`;

type Asked = { containerInstances?: string[] };

test('instances asked at the same time are one request; one that has left its cluster is not found', async () => {
  const client = new ECSClient({ maxAttempts: 1 });
  const requests = wire(client, {
    'ECS.DescribeContainerInstances': ({ containerInstances = [] }: Asked) => ({
      containerInstances: containerInstances
        .filter((arn) => arn !== arnOf('gone'))
        .map((containerInstanceArn) => ({
          containerInstanceArn,
          status: 'ACTIVE',
          agentConnected: containerInstanceArn === arnOf('there'),
        })),
      failures: [{ arn: arnOf('gone'), reason: 'MISSING' }],
    }),
  });
  const { containerInstance } = containerInstanceReads(client, { now: () => at });
  const found = await Promise.all(
    ['there', 'away', 'gone'].map(async (id) => containerInstance({ cluster: 'web', containerInstance: arnOf(id) })),
  );
  expect(found).toEqual([
    { ok: true, value: { arn: arnOf('there'), status: 'ACTIVE', agentConnected: true }, at },
    { ok: true, value: { arn: arnOf('away'), status: 'ACTIVE', agentConnected: false }, at },
    expect.objectContaining({ ok: false, reason: 'not-found' }),
  ]);
  expect(requests).toHaveLength(1);
});

test('what is denied is told as that', async () => {
  const client = new ECSClient({ maxAttempts: 1 });
  wire(client, {
    'ECS.DescribeContainerInstances': () => {
      throw awsError('AccessDeniedException');
    },
  });
  const { containerInstance } = containerInstanceReads(client, { now: () => at });
  expect(await containerInstance({ cluster: 'web', containerInstance: arnOf('there') })).toMatchObject({
    ok: false,
    reason: 'denied',
  });
});
