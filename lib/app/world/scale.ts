import { deferred } from '../../aws/client.ts';
import { readFrom } from '../../aws/errors.ts';
import type { Admit } from '../../aws/rationed-client.ts';
import type { TaskProtection } from '../../aws/task-protection.ts';
import type { EcsTask } from '../../core/ecs-reads.ts';
import { heldService, yieldsTo } from '../../core/hold.ts';
import type { Act, Clock, Holds, Read } from '../../core/ports.ts';
import type { ScaleEvent } from '../../core/scale-event.ts';
import { ownScaleMessage, parseScaleEvent } from '../../ecs/events/parse-scale.ts';
import type { HeldBy, ScaleReads } from '../../scale/facts.ts';
import type { ScaleTarget } from '../../scale/orders.ts';
import type { ScalePolicy } from '../../scale/policy.ts';
import { scalePolicy } from '../config/scale-policy.ts';
import { accountOf } from '../environment.ts';
import type { Built } from '../lambda.ts';
import { afterReadingMs, readingEnd } from '../reading-end.ts';
import { authorityOf } from './authority.ts';
import { ecsOf } from './ecs.ts';
import { overEcs } from './over-ecs.ts';
import { placementOf } from './placement.ts';
import type { Ground } from './ground.ts';
import { groundOf } from './ground.ts';
import type { Host } from './host.ts';
import { lambdaHost } from './host.ts';
import { isOfNodes, nodeOrders, nodeReadsOf } from './nodes.ts';
import { alertSender, ownEventSender } from './queues.ts';

/** Everything the scale function may touch: services and their numbers, queues' depths, metrics; the table and its queues. */
export async function scaleWorld(
  host: Host = lambdaHost,
): Promise<Built<ScaleEvent, ScaleTarget, ScaleReads, ScalePolicy>> {
  const { clock } = host;
  const ground = groundOf(host, 'scale');
  const end = readingEnd(clock);
  const { environment, store, counts, send, configuration, world } = ground;
  const place = { account: accountOf(environment.queueUrl), region: environment.region, mode: environment.mode };
  return {
    tally: counts,
    world: {
      ...world,
      begins: end.begins,
      parse: parseScaleEvent,
      policy: async () => scalePolicy(await configuration(), place),
      store,
      read: readsOf(host, ground, end.admits(afterReadingMs)),
      act: actOf(host, {
        sendAlert: alertSender(send, environment.alertsQueueUrl, clock),
        passOn: ownEventSender(send, environment.queueUrl, clock),
        nodes: nodeOrders(host, ground),
      }),
      authority: authorityOf(environment, host),
    },
  };
}

function readsOf(host: Host, ground: Ground, admit: Admit): ScaleReads {
  const { client, clock } = host;
  const { holds } = ground;
  const ecs = ecsOf(host, admit);
  const placement = placementOf(host, admit);
  const queues = deferred<Pick<ScaleReads, 'queueDepth'>>(async () => {
    const [{ openSqs }, { queueDepths }] = await Promise.all([
      import('../../aws/sqs.ts'),
      import('../../aws/queue-depths.ts'),
    ]);
    return { queueDepth: queueDepths(client(openSqs()), clock) };
  });
  const metrics = deferred<Pick<ScaleReads, 'series'>>(async () => {
    const { metricSeries, openCloudWatch } = await import('../../aws/metric-data.ts');
    return { series: metricSeries(client(openCloudWatch()), clock) };
  });
  const others = deferred<Pick<ScaleReads, 'otherScaling'>>(async () => {
    const [{ openApplicationAutoScaling }, { serviceScaling }] = await Promise.all([
      import('../../aws/application-auto-scaling.ts'),
      import('../../aws/scaling-policies.ts'),
    ]);
    return { otherScaling: serviceScaling(client(openApplicationAutoScaling()), clock) };
  });
  const names = overEcs<Pick<ScaleReads, 'services'>>(host, async () => {
    const { serviceNames } = await import('../../aws/service-names.ts');
    return (opened, at) => ({ services: serviceNames(opened, at) });
  });
  return {
    ...nodeReadsOf(host, ground),
    service: ecs.service,
    runningTasks: async (which) => runningOf(await ecs.tasks({ ...which, desiredStatus: 'RUNNING' })),
    cluster: placement.cluster,
    queueDepth: queues.queueDepth,
    series: metrics.series,
    otherScaling: others.otherScaling,
    services: names.services,
    heldBy: async ({ cluster, service }) =>
      readFrom(clock, async () => strongest(holds, heldService(cluster, service), clock)),
  };
}

function runningOf(read: Read<readonly EcsTask[]>): Read<readonly string[]> {
  if (!read.ok) return read;
  return { ...read, value: read.value.flatMap(({ arn, lastStatus }) => (lastStatus === 'RUNNING' ? [arn] : [])) };
}

/** Whoever goes before scaling; scaling itself puts nothing down: what it does is done in one call. */
async function strongest(holds: Holds, thing: string, clock: Clock): Promise<HeldBy | undefined> {
  const mine = { holder: 'scale', feature: 'scale', since: clock.now() } as const;
  const hold = yieldsTo(mine, await holds.read(thing));
  return hold === undefined ? undefined : { by: hold.holder, why: hold.why };
}

type Tellers = {
  readonly sendAlert: ReturnType<typeof alertSender>;
  readonly passOn: ReturnType<typeof ownEventSender>;
  readonly nodes: ReturnType<typeof nodeOrders>;
};

function actOf(host: Host, { sendAlert, passOn, nodes }: Tellers): Act<ScaleTarget> {
  const services = overEcs(host, async () => (await import('../../aws/service-orders.ts')).serviceOrders);
  const protection = overEcs<{ readonly protect: TaskProtection }>(host, async () => {
    const { taskProtection } = await import('../../aws/task-protection.ts');
    return (ecs, clock) => ({ protect: taskProtection(ecs, clock) });
  });
  return async (target) => {
    if ('send' in target) return sendAlert(target.send);
    if ('pass' in target) return passOn(ownScaleMessage(target.pass));
    if (isOfNodes(target)) return nodes(target);
    if ('shift' in target) return services.setShares(target.shift);
    if ('protect' in target) return protection.protect(target.protect);
    return services.setDesired(target.scale);
  };
}
