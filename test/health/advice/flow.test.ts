import { describe, expect, test } from 'vitest';
import { hourMs, minuteMs } from '../../../lib/core/time.ts';
import type { AlertState } from '../../../lib/alert/state.ts';
import type { HealthState } from '../../../lib/health/state.ts';
import { registerTaskDefinition } from '../../../sim/account/definitions.ts';
import type { Service } from '../../../sim/account/service.ts';
import { updateService } from '../../../sim/account/services/update.ts';
import type { TaskDefinition } from '../../../sim/account/task-definition.ts';
import { postsOf, threadOf } from '../../../sim/chat/slack-state.ts';
import type { Shop, ShopOptions } from '../loops/shop.ts';
import { openShop } from '../loops/shop.ts';

const words = (shop: Shop): string[] =>
  postsOf(shop.simulation.slack.state, 'C0ALERTS').map(({ content }) => JSON.stringify(content));

/** A revision whose image nobody has pushed. */
function unpushed({ simulation: { account } }: Shop): TaskDefinition {
  return registerTaskDefinition(account, {
    family: 'shop',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: 256,
    memoryMiB: 512,
    executionRoleArn: `arn:aws:iam::${account.id}:role/execution`,
    containers: [{ name: 'app', image: `${account.id}.dkr.ecr.${account.region}.amazonaws.com/shop:v404` }],
  });
}

function causesOf({ simulation }: Shop, service: string) {
  const record = simulation.store.all().find(({ key }) => key.endsWith(`/shop/service/${service}`));
  return (record?.state as HealthState | undefined)?.incident?.causes ?? [];
}

const callsOf = (shop: Shop, operation: string): number =>
  shop.calls.filter((call) => call.operation === operation).length;

/** A service whose deployments may neither start a task nor stop one, which ECS says nothing about. */
function openDeadlocked(options: ShopOptions = {}) {
  const shop = openShop({ seed: 'deadlock', ...options });
  const service = shop.serve('admin', {}, { minimumHealthyPercent: 100, maximumPercent: 100 });
  return { shop, service, deploy: () => shop.deploy(service, 'admin-v2') };
}

describe('a deployment that cannot succeed', () => {
  test('is known before its first task has failed, and told in one message with what failed', async () => {
    const shop = openShop({ seed: 'unpushed' });
    const service: Service = shop.serve('orders');
    await shop.run(20);
    updateService(shop.simulation.account, service, { definition: unpushed(shop) });
    await shop.run(6);
    const causes = causesOf(shop, 'orders');
    const foreseen = causes.find(({ id }) => id === 'deployment_will_fail_image_missing');
    const seen = causes.find(({ id }) => id.startsWith('pull_'));
    expect(foreseen?.fills).toMatchObject({ container: 'app', image: 'shop:v404' });
    expect(foreseen?.firstAt).toBeLessThan(seen?.firstAt ?? 0);
    const [only = '', ...others] = words(shop);
    expect(others).toEqual([]);
    expect(only).toContain('deployment failing, image v404 not in ECR');
    expect(only).not.toContain('will not get through');
    expect(shop.simulation.errors).toEqual([]);
  });

  test('and that ECS says nothing about is told, calls nobody, and ends when it gets through', async () => {
    const { shop, service, deploy } = openDeadlocked();
    await shop.run(20);
    deploy();
    await shop.run(3);
    const [first = '', ...others] = words(shop);
    expect(others).toEqual([]);
    expect(first).toContain('[prod] admin: deployment will not get through: the deployment can neither start nor stop');
    expect(first).toContain('none: 2/2 healthy');
    expect(first).toContain('Raise maximumPercent (200 is usual) or lower minimumHealthyPercent.');
    expect(first).not.toMatch(/<@|<!subteam/);
    updateService(shop.simulation.account, service, { maximumPercent: 200 });
    await shop.run(20);
    const told = words(shop);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('recovered');
    expect(shop.simulation.errors).toEqual([]);
  });

  test.each([
    ['the rule', 'rule: deployment-deadlock'],
    ['its cluster', 'cluster: shop'],
    ['its service', 'service: adm*'],
    ['its tag', 'tag: Stage=dev'],
  ])('is not told where %s is turned off', async (_, off) => {
    const { shop, service, deploy } = openDeadlocked({ more: `advice: { off: [{ ${off} }] }\n` });
    service.tags.set('Stage', 'dev');
    await shop.run(20);
    deploy();
    await shop.run(3);
    expect(words(shop)).toEqual([]);
  });

  test('is told once for its revision, however often it is deployed again', async () => {
    const { shop, service, deploy } = openDeadlocked();
    await shop.run(20);
    deploy();
    await shop.run(3);
    updateService(shop.simulation.account, service, { forceNewDeployment: true });
    await shop.run(5);
    const foreseen = causesOf(shop, 'admin').filter(({ id }) => id.startsWith('deployment_will_fail_'));
    expect(foreseen.map(({ count }) => count)).toEqual([1]);
  });
});

describe('what can wait', () => {
  test('is told by nobody until the weekly digest, and then once', { timeout: 120_000 }, async () => {
    // Sunday evening in Tokyo: the next digest, and the first of its week, is on Monday morning.
    const shop = openShop({ seed: 'weekly', options: { start: Date.parse('2026-11-29T13:00:00Z') } });
    const service = shop.serve('orders');
    await shop.run(20);
    expect(words(shop)).toEqual([]);
    await shop.run((11 * hourMs) / minuteMs);
    const [weekly = '', ...others] = words(shop).filter((each) => each.includes('Week of'));
    expect(others).toEqual([]);
    expect(weekly).toContain('Week of 23 Nov: 2 pieces of advice');
    expect(weekly).toContain('a container without logs (shop/orders)');
    const { state } = shop.simulation.slack;
    const post = postsOf(state, 'C0ALERTS').find(({ content }) => JSON.stringify(content).includes('Week of'));
    const thread = JSON.stringify(threadOf(state, post?.ts ?? '').map(({ content }) => content));
    expect(thread).toContain('npx watchkeeper advise --service shop/orders');
    expect(thread).toContain('warning no-circuit-breaker');
    updateService(shop.simulation.account, service, { forceNewDeployment: true });
    await shop.run(10);
    const digest = shop.simulation.store.all().find(({ key }) => key.endsWith('#digest'))?.state as AlertState;
    expect(digest).toMatchObject({ kind: 'digest', weekTold: '2026-11-30' });
    expect(digest).not.toHaveProperty('advice');
    expect(shop.simulation.errors).toEqual([]);
  });

  test('costs one look at the cluster, however many services are deployed at once', async () => {
    const shop = openShop({ seed: 'many' });
    for (let at = 0; at < 8; at += 1) shop.serve(`svc-${at}`);
    await shop.run(1);
    const listed = callsOf(shop, 'ECS.ListContainerInstances');
    expect(listed).toBeLessThanOrEqual(2);
    await shop.run(hourMs / minuteMs);
    const advised = shop.simulation.store.all().find(({ key }) => key.includes('#advice/'));
    expect(advised?.state).toMatchObject({ kind: 'advice', waiting: [] });
  });
});
