import { minuteMs } from '../../../lib/core/time.ts';
import { heldByPerson, heldInstance } from '../../../lib/core/hold.ts';
import { addGroup } from '../../../sim/account/autoscaling/group.ts';
import { stand } from '../../../sim/account/autoscaling/lifecycle.ts';
import { ensureCluster } from '../../../sim/account/identities.ts';
import type { Service } from '../../../sim/account/service.ts';
import { updateService } from '../../../sim/account/services/update.ts';
import type { Random } from '../../../sim/random.ts';
import { seeded } from '../../../sim/random.ts';
import { serve } from '../../drain/yard.ts';
import type { PlayedNight } from '../../soak/night.ts';
import { errorsIn, hindered, nightHindrances } from '../../soak/night.ts';
import type { Truth } from './judge.ts';
import { judged, newTruth, watched } from './judge.ts';
import { nodesOf, openPark } from './park.ts';

const lullMinutes = 25;

/** A night of two clusters whose instances are bought and sent away, with people in between. Says which promises were broken. */
export async function playNight(seed: number): Promise<PlayedNight> {
  const random = seeded(`nodes ${seed}`);
  const { options, begin, end } = hindered(random, nightHindrances, 0.2);
  const truth = newTruth(random);
  const park = await openPark({
    nodes: configurationOf(truth),
    hosts: random.whole(2, 5),
    seed: `nodes ${seed}`,
    // Jobs have no part in it; health looks on now and then, and a third of the time would be its.
    options: { ...options, without: random.fork('health').chance(0.1) ? ['batch'] : ['batch', 'health'] },
    answers: (operations) => judged(operations, truth),
  });
  const other = ensureCluster(park.simulation.account, 'batch');
  const batch = addGroup(park.scaling, { name: 'batch', desired: 1, max: 30, cluster: other });
  stand(park.scaling, batch, 'ap-northeast-1a');
  truth.park = park;
  truth.groups = [park.group, batch];
  truth.services = [
    serve(park, 'orders', { desired: random.whole(1, 12), minimumHealthyPercent: random.pick([50, 100]) }),
    serve(park, 'search', { desired: random.whole(0, 8) }),
    serve({ ...park, cluster: other }, 'render', { desired: random.whole(0, 4), cluster: other }),
  ];
  await observed(truth, 42);
  begin(park.simulation);
  for (let act = random.whole(5, 9); act > 0; act -= 1) {
    await random.pick(acts)(truth, random);
    await observed(truth, random.whole(6, 40));
  }
  end(park.simulation);
  await calm(truth);
  await observed(truth, lullMinutes * 6);
  const claims = claimsIn(truth);
  await park.run(150);
  // What was claimed a moment ago is bought, and given back, by now.
  if (claimsIn(truth).some((claim) => claims.includes(claim)))
    truth.broken.push('a part of the total is held by nobody');
  checkEnd(truth);
  await park.simulation.close();
  return { seed, broken: [...new Set(truth.broken)], orders: truth.orders };
}

/** So many steps of ten seconds, with a look before each. */
async function observed(truth: Truth, steps: number): Promise<void> {
  for (let step = steps; step > 0; step -= 1) {
    watched(truth);
    await truth.park?.run(10);
  }
  watched(truth);
}

function configurationOf({ limits: { mode, least, most, perZone, budget, total, upkeep } }: Truth): string {
  const sizes = `instances: ${least}..${most}, perZone: ${perZone}, budget: ${budget}`;
  const times = `headroom: 0, idle: 3m, leastAge: 2m, upkeep: ${upkeep}`;
  return `total: ${total}\n  "*": { mode: ${mode}, ${sizes}, ${times} }`;
}

type Act = (truth: Truth, random: Random) => Promise<void> | void;

const acts: readonly Act[] = [
  (truth, random) => wish(truth, random, 0, 60),
  (truth, random) => wish(truth, random, 0, 12),
  (truth, random) => wish(truth, random, 0, 4),
  (truth) => {
    const [group] = truth.groups;
    if (group === undefined) return;
    const { version } = group.template;
    group.template = { version: version + 1, isPinned: true, ami: `ami-0${version + 1}`, agentVersion: '1.99.0' };
  },
  (truth) => {
    const [group] = truth.groups;
    if (group?.refusedBecause !== undefined) delete group.refusedBecause;
    else if (group !== undefined) group.refusedBecause = 'We currently do not have sufficient m5.large capacity.';
  },
  // Both clusters at the same moment.
  (truth, random) => {
    for (const service of truth.services) if (random.chance(0.7)) wished(truth, service, random.whole(20, 60));
  },
  // What is left of others would be moved, and must not.
  (truth, random) => {
    const kept = random.pick(truth.services);
    for (const task of truth.park?.simulation.account.tasks.values() ?? [])
      if (task.group === `service:${kept.name}`) task.protectedUntil = truth.now() + 40 * minuteMs;
    truth.protectedSince = truth.now();
    for (const service of truth.services) if (service !== kept) wished(truth, service, random.whole(0, 2));
  },
  async (truth, random) => {
    const held = random.pick([...(truth.groups[0]?.instances.keys() ?? ['i-none'])]);
    const hold = { holder: heldByPerson('ann'), feature: 'person', why: 'a test', since: truth.now() } as const;
    await truth.park?.simulation.storage.holds.take(heldInstance(held), hold);
    truth.held.set(held, truth.now());
  },
  (truth) => {
    const policies = truth.park?.simulation.account.groupPolicies;
    if (policies?.delete('web') === true) delete truth.ownedSince;
    else {
      policies?.set('web', ['cpu-60']);
      truth.ownedSince = truth.now();
    }
  },
];

function wish(truth: Truth, random: Random, least: number, most: number): void {
  wished(truth, random.pick(truth.services), random.whole(least, most));
}

function wished({ park }: Truth, service: Service, desired: number): void {
  if (park !== undefined) updateService(park.simulation.account, service, { desired });
}

/** The night is over: nobody holds anything, EC2 has what is asked for. */
async function calm(truth: Truth): Promise<void> {
  const { park } = truth;
  for (const id of truth.held.keys())
    await park?.simulation.storage.holds.release(heldInstance(id), heldByPerson('ann'));
  truth.held.clear();
  park?.simulation.account.groupPolicies.clear();
  delete truth.ownedSince;
  for (const group of truth.groups) delete group.refusedBecause;
  for (const task of park?.simulation.account.tasks.values() ?? []) delete task.protectedUntil;
  for (const service of truth.services) wished(truth, service, Math.min(service.desired, 6));
}

const claimsIn = ({ park }: Truth): readonly string[] =>
  (park?.simulation.storage.shared() ?? [])
    .filter(({ thing }) => thing.endsWith('budget/nodes'))
    .map(({ holder }) => holder);

function checkEnd(truth: Truth): void {
  const { park, broken, limits } = truth;
  if (park === undefined) return;
  const { storage, agenda } = park.simulation;
  for (const name of ['prod', 'batch']) {
    const state = nodesOf(park, name);
    if (state === undefined) broken.push('nobody looks after it');
    else if (Math.abs(state.lookAt - agenda.now()) > 3 * minuteMs) broken.push('it was not looked at again');
  }
  const shared = storage.shared();
  const leaving = new Set(['prod', 'batch'].flatMap((name) => nodesOf(park, name)?.leaving.map(({ id }) => id) ?? []));
  for (const { thing, holder } of shared)
    if (holder === 'consolidate' && !leaving.has(thing.replace('instance/', ''))) broken.push('a hold is left behind');
  if (limits.mode === 'act' && limits.most * 8 >= 20 && limits.total >= 6)
    for (const { name, desired } of truth.services)
      if (truth.placed(name) < desired) broken.push(`tasks of ${name} have no place`);
  broken.push(...errorsIn(park.simulation));
}
