import { describe, expect, test } from 'vitest';
import { updateService } from '../../sim/account/services/update.ts';
import { interruptTask } from '../../sim/account/tasks/stop.ts';
import { postsOf } from '../../sim/chat/slack-state.ts';
import type { EcsService, ProviderShare } from '../../lib/core/ecs-reads.ts';
import { minuteMs } from '../../lib/core/time.ts';
import type { Freeze } from '../../lib/scale/freeze.ts';
import type { SpotMemory } from '../../lib/scale/spot.ts';
import { defaultSpotPolicy, freshSpot, movingBy, shiftHeard, shiftOf, spotSeen } from '../../lib/scale/spot.ts';
import type { Mill, MillOptions } from './mill.ts';
import { openMill } from './mill.ts';

const spotOnly: readonly ProviderShare[] = [{ provider: 'FARGATE_SPOT', weight: 1, base: 0 }];
const demand: readonly ProviderShare[] = [{ provider: 'FARGATE', weight: 1, base: 0 }];
const now = 1_800_000_000_000;

const service = (more: Partial<EcsService> = {}): EcsService => ({
  serviceArn: 'arn:aws:ecs:eu-west-1:123456789012:service/web/api',
  name: 'api',
  clusterArn: 'arn:aws:ecs:eu-west-1:123456789012:cluster/web',
  status: 'ACTIVE',
  desired: 4,
  running: 2,
  pending: 0,
  deployments: [],
  taskSets: [],
  policy: {},
  targetGroupArns: [],
  capacityProviders: [],
  providerShares: spotOnly,
  tags: {},
  events: [
    {
      at: now - 12 * minuteMs,
      message:
        '(service api) was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone.',
    },
  ],
  ...more,
});

describe('whether Spot is short', () => {
  test.each([
    { name: 'tasks missing, and ECS says why', of: {}, before: freshSpot, isShort: true },
    { name: 'all there', of: { running: 4 }, before: freshSpot, isShort: false },
    { name: 'missing for another reason', of: { events: [] }, before: freshSpot, isShort: false },
    {
      name: 'said long before it had all its tasks last',
      of: {},
      before: { ...freshSpot, fullAt: now - minuteMs },
      isShort: false,
    },
    {
      name: 'said while an interrupted task still ran',
      of: {},
      before: { ...freshSpot, fullAt: now - 10 * minuteMs },
      isShort: true,
    },
    { name: 'on demand', of: { providerShares: demand }, before: freshSpot, isShort: false },
    {
      name: 'Spot with weight 0 beside FARGATE gets no task',
      of: { providerShares: [...demand, { provider: 'FARGATE_SPOT', weight: 0, base: 0 }] },
      before: freshSpot,
      isShort: false,
    },
  ])('$name', ({ of, before, isShort }) => {
    expect(spotSeen(before, service(of), { policy: defaultSpotPolicy, now }).shortSince !== undefined).toBe(isShort);
  });
});

describe('where its tasks are moved', () => {
  const shortSince = now - 12 * minuteMs;
  const shifted = { at: now - 70 * minuteMs, before: spotOnly, backAt: now - 10 * minuteMs };
  const onDemand = { providerShares: demand, running: 4, events: [] };
  test.each<{ name: string; spot: SpotMemory; of?: Partial<EcsService>; freezes?: readonly Freeze[]; to?: string }>([
    { name: 'short for long: on demand', spot: { shortSince, shifts: [] }, to: 'on-demand' },
    { name: 'short for a moment: nowhere', spot: { shortSince: now - minuteMs, shifts: [] } },
    { name: 'moved a moment ago: nowhere', spot: { shortSince, shifts: [now - 20 * minuteMs] } },
    { name: 'in a deployment: nowhere', spot: { shortSince, shifts: [] }, freezes: [{ code: 'DeploymentInProgress' }] },
    { name: 'held by a person: nowhere', spot: { shortSince, shifts: [] }, freezes: [{ code: 'Held' }] },
    {
      name: 'deployed by others: nowhere',
      spot: { shortSince, shifts: [] },
      of: { deploymentController: 'CODE_DEPLOY' },
    },
    { name: 'its time on demand is over: back', spot: { shifted, shifts: [] }, of: onDemand, to: 'spot' },
    { name: 'its time is not over', spot: { shifted: { ...shifted, backAt: now + 1 }, shifts: [] }, of: onDemand },
    { name: 'over, and not all there: not now', spot: { shifted, shifts: [] }, of: { ...onDemand, running: 3 } },
  ])('$name', ({ spot, of = {}, freezes = [], to }) => {
    expect(shiftOf({ spot, service: service(of), policy: defaultSpotPolicy, freezes, now })?.to).toBe(to);
  });

  test('each time in vain it stays on demand for twice as long, at the most eight hours', () => {
    const hours = [0, 1, 2, 3, 4, 5].map((count) => {
      const before = { shifts: Array.from({ length: count }, () => now) };
      const spot = movingBy(before, { to: 'on-demand' }, { providerShares: spotOnly }, now);
      const { shifted: next } = shiftHeard(spot, defaultSpotPolicy, now);
      return ((next?.backAt ?? now) - now) / (60 * minuteMs);
    });
    expect(hours).toEqual([1, 2, 4, 8, 8, 8]);
  });

  test('who puts its strategy back himself is left to it', () => {
    expect(seen({ shifted, shifts: [] }, service({ running: 4 })).shifted).toBeUndefined();
  });

  const seen = (spot: SpotMemory, of: EcsService): SpotMemory => spotSeen(spot, of, { policy: defaultSpotPolicy, now });
  const moving = { to: 'on-demand', at: now - minuteMs, before: spotOnly } as const;

  test('an answer that is a little old undoes nothing', () => {
    expect(seen({ shifted: { ...shifted, at: now - 5_000 }, shifts: [] }, service()).shifted).toBeDefined();
    expect(seen({ triedAt: now - 5_000, shifts: [] }, service()).triedAt).toBeDefined();
  });

  test('an order whose answer was lost is known by what it did', () => {
    const { shifted: adopted, moving: left } = seen({ moving, shifts: [] }, service({ providerShares: demand }));
    expect(adopted?.before).toEqual(spotOnly);
    expect(left).toBeUndefined();
  });

  test('and its answer, when it comes late or once more, undoes nothing of that', () => {
    const adopted = seen({ moving, shifts: [] }, service({ providerShares: demand }));
    expect(shiftHeard(adopted, defaultSpotPolicy, now)).toEqual(adopted);
  });

  test('and one that never arrived is waited for a moment, and then forgotten', () => {
    expect(seen({ moving, shifts: [] }, service()).moving).toBeDefined();
    const old = { ...moving, at: now - 3 * minuteMs };
    expect(seen({ moving: old, shifts: [] }, service()).moving).toBeUndefined();
    const waits = { spot: { shortSince, moving, shifts: [] }, service: service(), freezes: [] };
    expect(shiftOf({ ...waits, policy: defaultSpotPolicy, now })).toBeUndefined();
  });
});

/** Four tasks on Spot, and then no room for two of them. */
async function short(spot: string, more: Partial<MillOptions> = {}): Promise<Mill> {
  const mill = await openMill({
    desired: 4,
    shares: spotOnly,
    scale: `shop/resizer: { mode: act, spot: ${spot} }`,
    ...more,
  });
  await mill.run(3);
  const { account } = mill.simulation;
  account.weather.fargateSpotFull.add('*');
  for (const task of [...mill.service.tasks].slice(0, 2)) interruptTask(account, task);
  return mill;
}

const moves = ({ calls }: Mill): readonly unknown[] =>
  calls.flatMap(({ operation, input }) => {
    const strategy = input['capacityProviderStrategy'];
    return operation === 'ECS.UpdateService' && Array.isArray(strategy)
      ? strategy.map((item: { readonly capacityProvider?: string }) => item.capacityProvider)
      : [];
  });
const running = (mill: Mill): number =>
  [...mill.service.tasks].filter(
    ({ lastStatus, desiredStatus }) => lastStatus === 'RUNNING' && desiredStatus === 'RUNNING',
  ).length;
const posts = (mill: Mill): string =>
  postsOf(mill.simulation.slack.state, 'C0ALERTS')
    .map((message) => JSON.stringify(message.content))
    .join();

describe('a service short of Spot', () => {
  test('is told, and in observe nothing is moved', async () => {
    const mill = await short('{ after: 10m }');
    await mill.run(25);
    expect(moves(mill)).toEqual([]);
    expect(posts(mill)).toContain('Fargate Spot has no room for 2 of 4 tasks');
    const said = mill.policy()?.decisions.flatMap(({ steps }) => steps.filter(({ code }) => code === 'SpotShort'));
    expect(said).toHaveLength(1);
    expect(running(mill)).toBe(2);
    expect(mill.simulation.errors).toEqual([]);
    await mill.simulation.close();
  });

  test('goes on demand, and back when there is Spot again', async () => {
    const mill = await short('{ mode: act, after: 5m, back: 30m }');
    await mill.run(20);
    expect(moves(mill)).toEqual(['FARGATE']);
    expect(running(mill)).toBe(4);
    mill.simulation.account.weather.fargateSpotFull.clear();
    await mill.run(40);
    expect(moves(mill)).toEqual(['FARGATE', 'FARGATE_SPOT']);
    expect(running(mill)).toBe(4);
    expect(mill.set()).toEqual([]);
    await mill.simulation.close();
  });

  test('comes to Spot in vain, and waits longer the next time', async () => {
    const mill = await short('{ mode: act, after: 5m, back: 20m }');
    await mill.run(100);
    // On demand for 20 minutes, then for 40; each try of Spot is given five.
    expect(moves(mill)).toEqual(['FARGATE', 'FARGATE_SPOT', 'FARGATE', 'FARGATE_SPOT', 'FARGATE']);
    expect(running(mill)).toBe(4);
    await mill.simulation.close();
  });

  test('a person who puts the strategy back is not fought', async () => {
    const mill = await short('{ mode: act, after: 5m, back: 6h }');
    await mill.run(15);
    updateService(mill.simulation.account, mill.service, {
      capacityProviderStrategy: spotOnly,
      forceNewDeployment: true,
    });
    await mill.run(30);
    expect(moves(mill)).toEqual(['FARGATE']);
    await mill.simulation.close();
  });
});
