import { describe, expect, test } from 'vitest';
import { secondMs } from '../../../lib/core/time.ts';
import type { BudgetUse } from '../../../lib/core/ports.ts';
import type { ScalingGroup } from '../../../lib/core/node-reads.ts';
import { givenBack, totalOf } from '../../../lib/scale/nodes/total.ts';
import type { AutoScalingGroup } from '../../../sim/account/autoscaling/group.ts';
import { addGroup } from '../../../sim/account/autoscaling/group.ts';
import { stand } from '../../../sim/account/autoscaling/lifecycle.ts';
import { ensureCluster } from '../../../sim/account/identities.ts';
import { updateService } from '../../../sim/account/services/update.ts';
import type { Fate } from '../../../sim/cloud/gate.ts';
import { seeded } from '../../../sim/random.ts';
import { awsError } from '../../../sim/wire.ts';
import type { Yard } from '../../drain/yard.ts';
import { serve } from '../../drain/yard.ts';
import { nodesOf, openPark } from './park.ts';

const web = 'mode: act, headroom: 0, perZone: 0, consolidate: false, upkeep: none';

type Pair = { readonly park: Yard; readonly batch: AutoScalingGroup; readonly wish: (tasks: number) => void };

/** Two clusters, each with a group and a service, that share one total. */
async function openPair(
  total: number,
  options: { seed?: string; fate?: (now: () => boolean) => Fate } = {},
): Promise<Pair> {
  const hindered = { now: false };
  const { seed = 'pair', fate } = options;
  const park = await openPark({
    nodes: `total: ${total}\n  "*": { ${web} }`,
    hosts: 1,
    seed,
    options: {
      everyMinute: true,
      ...(fate !== undefined && {
        fate: ({ execution }) =>
          execution.function === 'scale' ? fate(() => hindered.now) : ({ kind: 'answered' } as const),
      }),
    },
  });
  const cluster = ensureCluster(park.simulation.account, 'batch');
  const batch = addGroup(park.scaling, { name: 'batch', desired: 1, max: 40, cluster });
  stand(park.scaling, batch, 'ap-northeast-1a');
  const services = [
    serve(park, 'orders', { desired: 1 }),
    serve({ ...park, cluster }, 'render', { desired: 1, cluster }),
  ];
  await park.run(900);
  hindered.now = true;
  return {
    park,
    batch,
    wish: (desired) => {
      for (const service of services) updateService(park.simulation.account, service, { desired });
    },
  };
}

const bought = ({ park, batch }: Pair): number => park.group.desired + batch.desired;

describe('one total for all clusters', () => {
  test('two that want more at the same moment have no more than it, and all of it', async () => {
    const pair = await openPair(6);
    pair.wish(60);
    let most = 0;
    for (let at = 0; at < 240; at += 1) {
      await pair.park.run(5);
      most = Math.max(most, bought(pair));
    }
    expect(most).toBe(6);
    const codes = ['prod', 'batch'].map((name) => nodesOf(pair.park, name)?.decisions.at(-1)?.code);
    expect(codes).toEqual(['AtTotal', 'AtTotal']);
    expect(pair.park.simulation.storage.shared().filter(({ thing }) => thing.endsWith('budget/nodes'))).toEqual([]);
  });

  test('what one gives back the other may have', async () => {
    const pair = await openPair(4);
    pair.wish(40);
    await pair.park.run(600);
    expect(bought(pair)).toBe(4);
    const { batch, park } = pair;
    const before = park.group.desired;
    batch.desired -= 1;
    await park.run(600);
    expect(bought(pair)).toBe(4);
    expect(park.group.desired + batch.desired).toBe(4);
    expect(park.group.desired).toBeGreaterThanOrEqual(before);
  });

  test.each([1, 2, 3, 4, 5, 6])('whatever happens to its calls: seed %i', { timeout: 60_000 }, async (seed) => {
    const random = seeded(`total ${seed}`);
    const fates: readonly Fate[] = [
      { kind: 'death', done: random.chance(0.5) },
      { kind: 'answer-lost', error: awsError('TimeoutError'), afterMs: 2 * secondMs },
    ];
    const pair = await openPair(7, {
      seed: `total ${seed}`,
      fate: (isHindered) => (isHindered() && random.chance(1 / 12) ? random.pick(fates) : { kind: 'answered' }),
    });
    for (const tasks of [20, 60]) {
      pair.wish(tasks);
      for (let at = 0; at < 90; at += 1) {
        await pair.park.run(10);
        expect(bought(pair)).toBeLessThanOrEqual(7);
      }
    }
    expect(bought(pair)).toBe(7);
  });
});

const group = (name: string, desired: number): ScalingGroup => ({
  name,
  min: 0,
  max: 99,
  desired,
  zones: [],
  members: [],
  suspended: [],
  launches: [],
});

const using = (
  holders: Readonly<Record<string, number>>,
): { readonly ok: true; readonly value: BudgetUse; readonly at: 0 } => ({
  ok: true,
  at: 0,
  value: { releases: 3, holders: new Map(Object.entries(holders).map(([name, amount]) => [name, { amount }])) },
});

describe('what is left of it', () => {
  const entries = [{ pattern: 'batch-*', policy: { mode: 'act' } as never }];
  const groups = [group('web', 3), group('batch-a', 4), group('their', 5), group('nobody', 50)];
  const given = { total: 20, groups, own: ['web'], entries };

  test.each([
    { name: 'own groups, those of others, and those an entry fits', holders: {}, left: 20 - 3 - 4 - 5 },
    { name: 'and what is claimed and not there yet', holders: { 'other/9/their': 4 }, left: 20 - 3 - 4 - 5 - 4 },
    { name: 'never less than none', holders: { 'other/40/their': 35 }, left: 0 },
  ])('$name', ({ holders, left }) => {
    const facts = { key: 'k', use: using(holders), others: { ok: true as const, value: ['their'], at: 0 } };
    expect(totalOf(facts, given)).toMatchObject({ left, budget: { limit: 8, releases: 3 } });
  });

  test.each([
    {
      name: 'the budget unread',
      use: { ok: false as const, reason: 'throttled' as const },
      others: { ok: true as const, value: [], at: 0 },
    },
    { name: 'the others unread', use: using({}), others: { ok: false as const, reason: 'throttled' as const } },
  ])('$name: nobody knows', ({ use, others }) => {
    expect(totalOf({ key: 'k', use, others }, given)).toBeUndefined();
  });

  test.each([
    { name: 'bought by now', holder: 'other/5/their', wanted: [], isBack: true },
    { name: 'its group is gone', holder: 'other/5/gone', wanted: [], isBack: true },
    { name: "another cluster's, not there yet: it stays", holder: 'other/9/their', wanted: [], isBack: false },
    { name: 'ours, not wanted any more', holder: 'prod/9/web', wanted: [], isBack: true },
    {
      name: 'ours, still wanted: it stays',
      holder: 'prod/9/web',
      wanted: [{ target: { raise: { group: 'web', instances: 9, claim: { holder: 'prod/9/web' } } } }],
      isBack: false,
    },
  ])('given back: $name', ({ holder, wanted, isBack }) => {
    const facts = { key: 'k', use: using({ [holder]: 1 }), others: { ok: true as const, value: [], at: 0 } };
    const back = givenBack(facts, { cluster: 'prod', groups, wanted });
    expect(back.map(({ target }) => target)).toEqual(isBack ? [{ giveBack: { budget: 'k', holder } }] : []);
  });
});
