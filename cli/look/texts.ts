import type { Text } from '../../lib/core/language.ts';

/** Words around what the features say. */
export const lookTexts = {
  head: {
    en: '{region} · account {account} · as of {at} {zone} · clusters: {clusters}, services: {services}, instances: {instances}',
    ja: '{region} · アカウント {account} · {at} {zone} 時点 · クラスター {clusters}、サービス {services}、インスタンス {instances}',
  },
  broken: { en: 'Broken now', ja: '現在の異常' },
  soon: { en: 'Not as it should be: told if it stays so', ja: '要注意(このまま続けば通知)' },
  fine: { en: 'nothing is broken', ja: '異常なし' },
  within: { en: 'after {duration}', ja: '{duration}後' },
  tells: { en: 'tells', ja: '通知先' },
  nobody: { en: 'nobody', ja: 'なし' },
  held: { en: '{receiver} at {at}', ja: '{receiver}({at})' },
  shadow: { en: '{receiver} once its first week is over', ja: '{receiver}(導入 1 週間後から)' },
  notPaged: { en: 'not {receiver}: {environment} pages nobody', ja: '{receiver} は呼び出しなし({environment})' },
  noRoutes: {
    en: 'who would be told is in watchkeeper.yml, and there is none here: watchkeeper init writes one',
    ja: '通知先は watchkeeper.yml に書きます。ここにはまだありません(watchkeeper init で作成)',
  },
  badRoutes: {
    en: 'watchkeeper.yml here cannot be used (watchkeeper check): who would be told is not known',
    ja: 'watchkeeper.yml に誤りがあり(watchkeeper check)、通知先は不明です',
  },
  firstDay: {
    en: 'all that is broken before Watchkeeper begins to look is one message in its first digest, and pages nobody',
    ja: '導入前からの異常は最初のダイジェストにまとめて 1 通。呼び出しはしません',
  },
  advice: { en: 'What will hurt', ja: '今後の問題' },
  noAdvice: { en: 'nothing found', ja: '指摘なし' },
  fails: { en: 'makes the next deployment fail', ja: '次のデプロイが失敗します' },
  notes: { en: 'notes: {count}; see them with watchkeeper advise', ja: '参考 {count} 件(watchkeeper advise)' },
  hooks: { en: 'Lifecycle hooks', ja: 'ライフサイクルフック' },
  watchers: {
    en: 'What watches already, and whether Watchkeeper says it, too',
    ja: '既存の監視(Watchkeeper との重複)',
  },
  noWatchers: { en: 'no alarm, and no rule', ja: 'アラームもルールもなし' },
  same: { en: 'Watchkeeper, too', ja: 'Watchkeeper と重複' },
  other: { en: 'keep it', ja: '対象外(残す)' },
  off: { en: 'tells nobody', ja: '通知先なし' },
  allEvents: { en: 'all events of ECS', ja: 'ECS の全イベント' },
  missing: { en: 'What is missing', ja: '不足' },
  starters: { en: 'Tasks started by the clock', ja: '時刻で起動するタスク' },
  disabled: { en: 'DISABLED', ja: '無効' },
  unused: { en: 'Left behind', ja: '放置' },
  idle: { en: '{name}: desired 0 for more than two weeks', ja: '{name}: desired 0 のまま 2 週間以上' },
  empty: { en: '{name}: a cluster with nothing in it', ja: '{name}: 空のクラスター' },
  quota: { en: '{name}: a quota is nearly used up', ja: '{name}: クォータの残りわずか' },
  unread: { en: 'Not read, so not judged', ja: '読み取れず、未判定' },
  more: { en: 'and {count} more', ja: 'ほか {count}' },
  counts: {
    en: 'broken: {broken}, not as they should be: {soon}, errors of advice: {errors}, warnings: {warnings}',
    ja: '異常 {broken}、要注意 {soon}、指摘エラー {errors}、警告 {warnings}',
  },
} as const satisfies Readonly<Record<string, Text>>;
