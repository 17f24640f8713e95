import type { AdviceText } from '../text.ts';

/** Sizes of tasks and containers. */
export const taskSizeTexts: readonly AdviceText[] = [
  {
    id: 'fargate-size',
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
  },
  {
    id: 'fargate-storage',
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
  },
  {
    id: 'task-cpu-range',
    source: 'API_RegisterTaskDefinition (cpu)',
    title: { en: 'task CPU out of range', ja: 'タスクの CPU が範囲外' },
    why: {
      en: 'A task on instances can ask for {least} to {most} CPU units, and asks for {cpu}.',
      ja: 'インスタンス上のタスクに指定できる CPU は {least}〜{most} ユニットですが、{cpu} になっています。',
    },
    fix: { en: 'Set cpu within the range, or leave it out.', ja: 'cpu を範囲内にするか、省略します。' },
  },
  {
    id: 'container-memory-missing',
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
  },
  {
    id: 'container-memory-order',
    source: 'API_ContainerDefinition (memoryReservation)',
    title: { en: 'memory below its reservation', ja: 'memory が予約量を下回る' },
    why: {
      en: '`{container}` may use {memory} MiB and reserves {reservation}: the limit must be the larger one.',
      ja: '`{container}` の上限 {memory} MiB が予約量 {reservation} MiB を下回っています。上限は予約量より大きくする必要があります。',
    },
    fix: { en: 'Raise memory, or lower memoryReservation.', ja: 'memory を上げるか、memoryReservation を下げます。' },
  },
  {
    id: 'container-memory-minimum',
    source: 'API_ContainerDefinition (memory)',
    title: { en: 'container memory too small', ja: 'コンテナのメモリが小さすぎる' },
    why: {
      en: '`{container}` asks for {memory} MiB; Docker takes no less than {least}.',
      ja: '`{container}` のメモリは {memory} MiB ですが、Docker の下限は {least} MiB です。',
    },
    fix: { en: 'Set at least {least} MiB.', ja: '{least} MiB 以上にします。' },
  },
  {
    id: 'containers-over-task',
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
  },
  {
    id: 'memory-without-reservation',
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
  },
  {
    id: 'fargate-size-far',
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
  },
];
