import type { Protocol } from './asked.ts';
import { doubts } from './doubt-texts.ts';
import type { CheckName, Finding } from './finding.ts';
import { condition, finding, unlimited } from './finding.ts';
import type { HostPort, PlacementInstance } from './instance.ts';
import type { Question } from './question.ts';
import { holdersOf, interfaceLimit, interfacesUsed, unlistedTasks } from './supply.ts';
import { reservedHostPortsLimit } from './task-size-limits.ts';

/** An exact fit is a fit (amazon-ecs-agent, `initial >= consumed + wanted`). */
function amount(check: CheckName, code: string, need: number, have: number | undefined): Finding {
  if (need === 0) return unlimited;
  if (have === undefined) {
    return condition(check, { text: doubts['resource-unlisted'] }, () => ({ code, need }));
  }
  const copies = Math.max(0, Math.floor(have / need));
  return finding(check, { least: copies, most: copies }, () => ({ code, need, have, shortBy: need - have }));
}

export const cpuRoom = ({ demand }: Question, { remaining }: PlacementInstance): Finding =>
  amount('cpu', 'RESOURCE:CPU', demand.cpuUnits, remaining.cpuUnits);

export const memoryRoom = ({ demand }: Question, { remaining }: PlacementInstance): Finding =>
  amount('memory', 'RESOURCE:MEMORY', demand.memoryMiB, remaining.memoryMiB);

const portName = ({ port, protocol }: HostPort): string => `${port}/${protocol}`;

/** Ports by protocol: 53/tcp and 53/udp never meet. One copy of a task with ports of its own goes to an instance. */
export function portRoom({ demand }: Question, instance: PlacementInstance): Finding {
  const { tcpPorts, udpPorts } = demand;
  if (tcpPorts.length + udpPorts.length === 0) return unlimited;
  const { remaining } = instance;
  const taken = [...conflicts(tcpPorts, remaining.tcpPorts, 'tcp'), ...conflicts(udpPorts, remaining.udpPorts, 'udp')];
  const copies = taken.length === 0 ? 1 : 0;
  return finding('ports', { least: copies, most: copies }, () => ({
    code: 'RESOURCE:PORTS',
    need: [...asPorts(tcpPorts, 'tcp'), ...asPorts(udpPorts, 'udp')].map(portName),
    have: taken.map(portName),
    shortBy: taken.length,
    heldBy: [...new Set(taken.flatMap((port) => holdersOf(instance, port).map(({ group }) => group)))],
  }));
}

const asPorts = (ports: readonly number[], protocol: Protocol): HostPort[] => ports.map((port) => ({ port, protocol }));

/** Ports that are taken, or that the task itself wants twice. */
const conflicts = (wanted: readonly number[], taken: ReadonlySet<number>, protocol: Protocol): HostPort[] =>
  asPorts(
    wanted.filter((port, at) => taken.has(port) || wanted.indexOf(port) !== at),
    protocol,
  );

/**
 * "A container instance can have up to 100 reserved ports at a time. This number includes the default reserved ports"
 * (API_PortMapping, hostPort). Whether ports of both protocols count together is not said.
 */
export function reservedPortRoom({ demand }: Question, { remaining }: PlacementInstance): Finding {
  const tcp = demand.tcpPorts.length;
  const udp = demand.udpPorts.length;
  if (tcp + udp === 0) return unlimited;
  const [tcpTaken, udpTaken] = [remaining.tcpPorts.size, remaining.udpPorts.size];
  const limit = reservedHostPortsLimit;
  const isFineTogether = tcpTaken + udpTaken + tcp + udp <= limit;
  const isFineApart = (tcp === 0 || tcpTaken + tcp <= limit) && (udp === 0 || udpTaken + udp <= limit);
  const room = { least: isFineTogether ? 1 : 0, most: isFineApart ? 1 : 0 };
  return finding('reservedPorts', room, () => {
    const have = Math.max(0, limit - tcpTaken - udpTaken);
    const need = tcp + udp;
    const doubt = isFineApart && { doubt: { text: doubts['ports-counted-together'] } };
    return { code: 'RESOURCE:PORTS', need, have, shortBy: need - have, ...doubt };
  });
}

export function gpuRoom({ demand }: Question, instance: PlacementInstance): Finding {
  const { gpus, sharedGpuMemoryMiB: shared } = demand;
  if (gpus === 0) return shared === 0 ? unlimited : sharedGpuRoom(shared, instance);
  const code = 'RESOURCE:GPU';
  const { registered, remaining, gpuDevices, tasks = [] } = instance;
  const have = gpuDevices?.filter(({ sharingMode }) => sharingMode === 'IDLE').length ?? remaining.gpus.size;
  // That the resource lists the free ones is a guess: a GPU in it that a task holds disproves it.
  const isDisputed =
    gpuDevices === undefined && tasks.some(({ gpuIds }) => gpuIds.some((id) => remaining.gpus.has(id)));
  if (isDisputed) return condition('gpu', { text: doubts['gpus-disputed'] }, () => ({ code, need: gpus, have }));
  if (gpus !== 'all') return amount('gpu', code, gpus, have);
  const all = gpuDevices?.length ?? registered.gpus.size;
  const copies = have > 0 && have === all ? 1 : 0;
  return finding('gpu', { least: copies, most: copies }, () => {
    const need = Math.max(1, all);
    return { code, need, have, shortBy: need - have };
  });
}

/** "The memory must be available on a single GPU", and not on one that a container has for itself (API_NvidiaMpsAllocation). */
function sharedGpuRoom(need: number, { registered, gpuDevices }: PlacementInstance): Finding {
  const code = 'RESOURCE:GPU';
  if (gpuDevices === undefined && registered.gpus.size > 0) {
    return condition('gpuMemory', { text: doubts['gpu-sharing-unlisted'] }, () => ({ code, need }));
  }
  const left = (gpuDevices ?? [])
    .filter(({ sharingMode }) => sharingMode !== 'DEDICATED')
    .map(({ remainingMemoryMiB }) => remainingMemoryMiB);
  const copies = left.reduce((total, each) => total + Math.max(0, Math.floor(each / need)), 0);
  return finding('gpuMemory', { least: copies, most: copies }, () => {
    const have = Math.max(0, ...left);
    return { code, need, have, shortBy: need - have };
  });
}

/** Of tasks with awsvpc each takes a network interface until it is STOPPED (task-networking). */
export function interfaceRoom({ demand: { interfaces } }: Question, instance: PlacementInstance): Finding {
  if (interfaces === 0) return unlimited;
  const code = 'RESOURCE:ENI';
  const limit = interfaceLimit(instance);
  if (limit === undefined) {
    return condition('eni', { text: doubts['eni-limit-unknown'] }, () => ({ code, need: 1 }));
  }
  const most = Math.max(0, limit - interfacesUsed(instance));
  const unlisted = unlistedTasks(instance);
  const least = unlisted === undefined ? 0 : Math.max(0, most - unlisted);
  return finding('eni', { least, most }, () => {
    if (most === 0) return { code, need: 1, have: 0, shortBy: 1 };
    return { code, need: 1, doubt: { text: doubts['tasks-unlisted'] } };
  });
}
