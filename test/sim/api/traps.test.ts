import type { ListTasksCommandOutput } from '@aws-sdk/client-ecs';
import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  paginateListTasks,
  RunTaskCommand,
  StopTaskCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { describe, expect, test } from 'vitest';
import { serviceShape } from '../../../sim/api/ecs/service-shape.ts';
import { ecsOver } from './clients.ts';
import { Shop } from './shop.ts';

const cluster = 'shop';

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

  test('what is seen of a service has been so within the time', async () => {
    const shop = new Shop();
    const client = ecsOver(shop, { consistency: always });
    const truth: { readonly at: number; readonly shape: string }[] = [];
    let old = 0;
    const shapeNow = (): string => JSON.stringify({ ...serviceShape(shop.account, shop.service), tags: undefined });
    const noteTruth = (): void => {
      const shape = shapeNow();
      if (truth.at(-1)?.at === shop.agenda.now()) truth.pop();
      if (truth.at(-1)?.shape !== shape) truth.push({ at: shop.agenda.now(), shape });
    };
    noteTruth();
    const step = async (): Promise<void> => {
      shop.agenda.step();
      const at = shop.agenda.now();
      noteTruth();
      const { services = [] } = await client.send(new DescribeServicesCommand({ cluster, services: ['web'] }));
      const seen = JSON.stringify({ ...services[0] });
      const found = truth.findLastIndex(({ shape }) => sameMembers(shape, seen));
      expect(truth[found + 1]?.at ?? at).toBeGreaterThanOrEqual(at - 5_000);
      if (found >= 0 && found < truth.length - 1) old += 1;
    };
    for (const tag of ['v2', 'v1']) {
      shop.pass(1_000);
      shop.deploy(tag);
      for (let count = 0; count < 150; count += 1) await step();
    }
    expect(old).toBeGreaterThan(10);
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

function sameMembers(one: string, other: string): boolean {
  const sorted = (text: string): unknown =>
    Object.entries(JSON.parse(text) as object).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}
