import type { AdviceSeverity } from '../../core/advice-found.ts';
import type { Text } from '../../core/language.ts';

export const weeklyTexts = {
  title: { en: 'Week of {date}: {rules} pieces of advice', ja: '{date} の週のまとめ: 改善点 {rules} 件' },
  titleOne: { en: 'Week of {date}: 1 piece of advice', ja: '{date} の週のまとめ: 改善点 1 件' },
  titleNone: { en: 'Week of {date}', ja: '{date} の週のまとめ' },
  nothingUrgent: { en: 'none: nothing here is urgent', ja: 'なし(急ぎの内容はありません)' },
  next: { en: 'nothing waits for you', ja: '対応待ちはありません' },
  advice: { en: '{title} ({services})', ja: '{title}({services})' },
  adviceLine: { en: '{severity} {rule}: {title}. {services}', ja: '{severity} {rule}: {title}。{services}' },
  adviceHead: {
    en: 'Found in what was deployed, each said once',
    ja: 'デプロイされた内容から見つかった改善点(通知は 1 回のみ)',
  },
  adviceMore: { en: '{count} more in the thread', ja: 'ほか {count} 件はスレッド' },
  adviceHow: {
    en: 'why and what to do: `{command}`',
    ja: '理由と対処: `{command}`',
  },
  month: {
    en: '{month}: {incidents}, {pages}, {night} of them at night (22:00 to 07:00)',
    ja: '{month}: {incidents}、{pages}(うち夜間 22:00〜07:00 に {night} 件)',
  },
  monthUnpaged: { en: '{month}: {incidents}, nobody was called', ja: '{month}: {incidents}、呼び出しなし' },
  incident: { en: '1 incident', ja: '異常 1 件' },
  incidents: { en: '{count} incidents', ja: '異常 {count} 件' },
  page: { en: '1 page', ja: '呼び出し 1 件' },
  pages: { en: '{count} pages', ja: '呼び出し {count} 件' },
  monthQuiet: { en: '{month}: no incident', ja: '{month}: 異常なし' },
  monthCauses: { en: 'mostly: {causes}', ja: '主な原因: {causes}' },
  monthAgain: { en: 'more than once: {names}', ja: '繰り返し: {names}' },
  large: {
    en: '{service} reserves {size} ×{tasks} and used CPU {cpu} %, memory {memory} % (p50/p95/max of {days} days): {next} would hold it',
    ja: '{service} は {size} ×{tasks} を予約し、使用率は CPU {cpu} %、メモリ {memory} %(過去 {days} 日の p50/p95/最大)。{next} で足ります',
  },
  largeSaves: { en: '{line}, about {money} a month less', ja: '{line}(月およそ {money} 減)' },
  largeMore: { en: '{line} · {count} more in the thread', ja: '{line} · ほか {count} 件はスレッド' },
  largeHead: { en: 'Larger than they need be', ja: '余裕の大きいサービス' },
  spot: {
    en: 'Fargate Spot would do for {count} outside production: {names}',
    ja: '本番以外の {count} サービスは Fargate Spot で足ります: {names}',
  },
  plan: {
    en: 'at least {vcpus} vCPU of Fargate ran on demand all the time for {days} days: a Compute Savings Plan may pay',
    ja: '過去 {days} 日間、Fargate オンデマンドが常時 {vcpus} vCPU 以上稼働: Compute Savings Plans の検討対象',
  },
  planCosts: {
    en: '{line} ({money} a month at list price, without memory)',
    ja: '{line}(定価で月 {money}、メモリを除く)',
  },
  prices: {
    en: 'prices of {region} as of {asOf} ({source})',
    ja: '料金は {region}、{asOf} 時点({source})',
  },
} satisfies Record<string, Text>;

/** What stands before the lines of the weekly digest. */
export const weeklyLabels = {
  impact: { en: 'Impact', ja: '影響' },
  next: { en: 'Next', ja: 'このあと' },
  why: { en: 'Advice', ja: '改善点' },
  changed: { en: 'Last month', ja: '先月' },
  do: { en: 'Size and cost', ja: 'サイズと費用' },
} satisfies Record<string, Text>;

export const adviceSeverityTexts = {
  error: { en: 'error', ja: 'エラー' },
  warning: { en: 'warning', ja: '警告' },
  info: { en: 'note', ja: '参考' },
} satisfies Record<AdviceSeverity, Text>;
