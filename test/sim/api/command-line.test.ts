import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsApi } from '../../../sim/api/aws-api.ts';
import type { Published } from '../../../sim/api/small-services.ts';
import type { Front } from '../../../sim/front/front.ts';
import { startFront } from '../../../sim/front/front.ts';
import { awsCli, isInstalled } from './command-line.ts';
import { Shop } from './shop.ts';

const shop = new Shop();
const published: Published[] = [];
let front: Front;

beforeAll(async () => {
  front = await startFront(
    awsApi(shop.account, { random: shop.random, publish: (message) => void published.push(message) }),
  );
});

afterAll(async () => {
  await front.close();
});

const aws = async (...args: readonly string[]): Promise<unknown> => awsCli(front.url, args);

describe.skipIf(!isInstalled())('the AWS CLI', () => {
  test('describes a service', async () => {
    const answer = await aws('ecs', 'describe-services', '--cluster', 'shop', '--services', 'web');
    expect(answer).toMatchObject({
      services: [{ serviceName: 'web', desiredCount: 2, runningCount: 2 }],
      failures: [],
    });
  }, 30_000);

  test('waits until it is stable', async () => {
    await expect(
      aws('ecs', 'wait', 'services-stable', '--cluster', 'shop', '--services', 'web'),
    ).resolves.toBeUndefined();
  }, 30_000);

  test('is told errors by their names', async () => {
    await expect(aws('ecs', 'list-tasks', '--cluster', 'none')).rejects.toThrow(
      'An error occurred (ClusterNotFoundException) when calling the ListTasks operation: Cluster not found.',
    );
  }, 30_000);

  test.each([
    [['elbv2', 'describe-target-health', '--target-group-arn', shop.group.arn], { TargetHealthDescriptions: [{}, {}] }],
    [['sts', 'get-caller-identity'], { Account: '123456789012' }],
    [
      ['sns', 'publish', '--topic-arn', 'arn:aws:sns:x:1:mails', '--message', 'a & b'],
      { MessageId: expect.any(String) },
    ],
    [
      ['logs', 'filter-log-events', '--log-group-name', '/ecs/web'],
      { events: [{ message: 'listening on 8080' }, {}, {}, {}] },
    ],
  ] as const)(
    '%j',
    async (args, expected) => {
      expect(await aws(...args)).toMatchObject(expected);
    },
    30_000,
  );

  test('its message has arrived as it was', () => {
    expect(published.map(({ message }) => message)).toEqual(['a & b']);
  });
});
