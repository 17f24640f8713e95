import type { Text } from '../../core/language.ts';

/** What all members of a storm have in common, and how it is named. */
export const sharedTexts = {
  zone: { en: 'all in {value}', ja: 'すべて {value}' },
  instance: { en: 'all on {value}', ja: 'すべて {value} 上' },
  image: { en: 'all with image {value}', ja: 'すべてイメージ {value}' },
  cause: { en: 'same cause: {value}', ja: '共通の原因: {value}' },
  cluster: { en: 'all in cluster {value}', ja: 'すべてクラスター {value}' },
} satisfies Record<string, Text>;

/** The same where most of them have it. */
export const mostlySharedTexts = {
  zone: { en: 'mostly in {value}', ja: '大半が {value}' },
  instance: { en: 'mostly on {value}', ja: '大半が {value} 上' },
  image: { en: 'mostly with image {value}', ja: '大半がイメージ {value}' },
  cause: { en: 'mostly: {value}', ja: '主な原因: {value}' },
  cluster: { en: 'mostly in cluster {value}', ja: '大半がクラスター {value}' },
} satisfies Record<keyof typeof sharedTexts, Text>;

/** The same for the WHY line: how many share it. */
export const shareTexts = {
  zone: { en: '{count} of {total} in {value}', ja: '{total} 件中 {count} 件が {value}' },
  instance: { en: '{count} of {total} on {value}', ja: '{total} 件中 {count} 件が {value} 上' },
  image: { en: '{count} of {total} with image {value}', ja: '{total} 件中 {count} 件がイメージ {value}' },
  cause: { en: '{count} of {total}: {value}', ja: '{total} 件中 {count} 件が「{value}」' },
  cluster: { en: '{count} of {total} in cluster {value}', ja: '{total} 件中 {count} 件がクラスター {value}' },
} satisfies Record<string, Text>;

/** What to look at first when this is what they share. */
export const sharedSteps = {
  zone: {
    en: 'Look at the zone first: AWS Health, then move tasks away (zonal shift, or subnets of other zones).',
    ja: '先にゾーンを調べます。AWS Health を見て、必要ならタスクを別ゾーンへ移します(ゾーンシフト、または他ゾーンのサブネット)。',
  },
  instance: {
    en: 'Look at the instance first: set it to DRAINING, and its tasks start elsewhere.',
    ja: '先にインスタンスを調べます。DRAINING にすると、タスクは別のインスタンスで起動します。',
  },
  image: { en: 'Look at the image first: all of them use it.', ja: '先に共通のイメージを調べます。' },
  cause: {
    en: 'Look at the common cause first, not at each service.',
    ja: '個々のサービスより先に、共通の原因を調べます。',
  },
  cluster: {
    en: 'Look at the cluster first: capacity provider, instances, network.',
    ja: '先にクラスターを調べます(キャパシティープロバイダー、インスタンス、ネットワーク)。',
  },
  none: {
    en: 'Begin with those that are down: the list in the thread has the worst first.',
    ja: '停止しているものから対応します。スレッドの一覧は影響の大きい順です。',
  },
} satisfies Record<string, Text>;

/** What the members are: services, jobs, or also tasks on their own, instances, clusters. */
export const memberNames = {
  services: { en: 'services', ja: 'サービス' },
  jobs: { en: 'jobs', ja: 'ジョブ' },
  several: { en: 'services, tasks or instances', ja: 'サービス・タスク・インスタンス' },
} satisfies Record<string, Text>;

/** How one member of the list ended: by its status, or gone from its cluster. */
export const memberEnds = {
  resolved: { en: 'recovered', ja: '復旧' },
  gone: { en: 'gone or not wanted any more', ja: '離脱または不要' },
  'rolled-back': { en: 'rolled back', ja: 'ロールバック済み' },
  expired: { en: 'end not known', ja: '結末不明' },
} satisfies Record<string, Text>;

/** How a storm ended: the worst that is left of it. Places: count. `closed`: by time, some of it goes on. */
export const stormEnds = {
  closed: {
    en: '{count} of them have not ended and are not followed here any more; told anew if they get worse',
    ja: '{count} 件は未解決ですが、このメッセージでの追跡は終了します。悪化した場合は改めて通知します',
  },
  resolved: { en: 'all of them recovered', ja: 'すべて復旧しました' },
  gone: {
    en: 'none of them fails any more; {count} gone or not wanted any more',
    ja: '異常は続いていません。{count} 件は離脱したか不要になりました',
  },
  'rolled-back': {
    en: 'none of them fails any more; {count} rolled back, their deployments failed',
    ja: '異常は続いていません。{count} 件はデプロイ失敗によりロールバック済みです',
  },
  expired: {
    en: 'unknown for {count}: nothing proves that they work again',
    ja: '{count} 件は復旧を確認できていません',
  },
} satisfies Record<string, Text>;

/** What is left to do when a storm is over. */
export const stormRemains = {
  closed: {
    en: 'look at those that have not ended: `watchkeeper incidents` lists them',
    ja: '未解決のものへの対応を続けます(`watchkeeper incidents` で一覧)',
  },
  resolved: undefined,
  gone: undefined,
  'rolled-back': {
    en: 'correct the revisions that failed: see the list in the thread',
    ja: '失敗したリビジョンを修正します(スレッドの一覧を参照)',
  },
  expired: {
    en: 'find out whether they work: see the list in the thread',
    ja: '復旧を確認できていないものの動作を調べます(スレッドの一覧を参照)',
  },
} satisfies Record<string, Text | undefined>;

/** Of jobs alone: how many are late, missed or failed is the title. */
export const jobStormTexts = {
  title: { en: '[{environment}] {levels}{shared}', ja: '[{environment}] {levels}{shared}' },
  summary: { en: '[{environment}] {levels}{shared}', ja: '[{environment}] {levels}{shared}' },
  only: { en: '{count} jobs {level}', ja: 'ジョブ {count} 件が{level}' },
  several: { en: '{count} jobs: {levels}', ja: 'ジョブ {count} 件: {levels}' },
  next: {
    en: 'late ones are tried on until their start deadline. Missed and failed ones wait for you, but for those with a `catchUp`; each job is due again by its schedule',
    ja: '遅延中のジョブは開始期限まで開始を試行します。未実行・失敗の回は自動では再実行されません(`catchUp` のあるジョブを除く)。次回は各スケジュールどおりです',
  },
  step: {
    en: 'Find what they have in common first, then run them again: the commands are in the thread',
    ja: '先に共通の原因を調べ、その後に再実行します。コマンドはスレッドにあります',
  },
  wait: {
    en: 'Find what they have in common: nothing needs to be run again yet',
    ja: '共通の原因を調べます。再実行が必要な回はまだありません',
  },
  run: {
    en: 'Run again (each for its own time; never twice, if it has succeeded meanwhile)',
    ja: '再実行(各ジョブの本来の予定時刻として。成功済みなら二重には実行されません)',
  },
} satisfies Record<string, Text>;

export const umbrellaTexts = {
  title: {
    en: '[{environment}] {count} {what} failing{shared}',
    ja: '[{environment}] {count} 件の{what}で異常{shared}',
  },
  shared: { en: ', {shared}', ja: '。{shared}' },
  over: {
    en: '[{environment}] over: {count} {what} had failed',
    ja: '[{environment}] 終息。{count} 件の{what}で異常が発生',
  },
  closed: {
    en: '[{environment}] closed after {duration}: {count} {what} had failed',
    ja: '[{environment}] {duration}経過により追跡終了。{count} 件の{what}で異常が発生',
  },
  open: { en: '{count} not ended', ja: '未解決 {count} 件' },
  level: { en: '{count} {level}', ja: '{level} {count} 件' },
  ended: { en: '{count} over', ja: '終了 {count} 件' },
  forgotten: { en: '{count} more not listed', ja: 'ほか {count} 件は一覧外' },
  next: {
    en: 'differs: ECS replaces what it can place. Those not hurt any more leave the count by themselves',
    ja: '対象により異なります。配置できるタスクは ECS が補充し、復旧したものは件数から外れます',
  },
  nothingShared: {
    en: 'no common zone, instance, image, cause or cluster',
    ja: '共通のゾーン・インスタンス・イメージ・原因・クラスターなし',
  },
  since: { en: 'since {from}', ja: '{from} から' },
  aloud: { en: 'Failing now as well: {names}', ja: '新たに異常: {names}' },
  named: { en: '{name} ({level})', ja: '{name}({level})' },
  more: { en: '{count} more', ja: 'ほか {count} 件' },
  list: { en: 'The list, worst first', ja: '一覧(影響の大きい順)' },
  summary: {
    en: '[{environment}] {count} {what} failing{shared}. {levels}',
    ja: '[{environment}] {count} 件の{what}で異常{shared}。{levels}',
  },
} satisfies Record<string, Text>;
