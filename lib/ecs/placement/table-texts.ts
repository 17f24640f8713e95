import type { Text } from '../../core/language.ts';
import type { Verdict } from './finding.ts';

export const tableHeads = {
  instance: { en: 'INSTANCE', ja: 'インスタンス' },
  type: { en: 'TYPE', ja: 'タイプ' },
  zone: { en: 'ZONE', ja: 'ゾーン' },
  task: { en: 'TASK', ja: 'タスク' },
  fits: { en: 'FITS', ja: '配置' },
  why: { en: 'ROOM, OR WHAT IS IN THE WAY', ja: '空き、または妨げているもの' },
} as const satisfies Readonly<Record<string, Text>>;

export const verdictWords: Readonly<Record<Verdict, Text>> = {
  yes: { en: 'yes', ja: '可' },
  no: { en: 'no', ja: '不可' },
  unverifiable: { en: 'unclear', ja: '不明' },
};

export const roomTexts = {
  some: { en: '{copies} more', ja: 'あと {copies} タスク' },
  between: { en: '{copies} more, {most} at most', ja: 'あと {copies} タスク、最大 {most}' },
  atLeast: { en: '{copies} more at least', ja: 'あと {copies} タスク以上' },
  any: { en: 'any number more', ja: '上限なし' },
} as const satisfies Readonly<Record<string, Text>>;

/** `37 more: 30 memory, 7 draining`. */
export const restTexts = {
  rest: { en: '{count} more: {counts}', ja: '他 {count} 台: {counts}' },
  count: { en: '{count} {what}', ja: '{what} {count} 台' },
  fit: { en: 'fit', ja: '配置可' },
  open: { en: 'unclear', ja: '不明' },
  /** More things in the way of one instance. */
  lines: { en: '… and {count} more', ja: '… 他 {count} 件' },
} as const satisfies Readonly<Record<string, Text>>;

export const changeLineTexts = {
  admits: { en: 'admits {admits} more', ja: 'あと {admits} タスク' },
  admitsAny: { en: 'admits any number', ja: '上限なし' },
} as const satisfies Readonly<Record<string, Text>>;

export const demandTexts = {
  cpu: { en: '{units} CPU units', ja: 'CPU {units} ユニット' },
  memory: { en: '{size} MiB', ja: 'メモリ {size} MiB' },
  ports: { en: 'host port {ports}', ja: 'ホストポート {ports}' },
  gpus: { en: '{count} GPU', ja: 'GPU {count}' },
  allGpus: { en: 'all GPUs', ja: '全 GPU' },
  interfaces: { en: 'a network interface', ja: 'ネットワークインターフェイス 1' },
  constraints: { en: 'constraints: {count}', ja: '制約 {count}' },
  distinct: { en: 'an instance of its own', ja: '1 台に 1 タスク(distinctInstance)' },
  nothing: { en: 'nothing that is counted', ja: '数えられる要求なし' },
} as const satisfies Readonly<Record<string, Text>>;
