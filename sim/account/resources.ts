import type { ContainerInstance, Resources } from './model.ts';
import { sizeOf } from './task-size.ts';
import type { TaskOverrides } from './task.ts';
import type { TaskDefinition } from './task-definition.ts';

/** What a copy needs; of GPUs, how many. */
export type Demand = Omit<Resources, 'gpus'> & { readonly gpus: number };

/**
 * Host ports count by protocol and not with awsvpc, where a task takes a network interface instead; in host mode a
 * container port is its host port (amazon-ecs-agent, `ToHostResources`; API_PortMapping).
 */
export function demandOf(definition: TaskDefinition, overrides?: TaskOverrides): Demand {
  const ports = definition.networkMode === 'awsvpc' ? [] : definition.containers.flatMap((each) => each.portMappings);
  const fixed = (wanted: 'tcp' | 'udp'): number[] =>
    ports.flatMap(({ protocol, hostPort, containerPort }) => {
      const port = hostPort ?? (definition.networkMode === 'host' ? containerPort : 0);
      return protocol === wanted && port > 0 ? [port] : [];
    });
  return {
    ...sizeOf(definition, overrides),
    tcpPorts: fixed('tcp'),
    udpPorts: fixed('udp'),
    gpus: definition.containers.reduce((total, { gpus = 0 }) => total + gpus, 0),
    networkInterfaces: definition.networkMode === 'awsvpc' ? 1 : 0,
  };
}

/** Ports as ECS lists them: those reserved at registration and those in use. */
export function remainingOf({ registered, taken }: ContainerInstance): Resources {
  return {
    cpu: registered.cpu - taken.cpu,
    memoryMiB: registered.memoryMiB - taken.memoryMiB,
    tcpPorts: [...registered.tcpPorts, ...taken.tcpPorts],
    udpPorts: [...registered.udpPorts, ...taken.udpPorts],
    gpus: registered.gpus.filter((id) => !taken.gpus.includes(id)),
    networkInterfaces: registered.networkInterfaces - taken.networkInterfaces,
  };
}

/** Takes what a copy needs and returns what it got, to give back later. */
export function take(instance: ContainerInstance, demand: Demand): Resources {
  const { taken } = instance;
  const got = { ...demand, gpus: remainingOf(instance).gpus.slice(0, demand.gpus) };
  taken.cpu += got.cpu;
  taken.memoryMiB += got.memoryMiB;
  taken.networkInterfaces += got.networkInterfaces;
  taken.tcpPorts.push(...got.tcpPorts);
  taken.udpPorts.push(...got.udpPorts);
  taken.gpus.push(...got.gpus);
  return got;
}

export function giveBack({ taken }: ContainerInstance, got: Resources): void {
  taken.cpu -= got.cpu;
  taken.memoryMiB -= got.memoryMiB;
  taken.networkInterfaces -= got.networkInterfaces;
  remove(taken.tcpPorts, got.tcpPorts);
  remove(taken.udpPorts, got.udpPorts);
  remove(taken.gpus, got.gpus);
}

function remove<T>(list: T[], gone: readonly T[]): void {
  for (const each of gone) {
    const at = list.indexOf(each);
    if (at >= 0) list.splice(at, 1);
  }
}
