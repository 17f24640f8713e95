import type { Demand } from './demand.ts';
import type { GpuDevice, InstanceResources, InstanceTask, PlacementInstance } from './instance.ts';
import type { Question } from './question.ts';

/** An instance with so many more copies of a task on it, running. There must be room for them. */
export function withCopies(instance: PlacementInstance, question: Question, copies: number): PlacementInstance {
  if (copies === 0) return instance;
  const { tasks, runningTasks, gpuDevices } = instance;
  const devices = gpuDevices?.map((device) => ({ ...device }));
  const gpus = new Set(instance.remaining.gpus);
  const added = Array.from({ length: copies }, () => taskOf(question, gpusFor(question.demand, gpus, devices)));
  return {
    ...instance,
    remaining: { ...lessOf(instance.remaining, question.demand, copies), gpus },
    ...(tasks !== undefined && { tasks: [...tasks, ...added] }),
    ...(runningTasks !== undefined && { runningTasks: runningTasks + copies }),
    ...(devices !== undefined && { gpuDevices: devices }),
  };
}

const taskOf = ({ asked, demand }: Question, gpuIds: readonly string[]): InstanceTask => ({
  arn: '',
  group: asked.group,
  isLeaving: false,
  hasInterface: demand.interfaces > 0,
  hostPorts: [
    ...demand.tcpPorts.map((port) => ({ port, protocol: 'tcp' as const })),
    ...demand.udpPorts.map((port) => ({ port, protocol: 'udp' as const })),
  ],
  gpuIds,
});

function lessOf(left: InstanceResources, demand: Demand, copies: number): InstanceResources {
  const { cpuUnits, memoryMiB, tcpPorts, udpPorts } = left;
  return {
    ...left,
    ...(cpuUnits !== undefined && { cpuUnits: cpuUnits - copies * demand.cpuUnits }),
    ...(memoryMiB !== undefined && { memoryMiB: memoryMiB - copies * demand.memoryMiB }),
    tcpPorts: withPorts(tcpPorts, demand.tcpPorts),
    udpPorts: withPorts(udpPorts, demand.udpPorts),
  };
}

function withPorts(taken: ReadonlySet<number>, ports: readonly number[]): ReadonlySet<number> {
  return ports.length === 0 ? taken : new Set([...taken, ...ports]);
}

type OpenDevice = { -readonly [Key in keyof GpuDevice]: GpuDevice[Key] };

/** The GPUs one copy gets; they are then taken. */
function gpusFor(demand: Demand, free: Set<string>, devices: readonly OpenDevice[] | undefined): readonly string[] {
  const { gpus, sharedGpuMemoryMiB: shared } = demand;
  if (shared > 0) {
    const device = devices?.find((each) => each.sharingMode !== 'DEDICATED' && each.remainingMemoryMiB >= shared);
    if (device === undefined) return [];
    device.sharingMode = 'NVIDIA_MPS';
    device.remainingMemoryMiB -= shared;
    return [device.id];
  }
  const idle = devices?.filter(({ sharingMode }) => sharingMode === 'IDLE').map(({ id }) => id) ?? [...free];
  const ids = gpus === 'all' ? idle : idle.slice(0, gpus);
  for (const id of ids) free.delete(id);
  for (const device of devices ?? []) if (ids.includes(device.id)) device.sharingMode = 'DEDICATED';
  return ids;
}
