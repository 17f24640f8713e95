import { smallerSize } from '../../fargate-size.ts';
import {
  ec2TaskCpuUnits,
  fargateMemoriesMiB,
  fargateSizes,
  fargateWindowsCpuUnits,
  leastContainerMemoryMiB,
} from '../../placement/task-size-limits.ts';
import type { AdviceContainer, AdviceDefinition } from '../facts.ts';
import { fargateStorageGiB } from '../fargate-settings.ts';
import type { AdviceRule, Hit } from '../rule.ts';
import { missing } from '../rule.ts';
import { eachContainer, homeOf, inContainer, inDefinition, isForFargate, ofDefinition } from './terms.ts';

/** Sizes of tasks and containers. */
export const taskSizeRules: readonly AdviceRule[] = [
  {
    id: 'fargate-size',
    severity: 'error',
    makesDeploymentFail: true,
    check: (facts) =>
      isForFargate(facts) ? ofDefinition(facts, fargateSizeFaults) : nothingUnlessKnown(facts.definition),
  },
  {
    id: 'fargate-storage',
    severity: 'error',
    makesDeploymentFail: true,
    check: (facts) =>
      ofDefinition(facts, ({ ephemeralStorageGiB: size }) => {
        const { least, most } = fargateStorageGiB;
        if (size === undefined || (size >= least && size <= most)) return [];
        return [inDefinition(['ephemeralStorage', 'sizeInGiB'], { size, least, most })];
      }),
  },
  {
    id: 'task-cpu-range',
    severity: 'error',
    makesDeploymentFail: true,
    check: (facts) =>
      ofDefinition(facts, ({ cpuUnits: cpu }) => {
        const { least, most } = ec2TaskCpuUnits;
        const applies = homeOf(facts) === 'instances' && !isForFargate(facts);
        if (!applies || cpu === undefined || (cpu >= least && cpu <= most)) return [];
        return [inDefinition(['cpu'], { cpu, least, most })];
      }),
  },
  {
    id: 'container-memory-missing',
    severity: 'error',
    makesDeploymentFail: true,
    check: (facts) =>
      eachContainer(facts, (container) => {
        const { memoryMiB = 0, memoryReservationMiB = 0 } = container;
        const isSet = memoryMiB > 0 || memoryReservationMiB > 0 || (facts.definition?.memoryMiB ?? 0) > 0;
        return isSet || isForFargate(facts) ? [] : [inContainer(container, [])];
      }),
  },
  {
    id: 'container-memory-order',
    severity: 'error',
    makesDeploymentFail: true,
    check: (facts) =>
      // Whether the two may be equal is not said alike everywhere: only less is sure to be refused.
      eachContainer(facts, (container) => {
        const { memoryMiB: memory, memoryReservationMiB: reservation } = container;
        if (memory === undefined || reservation === undefined || memory <= 0 || memory >= reservation) return [];
        return [inContainer(container, ['memory'], { memory, reservation })];
      }),
  },
  {
    id: 'container-memory-minimum',
    severity: 'error',
    makesDeploymentFail: true,
    check: (facts) =>
      eachContainer(facts, (container) => {
        const sizes = [container.memoryMiB, container.memoryReservationMiB].filter((size) => size !== undefined);
        const small = sizes.find((size) => size > 0 && size < leastContainerMemoryMiB);
        return small === undefined
          ? []
          : [inContainer(container, [], { memory: small, least: leastContainerMemoryMiB })];
      }),
  },
  {
    id: 'containers-over-task',
    severity: 'error',
    makesDeploymentFail: true,
    check: (facts) => ofDefinition(facts, overTask),
  },
  {
    id: 'memory-without-reservation',
    severity: 'info',
    makesDeploymentFail: false,
    check: (facts) =>
      ofDefinition(facts, ({ memoryMiB, isWindows }) => {
        if (homeOf(facts) !== 'instances' || isForFargate(facts) || isWindows || (memoryMiB ?? 0) > 0) return [];
        return eachContainer(facts, (container) => {
          const { memoryMiB: memory = 0, memoryReservationMiB: reservation } = container;
          return memory > 0 && reservation === undefined ? [inContainer(container, ['memory'], { memory })] : [];
        });
      }),
  },
  {
    id: 'fargate-size-far',
    severity: 'info',
    makesDeploymentFail: false,
    check: (facts) => {
      if (facts.definition === undefined) return missing('taskDefinition');
      if (homeOf(facts) !== 'fargate') return [];
      const { usage } = facts;
      const { cpuUnits: cpu, memoryMiB: memory, isWindows } = facts.definition;
      if (usage === undefined) return missing('usage');
      if (cpu === undefined || memory === undefined || isWindows || usage.days < leastDays) return [];
      const next = smallerSize({ cpuUnits: cpu, memoryMiB: memory }, usage);
      if (next === undefined) return [];
      return [inDefinition(['cpu'], { ...usage, cpu, memory, nextCpu: next.cpuUnits, nextMemory: next.memoryMiB })];
    },
  },
];

/** A week without a quiet day says little. */
const leastDays = 7;

const nothingUnlessKnown = (definition: AdviceDefinition | undefined) =>
  definition === undefined ? missing('taskDefinition') : [];

function fargateSizeFaults({ cpuUnits, memoryMiB, isWindows }: AdviceDefinition): readonly Hit[] {
  const cpus = isWindows ? fargateWindowsCpuUnits : fargateSizes.map((size) => size.cpuUnits);
  const [cpu, memory] = [cpuUnits ?? '-', memoryMiB ?? '-'];
  if (cpuUnits === undefined || !cpus.includes(cpuUnits)) {
    return [inDefinition(['cpu'], { cpu, memory, offered: `cpu ${cpus.join(', ')}` })];
  }
  const memories = fargateMemoriesMiB(cpuUnits);
  if (memoryMiB !== undefined && memories.includes(memoryMiB)) return [];
  const offered =
    memories.length <= 4 ? memories.join(', ') : `${memories.slice(0, 2).join(', ')} … ${memories.at(-1)}`;
  return [inDefinition(['memory'], { cpu, memory, offered: `${offered} MiB (cpu ${cpu})` })];
}

const over = (setting: string, unit: string, wanted: number, size: number | undefined): readonly Hit[] =>
  size === undefined || size <= 0 || wanted <= size
    ? []
    : [{ what: setting, ...inDefinition([setting], { setting, unit, wanted, size }) }];

/** What a container reserves counts, and no container alone may have a limit above the task's. */
function overTask({ containers, cpuUnits, memoryMiB, isWindows }: AdviceDefinition): readonly Hit[] {
  if (isWindows) return [];
  const cpu = containers.reduce((sum, each) => sum + (each.cpuUnits ?? 0), 0);
  const reserved = containers.reduce((sum, each) => sum + reservedBy(each), 0);
  const memory = Math.max(reserved, ...containers.map((each) => each.memoryMiB ?? 0));
  return [...over('cpu', 'CPU units', cpu, cpuUnits), ...over('memory', 'MiB', memory, memoryMiB)];
}

const reservedBy = ({ memoryReservationMiB, memoryMiB }: AdviceContainer): number =>
  memoryReservationMiB ?? memoryMiB ?? 0;
