import { deferred } from '../../aws/client.ts';
import type { HostOrders } from '../../aws/host-orders.ts';
import type { LifecycleOrders } from '../../aws/lifecycle-orders.ts';
import type { AutoScalingReads, HostReads } from '../../core/host-reads.ts';
import type { HostEvent } from '../../core/host-event.ts';
import type { Act } from '../../core/ports.ts';
import { containerInstancesOf } from '../../drain/feature.ts';
import type { DrainReads } from '../../drain/facts.ts';
import { liveDrains } from '../../drain/names.ts';
import type { DrainTarget, OrderTarget } from '../../drain/orders.ts';
import type { DrainPolicy } from '../../drain/policy.ts';
import type { DrainState } from '../../drain/state.ts';
import { ownHostMessage } from '../../ecs/events/own-host.ts';
import { parseHostEvent } from '../../ecs/events/parse-host.ts';
import { drainPolicy } from '../config/drain-policy.ts';
import { accountOf } from '../environment.ts';
import type { Built } from '../lambda.ts';
import { liveIndex } from '../live-drains.ts';
import { authorityOf } from './authority.ts';
import { groundOf } from './ground.ts';
import type { Host } from './host.ts';
import { lambdaHost } from './host.ts';
import { alertSender, ownEventSender } from './queues.ts';

/** Everything the drain function may touch: ECS and Auto Scaling, the table, its queue and the alerts queue. */
export async function drainWorld(
  host: Host = lambdaHost,
): Promise<Built<HostEvent, DrainTarget, DrainReads, DrainPolicy>> {
  const { clock } = host;
  const { environment, store, counts, send, configuration, world } = groundOf(host, 'drain');
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
      read: readsOf(host),
      act: actOf(host, {
        sendAlert: alertSender(send, environment.alertsQueueUrl, clock),
        passOn: ownEventSender(send, environment.queueUrl, clock),
      }),
      authority: authorityOf(environment, host),
    },
  };
}

function readsOf({ client, clock }: Host): DrainReads {
  const hosts = deferred<HostReads>(async () => {
    const [{ openEcs }, { hostReads }] = await Promise.all([
      import('../../aws/ecs-client.ts'),
      import('../../aws/hosts.ts'),
    ]);
    return hostReads(client(openEcs()), clock);
  });
  const groups = deferred<AutoScalingReads>(async () => {
    const { autoScalingReads, openAutoScaling } = await import('../../aws/auto-scaling.ts');
    return autoScalingReads(client(openAutoScaling()), clock);
  });
  return {
    hostsOf: hosts.hostsOf,
    tasksOn: hosts.tasksOn,
    schedulingOf: hosts.schedulingOf,
    member: groups.member,
    terminateHooks: groups.terminateHooks,
    leaving: groups.leaving,
  };
}

type Tellers = {
  readonly sendAlert: ReturnType<typeof alertSender>;
  readonly passOn: ReturnType<typeof ownEventSender>;
};

function actOf({ client, clock }: Host, { sendAlert, passOn }: Tellers): Act<DrainTarget> {
  const hosts = deferred<HostOrders>(async () => {
    const [{ openEcs }, { hostOrders }] = await Promise.all([
      import('../../aws/ecs-client.ts'),
      import('../../aws/host-orders.ts'),
    ]);
    return hostOrders(client(openEcs()), clock);
  });
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
    return carriedOut(target, hosts, lifecycle);
  };
}

async function carriedOut(
  target: OrderTarget,
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
