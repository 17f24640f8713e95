import { setAgent, setInstanceStatus } from '../../../sim/account/instances.ts';
import type { ContainerInstance } from '../../../sim/account/model.ts';
import type { PlacementRequest } from '../../../sim/account/placement.ts';
import { refusalOf } from '../../../sim/account/placement.ts';
import { stopTask } from '../../../sim/account/tasks/stop.ts';
import { instanceShape } from '../../../sim/api/ecs/instance-shape.ts';
import { taskDefinitionShape } from '../../../sim/api/ecs/task-definition-shape.ts';
import { taskShape } from '../../../sim/api/ecs/task-shape.ts';
import type { AskedStrategy, AskedTask } from '../../../lib/ecs/placement/asked.ts';
import type { PlacementInstance } from '../../../lib/ecs/placement/instance.ts';
import { readSnapshot } from '../../../lib/ecs/placement/snapshot.ts';
import { askedByDefinition } from '../../../lib/ecs/placement/snapshot-asked.ts';
import { World } from '../../sim/account/world.ts';
import type { ClusterCase, DefinitionCase, InstanceCase } from './cluster-cases.ts';

/** A case in the simulated account: its instances with their tasks on them, and what is asked for. */
export type ClusterWorld = {
  readonly world: World;
  readonly built: readonly ContainerInstance[];
  readonly request: PlacementRequest;
};

/** Tasks with a network interface of their own: container-instance-eni. */
const interfaceLimits = {
  'c5.large': { plain: 2, trunked: 10 },
  'm5.xlarge': { plain: 3, trunked: 20 },
  'x9.unknown': { plain: 2, trunked: 8 },
} as const;

/** The guide says what `!=` makes of an attribute that is not there, and of no other operator. */
const isGuideKept = ({ asked, constraints }: ClusterCase): boolean =>
  [...asked.memberOf, ...constraints.map(({ expression }) => expression)].some((each) => each?.includes('stack !='));

export function worldOf(given: ClusterCase): ClusterWorld {
  const { patternsMatchWhole } = given;
  const absentAttributeDiffers = given.absentAttributeDiffers && !isGuideKept(given);
  const world = new World(given.seed, { patternsMatchWhole, absentAttributeDiffers });
  const built = given.instances.map((each) => build(world, each));
  const zones = given.zones?.map((at) => world.account.zones[at] ?? '');
  return {
    world,
    built,
    request: {
      ...plainRequest(world),
      definition: register(world, 'web', given.asked),
      group: given.group,
      constraints: given.constraints,
      strategies: given.strategies,
      ...(zones !== undefined && { zones }),
      ...(given.provider !== undefined && { capacityProvider: given.provider }),
      ...(given.override !== undefined && { overrides: { ...given.override, containers: [] } }),
    },
  };
}

/** Registers it; what AWS would refuse to register is left out of it. */
function register(world: World, family: string, { containers, memberOf = [], ...rest }: DefinitionCase) {
  const isFixed = rest.networkMode !== 'bridge';
  const used = new Set<string>();
  return world.bridge({
    family,
    networkMode: rest.networkMode,
    ...(rest.cpu !== undefined && { cpu: rest.cpu }),
    ...(rest.memoryMiB !== undefined && { memoryMiB: rest.memoryMiB }),
    ...(rest.architecture !== undefined && { architecture: rest.architecture }),
    placementConstraints: memberOf.map((expression) => ({ type: 'memberOf', expression })),
    containers: containers.map(({ portMappings, memoryReservationMiB, gpus, ...each }, at) => ({
      ...each,
      name: `c${at}`,
      image: 'web:v1',
      ...(memoryReservationMiB !== undefined && { memoryReservationMiB }),
      ...(gpus !== undefined && { gpus }),
      portMappings: portMappings.flatMap(({ containerPort, hostPort, protocol }) => {
        const key = `${containerPort} ${protocol}`;
        if (used.has(key)) return [];
        used.add(key);
        if (hostPort === undefined) return [{ containerPort, protocol }];
        return [{ containerPort, protocol, hostPort: isFixed ? containerPort : hostPort }];
      }),
    })),
  });
}

function build(world: World, given: InstanceCase): ContainerInstance {
  const limits = interfaceLimits[given.type];
  const built = world.instance({
    instanceType: given.type,
    zone: world.account.zones[given.zone] ?? '',
    cpu: given.cpu,
    memoryMiB: given.memoryMiB,
    gpus: given.gpus,
    networkInterfaces: given.isTrunked ? limits.trunked : limits.plain,
    attributes: {
      'ecs.cpu-architecture': given.architecture,
      ...(given.stack !== undefined && { stack: given.stack }),
      ...(given.isTrunked && { 'ecs.awsvpc-trunk-id': 'eni-0a' }),
    },
    ...(given.provider !== undefined && { capacityProvider: given.provider }),
  });
  built.agentVersion = given.agentVersion;
  for (let port = 0; port < given.reserved; port += 1) built.registered.tcpPorts.push(20_000 + port);
  for (const { definition, group, runs, stops } of given.tasks) {
    const request = { ...plainRequest(world), definition: register(world, 'there', definition), group };
    if (refusalOf(world.account, request, built) !== undefined) continue;
    const task = world.launch(request.definition, { instance: built, group });
    if (runs) world.pass(90_000);
    if (stops) stopTask(world.account, task, { stopCode: 'UserInitiated', reason: 'test' });
  }
  if (given.lacks !== undefined) {
    built.attributes.delete(given.lacks);
    // A name that only begins alike is another one.
    built.attributes.set(`${given.lacks}0`, undefined);
  }
  if (given.status === 'DRAINING') setInstanceStatus(world.account, built, 'DRAINING');
  if (!given.agent) setAgent(world.account, built, false);
  return built;
}

const plainRequest = (world: World): Omit<PlacementRequest, 'definition'> => ({
  cluster: world.cluster,
  group: 'service:web',
  launchType: 'EC2',
  constraints: [],
  strategies: [],
});

const throughJson = (items: object): unknown => JSON.parse(JSON.stringify(items));

/** The instances as they come back from AWS and out of a file. */
export function described({ world: { account } }: ClusterWorld, { typesAreKnown }: ClusterCase) {
  const types = Object.entries(interfaceLimits).map(([InstanceType, { plain }]) => ({
    InstanceType,
    NetworkInfo: { MaximumNetworkInterfaces: plain + 1 },
  }));
  const items = {
    containerInstances: [...account.instances.values()].map(instanceShape),
    tasks: [...account.tasks.values()].map((task) => taskShape(account, task)),
    ...(typesAreKnown && { instanceTypes: types }),
  };
  const read = readSnapshot(throughJson(items));
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return read.instances satisfies readonly PlacementInstance[];
}

/** What is asked of the simulator, asked of the engine. */
export function asAsked({ world, request }: ClusterWorld): AskedTask {
  const { definition, group, capacityProvider, constraints, strategies, zones, overrides } = request;
  const item = taskDefinitionShape(definition, world.account.region);
  const read = readSnapshot(throughJson({ taskDefinitions: [item] }));
  const [asked] = 'faults' in read ? [] : read.definitions;
  if (asked === undefined) throw new Error(JSON.stringify(read));
  return {
    ...askedByDefinition(asked),
    launchType: 'EC2',
    group,
    capacityProviders: capacityProvider === undefined ? [] : [capacityProvider],
    constraints: constraints.map(({ type, expression = '' }) =>
      type === 'distinctInstance' ? { type } : { type, expression },
    ),
    strategies: strategies.flatMap(({ type, field = 'instanceId' }): readonly AskedStrategy[] => {
      if (type === 'random') return [{ type }];
      if (type === 'spread') return [{ type, field }];
      return [{ type, field: field.toLowerCase() === 'cpu' ? ('cpu' as const) : ('memory' as const) }];
    }),
    ...(zones !== undefined && { places: { zones: new Set(zones), unresolved: [] } }),
    ...(overrides !== undefined && {
      overrides: {
        ...(overrides.cpu !== undefined && { cpuUnits: overrides.cpu }),
        ...(overrides.memoryMiB !== undefined && { memoryMiB: overrides.memoryMiB }),
        containers: [],
      },
    }),
  };
}
