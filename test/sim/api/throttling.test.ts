import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeServicesCommand, ListTasksCommand, RunTaskCommand } from '@aws-sdk/client-ecs';
import { describe, expect, test } from 'vitest';
import { logReads } from '../../../lib/aws/logs.ts';
import { awsApi } from '../../../sim/api/aws-api.ts';
import { wire } from '../../../sim/wire.ts';
import { ecsOver } from './clients.ts';
import { Shop } from './shop.ts';

const cluster = 'shop';

describe('throttling', () => {
  test('one bucket for several operations, refilled in virtual time', async () => {
    const shop = new Shop();
    const client = ecsOver(shop, { throttle: true });
    const { instances } = shop;
    const list = async (): Promise<string> =>
      client.send(new ListTasksCommand({ cluster })).then(
        () => 'answered',
        (error: Error) => error.name,
      );
    const first = await Promise.all(Array.from({ length: 101 }, list));
    expect(first.filter((each) => each === 'answered')).toHaveLength(100);
    expect(first[100]).toBe('ThrottlingException');
    shop.pass(500);
    const next = await Promise.all(Array.from({ length: 12 }, list));
    expect(next.filter((each) => each === 'answered')).toHaveLength(10);
    expect(instances).toHaveLength(2);
    await expect(client.send(new DescribeServicesCommand({ cluster, services: ['web'] }))).resolves.toBeDefined();
  });

  test('RunTask says it in other words, too', async () => {
    const shop = new Shop();
    const client = ecsOver(shop, { throttle: { 'cluster resource modify': { burst: 0, perSecond: 0 } } });
    const names = new Set<string>();
    for (let at = 0; at < 20; at += 1) {
      await client.send(new RunTaskCommand({ cluster, taskDefinition: 'job' })).catch((error: Error) => {
        names.add(error.name);
        expect(error.message).toContain('Rate exceeded');
      });
    }
    expect(names).toEqual(new Set(['ThrottlingException', 'InvalidParameterException']));
    expect(shop.tasks().some(({ group }) => group === 'family:job')).toBe(false);
  });

  test('smaller buckets', async () => {
    const shop = new Shop();
    const client = new CloudTrailClient({
      region: 'x',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 1,
    });
    wire(
      client,
      awsApi(shop.account, { random: shop.random, throttle: { 'trail look-up': { burst: 1, perSecond: 1 } } }),
    );
    await client.send(new LookupEventsCommand({}));
    await expect(client.send(new LookupEventsCommand({}))).rejects.toThrow('Rate exceeded');
    shop.pass(1_000);
    await expect(client.send(new LookupEventsCommand({}))).resolves.toBeDefined();
  });
});

describe('logs', () => {
  const over = (shop: Shop, emptyLogAnswers: number): CloudWatchLogsClient => {
    const client = new CloudWatchLogsClient({ region: 'x', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
    wire(client, awsApi(shop.account, { random: shop.random, emptyLogAnswers }));
    return client;
  };

  test('an empty first answer has its lines behind the token', async () => {
    const shop = new Shop();
    const client = over(shop, 1);
    const stream = `web/web/${[...shop.service.tasks][0]?.id ?? ''}`;
    const first = await client.send(new GetLogEventsCommand({ logGroupName: '/ecs/web', logStreamName: stream }));
    expect(first.events).toEqual([]);
    const tail = await logReads(() => client, shop.agenda).tail({ group: '/ecs/web', stream, region: 'x' }, 1);
    expect(tail).toMatchObject({ state: 'found', lines: [{ text: 'ready' }] });
  });

  test('both ends of a stream are told by a token that stays', async () => {
    const shop = new Shop();
    const client = over(shop, 0);
    const place = { logGroupName: '/ecs/web', logStreamName: `web/web/${[...shop.service.tasks][0]?.id ?? ''}` };
    const first = await client.send(new GetLogEventsCommand({ ...place, startFromHead: true }));
    const end = await client.send(new GetLogEventsCommand({ ...place, nextToken: first.nextForwardToken }));
    expect([end.events, end.nextForwardToken]).toEqual([[], first.nextForwardToken]);
  });
});
