import type { Text } from '../../core/language.ts';

/** What a storm's members may have in common, and how it is named. */
export const sharedTexts = {
  zone: { en: 'all in {value}', ja: 'すべて {value}' },
  instance: { en: 'all on {value}', ja: 'すべて {value} 上' },
  image: { en: 'all with image {value}', ja: 'すべてイメージ {value}' },
  cause: { en: 'same cause: {value}', ja: '共通の原因: {value}' },
  cluster: { en: 'all in cluster {value}', ja: 'すべてクラスター {value}' },
} satisfies Record<string, Text>;

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
    ja: '先にクラスターを調べます(キャパシティプロバイダー、インスタンス、ネットワーク)。',
  },
  none: {
    en: 'Begin with those that are down: the list in the thread has the worst first.',
    ja: '停止しているものから対応します。スレッドの一覧は影響の大きい順です。',
  },
} satisfies Record<string, Text>;

export const umbrellaTexts = {
  title: {
    en: '[{environment}] {count} services failing{shared}',
    ja: '[{environment}] {count} 件のサービスで異常{shared}',
  },
  shared: { en: ', {shared}', ja: '。{shared}' },
  over: {
    en: '[{environment}] over: {count} services had failed',
    ja: '[{environment}] 終息。{count} 件のサービスで異常が発生',
  },
  impact: { en: '{levels}', ja: '{levels}' },
  level: { en: '{count} {level}', ja: '{level} {count} 件' },
  ended: { en: '{count} over', ja: '終了 {count} 件' },
  forgotten: { en: '{count} more not listed', ja: 'ほか {count} 件は一覧外' },
  next: {
    en: 'differs by service: ECS replaces what it can place. Those not hurt any more leave the count by themselves',
    ja: 'サービスにより異なります。配置できるタスクは ECS が補充し、復旧したものは件数から外れます',
  },
  nextOver: { en: 'none of them fails any more', ja: '異常のあるサービスはありません' },
  nothingShared: {
    en: 'no common zone, instance, image, cause or cluster',
    ja: '共通のゾーン・インスタンス・イメージ・原因・クラスターなし',
  },
  since: { en: 'since {from}', ja: '{from} から' },
  list: { en: 'The list, worst first', ja: '一覧(影響の大きい順)' },
  summary: {
    en: '[{environment}] {count} services failing{shared}. {levels}',
    ja: '[{environment}] {count} 件で異常{shared}。{levels}',
  },
} satisfies Record<string, Text>;
