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

test.each([
  { name: 'of a cluster with Managed Instances', answer: ['MANAGED_INSTANCES', 'EC2_AUTOSCALING'], isManaged: true },
  { name: 'whose provider is an Auto Scaling group', answer: ['EC2_AUTOSCALING'], isManaged: undefined },
  { name: 'whose provider may not be read', answer: undefined, isManaged: undefined },
])('an instance $name', async ({ answer, isManaged }) => {
  const client = new ECSClient({ maxAttempts: 1 });
  const requests = wire(client, {
    'ECS.DescribeContainerInstances': () => ({
      containerInstances: [
        { containerInstanceArn: arnOf('there'), status: 'ACTIVE', agentConnected: true, capacityProviderName: 'own-0' },
      ],
    }),
    'ECS.DescribeCapacityProviders': ({ cluster }: { cluster?: string }) => {
      if (answer === undefined) throw awsError('AccessDeniedException');
      expect(cluster).toBe('web');
      return { capacityProviders: answer.map((type, index) => ({ name: `own-${index}`, type })) };
    },
  });
  const { containerInstance } = containerInstanceReads(client, { now: () => at });
  const found = await containerInstance({ cluster: 'web', containerInstance: arnOf('there') });
  expect(found.ok && found.value).toEqual({
    arn: arnOf('there'),
    status: 'ACTIVE',
    agentConnected: true,
    ...(isManaged !== undefined && { isManaged }),
  });
  expect(requests).toHaveLength(2);
});
