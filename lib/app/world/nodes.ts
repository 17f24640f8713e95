import { deferred } from '../../aws/client.ts';
import { portError, readFrom } from '../../aws/errors.ts';
import type { OwnEvent } from '../../aws/event-bus.ts';
import type { GroupOrders } from '../../aws/group-orders.ts';
import type { HoldReads } from '../../core/host-reads.ts';
import type { ScalingGroupReads } from '../../core/node-reads.ts';
import type { Outcome } from '../../core/outcome.ts';
import { drainRequestEvent } from '../../ecs/events/drain-request.ts';
import { serviceKey } from '../../scale/names.ts';
import type { NodesReads } from '../../scale/nodes/facts.ts';
import type { NodesTarget, NodesTelling } from '../../scale/nodes/orders.ts';
import { shortOf } from '../../scale/nodes/short.ts';
import type { ScaleState } from '../../scale/state.ts';
import type { Ground } from './ground.ts';
import type { Host } from './host.ts';

/** What is read of clusters' instances and their groups: loaded where the configuration scales any. */
export function nodeReadsOf(
  { client, clock }: Host,
  { environment, store, holds }: Ground,
): Omit<NodesReads, 'cluster'> {
  const groups = deferred<ScalingGroupReads>(async () => {
    const { openScalingGroups, scalingGroupReads } = await import('../../aws/scaling-groups.ts');
    return scalingGroupReads(client(openScalingGroups()), clock);
  });
  const ecs = deferred<Pick<HoldReads, 'protectedUntil'> & Pick<NodesReads, 'nodeClusters'>>(async () => {
    const [{ openEcs }, { ecsHoldReads }, { nodeClusters }] = await Promise.all([
      import('../../aws/ecs-client.ts'),
      import('../../aws/hold-reads.ts'),
      import('../../aws/node-clusters.ts'),
    ]);
    const opened = client(openEcs());
    return { protectedUntil: ecsHoldReads(opened, clock).protectedUntil, nodeClusters: nodeClusters(opened, clock) };
  });
  return {
    scalingGroups: groups.scalingGroups,
    groupControllers: groups.groupControllers,
    failedLaunches: groups.failedLaunches,
    protectedUntil: ecs.protectedUntil,
    nodeClusters: ecs.nodeClusters,
    holds: async (thing) => readFrom(clock, async () => holds.read(thing)),
    shortServices: async (cluster, services) =>
      readFrom(clock, async () => {
        const records = await store.load(services.map((name) => serviceKey(environment.region, cluster, name)));
        return [...records.values()].flatMap(({ state }) => shortOf(state as ScaleState, clock.now()) ?? []);
      }),
  };
}

type Done = Omit<Outcome, 'kind' | 'action'>;
type Target = NodesTarget | NodesTelling;

export function isOfNodes(target: object): target is Target {
  return ['raise', 'end', 'ask', 'hold', 'letGo'].some((verb) => verb in target);
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
  return async (target) => {
    if ('raise' in target) return groups.raiseTo(target.raise);
    if ('end' in target) return groups.end(target.end.instanceId);
    if ('ask' in target) return bus.put(drainRequestEvent(target.ask));
    const at = clock.now();
    try {
      return { ...(await shared(target, ground)), at };
    } catch (error) {
      const { verdict, message } = portError(error, 'share with others');
      return { result: verdict, reason: message, at: clock.now() };
    }
  };
}

type SharedTarget = Extract<Target, { readonly hold: unknown } | { readonly letGo: unknown }>;

async function shared(target: SharedTarget, { holds }: Pick<Ground, 'holds'>): Promise<Omit<Done, 'at'>> {
  if ('hold' in target) {
    const all = await holds.take(target.hold.thing, target.hold.hold);
    return { result: 'done', reason: `${all.length} hold it`, facts: { holds: all } };
  }
  await holds.release(target.letGo.thing, target.letGo.holder);
  return { result: 'done', reason: 'given back' };
}
