import type { AskedContainer, AskedDefinition, AskedTask, GpuDemand, Protocol } from './asked.ts';

/** What one copy of a task takes of its instance. */
export type Demand = {
  readonly cpuUnits: number;
  readonly memoryMiB: number;
  /** Ports named by the task. A port that stands here twice can be had nowhere. */
  readonly tcpPorts: readonly number[];
  readonly udpPorts: readonly number[];
  readonly gpus: GpuDemand;
  /** Of one GPU: all containers of a task share the same (API_NvidiaMpsAllocation, memory). */
  readonly sharedGpuMemoryMiB: number;
  /** Network interfaces of its own: 1 with awsvpc. */
  readonly interfaces: 0 | 1;
};

/**
 * What a copy takes: the size of the task, else the sum of its containers', a reservation before a limit
 * (amazon-ecs-agent, agent/api/task/task.go `ToHostResources`; API_ContainerDefinition, memoryReservation). "Task-level CPU
 * and memory parameters are ignored for Windows containers" (API_RegisterTaskDefinition, memory).
 */
export function demandOf(asked: Pick<AskedTask, 'definition' | 'overrides'>): Demand {
  const definition = overriddenDefinition(asked);
  const { containers } = definition;
  const size: Pick<AskedDefinition, 'cpuUnits' | 'memoryMiB'> = definition.isWindows ? {} : definition;
  return {
    cpuUnits: positive(size.cpuUnits) ?? sum(containers, ({ cpuUnits = 0 }) => cpuUnits),
    memoryMiB: positive(size.memoryMiB) ?? sum(containers, memoryOf),
    tcpPorts: fixedPorts(definition, 'tcp'),
    udpPorts: fixedPorts(definition, 'udp'),
    gpus: containers.map(({ gpus }) => gpus).reduce(bothGpus, 0),
    sharedGpuMemoryMiB: sum(containers, ({ sharedGpuMemoryMiB = 0 }) => sharedGpuMemoryMiB),
    interfaces: definition.networkMode === 'awsvpc' ? 1 : 0,
  };
}

/** The definition as RunTask's overrides make it. */
export function overriddenDefinition({
  definition,
  overrides,
}: Pick<AskedTask, 'definition' | 'overrides'>): AskedDefinition {
  if (overrides === undefined) return definition;
  const [cpuUnits, memoryMiB] = [positive(overrides.cpuUnits), positive(overrides.memoryMiB)];
  return {
    ...definition,
    ...(cpuUnits !== undefined && { cpuUnits }),
    ...(memoryMiB !== undefined && { memoryMiB }),
    containers: definition.containers.map((container) => ({
      ...container,
      ...overrides.containers.find(({ name }) => name === container.name),
    })),
  };
}

const positive = (value: number | undefined): number | undefined =>
  value !== undefined && value > 0 ? value : undefined;

const memoryOf = ({ memoryReservationMiB, memoryMiB = 0 }: AskedContainer): number =>
  positive(memoryReservationMiB) ?? memoryMiB;

/** Host ports the task names. With awsvpc there are none; in host mode a container port is its host port (API_PortMapping). */
function fixedPorts({ networkMode, containers }: AskedDefinition, wanted: Protocol): number[] {
  if (networkMode === 'awsvpc') return [];
  return containers.flatMap(({ portMappings }) =>
    portMappings.flatMap(({ protocol, hostPort, containerPort }) => {
      const port = positive(hostPort) ?? (networkMode === 'host' ? containerPort : undefined);
      return protocol === wanted && port !== undefined ? [port] : [];
    }),
  );
}

const bothGpus = (one: GpuDemand, other: GpuDemand): GpuDemand =>
  one === 'all' || other === 'all' ? 'all' : one + other;

const sum = <Item>(items: readonly Item[], valueOf: (item: Item) => number): number =>
  items.reduce((total, item) => total + valueOf(item), 0);
