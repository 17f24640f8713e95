import type { Text } from '../../core/language.ts';

export const digestTexts = {
  title: {
    en: 'Digest of {date}: {open} open, {failures} failed',
    ja: '{date} のまとめ: 継続中 {open} 件、失敗 {failures} 件',
  },
  openNone: { en: 'nothing is open', ja: '継続中の異常なし' },
  open: { en: '{count} open: {names}', ja: '継続中 {count} 件: {names}' },
  next: { en: 'next digest {at}', ja: '次回のまとめ {at}' },
  nextPlain: { en: 'nothing needs an answer now', ja: '今すぐの対応は不要です' },
  stops: {
    en: 'since {from}: failed tasks {failures}, expected stops {expected}',
    ja: '{from} 以降: タスクの失敗 {failures} 件、想定内の停止 {expected} 件',
  },
  most: { en: 'mostly: {causes}', ja: '主な停止理由: {causes}' },
  wouldPage: {
    en: '{count} would have paged; the list is in the thread',
    ja: '呼び出し対象 {count} 件(試行期間のため未送信)。一覧はスレッド',
  },
  wouldPageHead: { en: 'Would have paged', ja: '試行期間中の呼び出し対象' },
  openHead: { en: 'Open', ja: '継続中' },
  muted: { en: '{count} hidden by mutes', ja: '通知停止により {count} 件を非表示' },
  expired: { en: '{count} lost from sight, end not known: {names}', ja: '結末不明 {count} 件: {names}' },
  drained: { en: 'instances drained: {count}', ja: 'ドレイン完了 {count} 台' },
  drainForced: {
    en: 'instances let go with tasks on them: {count}',
    ja: 'タスクを残して終了 {count} 台',
  },
  drainObserved: {
    en: 'instances that would have been drained (observing only): {count}',
    ja: 'ドレイン対象 {count} 台(観察のみ)',
  },
  shortHooks: {
    en: 'drain hooks with a time-out under 120 s, too short to be kept alive: {names} (`watchkeeper hooks --check`)',
    ja: 'ドレイン用フックのタイムアウトが 120 秒未満のため維持できません: {names}(`watchkeeper hooks --check`)',
  },
  quota: {
    en: '{count} near a quota of ECS: {names}',
    ja: 'ECS のクォータに接近 {count} 件: {names}',
  },
  idle: {
    en: 'at desired count 0 for two weeks ({count}): {names}',
    ja: '必要数 0 のまま 2 週間変化のないサービス {count} 件: {names}',
  },
  empty: { en: 'empty clusters ({count}): {names}', ja: '空のクラスター {count} 件: {names}' },
  retiring: {
    en: 'Fargate replaces tasks from {at} on: {names}',
    ja: '{at} から Fargate がタスクを入れ替え: {names}',
  },
  retiringSometime: { en: 'Fargate will replace tasks of {names}', ja: 'Fargate がタスクを入れ替え予定: {names}' },
  retiringHead: { en: 'To replace them at a time of your own choosing', ja: '任意の時刻に入れ替える場合' },
  /** Places: name. Where UpdateService is refused: a deployment of CodeDeploy's, or of somebody else's task sets. */
  retiringCodeDeploy: {
    en: '{name}: deployed by CodeDeploy; create a deployment of the same revision there',
    ja: '{name}: CodeDeploy によるデプロイ。CodeDeploy で同じリビジョンのデプロイを作成',
  },
  retiringTaskSet: {
    en: '{name}: deployed by a controller of its own; have that begin a deployment, or stop its tasks one by one',
    ja: '{name}: 外部のコントローラーによるデプロイ。そこで再デプロイするか、タスクを 1 つずつ停止',
  },
  gaps: {
    en: 'failures with a reason not known yet: {count}',
    ja: '未知の停止理由による失敗 {count} 件',
  },
} satisfies Record<string, Text>;

export const muteEndedTexts = {
  title: { en: 'mute of {target} has ended', ja: '{target} の通知停止が終了' },
  hidden: { en: 'hidden meanwhile: {count} messages', ja: '停止中の非表示: {count} 件' },
  hiddenOne: { en: 'hidden meanwhile: 1 message', ja: '停止中の非表示: 1 件' },
  hiddenNone: { en: 'nothing was hidden meanwhile', ja: '停止中に非表示の通知なし' },
  next: { en: 'messages about it come again', ja: '今後は通常どおり通知されます' },
  why: { en: 'it was muted from {from} to {until}: {why}', ja: '停止期間 {from}〜{until}: {why}' },
  whyPlain: { en: 'it was muted from {from} to {until}', ja: '停止期間 {from}〜{until}' },
  by: { en: 'muted by {by}', ja: '停止した人 {by}' },
} satisfies Record<string, Text>;
