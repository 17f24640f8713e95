import type { Text } from '../../core/language.ts';
import type { Outlook } from './outlook.ts';

/** Whether there is room. Places: `{name}` of the service or family, `{fitting}` and `{open}` of `{count}` instances. */
export const verdictTexts = {
  fits: {
    en: '{name}: room for {copies} more on {fitting} of {count} instances',
    ja: '{name}: あと {copies} タスク配置可能({count} 台中 {fitting} 台)',
  },
  fitsBetween: {
    en: '{name}: room for {copies} more, {most} at most, on {fitting} of {count} instances',
    ja: '{name}: あと {copies} タスク配置可能、最大 {most}({count} 台中 {fitting} 台)',
  },
  fitsAny: {
    en: '{name}: room for any number more on {fitting} of {count} instances',
    ja: '{name}: タスク数の上限なく配置可能({count} 台中 {fitting} 台)',
  },
  none: {
    en: '{name}: no room for one more copy on {count} instances',
    ja: '{name}: もう 1 タスクを配置できるインスタンスなし({count} 台)',
  },
  noneOnOne: {
    en: '{name}: no room for one more copy on the only instance',
    ja: '{name}: 唯一のインスタンスに、もう 1 タスクを配置する空きなし',
  },
  open: {
    en: '{name}: one more copy may fit on {open} of {count} instances, which cannot be told for sure',
    ja: '{name}: もう 1 タスク配置できるか確定不可({count} 台中 {open} 台で不明)',
  },
  /** One of several capacity providers is full: which of them ECS takes, nobody can say before. */
  openProviders: {
    en: '{name}: one more copy may fit: {full} of its capacity providers has no room, and ECS chooses among them',
    ja: '{name}: もう 1 タスク配置できるか確定不可。キャパシティープロバイダー {full} に空きがなく、どれを使うかは ECS が選びます',
  },
  noInstances: {
    en: '{name}: there is no container instance to place it on',
    ja: '{name}: 配置先のコンテナインスタンスなし',
  },
  /** A daemon that has all it wants. */
  everyOne: {
    en: '{name}: a daemon, and its one copy is on each of {count} instances already',
    ja: '{name}: デーモンのため 1 台に 1 タスク。{count} 台すべてに配置済み',
  },
  fargate: {
    en: '{name}: runs on Fargate, which has no instances to look at',
    ja: '{name}: Fargate で動くため、確認するインスタンスなし',
  },
  fargateFault: { en: '{name}: {fault}', ja: '{name}: {fault}' },
  /** Behind the verdict: the instance that lacks least, or what all of them lack. */
  nearest: { en: '{verdict}. Nearest: {instance}, {why}', ja: '{verdict}。最も近いのは {instance}: {why}' },
  everywhere: { en: '{verdict}: {why} on every one', ja: '{verdict}: 全台で{why}' },
  notKnown: { en: '{verdict}. Not known: {why}', ja: '{verdict}。不明な点は {why}' },
} as const satisfies Readonly<Record<string, Text>>;

/** What becomes of the next copy. `{provider}`: those of its strategy. */
export const outlookTexts: Readonly<Record<Outlook, Text>> = {
  placed: { en: 'The next copy is placed at once', ja: '次のタスクはすぐに配置されます' },
  'waits-for-scaling': {
    en: 'The next copy waits in PROVISIONING until capacity provider {provider} has added an instance',
    ja: '次のタスクは、キャパシティープロバイダー {provider} がインスタンスを追加するまで PROVISIONING で待ちます',
  },
  'waits-for-unseen': {
    en: 'The next copy waits in PROVISIONING while capacity provider {provider} adds an instance; whether that one takes it is not known here',
    ja: '次のタスクは、キャパシティープロバイダー {provider} がインスタンスを追加するまで PROVISIONING で待ちます。追加されたインスタンスに置けるかは、ここでは分かりません',
  },
  'waits-for-room': {
    en: 'The next copy waits until others leave: an empty instance would take it, and nothing adds one',
    ja: '次のタスクは他のタスクが減るまで待ちます。空のインスタンスなら置けますが、追加する仕組みがありません',
  },
  never: {
    en: 'It can never be placed here: not even an empty instance of any type there is would take it',
    ja: 'このままでは配置されません。今あるどのタイプのインスタンスにも、空であっても置けません',
  },
  unknown: {
    en: 'Whether the next copy is placed depends on what is not known here',
    ja: '次のタスクが配置されるかは、ここでは分からない情報によります',
  },
};

/** Where the usual words do not fit. */
export const otherOutlookTexts = {
  /** A standalone task without a capacity provider does not wait (API_RunTask, failures). */
  runTaskFails: {
    en: 'RunTask fails now: an empty instance would take it, and nothing adds one',
    ja: 'RunTask は今は失敗します。空のインスタンスなら置けますが、追加する仕組みがありません',
  },
  runTaskNever: {
    en: 'RunTask fails, now and later: not even an empty instance of any type there is would take it',
    ja: 'RunTask は今後も失敗します。今あるどのタイプのインスタンスにも、空であっても置けません',
  },
  everyOne: {
    en: 'A new instance gets the next copy',
    ja: '次のタスクは、新しいインスタンスに配置されます',
  },
  noInstances: {
    en: 'Nothing is known of instances to come',
    ja: 'これから追加されるインスタンスについては不明です',
  },
  fargate: {
    en: 'It offers this size; whether it has capacity now, only a start tells',
    ja: 'このサイズは選べます。空きがあるかは起動するまで分かりません',
  },
  fargateNever: {
    en: 'It can never start there as it is',
    ja: 'このままでは起動できません',
  },
} as const satisfies Readonly<Record<string, Text>>;

export const besideTexts = {
  provisioning: { en: '{count} wait in PROVISIONING now', ja: '現在 {count} タスクが PROVISIONING で待機中です' },
  cheapest: {
    en: 'Cheapest change: {change}, which admits {admits} more',
    ja: '最も手軽な変更は {change}(あと {admits} タスク配置可能)',
  },
  cheapestAny: {
    en: 'Cheapest change: {change}, which admits any number',
    ja: '最も手軽な変更は {change}(上限なく配置可能)',
  },
  noChange: { en: 'No single change known here lets one in', ja: '1 つの変更だけで配置できる方法は見つかりません' },
} as const satisfies Readonly<Record<string, Text>>;

/** Sentences one after the other. */
export const sentences: Text = { en: '{one}. {other}', ja: '{one}。{other}' };
