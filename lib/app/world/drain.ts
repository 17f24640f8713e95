import { deferred } from '../../aws/client.ts';
import { readFrom } from '../../aws/errors.ts';
import type { HostOrders } from '../../aws/host-orders.ts';
import type { LifecycleOrders } from '../../aws/lifecycle-orders.ts';
import type { AutoScalingReads, HostReads } from '../../core/host-reads.ts';
import type { HostEvent } from '../../core/host-event.ts';
import type { Act } from '../../core/ports.ts';
import { containerInstancesOf } from '../../drain/feature.ts';
import type { DrainReads } from '../../drain/facts.ts';
import { liveDrains, readTokensKey } from '../../drain/names.ts';
import type { DrainTarget, OrderTarget } from '../../drain/orders.ts';
import type { DrainPolicy } from '../../drain/policy.ts';
import type { DrainState } from '../../drain/state.ts';
import { ownHostMessage } from '../../ecs/events/own-host.ts';
import { parseHostEvent } from '../../ecs/events/parse-host.ts';
import { drainPolicy } from '../config/drain-policy.ts';
import { accountOf } from '../environment.ts';
import type { Built } from '../lambda.ts';
import { liveIndex } from '../live-drains.ts';
import { readPurse } from '../read-purse.ts';
import { authorityOf } from './authority.ts';
import { overEcs } from './over-ecs.ts';
import type { Ground } from './ground.ts';
import { groundOf } from './ground.ts';
import { holdsOf } from './holds.ts';
import type { Host } from './host.ts';
import { lambdaHost } from './host.ts';
import { alertSender, ownEventSender } from './queues.ts';
import type { SharedTarget } from './shared-orders.ts';
import { isShared, sharedOrders } from './shared-orders.ts';

/** Everything the drain function may touch: ECS and Auto Scaling, the table, its queue and the alerts queue. */
export async function drainWorld(
  host: Host = lambdaHost,
): Promise<Built<HostEvent, DrainTarget, DrainReads, DrainPolicy>> {
  const { clock } = host;
  const ground = groundOf(host, 'drain');
  const { environment, store, counts, send, configuration, world } = ground;
  const place = { account: accountOf(environment.queueUrl), region: environment.region, mode: environment.mode };
  const live = liveIndex(store, clock, {
    list: async () => store.open('drain', liveDrains),
    namesOf: ({ state, unreadable }) => (unreadable === undefined ? containerInstancesOf(state as DrainState) : []),
  });
  return {
    tally: counts,
    world: {
      ...world,
      parse: parseHostEvent,
      policy: async () => drainPolicy(await configuration(), { ...place, live: await live.read() }),
      store: live.store,
      read: readsOf(host, ground),
      act: actOf(host, {
        sendAlert: alertSender(send, environment.alertsQueueUrl, clock),
        passOn: ownEventSender(send, environment.queueUrl, clock),
        share: sharedOrders(ground, clock),
      }),
      authority: authorityOf(environment, host),
    },
  };
}

/**
 * ECS gives 100 at once and 20 a second to an account and Region (request-throttling): half of it is for others. What
 * cannot wait goes beyond the burst (some 20 reads at five invocations at a time), and is paid for by what can.
 */
const readShare = { burst: 40, perSecond: 10 };

function readsOf({ client, clock }: Host, { environment, budgets, holds: shared, buckets }: Ground): DrainReads {
  const bucket = { key: readTokensKey(environment.region), ...readShare };
  const purse = readPurse(async (wanted) => buckets.take(bucket, wanted, clock.now()));
  const hosts = overEcs<HostReads>({ client, clock }, async () => {
    const { hostReads } = await import('../../aws/hosts.ts');
    return (ecs, at) => hostReads(ecs, at, purse.spend);
  });
  const groups = deferred<AutoScalingReads>(async () => {
    const { autoScalingReads, openAutoScaling } = await import('../../aws/auto-scaling.ts');
    return autoScalingReads(client(openAutoScaling()), clock);
  });
  return {
    ...holdsOf({ client, clock }),
    hostsOf: hosts.hostsOf,
    tasksListed: hosts.tasksListed,
    tasksNamed: hosts.tasksNamed,
    schedulingOf: hosts.schedulingOf,
    hostsIn: hosts.hostsIn,
    member: groups.member,
    membersOf: groups.membersOf,
    leavingCause: groups.leavingCause,
    terminateHooks: groups.terminateHooks,
    leaving: groups.leaving,
    tokens: purse.ask,
    use: async (key) => readFrom(clock, async () => budgets.read(key)),
    holds: async (thing) => readFrom(clock, async () => shared.read(thing)),
  };
}

type Tellers = {
  readonly sendAlert: ReturnType<typeof alertSender>;
  readonly passOn: ReturnType<typeof ownEventSender>;
  readonly share: ReturnType<typeof sharedOrders>;
};

function actOf({ client, clock }: Host, { sendAlert, passOn, share }: Tellers): Act<DrainTarget> {
  const hosts = overEcs({ client, clock }, async () => (await import('../../aws/host-orders.ts')).hostOrders);
  const lifecycle = deferred<LifecycleOrders>(async () => {
    const [{ openAutoScaling }, { lifecycleOrders }] = await Promise.all([
      import('../../aws/auto-scaling.ts'),
      import('../../aws/lifecycle-orders.ts'),
    ]);
    return lifecycleOrders(client(openAutoScaling()), clock);
  });
  return async (target) => {
    if ('send' in target) return sendAlert(target.send);
    if ('pass' in target) return passOn(ownHostMessage(target.pass));
    if (isShared(target)) return share(target);
    return carriedOut(target, hosts, lifecycle);
  };
}

async function carriedOut(
  target: Exclude<OrderTarget, SharedTarget>,
  hosts: HostOrders,
  lifecycle: LifecycleOrders,
): ReturnType<Act<DrainTarget>> {
  if ('drain' in target) return hosts.setState(target.drain, 'DRAINING');
  if ('activate' in target) return hosts.setState(target.activate, 'ACTIVE');
  if ('complete' in target) return lifecycle.complete(target.complete);
  if ('heartbeat' in target) return lifecycle.heartbeat(target.heartbeat);
  if ('stop' in target) return hosts.stopTask(target.stop, target.stop.reason);
  return hosts.deregister(target.deregister);
}
