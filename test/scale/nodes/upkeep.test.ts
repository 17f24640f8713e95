import { describe, expect, test } from 'vitest';
import { updateService } from '../../../sim/account/services/update.ts';
import type { LaunchTemplate } from '../../../sim/account/autoscaling/group.ts';
import type { Service } from '../../../sim/account/service.ts';
import type { Yard } from '../../drain/yard.ts';
import { serve } from '../../drain/yard.ts';
import { endsIn, huge, nodesOf, openPark, raisesIn, sizeOf } from './park.ts';

const basic = 'headroom: 0, consolidate: false, leastAge: 0s, perZone: 0';
const acting = `web: { mode: act, upkeep: act, ${basic} }`;

const image = (version: number, isPinned = true): LaunchTemplate => ({
  version,
  isPinned,
  ami: `ami-0${version}`,
  agentVersion: '1.99.0',
});

const imagesIn = ({ group }: Yard): readonly string[] =>
  [...group.instances.values()].filter(({ state }) => state === 'InService').map(({ template }) => template.ami);

const running = ({ simulation }: Yard, { name }: Service): number =>
  [...simulation.account.tasks.values()].filter(
    ({ group, lastStatus, desiredStatus }) =>
      group === `service:${name}` && lastStatus === 'RUNNING' && desiredStatus === 'RUNNING',
  ).length;

/** How many instances were out at most, and how few tasks ran, until all have the image. */
async function renew(park: Yard, service: Service, hours = 4): Promise<{ out: number; least: number; most: number }> {
  const seen = { out: 0, least: Infinity, most: 0 };
  for (let at = 0; at < hours * 360; at += 1) {
    await park.run(10);
    const out = [...park.group.instances.values()].filter(({ host }) => host?.status === 'DRAINING').length;
    seen.out = Math.max(seen.out, out);
    seen.least = Math.min(seen.least, running(park, service));
    seen.most = Math.max(seen.most, sizeOf(park.group));
  }
  return seen;
}

const codes = (park: Yard): readonly string[] => nodesOf(park)?.decisions.map(({ code }) => code) ?? [];

describe('instances of an old image', () => {
  test('go one at a time, the oldest first, and no service falls below its minimum', async () => {
    const park = await openPark({ nodes: acting, hosts: 3 });
    const orders = serve(park, 'orders', { desired: 4, minimumHealthyPercent: 100 });
    await park.run(300);
    const before = [...park.group.instances.keys()];
    park.group.template = image(2);
    const { out, least } = await renew(park, orders);
    expect(imagesIn(park).filter((ami) => ami !== 'ami-02')).toEqual([]);
    expect(new Set(endsIn(park))).toEqual(new Set(before));
    expect(out).toBe(1);
    expect(least).toBe(4);
    expect(park.killed).toEqual([]);
    expect(codes(park)).toContain('Renewed');
  });

  test('where their tasks fit nowhere else, one is bought first', async () => {
    const park = await openPark({ nodes: acting, hosts: 2 });
    const orders = serve(park, 'orders', { desired: 16, minimumHealthyPercent: 100 });
    await park.run(300);
    park.group.template = image(2);
    const { out, least, most } = await renew(park, orders);
    expect(imagesIn(park)).toEqual(['ami-02', 'ami-02']);
    expect(raisesIn(park)[0]).toEqual(['web', 3]);
    expect(most).toBe(3);
    expect(out).toBe(1);
    expect(least).toBe(16);
  });

  test('a full group stays as it is, and it says why', async () => {
    const park = await openPark({ nodes: acting, hosts: 2, group: { max: 2 } });
    serve(park, 'orders', { desired: 16, minimumHealthyPercent: 100 });
    await park.run(300);
    park.group.template = image(2);
    await park.run(1800);
    expect([...raisesIn(park), ...endsIn(park)]).toEqual([]);
    expect(nodesOf(park)?.decisions.at(-1)).toMatchObject({
      code: 'Outdated',
      why: expect.stringContaining('no more can be bought'),
    });
  });

  test('of the newest version the first that is launched tells the others', async () => {
    const park = await openPark({ nodes: acting, hosts: 2 });
    const orders = serve(park, 'orders', { desired: 8, minimumHealthyPercent: 100 });
    await park.run(300);
    park.group.template = image(2, false);
    await park.run(1800);
    expect(endsIn(park)).toEqual([]);
    updateService(park.simulation.account, orders, { desired: 20 });
    await renew(park, orders, 2);
    expect(new Set(imagesIn(park))).toEqual(new Set(['ami-02']));
  });

  test('while any service is not settled nobody goes: an image on which tasks do not start comes no further', async () => {
    const park = await openPark({ nodes: acting, hosts: 3 });
    const orders = serve(park, 'orders', { desired: 4, minimumHealthyPercent: 100 });
    await park.run(300);
    huge(park);
    park.group.template = image(2);
    await park.run(3600);
    expect(running(park, orders)).toBe(4);
    expect(endsIn(park)).toEqual([]);
    expect(nodesOf(park)?.decisions.at(-1)).toMatchObject({
      code: 'Outdated',
      why: expect.stringContaining('it waits until huge is settled'),
    });
  });

  test.each([
    { name: 'by default only looked at', nodes: `web: { mode: act, ${basic} }`, mode: 'act' as const },
    { name: 'in an entry that observes', nodes: acting.replace('mode: act', 'mode: observe'), mode: 'act' as const },
    { name: 'in a stack that only watches', nodes: acting, mode: 'watch' as const },
  ])('$name: nothing is written, and it is noted', async ({ nodes, mode }) => {
    const park = await openPark({ nodes, mode, hosts: 3 });
    serve(park, 'orders', { desired: 4 });
    await park.run(300);
    park.calls.length = 0;
    park.group.template = image(2);
    await park.run(1200);
    expect(park.calls.filter(({ operation }) => /Set|Terminate|Put|Update/.test(operation))).toEqual([]);
    expect(codes(park)).toContain('Renewed');
    expect(nodesOf(park)?.decisions.at(-1)?.why).toContain('launch template version 1, its group now launches 2');
  });

  test('with upkeep none nobody looks', async () => {
    const park = await openPark({ nodes: acting.replace('upkeep: act', 'upkeep: none'), hosts: 2 });
    serve(park, 'orders', { desired: 2 });
    park.group.template = image(2);
    await park.run(1200);
    expect(codes(park)).not.toContain('Outdated');
    expect(endsIn(park)).toEqual([]);
  });

  test('one that holds a task of nobody, or a protected one, stays', async () => {
    const park = await openPark({ nodes: acting, hosts: 2 });
    const orders = serve(park, 'orders', { desired: 2 });
    await park.run(300);
    for (const task of park.simulation.account.tasks.values())
      if (task.group === `service:${orders.name}`) task.protectedUntil = park.simulation.agenda.now() + 900 * 60_000;
    park.group.template = image(2);
    await park.run(3600);
    expect(endsIn(park)).toEqual([]);
    expect([...park.group.instances.values()].every(({ host }) => host?.status !== 'DRAINING')).toBe(true);
  });
});
