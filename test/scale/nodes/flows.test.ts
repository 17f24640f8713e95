import { describe, expect, test } from 'vitest';
import { minuteMs } from '../../../lib/core/time.ts';
import { addGroup } from '../../../sim/account/autoscaling/group.ts';
import { setInstanceStatus } from '../../../sim/account/instances.ts';
import { noticeInstance } from '../../../sim/account/services/scheduler.ts';
import { runManagedScaling } from '../../../sim/account/autoscaling/managed-scaling.ts';
import { stand } from '../../../sim/account/autoscaling/lifecycle.ts';
import type { Service } from '../../../sim/account/service.ts';
import { openWork } from '../../../sim/account/work/work-queue.ts';
import { createService } from '../../../sim/account/services/create.ts';
import { updateService } from '../../../sim/account/services/update.ts';
import { releaseOnHosts } from '../../sim/services/scene.ts';
import type { Yard } from '../../drain/yard.ts';
import { serve } from '../../drain/yard.ts';
import { endsIn, huge, nodesOf, openPark, raisesIn, serviceOf, sizeOf } from './park.ts';

/** A host has room for eight of the usual tasks. */
const basic = 'mode: act, headroom: 0, leastAge: 5m';
const web = `${basic}, idle: 5m, perZone: 0`;

const running = ({ simulation }: Yard, { name }: Service): number =>
  [...simulation.account.tasks.values()].filter(
    (task) => task.group === `service:${name}` && task.lastStatus === 'RUNNING' && task.desiredStatus === 'RUNNING',
  ).length;

const codes = (park: Yard): readonly string[] => nodesOf(park)?.decisions.map(({ code }) => code) ?? [];

describe('what has no place', () => {
  test('one is bought for it, not two, and no more while it comes', async () => {
    const park = await openPark({ nodes: `web: { ${web} }`, hosts: 1 });
    const orders = serve(park, 'orders', { desired: 9 });
    await park.run(600);
    expect(raisesIn(park)).toEqual([['web', 2]]);
    expect(running(park, orders)).toBe(9);
  });

  test('as many as are needed are bought at once', async () => {
    const park = await openPark({ nodes: `web: { ${web} }`, hosts: 1 });
    const orders = serve(park, 'orders', { desired: 40 });
    await park.run(600);
    expect(raisesIn(park)).toEqual([['web', 5]]);
    expect(running(park, orders)).toBe(40);
  });

  test('room is kept for one more of the largest', async () => {
    const park = await openPark({ nodes: 'web: { mode: act }', hosts: 1 });
    serve(park, 'orders', { desired: 8 });
    await park.run(600);
    expect(raisesIn(park)).toEqual([['web', 2]]);
  });

  test('never more than the configuration and the group allow, and it says so', async () => {
    const park = await openPark({ nodes: `web: { ${web}, instances: 0..2 }`, hosts: 1 });
    serve(park, 'orders', { desired: 40 });
    await park.run(900);
    expect(raisesIn(park)).toEqual([['web', 2]]);
    expect(codes(park)).toContain('AtMost');
  });

  test('at least as many as the configuration wants', async () => {
    const park = await openPark({ nodes: `web: { ${web}, instances: 3..9 }`, hosts: 1 });
    await park.run(1800);
    expect(sizeOf(park.group)).toBe(3);
  });

  test('where EC2 has none, another group is asked, and nothing is dropped', async () => {
    const park = await openPark({ nodes: `"*": { ${web} }`, hosts: 1 });
    const spare = addGroup(park.scaling, { name: 'spare', desired: 1, max: 9, cluster: park.cluster });
    stand(park.scaling, spare, 'ap-northeast-1a');
    park.group.refusedBecause = 'We currently do not have sufficient m5.large capacity.';
    const orders = serve(park, 'orders', { desired: 24 });
    await park.run(1500);
    expect(running(park, orders)).toBe(24);
    expect(raisesIn(park).map(([group]) => group)).toEqual(expect.arrayContaining(['web', 'spare']));
    expect(nodesOf(park)?.groups['web']?.avoidedFor).toContain('sufficient');
  });

  test('a group that is empty is remembered, and woken', async () => {
    const park = await openPark({ nodes: `web: { ${web} }`, hosts: 1 });
    const orders = serve(park, 'orders', { desired: 1 });
    await park.run(300);
    updateService(park.simulation.account, orders, { desired: 0 });
    await park.run(2400);
    expect(sizeOf(park.group)).toBe(0);
    updateService(park.simulation.account, orders, { desired: 2 });
    await park.run(600);
    expect(raisesIn(park)).toEqual([['web', 1]]);
    expect(running(park, orders)).toBe(2);
  });

  test('what service scaling wants is bought before it is asked for', async () => {
    const park = await openPark({
      nodes: `web: { ${web} }`,
      scale: 'prod/orders: { mode: act, tasks: 12..20 }',
      hosts: 1,
    });
    const orders = serve(park, 'orders', { desired: 4 });
    await park.run(1200);
    expect(raisesIn(park)).toEqual([['web', 2]]);
    expect(orders.desired).toBe(12);
    expect(running(park, orders)).toBe(12);
  });

  test.each([5, 20, 35, 50])('and at once, whatever second of the minute it is: %i', async (second) => {
    const park = await openPark({
      nodes: `web: { ${web} }`,
      scale: 'prod/orders: { mode: act, tasks: 1..40, queue: jobs, perTask: 1 }',
      hosts: 1,
    });
    const { account, agenda } = park.simulation;
    const orders = serve(park, 'orders', { desired: 4 });
    const work = openWork(account, { queue: 'jobs', service: orders, perMessageMs: minuteMs, arrivals: () => 0 });
    work.add(4);
    await park.run(240 + second);
    work.add(30);
    const addedAt = agenda.now();
    await park.run(300);
    const wantedAt =
      serviceOf(park, 'orders')?.decisions.find(({ at, wanted }) => at >= addedAt && wanted > 8)?.at ?? 0;
    const boughtAt = park.calls.find(({ operation }) => operation === 'AutoScaling.SetDesiredCapacity')?.at ?? Infinity;
    // What is seen is confirmed ten seconds later. All are bought that are wanted, and not what the rates allow now.
    expect(boughtAt - wantedAt).toBeLessThan(20_000);
    expect(raisesIn(park)).toEqual([['web', 4]]);
  });

  test('what must leave an instance that somebody drains gets another place, no more than that', async () => {
    const park = await openPark({ nodes: `web: { ${basic}, perZone: 0, idle: 60m }`, hosts: 2 });
    const orders = serve(park, 'orders', { desired: 14, minimumHealthyPercent: 100, maximumPercent: 200 });
    await park.run(240);
    expect(raisesIn(park)).toEqual([]);
    const [host] = park.simulation.account.instances.values();
    if (host === undefined) throw new Error('there is no host');
    setInstanceStatus(park.simulation.account, host, 'DRAINING');
    noticeInstance(park.simulation.account, host);
    await park.run(900);
    expect(raisesIn(park)).toEqual([['web', 3]]);
    const left = [...park.simulation.account.tasks.values()].filter(
      ({ instance, lastStatus }) => instance === host && lastStatus !== 'STOPPED',
    );
    expect(left).toEqual([]);
    expect(running(park, orders)).toBe(14);
  });

  test('a deployment that must start one before it stops one gets its place', async () => {
    const park = await openPark({ nodes: `web: { ${web} }`, hosts: 1 });
    const orders = serve(park, 'orders', { desired: 8, minimumHealthyPercent: 100 });
    await park.run(120);
    const here = { account: park.simulation.account, cluster: park.cluster, events: [], run: () => {} };
    const definition = releaseOnHosts(here, 'orders-v2', { stopMs: 2_000 }, { cpu: 256, memoryMiB: 512 });
    updateService(park.simulation.account, orders, { definition });
    await park.run(1500);
    expect(raisesIn(park)).toEqual([['web', 2]]);
    expect(orders.deployments.filter(({ status }) => status === 'ACTIVE')).toEqual([]);
  });
});

describe('who is not needed', () => {
  test('is drained and ended, its group is smaller, and no service falls below its minimum', async () => {
    const park = await openPark({ nodes: `web: { ${web}, budget: 1 }`, hosts: 4 });
    const orders = serve(park, 'orders', { desired: 6, minimumHealthyPercent: 100 });
    await park.run(300);
    let least = Infinity;
    for (let at = 0; at < 3600; at += 10) {
      await park.run(10);
      least = Math.min(least, running(park, orders));
      const out = [...park.group.instances.values()].filter(({ host }) => host?.status === 'DRAINING');
      expect(out.length).toBeLessThanOrEqual(1);
    }
    expect(sizeOf(park.group)).toBe(1);
    expect(park.group.desired).toBe(1);
    expect(least).toBe(6);
    expect(endsIn(park)).toHaveLength(3);
    expect(park.killed).toEqual([]);
    expect(nodesOf(park)?.leaving).toEqual([]);
    const kept = park.simulation.storage.holds;
    for (const id of endsIn(park)) expect(await kept.read(`instance/${String(id)}`)).toEqual([]);
  });

  test('not before it was seen for its time', async () => {
    const park = await openPark({ nodes: `web: { ${basic}, perZone: 0, idle: 30m }`, hosts: 3 });
    serve(park, 'orders', { desired: 3 });
    await park.run(25 * 60);
    expect(endsIn(park)).toEqual([]);
    expect(codes(park)).toContain('Confirming');
  });

  test('zones keep what they must', async () => {
    const park = await openPark({ nodes: `web: { ${basic}, idle: 5m, budget: 100% }`, hosts: 6 });
    serve(park, 'orders', { desired: 1 });
    await park.run(5400);
    const zones = new Set([...park.group.instances.values()].map(({ zone }) => zone));
    expect(sizeOf(park.group)).toBe(3);
    expect(zones.size).toBe(3);
  });

  test('goes also while a task waits that no instance would take, and it says so', async () => {
    const park = await openPark({ nodes: `web: { ${web} }`, hosts: 3 });
    serve(park, 'orders', { desired: 2 });
    huge(park);
    await park.run(3600);
    expect(sizeOf(park.group)).toBe(1);
    expect(raisesIn(park)).toEqual([]);
    expect(nodesOf(park)?.decisions.at(-1)).toMatchObject({ code: 'NeverFits', why: '1 of service:huge' });
  });

  test('comes back when it is needed after all, and nothing is bought', async () => {
    const park = await openPark({ nodes: `web: { ${web}, budget: 1 }`, hosts: 2 });
    const orders = serve(park, 'orders', { desired: 2 }, 20 * minuteMs);
    await park.run(60);
    while (![...park.group.instances.values()].some(({ host }) => host?.status === 'DRAINING')) await park.run(10);
    updateService(park.simulation.account, orders, { desired: 12 });
    await park.run(600);
    expect(raisesIn(park)).toEqual([]);
    expect(endsIn(park)).toEqual([]);
    expect(codes(park)).toContain('TakenBack');
    expect(running(park, orders)).toBe(12);
  });

  test('is let be where a person holds it', async () => {
    const park = await openPark({ nodes: `web: { ${web} }`, hosts: 2 });
    serve(park, 'orders', { desired: 2 });
    const hold = { holder: 'person/aiko', feature: 'person', why: 'looks at it', since: 1 } as const;
    for (const { id } of park.group.instances.values())
      await park.simulation.storage.holds.take(`instance/${id}`, hold);
    await park.run(3600);
    expect(endsIn(park)).toEqual([]);
    expect(sizeOf(park.group)).toBe(2);
  });

  test('is let be while a task of it is protected', async () => {
    const park = await openPark({ nodes: `web: { ${web} }`, hosts: 2 });
    const orders = serve(park, 'orders', { desired: 2 });
    await park.run(60);
    for (const task of park.simulation.account.tasks.values())
      if (task.group === `service:${orders.name}`) task.protectedUntil = park.simulation.agenda.now() + 900 * minuteMs;
    await park.run(3600);
    expect(endsIn(park)).toEqual([]);
    expect([...park.group.instances.values()].every(({ host }) => host?.status === 'ACTIVE')).toBe(true);
  });

  test('comes back where drain only watches', async () => {
    const park = await openPark({ nodes: `web: { ${web} }`, drain: 'web: { mode: observe }', hosts: 2 });
    serve(park, 'orders', { desired: 2 });
    await park.run(3600);
    expect(endsIn(park)).toEqual([]);
    expect(nodesOf(park)?.avoided).not.toEqual({});
  });
});

describe('who else decides', () => {
  const managed = (park: Yard): void => {
    const named = { arn: 'arn:aws:ecs:::capacity-provider/hosts', name: 'hosts', autoScalingGroup: 'web' };
    park.cluster.capacityProviders.set('hosts', { ...named, managedScaling: true, managedTerminationProtection: true });
    runManagedScaling(park.scaling, park.group);
  };

  test('where managed scaling is on, an instance is emptied, and nothing else is done', async () => {
    const park = await openPark({
      nodes: `hosts: { ${web} }`,
      hosts: 3,
      group: { capacityProvider: 'hosts', protectsNewInstances: true },
    });
    managed(park);
    const { account } = park.simulation;
    const here = { account, cluster: park.cluster, events: [], run: () => {} };
    createService(account, {
      cluster: park.cluster,
      name: 'orders',
      definition: releaseOnHosts(here, 'orders-v1', { stopMs: 2_000 }, { cpu: 256, memoryMiB: 512 }),
      desired: 3,
      capacityProviderStrategy: [{ provider: 'hosts', weight: 1, base: 0 }],
    });
    await park.run(5400);
    expect([...raisesIn(park), ...endsIn(park)]).toEqual([]);
    expect(park.calls.some(({ operation }) => operation === 'EventBridge.PutEvents')).toBe(true);
    expect(sizeOf(park.group)).toBeLessThan(3);
    expect(park.killed).toEqual([]);
  });

  test('a group with policies of its own is left alone, and it says so', async () => {
    const park = await openPark({ nodes: `web: { ${web} }`, hosts: 1 });
    park.simulation.account.groupPolicies.set('web', ['cpu-60']);
    await park.run(360);
    serve(park, 'orders', { desired: 20 });
    await park.run(900);
    expect(raisesIn(park)).toEqual([]);
    expect(nodesOf(park)?.decisions.at(-1)).toMatchObject({
      code: 'OwnedByOther',
      why: expect.stringContaining('cpu-60'),
    });
  });

  test.each([
    { name: 'a policy that observes', mode: 'act' as const, nodes: `web: { ${web.replace('act', 'observe')} }` },
    { name: 'a stack that only watches', mode: 'watch' as const, nodes: `web: { ${web} }` },
  ])('$name writes nothing, and notes what it would', async ({ mode, nodes }) => {
    const park = await openPark({ nodes, mode, hosts: 3 });
    const orders = serve(park, 'orders', { desired: 3 });
    await park.run(1800);
    updateService(park.simulation.account, orders, { desired: 40 });
    await park.run(600);
    expect(park.calls.filter(({ operation }) => /Set|Terminate|Put|Update/.test(operation))).toEqual([]);
    expect(codes(park)).toEqual(expect.arrayContaining(['Consolidated', 'Bought']));
  });

  test('without the section nothing is read of groups', async () => {
    const park = await openPark({ nodes: 'none-such: { mode: none }', hosts: 2 });
    serve(park, 'orders', { desired: 20 });
    await park.run(600);
    expect([...raisesIn(park), ...endsIn(park)]).toEqual([]);
  });
});
