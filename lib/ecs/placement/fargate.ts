import type { Text } from '../../core/language.ts';
import type { AskedTask } from './asked.ts';
import { demandOf, overriddenDefinition } from './demand.ts';
import type { Explanation } from './explain.ts';
import type { Said } from './finding.ts';
import { fargateMemoriesMiB, fargateSizes, fargateWindowsCpuUnits } from './task-size-limits.ts';

export const fargateProviders: readonly string[] = ['FARGATE', 'FARGATE_SPOT'];

export const isOnFargate = ({ launchType, capacityProviders }: AskedTask): boolean =>
  launchType === 'FARGATE' || capacityProviders.some((each) => fargateProviders.includes(each));

/**
 * Fargate has no instances to look at, and knows neither constraints nor strategies: a task it does not offer to run fits
 * nowhere; whether it has capacity, only a try can tell (fargate-tasks-services).
 */
export function explainFargate(asked: AskedTask): Explanation {
  const faults = faultsOf(asked);
  if (faults.length > 0) return { fits: 'no', copies: 0, instances: [], faults };
  return { fits: 'unverifiable', copies: 0, copiesAtMost: 'unbounded', instances: [] };
}

const texts = {
  cpu: {
    en: 'Fargate has no task of {cpu} CPU units; it has {offered}',
    ja: 'Fargate に CPU {cpu} ユニットのタスクはありません。選べるのは {offered} です',
  },
  memory: {
    en: 'Fargate has no task of {memory} MiB with {cpu} CPU units; it has {offered} MiB',
    ja: 'Fargate の CPU {cpu} ユニットではメモリ {memory} MiB を選べません。選べるのは {offered} MiB です',
  },
  gpu: { en: 'Fargate has no GPUs', ja: 'Fargate に GPU はありません' },
  networkMode: {
    en: 'Fargate runs only tasks of network mode awsvpc, and this one has {mode}',
    ja: 'Fargate で使えるネットワークモードは awsvpc だけです(現在は {mode})',
  },
} as const satisfies Readonly<Record<string, Text>>;

/** What RegisterTaskDefinition refuses for FARGATE (task-cpu-memory-error; fargate-tasks-services). */
function faultsOf(asked: AskedTask): readonly Said[] {
  const { gpus, sharedGpuMemoryMiB, ...summed } = demandOf(asked);
  const { networkMode, isWindows, ...size } = overriddenDefinition(asked);
  return [
    ...sizeFaults({ ...summed, ...size, isWindows }),
    ...(gpus !== 0 || sharedGpuMemoryMiB > 0 ? [{ text: texts.gpu }] : []),
    ...(networkMode === 'awsvpc' ? [] : [{ text: texts.networkMode, fills: { mode: networkMode ?? 'bridge' } }]),
  ];
}

type FargateTask = { readonly cpuUnits: number; readonly memoryMiB: number; readonly isWindows: boolean };

/** On Fargate the size of the task counts for Windows, too. */
function sizeFaults({ cpuUnits: cpu, memoryMiB: memory, isWindows }: FargateTask): readonly Said[] {
  const cpus = isWindows ? fargateWindowsCpuUnits : fargateSizes.map(({ cpuUnits }) => cpuUnits);
  if (!cpus.includes(cpu)) return [{ text: texts.cpu, fills: { cpu, offered: cpus.join(', ') } }];
  const memories = fargateMemoriesMiB(cpu);
  if (memories.includes(memory)) return [];
  return [{ text: texts.memory, fills: { cpu, memory, offered: shortened(memories) } }];
}

/** `4096, 5120 … 16384`. */
const shortened = (sizes: readonly number[]): string =>
  sizes.length <= 4 ? sizes.join(', ') : `${sizes.slice(0, 2).join(', ')} … ${sizes.at(-1)}`;
