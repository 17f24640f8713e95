import type { ListTasksCommandOutput } from '@aws-sdk/client-ecs';
import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  paginateListTasks,
  RunTaskCommand,
  StopTaskCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, test } from 'vitest';
import { logReads } from '../../../lib/aws/logs.ts';
import type { AwsApiOptions } from '../../../sim/api/aws-api.ts';
import { awsApi } from '../../../sim/api/aws-api.ts';
import { wire } from '../../../sim/wire.ts';
import { Shop } from './shop.ts';

const cluster = 'shop';

function ecsOver(shop: Shop, options: Partial<AwsApiOptions> = {}): ECSClient {
  const client = new ECSClient({
    region: 'ap-northeast-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  wire(client, awsApi(shop.account, { random: shop.random, ...options }));
  return client;
}

describe('pages', () => {
  test('small ones make up the whole, whatever was asked for', async () => {
    const shop = new Shop();
    shop.jobs(5);
    const client = ecsOver(shop, { mostPerPage: 2 });
    const pages: ListTasksCommandOutput[] = [];
    for await (const page of paginateListTasks({ client, pageSize: 100 }, { cluster })) pages.push(page);
    const arns = pages.flatMap(({ taskArns = [] }) => taskArns);
    expect(pages.map(({ taskArns = [] }) => taskArns.length)).toEqual([2, 2, 2, 1]);
    expect(new Set(arns)).toEqual(new Set(shop.tasks().map(({ arn }) => arn)));
    expect(arns).toHaveLength(7);
  });

  test('what is left after something went is told once', async () => {
    const shop = new Shop();
    shop.jobs(5);
    const client = ecsOver(shop, { mostPerPage: 3 });
    const first = await client.send(new ListTasksCommand({ cluster, family: 'job' }));
    await client.send(new StopTaskCommand({ cluster, task: first.taskArns?.[0] }));
    const token = first.nextToken === undefined ? {} : { nextToken: first.nextToken };
    const second = await client.send(new ListTasksCommand({ cluster, family: 'job', ...token }));
    const told = [...(first.taskArns ?? []), ...(second.taskArns ?? [])];
    expect(new Set(told).size).toBe(told.length);
    expect(told).toHaveLength(5);
  });
});

describe('desired status', () => {
  test('tasks that stop are not among those that are listed without asking', async () => {
    const shop = new Shop();
    const [one] = shop.jobs(1);
    shop.pass(60_000);
    const client = ecsOver(shop);
    await client.send(new StopTaskCommand({ cluster, task: one?.arn }));
    const listed = await client.send(new ListTasksCommand({ cluster, family: 'job' }));
    const stopped = await client.send(new ListTasksCommand({ cluster, family: 'job', desiredStatus: 'STOPPED' }));
    expect([listed.taskArns, stopped.taskArns]).toEqual([[], [one?.arn]]);
  });

  test('a stopped task is forgotten in its second hour', async () => {
    const shop = new Shop();
    const [one] = shop.jobs(1);
    const client = ecsOver(shop);
    await client.send(new StopTaskCommand({ cluster, task: one?.arn }));
    const look = async (): Promise<readonly (string | undefined)[]> => {
      const { tasks = [], failures = [] } = await client.send(
        new DescribeTasksCommand({ cluster, tasks: [one?.arn ?? ''] }),
      );
      return [tasks[0]?.lastStatus, failures[0]?.reason];
    };
    shop.pass(59 * 60_000);
    expect(await look()).toEqual(['STOPPED', undefined]);
    shop.pass(2 * 3_600_000);
    expect(await look()).toEqual([undefined, 'MISSING']);
  });
});

describe('consistency', () => {
  const always = { mostMs: 5_000, share: 1 };

  test('a task that was just started may not be there yet, and is when the time is over', async () => {
    const shop = new Shop();
    const client = ecsOver(shop, { consistency: always });
    const { tasks = [] } = await client.send(new RunTaskCommand({ cluster, taskDefinition: 'job' }));
    const arns = tasks.map(({ taskArn = '' }) => taskArn);
    shop.pass(1_000);
    const looks = await Promise.all(
      Array.from({ length: 40 }, async () => client.send(new DescribeTasksCommand({ cluster, tasks: arns }))),
    );
    expect(new Set(looks.map(({ failures = [] }) => failures[0]?.reason))).toEqual(new Set(['MISSING', undefined]));
    shop.pass(5_000);
    const later = await client.send(new DescribeTasksCommand({ cluster, tasks: arns }));
    expect(later.failures).toEqual([]);
  });

  test('nothing is older than it may be, and nothing younger than now', async () => {
    const shop = new Shop();
    const client = ecsOver(shop, { consistency: always });
    const [one] = shop.jobs(1);
    const versions: { at: number; version: number }[] = [];
    shop.account.taskListeners.push((task) => {
      if (task === one) versions.push({ at: shop.agenda.now(), version: task.version });
    });
    let seenOld = 0;
    for (let step = 0; step < 60; step += 1) {
      shop.pass(500);
      const { tasks = [] } = await client.send(new DescribeTasksCommand({ cluster, tasks: [one?.arn ?? ''] }));
      const [seen] = tasks;
      if (seen?.version === undefined) continue;
      const was = versions.findLast(({ at }) => at <= shop.agenda.now() - 5_000)?.version ?? 0;
      expect(seen.version).toBeGreaterThanOrEqual(was);
      expect(seen.version).toBeLessThanOrEqual(one?.version ?? 0);
      if (seen.version < (one?.version ?? 0)) seenOld += 1;
    }
    expect(seenOld).toBeGreaterThan(0);
  });

  test('a service that was changed is seen as before for a while', async () => {
    const shop = new Shop();
    const client = ecsOver(shop, { consistency: always });
    shop.pass(10_000);
    await client.send(new UpdateServiceCommand({ cluster, service: 'web', desiredCount: 3 }));
    shop.pass(1_000);
    const look = async (): Promise<number | undefined> => {
      const { services = [] } = await client.send(new DescribeServicesCommand({ cluster, services: ['web'] }));
      return services[0]?.desiredCount;
    };
    const seen = new Set<number | undefined>();
    for (let at = 0; at < 40; at += 1) seen.add(await look());
    shop.pass(5_000);
    expect([seen, await look()]).toEqual([new Set([2, 3]), 3]);
  });

  test('the end of a roll-out is never missed for longer', async () => {
    const shop = new Shop();
    const client = ecsOver(shop, { consistency: always });
    shop.deploy('v2');
    let endedAt: number | undefined;
    for (let step = 0; step < 600; step += 1) {
      shop.pass(1_000);
      const now = shop.agenda.now();
      if (shop.service.deployments[0]?.rolloutState === 'COMPLETED') endedAt ??= now;
      const { services = [] } = await client.send(new DescribeServicesCommand({ cluster, services: ['web'] }));
      const state = services[0]?.deployments?.[0]?.rolloutState;
      if (endedAt !== undefined && now - endedAt > 5_000) expect(state).toBe('COMPLETED');
      if (endedAt !== undefined && now - endedAt > 20_000) break;
    }
    expect(endedAt).toBeDefined();
  });
});

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
