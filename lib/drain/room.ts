import type { EcsHost, ZonedMember } from '../core/host-reads.ts';
import type { Allowance, BudgetUse, Read } from '../core/ports.ts';
import type { GroupPolicy, Share } from './policy.ts';
import type { Wait } from './state.ts';

/**
 * What tells whether there is room for a drain that can wait. The use of the budget is read before all
 * else: a claim that rests on it is refused once somebody has given back (`releases`), for what was counted as out may
 * have gone since. Absent members: it is in no group, and the instances of its cluster count.
 */
export type RoomFacts = {
  readonly use: Read<BudgetUse>;
  readonly members?: Read<readonly ZonedMember[]>;
  readonly hosts: Read<readonly EcsHost[]>;
};

type Instance = { readonly id: string; readonly zone?: string; readonly isUp: boolean };

type Pool = { readonly instances: readonly Instance[]; readonly use: BudgetUse };

type Room =
  | { readonly is: 'room'; readonly budget: Omit<Allowance, 'key'> }
  | { readonly is: 'wait'; readonly for: Wait['for'] };

/**
 * Whether there is room for one more. Out is who holds a place, and who is not available for whatever other reason: an
 * instance that Auto Scaling ends cannot be kept, but it counts (as with Kubernetes' disruption budgets). Who holds a
 * place and is in the group no more is gone: it does not count.
 */
export function roomFor(id: string, facts: RoomFacts, policy: GroupPolicy): Room {
  const { use, members, hosts } = facts;
  if (!use.ok) return unread('its budget', use.reason);
  if (!hosts.ok) return unread('the instances of its cluster', hosts.reason);
  if (members !== undefined && !members.ok) return unread('its group', members.reason);
  const pool = { instances: instancesOf(members?.value, hosts.value), use: use.value };
  const self = pool.instances.find((each) => each.id === id);
  if (self === undefined) return { is: 'wait', for: { is: 'absent' } };
  return budgetWait(pool, self, policy) ?? zoneWait(pool, self, policy) ?? roomIn(pool, self, policy);
}

function unread(what: string, reason: string): Room {
  return { is: 'wait', for: { is: 'unread', what: `${what}: ${reason}` } };
}

function budgetWait(pool: Pool, self: Instance, { budget }: GroupPolicy): Room | undefined {
  const { instances } = pool;
  const out = instances.length - availableIn(pool, self).length + othersHolding(pool, self).length;
  const allowed = countOf(budget, instances.length);
  if (out + 1 <= allowed) return undefined;
  return { is: 'wait', for: { is: 'budget', allowed, out, total: instances.length } };
}

function zoneWait(pool: Pool, self: Instance, { perZone: least }: GroupPolicy): Room | undefined {
  const { zone } = self;
  if (zone === undefined) return undefined;
  const isHere = (each: Instance): boolean => each.zone === zone;
  const available = availableIn(pool, self).filter(isHere).length - othersHolding(pool, self).filter(isHere).length;
  return available - 1 >= least ? undefined : { is: 'wait', for: { is: 'zone', zone, available, least } };
}

/** The limits to claim by: whoever claims meanwhile counts there, and whoever is gone and still written down does not. */
function roomIn(pool: Pool, self: Instance, { budget, perZone }: GroupPolicy): Room {
  const { instances, use } = pool;
  const available = availableIn(pool, self);
  const ids = new Set(instances.map(({ id }) => id));
  const gone = [...use.holders].filter(([id]) => !ids.has(id)).map(([, held]) => held);
  const limit = countOf(budget, instances.length) - (instances.length - available.length) + sumOf(gone);
  const { zone } = self;
  if (zone === undefined) return { is: 'room', budget: { limit, releases: use.releases } };
  const goneHere = gone.filter(({ part }) => part === zone);
  const inZone = available.filter((each) => each.zone === zone).length - perZone + sumOf(goneHere);
  return { is: 'room', budget: { limit, part: { name: zone, limit: inZone }, releases: use.releases } };
}

function sumOf(held: readonly { readonly amount: number }[]): number {
  return held.reduce((sum, { amount }) => sum + amount, 0);
}

/** Who takes tasks, or would if it did not hold a place: so nobody is counted twice. */
function availableIn({ instances, use }: Pool, self: Instance): readonly Instance[] {
  return instances.filter((each) => each.isUp || each.id === self.id || use.holders.has(each.id));
}

function othersHolding({ instances, use }: Pool, self: Instance): readonly Instance[] {
  return instances.filter(({ id }) => id !== self.id && use.holders.has(id));
}

/** Instances on their way in, in a warm pool or set aside are not the group's to count on. */
function instancesOf(members: readonly ZonedMember[] | undefined, hosts: readonly EcsHost[]): readonly Instance[] {
  const takesTasks = hosts.filter(({ status, agentConnected }) => status === 'ACTIVE' && agentConnected);
  const up = new Set(takesTasks.map(({ ec2InstanceId }) => ec2InstanceId));
  if (members === undefined) {
    const byId = new Map(hosts.map(({ ec2InstanceId: id, zone }) => [id, { id, isUp: up.has(id), ...zoneOf(zone) }]));
    return [...byId.values()];
  }
  const counted = members.filter(({ state }) => state === 'InService' || state.startsWith('Terminating'));
  return counted.map(({ instanceId: id, state, zone }) => ({
    id,
    isUp: state === 'InService' && up.has(id),
    ...zoneOf(zone),
  }));
}

function zoneOf(zone: string | undefined): { readonly zone?: string } {
  return zone === undefined ? {} : { zone };
}

/** As Karpenter and Kubernetes round: 10 % of three is one. */
export function countOf(share: Share, of: number): number {
  return 'instances' in share ? share.instances : Math.ceil((share.percent * of) / 100);
}
