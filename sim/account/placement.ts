import type { Switches } from '../switches.ts';
import { ecsArn } from './identities.ts';
import type { Account, Cluster, ContainerInstance, Resources } from './model.ts';
import { matchesQuery } from './query.ts';
import type { Demand } from './resources.ts';
import { demandOf, remainingOf } from './resources.ts';
import { choose, countBy, leastBy } from './strategies.ts';
import type { LaunchType, Task, TaskOverrides } from './task.ts';
import type { PlacementConstraint, PlacementStrategy, TaskDefinition } from './task-definition.ts';
import { tasksOfGroup } from './tasks/groups.ts';

export type PlacementRequest = {
  readonly cluster: Cluster;
  readonly definition: TaskDefinition;
  readonly group: string;
  readonly launchType: LaunchType;
  /** Of the service or the request; those of the task definition are added. */
  readonly constraints: readonly PlacementConstraint[];
  readonly strategies: readonly PlacementStrategy[];
  readonly overrides?: TaskOverrides;
  /** Where it may run; absent: all zones of the account. */
  readonly zones?: readonly string[];
  /** An Auto Scaling group's provider: only its instances; `FARGATE_SPOT`: its capacity. */
  readonly capacityProvider?: string;
};

/** As in API_Failure: `arn` names the instance or capacity provider that could not take it. */
export type PlacementFailure = { readonly arn?: string; readonly reason: string; readonly detail?: string };

export type Placement =
  | { readonly instance?: ContainerInstance; readonly zone: string }
  | { readonly failures: readonly PlacementFailure[] };

/** Where one more copy would go now; nothing is taken yet. No failures at all: the cluster has no instance to ask. */
export function place(account: Account, request: PlacementRequest): Placement {
  return request.launchType === 'FARGATE' ? placeOnFargate(account, request) : placeOnInstance(account, request);
}

/** Fargate knows neither constraints nor strategies; it spreads over the zones that have capacity. */
function placeOnFargate(account: Account, { group, cluster, capacityProvider, zones }: PlacementRequest): Placement {
  const { weather } = account;
  const spot = capacityProvider === 'FARGATE_SPOT';
  const full = spot ? weather.fargateSpotFull : weather.fargateFull;
  const free = (zones ?? account.zones).filter(
    (zone) => !weather.zonesDown.has(zone) && !full.has(zone) && !full.has('*'),
  );
  if (free.length === 0) {
    const arn = ecsArn(account, `capacity-provider/${spot ? 'FARGATE_SPOT' : 'FARGATE'}`);
    return { failures: [{ arn, reason: 'RESOURCE:FARGATE' }] };
  }
  const counts = countBy(groupTasks(account, cluster.arn, group), ({ zone = '' }) => zone);
  return { zone: account.random.pick(leastBy(free, (zone) => counts.get(zone) ?? 0)) };
}

/** Tasks of the group that are to run. */
function groupTasks(account: Account, clusterArn: string, group: string): Task[] {
  return [...tasksOfGroup(account, clusterArn, group)].filter(({ desiredStatus }) => desiredStatus === 'RUNNING');
}

function placeOnInstance(account: Account, request: PlacementRequest): Placement {
  const asked = [...account.instances.values()].filter(
    ({ status, clusterArn, capacityProvider }) =>
      status === 'ACTIVE' &&
      clusterArn === request.cluster.arn &&
      (request.capacityProvider === undefined || request.capacityProvider === capacityProvider),
  );
  const verdicts = asked.map((instance) => ({ instance, reason: refusalOf(account, request, instance) }));
  const fit = verdicts.filter(({ reason }) => reason === undefined).map(({ instance }) => instance);
  const [instance] = choose(account, request, fit);
  if (instance !== undefined) return { instance, zone: instance.zone };
  return {
    failures: verdicts.flatMap(({ reason, instance: { arn } }) => (reason === undefined ? [] : [{ arn, reason }])),
  };
}

type Check = (request: PlacementRequest, instance: ContainerInstance, given: Given) => boolean;

/** What the copy asks, and what the instance has left. */
type Given = { readonly demand: Demand; readonly left: Resources; readonly switches: Switches };

/** In AWS's order (task-placement, Amazon ECS developer guide), with its words (api_failures_messages). */
const checks: readonly (readonly [reason: string, passes: Check])[] = [
  ['AGENT', (_request, { agentConnected }) => agentConnected],
  ['RESOURCE:CPU', (_request, _instance, { demand, left }) => demand.cpu <= left.cpu],
  ['RESOURCE:MEMORY', (_request, _instance, { demand, left }) => demand.memoryMiB <= left.memoryMiB],
  ['RESOURCE:PORTS', (_request, _instance, { demand, left }) => portsFree(left, demand)],
  ['RESOURCE:GPU', (_request, _instance, { demand, left }) => demand.gpus <= left.gpus.length],
  [
    'LOCATION',
    ({ zones, definition }, { zone }) => definition.networkMode !== 'awsvpc' || (zones?.includes(zone) ?? true),
  ],
  ['RESOURCE:ENI', (_request, _instance, { demand, left }) => demand.networkInterfaces <= left.networkInterfaces],
  [
    'ATTRIBUTE',
    ({ definition }, { attributes }) =>
      definition.requiresAttributes.every(
        ({ name, value }) => attributes.has(name) && (value === undefined || attributes.get(name) === value),
      ),
  ],
  ['MemberOf placement constraint unsatisfied.', memberOf],
  [
    'DistinctInstance placement constraint unsatisfied.',
    ({ constraints, group }, { tasks }) =>
      !constraints.some(({ type }) => type === 'distinctInstance') || ![...tasks].some((task) => task.group === group),
  ],
];

/** Why it cannot go to this instance, if it cannot. */
export function refusalOf(
  account: Account,
  request: PlacementRequest,
  instance: ContainerInstance,
): string | undefined {
  if (account.weather.zonesDown.has(instance.zone)) return 'AGENT';
  const demand = demandOf(request.definition, request.overrides);
  const given = { demand, left: remainingOf(instance), switches: account.switches };
  const reason = checks.find(([, passes]) => !passes(request, instance, given))?.[0];
  if (reason !== 'RESOURCE:PORTS' || !account.switches.portsNameTheirProtocol) return reason;
  return demand.tcpPorts.length > 0 ? 'RESOURCE:PORTS_TCP' : 'RESOURCE:PORTS_UDP';
}

/** At most 100 host ports can be reserved on an instance, its own among them (API_PortMapping, hostPort). */
function portsFree(used: Resources, { tcpPorts, udpPorts }: Demand): boolean {
  const wanted = tcpPorts.length + udpPorts.length;
  return (
    !tcpPorts.some((port, at) => used.tcpPorts.includes(port) || tcpPorts.indexOf(port) !== at) &&
    !udpPorts.some((port, at) => used.udpPorts.includes(port) || udpPorts.indexOf(port) !== at) &&
    (wanted === 0 || used.tcpPorts.length + used.udpPorts.length + wanted <= 100)
  );
}

function memberOf(
  { constraints, definition }: PlacementRequest,
  instance: ContainerInstance,
  { switches }: Given,
): boolean {
  return [...definition.placementConstraints, ...constraints].every(
    ({ type, expression }) => type !== 'memberOf' || matchesQuery(expression ?? '', { instance, switches }),
  );
}
