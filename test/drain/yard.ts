import { minuteMs, secondMs } from '../../lib/core/time.ts';
import type { InstanceState } from '../../lib/drain/state.ts';
import type { AutoScalingGroup, GroupInstance, LifecycleHook } from '../../sim/account/autoscaling/group.ts';
import { addGroup, autoScalingOf } from '../../sim/account/autoscaling/group.ts';
import type { AutoScaling } from '../../sim/account/autoscaling/group.ts';
import { runHealthChecks } from '../../sim/account/autoscaling/health.ts';
import { stand } from '../../sim/account/autoscaling/lifecycle.ts';
import { runManagedDraining } from '../../sim/account/autoscaling/managed-draining.ts';
import { ensureCluster } from '../../sim/account/identities.ts';
import type { Cluster } from '../../sim/account/model.ts';
import type { Service } from '../../sim/account/service.ts';
import type { ServiceRequest } from '../../sim/account/services/create.ts';
import { createService } from '../../sim/account/services/create.ts';
import { runServices } from '../../sim/account/services/scheduler.ts';
import type { Task } from '../../sim/account/task.ts';
import { runLoadBalancers } from '../../sim/account/targets.ts';
import type { BusEvent } from '../../sim/cloud/bus.ts';
import { operationsOf } from '../../sim/scenario/operations.ts';
import type { SimulationOptions } from '../../sim/simulation.ts';
import { Simulation } from '../../sim/simulation.ts';
import type { WireHandlers } from '../../sim/wire.ts';
import { releaseOnHosts } from '../sim/services/scene.ts';
import type { Call } from '../noted-calls.ts';
import { noting } from '../noted-calls.ts';

export const nightfall = Date.parse('2026-11-20T17:00:00Z');

const receivers = 'receivers: { alerts: { slack: C0ALERTS } }\npager: live\n';

export const ownHook: LifecycleHook = {
  name: 'watchkeeper-drain',
  transition: 'autoscaling:EC2_INSTANCE_TERMINATING',
  heartbeatTimeoutS: 300,
  defaultResult: 'CONTINUE',
};

export type Yard = {
  readonly simulation: Simulation;
  readonly scaling: AutoScaling;
  readonly cluster: Cluster;
  readonly group: AutoScalingGroup;
  readonly calls: Call[];
  /** What was decided, by the function, as its log has it. */
  readonly lines: readonly string[];
  /** Hosts that went while a task that is no daemon's was not STOPPED. */
  readonly killed: { readonly at: number; readonly instance: string; readonly tasks: readonly string[] }[];
  readonly run: (seconds: number) => Promise<void>;
  readonly drainOf: (instance: GroupInstance) => InstanceState | undefined;
};

export type YardOptions = {
  readonly drain?: string;
  readonly mode?: 'watch' | 'act';
  readonly hosts?: number;
  readonly hooks?: readonly LifecycleHook[];
  readonly group?: Partial<Parameters<typeof addGroup>[1]>;
  readonly seed?: string;
  readonly options?: Partial<SimulationOptions>;
  /** Which events reach the bus. */
  readonly deliver?: (event: BusEvent) => boolean;
  /** Changes what AWS answers. */
  readonly answers?: (operations: WireHandlers, yard: () => Yard) => WireHandlers;
};

/** An account at night: a cluster on a group with our hook, and Watchkeeper's functions, allowed to act. */
export async function openYard(given: YardOptions = {}): Promise<Yard> {
  const { drain = 'web: { mode: act }', mode = 'act', hosts = 3, hooks = [ownHook], group: request = {} } = given;
  const calls: Call[] = [];
  const lines: string[] = [];
  const made: { yard?: Yard } = {};
  const yardNow = (): Yard => {
    if (made.yard === undefined) throw new Error('the yard is not there yet');
    return made.yard;
  };
  const simulation = new Simulation({
    seed: given.seed ?? 'yard',
    start: nightfall,
    configuration: `${receivers}drain:\n  ${drain}\n`,
    operations: (each) => {
      const noted = noting(operationsOf(each), calls, each);
      return given.answers === undefined ? noted : given.answers(noted, yardNow);
    },
    mode,
    writeLine: (line) => void lines.push(line),
    ...given.options,
  });
  const { account } = simulation;
  const scaling = autoScalingOf(account);
  runLoadBalancers(account);
  runServices(account);
  runHealthChecks(scaling);
  runManagedDraining(scaling);
  const cluster = ensureCluster(account, 'prod');
  account.repositories.set('shop', { name: 'shop', tags: new Map() });
  const group = addGroup(scaling, { name: 'web', desired: hosts, min: 0, max: 400, cluster, hooks, ...request });
  for (let at = 0; at < hosts; at += 1) stand(scaling, group, group.zones[at % group.zones.length] ?? '');
  const killed: { at: number; instance: string; tasks: string[] }[] = [];
  watchEnds(simulation, group, killed);
  const yard: Yard = {
    simulation,
    scaling,
    cluster,
    group,
    calls,
    lines,
    killed,
    run: async (seconds) => simulation.run(simulation.agenda.now() + seconds * secondMs),
    drainOf: ({ id }) =>
      simulation.store.all().find(({ key }) => key.endsWith(`#instance/${id}`))?.state as InstanceState | undefined,
  };
  made.yard = yard;
  if (given.deliver !== undefined) filter(simulation, given.deliver);
  await yard.run(5 * 60);
  calls.length = 0;
  return yard;
}

/** Loses events before any rule sees them. */
function filter({ bus }: Simulation, deliver: (event: BusEvent) => boolean): void {
  const rules = Reflect.get(bus, 'deliver') as (rule: unknown, event: BusEvent) => void;
  Reflect.set(bus, 'deliver', (rule: unknown, event: BusEvent) => {
    if (deliver(event)) rules.call(bus, rule, event);
  });
}

/** When EC2 says that an instance shuts down, what runs on it is killed. */
function watchEnds(simulation: Simulation, group: AutoScalingGroup, killed: Yard['killed']): void {
  const { bus } = simulation;
  const before = bus.onEvent;
  bus.onEvent = (event) => {
    before(event);
    if (event.detail['state'] !== 'shutting-down') return;
    const instance = String(event.detail['instance-id']);
    const all = [...(group.instances.get(instance)?.host?.tasks ?? [])];
    const tasks = all.filter((task) => !isDaemon(simulation, task)).map(({ arn }) => arn);
    if (tasks.length > 0) killed.push({ at: simulation.agenda.now(), instance, tasks });
  };
}

function isDaemon({ account }: Simulation, { group }: Task): boolean {
  const service = [...account.services.values()].find(({ name }) => group === `service:${name}`);
  return service?.scheduling === 'DAEMON';
}

/** A service on the group's hosts; a task takes a quarter of one. */
export function serve(yard: Yard, name: string, request: Partial<ServiceRequest> = {}, stopMs = 2_000): Service {
  const { account } = yard.simulation;
  const here = { account, cluster: yard.cluster, events: [], run: () => {} };
  const definition = releaseOnHosts(here, `${name}-v1`, { stopMs }, { cpu: 256, memoryMiB: 512 });
  return createService(account, {
    cluster: yard.cluster,
    name,
    definition,
    desired: 3,
    launchType: 'EC2',
    minimumHealthyPercent: 50,
    maximumPercent: 200,
    ...request,
  });
}

export function firstOf({ group }: Pick<Yard, 'group'>): GroupInstance {
  const [instance] = group.instances.values();
  if (instance === undefined) throw new Error('the group is empty');
  return instance;
}

/** Operations the drain function called, without the sweep's. */
export function countOf({ calls }: Yard, ...operations: readonly string[]): number {
  return calls.filter(({ operation }) => operations.includes(operation)).length;
}

export const writes = [
  'ECS.UpdateContainerInstancesState',
  'ECS.StopTask',
  'ECS.DeregisterContainerInstance',
  'AutoScaling.CompleteLifecycleAction',
  'AutoScaling.RecordLifecycleActionHeartbeat',
];

export { minuteMs };
