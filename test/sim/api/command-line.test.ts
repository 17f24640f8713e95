import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsApi } from '../../../sim/api/aws-api.ts';
import type { Published } from '../../../sim/api/small-services.ts';
import type { Front } from '../../../sim/front/front.ts';
import { startFront } from '../../../sim/front/front.ts';
import { Shop } from './shop.ts';

const installed = ((): boolean => {
  try {
    execFileSync('aws', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    console.log('The AWS CLI is not installed: its tests are left out.');
    return false;
  }
})();

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

async function aws(...args: readonly string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)('aws', [...args, '--endpoint-url', front.url, '--output', 'json'], {
    env: {
      ...process.env,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_DEFAULT_REGION: 'ap-northeast-1',
    },
  });
  return JSON.parse(stdout);
}

describe.skipIf(!installed)('the AWS CLI', () => {
  test('describes a service', async () => {
    const answer = await aws('ecs', 'describe-services', '--cluster', 'shop', '--services', 'web');
    expect(answer).toMatchObject({
      services: [{ serviceName: 'web', desiredCount: 2, runningCount: 2 }],
      failures: [],
    });
  }, 30_000);

  test('waits until it is stable', async () => {
    const waiting = promisify(execFile)(
      'aws',
      ['ecs', 'wait', 'services-stable', '--cluster', 'shop', '--services', 'web', '--endpoint-url', front.url],
      { env: { ...process.env, AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_DEFAULT_REGION: 'x' } },
    );
    await expect(waiting).resolves.toMatchObject({ stderr: '' });
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
