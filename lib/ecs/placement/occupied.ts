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
    remaining: { ...changed(instance.remaining, question.demand, -copies), gpus },
    ...(tasks !== undefined && { tasks: [...tasks, ...added] }),
    ...(runningTasks !== undefined && { runningTasks: runningTasks + copies }),
    ...(devices !== undefined && { gpuDevices: devices }),
  };
}

/** An instance as it is once copies have stopped: the last that came of the task's group. */
export function withoutCopies(
  instance: PlacementInstance,
  { asked, demand }: Question,
  copies: number,
): PlacementInstance {
  if (copies === 0) return instance;
  const { tasks = [], runningTasks, gpuDevices } = instance;
  const gone = tasks.filter(({ group, isLeaving }) => group === asked.group && !isLeaving).slice(-copies);
  const freed = new Set(gone.flatMap(({ gpuIds }) => gpuIds));
  const held = new Set(tasks.filter((task) => !gone.includes(task)).flatMap(({ gpuIds }) => gpuIds));
  return {
    ...instance,
    remaining: {
      ...changed(instance.remaining, demand, copies),
      gpus: demand.gpus === 0 ? instance.remaining.gpus : new Set([...instance.remaining.gpus, ...freed]),
    },
    ...(instance.tasks !== undefined && { tasks: tasks.filter((task) => !gone.includes(task)) }),
    ...(runningTasks !== undefined && { runningTasks: runningTasks - copies }),
    ...(gpuDevices !== undefined && { gpuDevices: gpuDevices.map((each) => freedOf(each, { demand, gone, held })) }),
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

function changed(left: InstanceResources, demand: Demand, copies: number): InstanceResources {
  const { cpuUnits, memoryMiB, tcpPorts, udpPorts } = left;
  return {
    ...left,
    ...(cpuUnits !== undefined && { cpuUnits: cpuUnits + copies * demand.cpuUnits }),
    ...(memoryMiB !== undefined && { memoryMiB: memoryMiB + copies * demand.memoryMiB }),
    tcpPorts: portsAfter(tcpPorts, demand.tcpPorts, copies),
    udpPorts: portsAfter(udpPorts, demand.udpPorts, copies),
  };
}

function portsAfter(taken: ReadonlySet<number>, ports: readonly number[], copies: number): ReadonlySet<number> {
  if (ports.length === 0) return taken;
  return new Set(copies < 0 ? [...taken, ...ports] : [...taken].filter((port) => !ports.includes(port)));
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

type Freed = {
  readonly demand: Demand;
  readonly gone: readonly InstanceTask[];
  readonly held: ReadonlySet<string>;
};

function freedOf(device: GpuDevice, { demand, gone, held }: Freed): GpuDevice {
  const times = gone.filter(({ gpuIds }) => gpuIds.includes(device.id)).length;
  if (times === 0) return device;
  const remainingMemoryMiB = device.remainingMemoryMiB + times * demand.sharedGpuMemoryMiB;
  return { ...device, remainingMemoryMiB, sharingMode: held.has(device.id) ? device.sharingMode : 'IDLE' };
}
