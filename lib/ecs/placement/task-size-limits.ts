/** The memory sizes that Fargate offers for one CPU size, in MiB: from least to most in steps. */
type FargateSize = {
  readonly cpuUnits: number;
  readonly leastMiB: number;
  readonly mostMiB: number;
  readonly stepMiB: number;
  /** The smallest has no even step: 512, 1024, 2048. */
  readonly onlyMiB?: readonly number[];
};

/**
 * Task sizes of Fargate (developer guide, task_definition_parameters "Task size"; fargate-tasks-services). 8192 and 16384
 * need platform version 1.4.0 or later and Linux.
 */
export const fargateSizes: readonly FargateSize[] = [
  { cpuUnits: 256, leastMiB: 512, mostMiB: 2048, stepMiB: 512, onlyMiB: [512, 1024, 2048] },
  { cpuUnits: 512, leastMiB: 1024, mostMiB: 4096, stepMiB: 1024 },
  { cpuUnits: 1024, leastMiB: 2048, mostMiB: 8192, stepMiB: 1024 },
  { cpuUnits: 2048, leastMiB: 4096, mostMiB: 16_384, stepMiB: 1024 },
  { cpuUnits: 4096, leastMiB: 8192, mostMiB: 30_720, stepMiB: 1024 },
  { cpuUnits: 8192, leastMiB: 16_384, mostMiB: 61_440, stepMiB: 4096 },
  { cpuUnits: 16_384, leastMiB: 32_768, mostMiB: 122_880, stepMiB: 8192 },
];

/** The CPU sizes Windows has on Fargate (task-cpu-memory-error, column of operating systems). */
export const fargateWindowsCpuUnits: readonly number[] = [1024, 2048, 4096];

/** Task-level CPU on EC2, in units (API_RegisterTaskDefinition: 128 to 196,608, 0.125 to 192 vCPUs). */
export const ec2TaskCpuUnits = { least: 128, most: 196_608 } as const;

/** A container's memory or memoryReservation, in MiB (API_ContainerDefinition: Docker 20.10 takes no less than 6). */
export const leastContainerMemoryMiB = 6;

/** Host ports that may be reserved on one instance, ECS's own among them (API_PortMapping: 100). */
export const reservedHostPortsLimit = 100;

/** The memory sizes in MiB that Fargate offers for a CPU size; none for a CPU size that it does not offer. */
export function fargateMemoriesMiB(cpuUnits: number): readonly number[] {
  const size = fargateSizes.find((each) => each.cpuUnits === cpuUnits);
  if (size === undefined) return [];
  const count = (size.mostMiB - size.leastMiB) / size.stepMiB + 1;
  return size.onlyMiB ?? Array.from({ length: count }, (_, step) => size.leastMiB + step * size.stepMiB);
}
