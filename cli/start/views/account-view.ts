import type {
  AccountView,
  ClusterView,
  DeploymentView,
  HealthLevel,
  InstanceView,
  ServiceView,
  TaskView,
} from '../../../console/view.ts';
import { minuteMs } from '../../../lib/core/time.ts';
import type { Cluster, ContainerInstance } from '../../../sim/account/model.ts';
import type { Deployment, Service, ServiceDeployment } from '../../../sim/account/service.ts';
import { countsOf } from '../../../sim/account/services/standing.ts';
import type { Task } from '../../../sim/account/task.ts';
import { hindranceNames, troubleNames } from '../../../sim/scenario/faults.ts';
import { hindrances } from '../../../sim/scenario/hindrances.ts';
import type { Stage } from '../../../sim/scenario/stage.ts';
import type { Trouble } from '../../../sim/scenario/trouble.ts';
import { troubles } from '../../../sim/scenario/troubles.ts';
import { healthyOf, wantedOf } from '../curves.ts';
import type { Shop } from '../shop.ts';
import { drainViews } from './drain-view.ts';
import { placementsIn } from './placement-view.ts';
import { scalingViews } from './scaling-view.ts';

/** A stopped task is shown for so long, so that one sees it go. */
const stoppedShownMs = minuteMs;

/** A deployment that has ended is shown for so long. */
const endedShownMs = 15 * minuteMs;

/** The account as the page draws it. */
export function accountView(shop: Shop, shown: Pick<AccountView, 'speed' | 'zone' | 'configuration'>): AccountView {
  const { simulation, stage } = shop;
  const { account } = stage;
  return {
    ...shown,
    now: shop.now(),
    account: account.id,
    region: account.region,
    clusters: [...account.clusters.values()].map((cluster) => ({
      ...clusterView(stage, cluster),
      drains: drainViews(shop, cluster),
    })),
    queues: [...shop.traffic.depths(), ...[...simulation.queues].map(([name, queue]) => ({ name, ...queue.counts() }))],
    functions: [...simulation.functions.values()].map(({ options: { name }, tally, running }) => ({
      name,
      invocations: tally.invocations,
      errors: tally.errors + tally.deaths,
      inFlight: running.size,
    })),
    faults: faultViews(shop),
    series: shop.curves.view(scalingViews(shop)),
  };
}

function faultViews({ damage, hindered, jobs, traffic, stage: { plan } }: Shop): AccountView['faults'] {
  return [
    ...traffic.views(),
    ...jobs.views(),
    ...troubleNames.flatMap((id) => {
      const { label, hint, group, aimsAt, suits }: Trouble = troubles[id];
      if (suits?.(plan) === false) return [];
      return [{ id, label, hint, group, active: damage.isBroken(id), ...(aimsAt !== undefined && { aimsAt }) }];
    }),
    ...hindranceNames.map((id) => {
      const { label, hint } = hindrances[id];
      return { id, label, hint, group: 'The way to you', active: hindered.has(id) };
    }),
  ];
}

function clusterView(stage: Stage, cluster: Cluster): Omit<ClusterView, 'drains'> {
  const { account } = stage;
  const { arn, name } = cluster;
  const tasks = [...account.tasks.values()].filter((task) => task.clusterArn === arn && isShown(stage, task));
  const instances = [...account.instances.values()].filter(
    (each) => each.clusterArn === arn && each.status !== 'INACTIVE',
  );
  const services = [...account.services.values()].filter(
    (each) => each.clusterArn === arn && each.status !== 'INACTIVE',
  );
  const placementOf = placementsIn(account, cluster, services);
  return {
    name,
    instances: instances.map((instance) => instanceView(instance, tasks)),
    services: services.map((service) => serviceView(stage, service, { tasks, placementOf })),
    standalone: tasks
      .filter(({ group, instance }) => !group.startsWith('service:') && instance === undefined)
      .map(taskView),
  };
}

function isShown({ account }: Stage, { lastStatus, stoppedAt = 0 }: Task): boolean {
  return lastStatus !== 'STOPPED' || account.agenda.now() - stoppedAt < stoppedShownMs;
}

function instanceView(instance: ContainerInstance, tasks: readonly Task[]): InstanceView {
  const { registered, taken } = instance;
  return {
    id: instance.ec2InstanceId,
    type: instance.instanceType,
    zone: instance.zone,
    status: instance.status,
    agentConnected: instance.agentConnected && instance.lostAt === undefined,
    cpu: { used: taken.cpu, total: registered.cpu },
    memory: { used: taken.memoryMiB, total: registered.memoryMiB },
    tasks: tasks.filter((task) => task.instance === instance).map(taskView),
  };
}

type Around = { readonly tasks: readonly Task[]; readonly placementOf: ReturnType<typeof placementsIn> };

function serviceView(stage: Stage, service: Service, { tasks, placementOf }: Around): ServiceView {
  const desired = wantedOf(stage, service);
  const own = tasks.filter(({ group, instance }) => group === `service:${service.name}` && instance === undefined);
  const deployment = deploymentView(stage, service);
  const [provider] = service.capacityProviderStrategy;
  const onHosts = provider === undefined ? service.launchType === 'EC2' : !provider.provider.startsWith('FARGATE');
  const placement = onHosts ? placementOf(service) : undefined;
  return {
    name: service.name,
    launchType: onHosts ? 'EC2' : 'FARGATE',
    desired,
    ...countsOf(service),
    health: levelOf(healthyOf(stage, service), desired),
    tasks: own.map(taskView),
    ...(deployment !== undefined && { deployment }),
    ...(placement !== undefined && { placement }),
  };
}

/** As the product's own words have it, but without its patience. */
function levelOf(healthy: number, desired: number): HealthLevel {
  if (healthy >= desired) return 'ok';
  if (healthy === 0) return 'down';
  return healthy / desired < 0.7 ? 'degraded' : 'at-risk';
}

function deploymentView({ account }: Stage, service: Service): DeploymentView | undefined {
  const [primary] = service.deployments;
  const rollOut = primary === undefined ? undefined : account.serviceDeployments.get(primary.serviceDeploymentArn);
  if (primary === undefined || rollOut === undefined) return undefined;
  const over = primary.rolloutState !== 'IN_PROGRESS';
  if (over && account.agenda.now() - primary.updatedAt > endedShownMs) return undefined;
  const source = rollOut.sourceRevisions[0]?.definition.revision;
  const target = rollOut.targetRevision.definition.revision;
  const state = stateOf(primary.rolloutState, primary.isRollback);
  if (state === 'completed' && source === undefined) return undefined;
  const [from, to] = primary.isRollback ? [target, primary.definition.revision] : [source, target];
  const wrong = state !== 'completed' && state !== 'in-progress';
  return {
    ...(from !== undefined && { from: String(from) }),
    to: String(to),
    state,
    ...(wrong && { reason: reasonOf(rollOut, primary) }),
  };
}

/** `circuit breaker`: without the id of the deployment it goes back to, which says nothing to people. */
function reasonOf({ rollback }: ServiceDeployment, { rolloutReason }: Deployment): string {
  return (rollback?.reason ?? rolloutReason).replace(/^ECS deployment (.+): rolling back to deploymentId .*$/, '$1');
}

function stateOf(state: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED', isRollback: boolean): DeploymentView['state'] {
  if (state === 'FAILED') return 'failed';
  if (isRollback) return state === 'COMPLETED' ? 'rolled-back' : 'rolling-back';
  return state === 'COMPLETED' ? 'completed' : 'in-progress';
}

function taskView(task: Task): TaskView {
  const service = task.group.startsWith('service:') ? task.group.slice('service:'.length) : undefined;
  return {
    id: task.id,
    family: task.definition.family,
    revision: task.definition.revision,
    status: task.lastStatus,
    health: task.health,
    ...(service !== undefined && { service }),
    ...(task.instance === undefined && task.zone !== undefined && { zone: task.zone }),
    ...(task.stoppedReason !== undefined && { reason: task.stoppedReason }),
  };
}
