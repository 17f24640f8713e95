import type { Text } from '../../core/language.ts';
import type { CheckName } from './finding.ts';

/** What a check looks at: to count instances by it (`30 memory`), and before a doubt. */
export const checkLabels: Readonly<Record<CheckName, Text>> = {
  status: { en: 'not active', ja: '非 ACTIVE' },
  capacityProvider: { en: 'other capacity provider', ja: '別のキャパシティープロバイダー' },
  launchType: { en: 'launch type', ja: '起動タイプ' },
  agent: { en: 'agent', ja: 'エージェント' },
  cpu: { en: 'CPU', ja: 'CPU' },
  memory: { en: 'memory', ja: 'メモリ' },
  ports: { en: 'port', ja: 'ポート' },
  reservedPorts: { en: 'port limit', ja: 'ポート数の上限' },
  gpu: { en: 'GPU', ja: 'GPU' },
  gpuMemory: { en: 'GPU memory', ja: 'GPU メモリ' },
  zone: { en: 'zone', ja: 'ゾーン' },
  vpc: { en: 'VPC', ja: 'VPC' },
  eni: { en: 'network interfaces', ja: 'ネットワークインターフェイス' },
  attribute: { en: 'attribute', ja: '属性' },
  memberOf: { en: 'constraint', ja: '制約' },
  distinctInstance: { en: 'distinctInstance', ja: 'distinctInstance' },
  daemon: { en: 'has its copy', ja: '配置済み' },
};

/** To count by, where the label alone says too little. */
export const countLabels = {
  draining: { en: 'draining', ja: 'DRAINING' },
  agentAway: { en: 'agent not connected', ja: 'エージェント未接続' },
} as const satisfies Readonly<Record<string, Text>>;

/** `full` for a row of a table, `short` for a sentence that names the instance and the task already. */
export type ReasonText = { readonly full: Text; readonly short: Text };

/**
 * Why an instance does not take a task. Places: `{need}`, `{have}`, `{shortBy}`, `{holders}` as the reason has them, lists
 * joined. `other`: where the usual text does not fit, see `reason-text.ts`.
 */
export const reasonTexts: Readonly<Record<CheckName, ReasonText & { readonly other?: ReasonText }>> = {
  status: {
    full: { en: '{have}, not ACTIVE', ja: '{have}(ACTIVE ではない)' },
    short: { en: '{have}', ja: '{have}' },
    other: {
      full: { en: 'draining', ja: 'DRAINING 中' },
      short: { en: 'draining', ja: 'DRAINING 中' },
    },
  },
  capacityProvider: {
    full: { en: 'of capacity provider {have}, not {need}', ja: 'キャパシティープロバイダーが {have}({need} が必要)' },
    short: { en: 'of capacity provider {have}', ja: 'キャパシティープロバイダーが {have}' },
    other: {
      full: { en: 'of no capacity provider, needs {need}', ja: 'キャパシティープロバイダーなし({need} が必要)' },
      short: { en: 'of no capacity provider', ja: 'キャパシティープロバイダーなし' },
    },
  },
  launchType: {
    full: { en: 'launch type {have}, not {need}', ja: '起動タイプが {have}({need} が必要)' },
    short: { en: 'launch type {have}', ja: '起動タイプが {have}' },
  },
  agent: {
    full: { en: 'agent not connected', ja: 'エージェント未接続' },
    short: { en: 'agent not connected', ja: 'エージェント未接続' },
  },
  cpu: {
    full: {
      en: 'CPU {need} units, has {have} free: {shortBy} short',
      ja: 'CPU {need} ユニット、空き {have}({shortBy} 不足)',
    },
    short: { en: '{shortBy} CPU units short', ja: 'CPU が {shortBy} ユニット不足' },
  },
  memory: {
    full: {
      en: 'memory {need} MiB, has {have} free: {shortBy} short',
      ja: 'メモリ {need} MiB、空き {have}({shortBy} 不足)',
    },
    short: { en: '{shortBy} MiB short', ja: 'メモリが {shortBy} MiB 不足' },
  },
  ports: {
    full: { en: 'port {have} held by {holders}', ja: 'ポート {have} は {holders} が使用中' },
    short: { en: 'port {have} taken', ja: 'ポート {have} が使用中' },
    other: {
      full: { en: 'port {have} taken', ja: 'ポート {have} が使用中' },
      short: { en: 'port {have} taken', ja: 'ポート {have} が使用中' },
    },
  },
  reservedPorts: {
    full: {
      en: '{need} host ports, {have} left of the 100 an instance can reserve',
      ja: 'ホストポート {need} 個、インスタンスで予約できる 100 個の残り {have} 個',
    },
    short: { en: '{have} of 100 host ports left', ja: 'ホストポート 100 個の残り {have} 個' },
  },
  gpu: {
    full: { en: 'GPUs: needs {need}, has {have} free', ja: 'GPU {need} 個、空き {have} 個' },
    short: { en: 'GPUs: {shortBy} short', ja: 'GPU が {shortBy} 個不足' },
  },
  gpuMemory: {
    full: {
      en: 'GPU memory {need} MiB, at most {have} free on one GPU',
      ja: 'GPU メモリ {need} MiB、GPU 1 個の空きは最大 {have}',
    },
    short: { en: '{shortBy} MiB of GPU memory short', ja: 'GPU メモリが {shortBy} MiB 不足' },
  },
  zone: {
    full: { en: 'in {have}, its subnets are in {need}', ja: '{have} にある(サブネットは {need})' },
    short: { en: 'in {have}, where it has no subnet', ja: 'サブネットのない {have} にある' },
  },
  vpc: {
    full: { en: 'in {have}, its subnets are in {need}', ja: '{have} にある(サブネットは {need})' },
    short: { en: 'in another VPC', ja: '別の VPC にある' },
  },
  eni: {
    full: { en: 'no network interface left for a task', ja: 'タスクに使えるネットワークインターフェイスの空きなし' },
    short: { en: 'no network interface left', ja: 'ネットワークインターフェイスの空きなし' },
  },
  attribute: {
    full: { en: 'lacks attribute {need}', ja: '属性 {need} がない' },
    short: { en: 'lacks attribute {need}', ja: '属性 {need} がない' },
    other: {
      full: { en: 'attribute {need}, has {have}', ja: '属性 {need} が必要(現在 {have})' },
      short: { en: 'attribute {need} is {have}', ja: '属性 {need} が必要(現在 {have})' },
    },
  },
  memberOf: {
    full: { en: 'constraint not met: {need}', ja: '制約を満たさない: {need}' },
    short: { en: 'constraint not met', ja: '制約を満たさない' },
    other: {
      full: { en: 'constraint fails at {part}', ja: '制約のうち {part} を満たさない' },
      short: { en: 'constraint not met', ja: '制約を満たさない' },
    },
  },
  distinctInstance: {
    full: { en: '{have} runs here already (distinctInstance)', ja: '{have} が稼働中(distinctInstance)' },
    short: { en: 'it runs there already (distinctInstance)', ja: '同じタスクが稼働中(distinctInstance)' },
  },
  daemon: {
    full: { en: 'its one copy is here already', ja: '1 台に 1 タスクのデーモンは配置済み' },
    short: { en: 'its one copy is there already', ja: '配置済み' },
  },
};

/** The task asks for the same host port twice: no instance can help. */
export const twiceTexts: ReasonText = {
  full: { en: 'the task itself asks for port {have} twice', ja: 'タスク自身がポート {have} を二重に要求' },
  short: { en: 'it asks for port {have} twice', ja: 'ポート {have} を二重に要求' },
};

/** Behind a constraint that is not met: what the instance has where it fails. */
export const unmetTexts = {
  has: { en: '{line}, has {have}', ja: '{line}(現在 {have})' },
  hasNone: { en: '{line}, has none', ja: '{line}(属性なし)' },
} as const satisfies Readonly<Record<string, Text>>;

/** Many attributes on one line: an old agent lacks several. */
export const attributesText: Text = { en: 'lacks {count} attributes: {names}', ja: '属性が {count} 個ない: {names}' };

export const doubtText: Text = { en: '{what}: {doubt}', ja: '{what}: {doubt}' };

/** How lists are joined. */
export const joints = {
  comma: { en: ', ', ja: '、' },
  semicolon: { en: '; ', ja: '、' },
  andMore: { en: '{list} and {count} more', ja: '{list} 他 {count} 件' },
} as const satisfies Readonly<Record<string, Text>>;
