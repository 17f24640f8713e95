import { describe, expect, test } from 'vitest';
import { addGroup } from '../../../sim/account/autoscaling/group.ts';
import { stand } from '../../../sim/account/autoscaling/lifecycle.ts';
import { updateService } from '../../../sim/account/services/update.ts';
import { postsOf } from '../../../sim/chat/slack-state.ts';
import type { Yard } from '../../drain/yard.ts';
import { serve } from '../../drain/yard.ts';
import { huge, openPark } from './park.ts';

const web = 'mode: act, headroom: 0, perZone: 0, consolidate: false';

/** What was said of the cluster's instances, as it stands now. */
const posts = ({ simulation }: Yard): readonly string[] =>
  postsOf(simulation.slack.state, 'C0ALERTS')
    .map(({ content }) => JSON.stringify(content))
    .filter((post) => post.includes('prod/instances'));

const refusal = 'We currently do not have sufficient m5.large capacity in the zone you requested.';

type Case = {
  readonly name: string;
  readonly nodes?: string;
  readonly begin: (park: Yard) => void | Promise<void>;
  readonly said: readonly string[];
};

const cases: readonly Case[] = [
  {
    name: 'EC2 has no capacity, and there is no other group',
    begin: (park) => {
      park.group.refusedBecause = refusal;
      serve(park, 'orders', { desired: 24 });
    },
    said: ['no instance launches in web', refusal, 'tasks wait for a place', 'Auto Scaling goes on trying'],
  },
  {
    name: 'EC2 has no capacity, and another group is asked',
    nodes: `"*": { ${web} }`,
    begin: (park) => {
      const spare = addGroup(park.scaling, { name: 'spare', desired: 1, max: 9, cluster: park.cluster });
      stand(park.scaling, spare, 'ap-northeast-1a');
      park.group.refusedBecause = refusal;
      serve(park, 'orders', { desired: 40 });
    },
    said: ['no instance launches in web', 'Watchkeeper buys in spare until'],
  },
  {
    name: 'its groups are full',
    nodes: `web: { ${web}, instances: 0..2 }`,
    begin: (park) => void serve(park, 'orders', { desired: 24 }),
    said: ['tasks wait, its groups are full', 'Raise the maximum of the group', 'looks every minute'],
  },
  {
    name: 'its groups are full, and nobody may act',
    nodes: `web: { ${web.replace('act', 'observe')}, instances: 0..1 }`,
    begin: (park) => void serve(park, 'orders', { desired: 24 }),
    said: ['tasks wait, its groups are full', 'nothing, it waits for you'],
  },
  {
    name: 'the total of all clusters is used',
    nodes: `total: 2\n  web: { ${web} }`,
    begin: (park) => void serve(park, 'orders', { desired: 24 }),
    said: ['tasks wait, all 2 instances are used', 'nodes.total'],
  },
  {
    name: 'a task is too large for any instance',
    begin: (park) => huge(park),
    said: ['no instance of any group takes huge', 'nothing, it waits for you'],
  },
  {
    name: 'somebody else sizes its group',
    begin: async (park) => {
      park.simulation.account.groupPolicies.set('web', ['cpu-60']);
      // Whose policies act is read every five minutes.
      await park.run(300);
      serve(park, 'orders', { desired: 24 });
    },
    said: ['tasks wait, somebody else sizes web', 'cpu-60'],
  },
];

test('where managed scaling sizes all groups, a task without its capacity provider waits for somebody', async () => {
  const park = await openPark({ nodes: `hosts: { ${web} }`, hosts: 1, group: { capacityProvider: 'hosts' } });
  const provider = { arn: 'arn:aws:ecs:::capacity-provider/hosts', name: 'hosts', autoScalingGroup: 'web' };
  park.cluster.capacityProviders.set('hosts', { ...provider, managedScaling: true });
  serve(park, 'orders', { desired: 12 });
  await park.run(1500);
  const [post] = posts(park);
  expect(post).toContain('tasks wait, somebody else sizes web');
  expect(post).toContain('only for tasks of its capacity provider');
  expect(post).toContain('nothing, it waits for you');
});

describe('what keeps tasks from their places is told once', () => {
  test.each(cases)('$name', async ({ nodes = `web: { ${web} }`, begin, said }) => {
    const park = await openPark({ nodes, hosts: 1 });
    await begin(park);
    await park.run(1500);
    const [post, ...more] = posts(park);
    for (const words of said) expect(post).toContain(words);
    expect(more).toEqual([]);
    expect(post).not.toMatch(/undefined|\{\w+\}/);
  });

  test('and its end, when all have their places', async () => {
    const park = await openPark({ nodes: `web: { ${web}, instances: 0..2 }`, hosts: 1 });
    const orders = serve(park, 'orders', { desired: 24 });
    await park.run(900);
    updateService(park.simulation.account, orders, { desired: 12 });
    await park.run(900);
    const [post, ...more] = posts(park);
    expect(post).toContain('there is room again');
    expect(more).toEqual([]);
  });

  test('what comes within minutes is no news', async () => {
    const park = await openPark({ nodes: `web: { ${web} }`, hosts: 1 });
    serve(park, 'orders', { desired: 24 });
    await park.run(1800);
    expect(posts(park)).toEqual([]);
  });
});
