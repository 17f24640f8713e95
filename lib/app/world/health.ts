import { deferred } from '../../aws/client.ts';
import { readFrom } from '../../aws/errors.ts';
import type { ScalableTargets } from '../../aws/scalable-targets.ts';
import type { AlarmReads } from '../../core/alarm-reads.ts';
import type { AwsEvent } from '../../core/event.ts';
import type { CodeDeployReads, RegistryReads, TargetReads } from '../../core/evidence-reads.ts';
import type { Act } from '../../core/ports.ts';
import { parseEvent } from '../../ecs/events/parse.ts';
import { passedOnMessage } from '../../ecs/events/passed-on.ts';
import type { HealthTarget } from '../../health/decide.ts';
import type { HealthReads } from '../../health/facts.ts';
import type { HealthPolicy } from '../../health/policy.ts';
import { secondMs } from '../../core/time.ts';
import { recordKey } from '../../core/record.ts';
import { turns } from '../../core/turns.ts';
import { healthPolicy } from '../config/health-policy.ts';
import type { Admission } from '../admission.ts';
import { admission } from '../admission.ts';
import type { Built } from '../lambda.ts';
import type { ReadingEnd } from '../reading-end.ts';
import { afterReadingMs, readingEnd } from '../reading-end.ts';
import { authorityOf } from './authority.ts';
import { ecsOf } from './ecs.ts';
import { overEcs } from './over-ecs.ts';
import { placementOf } from './placement.ts';
import type { Ground } from './ground.ts';
import { groundOf } from './ground.ts';
import type { Host } from './host.ts';
import { lambdaHost } from './host.ts';
import { adviceSender, alertSender, ownEventSender } from './queues.ts';
import { isShared, sharedOrders } from './shared-orders.ts';

/**
 * Everything the health function may touch: reads of ECS, load balancers and CodeDeploy, the table, its queue and the
 * alerts queue; and orders about services that crash-loop.
 */
export async function healthWorld(
  host: Host = lambdaHost,
): Promise<Built<AwsEvent, HealthTarget, HealthReads, HealthPolicy>> {
  const { clock } = host;
  const ground = groundOf(host, 'health');
  const { environment, store, counts, send, configuration, world } = ground;
  const scaling = scalingOf(host);
  const end = readingEnd(clock);
  const act = actOf(host, {
    sendAlert: alertSender(send, environment.alertsQueueUrl, clock),
    collect: adviceSender(send, environment.alertsQueueUrl, clock),
    passOn: ownEventSender(send, environment.queueUrl, clock),
    share: sharedOrders(ground, clock),
    suspend: scaling.suspend,
  });
  return {
    tally: counts,
    world: {
      ...world,
      begins: end.begins,
      parse: parseEvent,
      policy: async () => healthPolicy(await configuration(), environment),
      store,
      read: readsOf(host, ground, { scaling: scaling.read, end }),
      act,
      authority: authorityOf(environment, host),
    },
  };
}

/**
 * ECS gives 100 reads at once and 20 a second to an account and Region (request-throttling). In a storm every service is
 * looked at: a few at once, beside the dozen that the look at all services takes, and less than half in the long run.
 */
const readShare = { burst: 5, perSecond: 8 };

/**
 * Task definitions are in none of the buckets AWS documents, and there is one call for each: so they wait for nobody else,
 * and are as few a second as what deploys in the account should not notice. A guess.
 */
const definitionShare = { burst: 5, perSecond: 10 };

/** Numbers that come late beat none; a whole cluster takes dozens of calls, and nobody is hurt while it is read. */
const patienceMs = { service: 3 * secondMs, cluster: 20 * secondMs };

/** Services' facts go before those of clusters, whose records may share their invocation. */
const keptBackMs = { service: afterReadingMs, cluster: afterReadingMs + 6 * secondMs };

const shares = { reads: readShare, definitions: definitionShare };

function rationOf({ environment, buckets, world }: Ground, of: keyof typeof shares): Pick<Admission, 'take'> {
  const bucket = { key: recordKey('health', environment.region, of), ...shares[of] };
  return { take: async (most) => buckets.take(bucket, { must: 0, may: most }, world.clock.now()) };
}

type Reading = { readonly scaling: ScalableTargets['read']; readonly end: ReadingEnd };

function readsOf(host: Host, ground: Ground, { scaling, end }: Reading): HealthReads {
  const { clock } = host;
  const { budgets, holds } = ground;
  const admitted = (of: 'service' | 'cluster', from: keyof typeof shares = 'reads') => {
    const waiting = { patienceMs: patienceMs[of], until: () => end.before(keptBackMs[of]) };
    return admission({ ...rationOf(ground, from), ...waiting, now: clock.now, pause: host.pause });
  };
  const ecs = ecsOf(host, admitted('service'));
  const instances = overEcs(
    host,
    async () => (await import('../../aws/container-instances.ts')).containerInstanceReads,
  );
  const sweep = overEcs(host, async () => (await import('../../aws/ecs-sweep.ts')).sweepReads);
  const ofClusters = { definition: admitted('cluster', 'definitions'), other: admitted('cluster') };
  const placement = placementOf(host, async (command) =>
    (command === 'DescribeTaskDefinitionCommand' ? ofClusters.definition : ofClusters.other)(),
  );
  const inLine = turns();
  return {
    ...evidenceOf(host),
    service: ecs.service,
    serviceDeployment: ecs.serviceDeployment,
    taskDefinition: ecs.taskDefinition,
    stoppedTasks: async (which) => ecs.tasks({ ...which, desiredStatus: 'STOPPED' }),
    containerInstance: instances.containerInstance,
    // Of two that are read at once, with calls for one, neither is read.
    cluster: async (scope) => inLine(async () => placement.cluster(scope)),
    clusterStandings: sweep.clusterStandings,
    servicePage: sweep.servicePage,
    stoppedAlone: sweep.stoppedAlone,
    lostAgents: sweep.lostAgents,
    runningTasks: async (which) => ecs.tasks({ ...which, desiredStatus: 'RUNNING' }),
    holds: async (thing) => readFrom(clock, async () => holds.read(thing)),
    use: async (budget) => readFrom(clock, async () => budgets.read(budget)),
    scaling,
  };
}

type EvidenceReads = Pick<HealthReads, 'targets' | 'deployment' | 'image' | 'inAlarm'>;

/** What is read beside ECS. */
function evidenceOf({ client, clock }: Host): EvidenceReads {
  const alarms = deferred<AlarmReads>(async () => {
    const { alarmReads, openCloudWatch } = await import('../../aws/alarms.ts');
    return alarmReads(client(openCloudWatch()), clock);
  });
  const targets = deferred<TargetReads>(async () => {
    const { openElb, targetReads } = await import('../../aws/elb.ts');
    return targetReads(client(openElb()), clock);
  });
  const codeDeploy = deferred<CodeDeployReads>(async () => {
    const { codeDeployReads, openCodeDeploy } = await import('../../aws/codedeploy.ts');
    return codeDeployReads(client(openCodeDeploy()), clock);
  });
  const images = deferred<RegistryReads>(async () => {
    const { openEcr, registryReads } = await import('../../aws/ecr.ts');
    return registryReads(openEcr(client), clock);
  });
  return {
    targets: targets.targets,
    deployment: codeDeploy.deployment,
    image: images.image,
    inAlarm: alarms.inAlarm,
  };
}

/** Who else scales a service: read, and suspended while it is stopped. */
function scalingOf({ client, clock }: Host): ScalableTargets {
  return deferred<ScalableTargets>(async () => {
    const [{ openApplicationAutoScaling }, { scalableTargets }] = await Promise.all([
      import('../../aws/application-auto-scaling.ts'),
      import('../../aws/scalable-targets.ts'),
    ]);
    return scalableTargets(client(openApplicationAutoScaling()), clock);
  });
}

type Doers = {
  readonly sendAlert: ReturnType<typeof alertSender>;
  readonly collect: ReturnType<typeof adviceSender>;
  readonly passOn: ReturnType<typeof ownEventSender>;
  readonly share: ReturnType<typeof sharedOrders>;
  readonly suspend: ScalableTargets['suspend'];
};

function actOf(host: Host, { sendAlert, collect, passOn, share, suspend }: Doers): Act<HealthTarget> {
  const services = overEcs(host, async () => (await import('../../aws/service-orders.ts')).serviceOrders);
  const deployments = overEcs(host, async () => (await import('../../aws/deployment-orders.ts')).deploymentOrders);
  return async (target) => {
    if ('send' in target) return sendAlert(target.send);
    if ('collect' in target) return collect(target.collect);
    if ('pass' in target) return passOn(passedOnMessage(target.pass));
    if (isShared(target)) return share(target);
    if ('suspend' in target) return suspend(target.suspend);
    return 'desired' in target
      ? services.setDesired(target.desired)
      : deployments.rollBack(target.rollBack.serviceDeploymentArn);
  };
}
