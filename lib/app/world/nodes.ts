import { deferred } from '../../aws/client.ts';
import { portError, readFrom } from '../../aws/errors.ts';
import type { OwnEvent } from '../../aws/event-bus.ts';
import type { GroupOrders } from '../../aws/group-orders.ts';
import type { ScalingGroupReads } from '../../core/node-reads.ts';
import type { Outcome } from '../../core/outcome.ts';
import { PortError } from '../../core/outcome.ts';
import { drainRequestEvent } from '../../ecs/events/drain-request.ts';
import { nodesKey, serviceKey, sweepKey } from '../../scale/names.ts';
import type { NodesReads } from '../../scale/nodes/facts.ts';
import type { Claim, NodesTarget, NodesTelling } from '../../scale/nodes/orders.ts';
import { clustersIn, groupNamesIn, shortOf } from '../../scale/nodes/short.ts';
import type { ScaleState } from '../../scale/state.ts';
import { overEcs } from './over-ecs.ts';
import type { Ground } from './ground.ts';
import type { Host } from './host.ts';
import { sharedOrders } from './shared-orders.ts';

/** What is read of clusters' instances and their groups: loaded where the configuration scales any. */
export function nodeReadsOf(
  { client, clock }: Host,
  { environment, store, holds, budgets }: Ground,
): Omit<NodesReads, 'cluster'> {
  const groups = deferred<ScalingGroupReads>(async () => {
    const { openScalingGroups, scalingGroupReads } = await import('../../aws/scaling-groups.ts');
    return scalingGroupReads(client(openScalingGroups()), clock);
  });
  const tasks = overEcs({ client, clock }, async () => (await import('../../aws/hold-reads.ts')).ecsHoldReads);
  const clusters = overEcs<Pick<NodesReads, 'nodeClusters'>>({ client, clock }, async () => {
    const { nodeClusters } = await import('../../aws/node-clusters.ts');
    return (ecs, at) => ({ nodeClusters: nodeClusters(ecs, at) });
  });
  return {
    scalingGroups: groups.scalingGroups,
    groupControllers: groups.groupControllers,
    failedLaunches: groups.failedLaunches,
    protectedUntil: tasks.protectedUntil,
    nodeClusters: clusters.nodeClusters,
    holds: async (thing) => readFrom(clock, async () => holds.read(thing)),
    use: async (key) => readFrom(clock, async () => budgets.read(key)),
    otherGroups: async (cluster) => readFrom(clock, async () => groupsOfOthers(store, environment.region, cluster)),
    shortServices: async (cluster, services) =>
      readFrom(clock, async () => {
        const records = await store.load(services.map((name) => serviceKey(environment.region, cluster, name)));
        return [...records.values()].flatMap(({ state }) => shortOf(state as ScaleState, clock.now()) ?? []);
      }),
  };
}

/** The look for clusters has them; each cluster's record knows its groups. */
async function groupsOfOthers(store: Ground['store'], region: string, cluster: string): Promise<readonly string[]> {
  const [sweep] = (await store.load([sweepKey(region)])).values();
  const clusters = clustersIn(sweep?.state as ScaleState | undefined);
  if (clusters === undefined) throw new PortError('retry', 'nobody has listed the clusters yet');
  const keys = clusters.filter((name) => name !== cluster).map((name) => nodesKey(region, name));
  const records = keys.length === 0 ? [] : [...(await store.load(keys)).values()];
  return records.flatMap(({ state }) => groupNamesIn(state as ScaleState));
}

type Done = Omit<Outcome, 'kind' | 'action'>;
type Target = NodesTarget | NodesTelling;

export function isOfNodes(target: object): target is Target {
  return ['raise', 'end', 'ask', 'hold', 'letGo', 'giveBack'].some((verb) => verb in target);
}

/** Orders on groups, requests to drain, and what all share. */
export function nodeOrders(host: Host, ground: Ground): (target: Target) => Promise<Done> {
  const { client, clock } = host;
  const groups = deferred<GroupOrders>(async () => {
    const [{ openScalingOrders }, { groupOrders }] = await Promise.all([
      import('../../aws/scaling-groups.ts'),
      import('../../aws/group-orders.ts'),
    ]);
    return groupOrders(client(openScalingOrders()), clock);
  });
  const bus = deferred<{ readonly put: (event: OwnEvent) => Promise<Done> }>(async () => {
    const { eventPutter, openEventBus } = await import('../../aws/event-bus.ts');
    return { put: eventPutter(client(openEventBus()), clock) };
  });
  const share = sharedOrders(ground, clock);
  return async (target) => {
    if ('raise' in target) return (await unclaimed(target.raise.claim, ground, clock)) ?? groups.raiseTo(target.raise);
    if ('end' in target) return groups.end(target.end.instanceId);
    if ('ask' in target) return bus.put(drainRequestEvent(target.ask));
    return share(target);
  };
}

/** Undefined: there is no total, or its part of it is held now. */
async function unclaimed(
  claim: Claim | undefined,
  { budgets }: Ground,
  clock: Host['clock'],
): Promise<Done | undefined> {
  if (claim === undefined) return undefined;
  const at = clock.now();
  try {
    if (await budgets.claim(claim.budget, claim.holder, claim.amount)) return undefined;
    return { result: 'retry', reason: 'the total of all clusters is used, or has changed since it was read', at };
  } catch (error) {
    const { verdict, message } = portError(error, 'claim a part of the total');
    return { result: verdict, reason: message, at: clock.now() };
  }
}
