import { fargateMemoriesMiB, fargateSizes } from './placement/task-size-limits.ts';

export type FargateTaskSize = { readonly cpuUnits: number; readonly memoryMiB: number };

/** What stays free above the highest use. */
const headroom = 1.25;

/** In percent of the present size. */
type HighestUse = { readonly cpuPercent: number; readonly memoryPercent: number };

/** The smallest size that holds both. */
function sizeFor(cpuUnits: number, memoryMiB: number): FargateTaskSize | undefined {
  for (const { cpuUnits: cpu } of fargateSizes) {
    const memory = fargateMemoriesMiB(cpu).find((size) => size >= memoryMiB);
    if (cpu >= cpuUnits && memory !== undefined) return { cpuUnits: cpu, memoryMiB: memory };
  }
  return undefined;
}

/** The size that would hold the highest use and a quarter more, where it is much smaller: half the CPU, or half the memory. */
export function smallerSize({ cpuUnits, memoryMiB }: FargateTaskSize, use: HighestUse): FargateTaskSize | undefined {
  const next = sizeFor((cpuUnits * use.cpuPercent * headroom) / 100, (memoryMiB * use.memoryPercent * headroom) / 100);
  if (next === undefined || next.cpuUnits > cpuUnits || next.memoryMiB > memoryMiB) return undefined;
  return next.cpuUnits === cpuUnits && next.memoryMiB > memoryMiB / 2 ? undefined : next;
}
