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
    source: 'task-cpu-memory-error; fargate-tasks-services',
    title: { en: 'Fargate has no task of this size', ja: 'Fargate にないタスクサイズ' },
    why: {
      en: 'Fargate does not offer {cpu} CPU units with {memory} MiB. It has {offered}.',
      ja: 'Fargate に CPU {cpu} ユニットとメモリ {memory} MiB の組み合わせはありません。選べるのは {offered} です。',
    },
    fix: {
      en: 'Set cpu and memory of the task to a pair it offers.',
      ja: 'タスクの cpu と memory を、提供されている組み合わせにします。',
    },
    check: (facts) =>
      isForFargate(facts) ? ofDefinition(facts, fargateSizeFaults) : nothingUnlessKnown(facts.definition),
  },
  {
    id: 'fargate-storage',
    severity: 'error',
    makesDeploymentFail: true,
    source: 'API_EphemeralStorage',
    title: { en: 'ephemeral storage out of range', ja: 'エフェメラルストレージが範囲外' },
    why: {
      en: 'ephemeralStorage can be {least} to {most} GiB, and is {size}.',
      ja: 'ephemeralStorage に指定できるのは {least}〜{most} GiB ですが、{size} になっています。',
    },
    fix: {
      en: 'Set sizeInGiB to {least} to {most}, or leave it out for the usual 20 GiB.',
      ja: 'sizeInGiB を {least}〜{most} にするか、省略して既定の 20 GiB を使います。',
    },
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
    source: 'API_RegisterTaskDefinition (cpu)',
    title: { en: 'task CPU out of range', ja: 'タスクの CPU が範囲外' },
    why: {
      en: 'A task on instances can ask for {least} to {most} CPU units, and asks for {cpu}.',
      ja: 'インスタンス上のタスクに指定できる CPU は {least}〜{most} ユニットですが、{cpu} になっています。',
    },
    fix: { en: 'Set cpu within the range, or leave it out.', ja: 'cpu を範囲内にするか、省略します。' },
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
    source: 'API_ContainerDefinition (memory); API_RegisterTaskDefinition (memory)',
    title: { en: 'container without memory', ja: 'コンテナのメモリ指定なし' },
    why: {
      en: '`{container}` has neither memory nor memoryReservation, and the task has no memory: ECS refuses the definition.',
      ja: '`{container}` に memory も memoryReservation もなく、タスクの memory もないため、登録が拒否されます。',
    },
    fix: {
      en: 'Give the container memory or memoryReservation, or the task memory.',
      ja: 'コンテナに memory か memoryReservation を、またはタスクに memory を指定します。',
    },
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
    source: 'API_ContainerDefinition (memoryReservation)',
    title: { en: 'memory below its reservation', ja: 'memory が予約量を下回る' },
    why: {
      en: '`{container}` may use {memory} MiB and reserves {reservation}: the limit must be the larger one.',
      ja: '`{container}` の上限 {memory} MiB が予約量 {reservation} MiB を下回っています。上限は予約量より大きくする必要があります。',
    },
    fix: { en: 'Raise memory, or lower memoryReservation.', ja: 'memory を上げるか、memoryReservation を下げます。' },
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
    source: 'API_ContainerDefinition (memory)',
    title: { en: 'container memory too small', ja: 'コンテナのメモリが小さすぎる' },
    why: {
      en: '`{container}` asks for {memory} MiB; Docker takes no less than {least}.',
      ja: '`{container}` のメモリは {memory} MiB ですが、Docker の下限は {least} MiB です。',
    },
    fix: { en: 'Set at least {least} MiB.', ja: '{least} MiB 以上にします。' },
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
    source: 'API_ContainerDefinition (cpu, memory); task_definition_parameters (task size)',
    title: { en: 'containers ask for more than the task has', ja: 'コンテナの合計がタスクのサイズを超過' },
    why: {
      en: 'The containers ask for {wanted} {unit}, and the task has {size} {unit}.',
      ja: 'コンテナの合計 {wanted} {unit} が、タスクの {size} {unit} を超えています。',
    },
    fix: {
      en: 'Raise {setting} of the task, or lower {setting} of its containers.',
      ja: 'タスクの {setting} を上げるか、コンテナの {setting} を下げます。',
    },
    check: (facts) => ofDefinition(facts, overTask),
  },
  {
    id: 'memory-without-reservation',
    severity: 'info',
    makesDeploymentFail: false,
    source: 'API_ContainerDefinition (memoryReservation)',
    title: { en: 'the whole memory limit is reserved', ja: 'メモリ上限をそのまま予約' },
    why: {
      en: '`{container}` has memory {memory} MiB and no memoryReservation: that much is kept free for it on an instance, used or not.',
      ja: '`{container}` は memory {memory} MiB のみで memoryReservation がないため、使わなくてもインスタンス上でその量が確保されます。',
    },
    fix: {
      en: 'Set memoryReservation to what it usually uses; memory stays the limit.',
      ja: '普段の使用量を memoryReservation に設定します。memory は上限として残ります。',
    },
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
    source: 'task-cpu-memory-error (sizes); fargate-task-size-best-practice',
    title: { en: 'a smaller Fargate size would do', ja: 'より小さい Fargate サイズで十分' },
    why: {
      en: 'In {days} days at most {cpuPercent} % of its CPU and {memoryPercent} % of its memory were used.',
      ja: '過去 {days} 日間の最大使用率は CPU {cpuPercent} %、メモリ {memoryPercent} % でした。',
    },
    fix: {
      en: 'Go from {cpu}/{memory} to {nextCpu} CPU units and {nextMemory} MiB: that leaves a quarter above the highest use.',
      ja: '{cpu}/{memory} から CPU {nextCpu} ユニット、メモリ {nextMemory} MiB に下げます。最大使用量の上に 4 分の 1 の余裕が残ります。',
    },
    check: (facts) => {
      if (facts.definition === undefined) return missing('taskDefinition');
      if (homeOf(facts) !== 'fargate') return [];
      const { usage } = facts;
      const { cpuUnits: cpu, memoryMiB: memory, isWindows } = facts.definition;
      if (usage === undefined) return missing('usage');
      if (cpu === undefined || memory === undefined || isWindows || usage.days < leastDays) return [];
      const next = sizeFor((cpu * usage.cpuPercent * headroom) / 100, (memory * usage.memoryPercent * headroom) / 100);
      if (next === undefined || next.cpu > cpu || next.memory > memory) return [];
      if (next.cpu === cpu && next.memory > memory / 2) return [];
      return [inDefinition(['cpu'], { ...usage, cpu, memory, nextCpu: next.cpu, nextMemory: next.memory })];
    },
  },
];

/** A week without a quiet day says little. */
const leastDays = 7;

/** What stays free above the highest use. */
const headroom = 1.25;

/** The smallest size that holds both. */
function sizeFor(cpuUnits: number, memoryMiB: number): { readonly cpu: number; readonly memory: number } | undefined {
  for (const { cpuUnits: cpu } of fargateSizes) {
    const memory = fargateMemoriesMiB(cpu).find((size) => size >= memoryMiB);
    if (cpu >= cpuUnits && memory !== undefined) return { cpu, memory };
  }
  return undefined;
}

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
