import type { Text } from '../../core/language.ts';

/** The title at the end, by status; the first whose places are known. */
export const endTitles = {
  resolved: [
    { en: 'recovered, {healthy}/{desired} healthy', ja: '復旧。{healthy}/{desired} 正常' },
    { en: 'recovered', ja: '復旧' },
  ],
  'rolled-back': [
    {
      en: 'deployment {revision} failed, rolled back to {previous}',
      ja: 'デプロイ {revision} 失敗、{previous} にロールバック済み',
    },
    { en: 'deployment failed, rolled back', ja: 'デプロイ失敗、ロールバック済み' },
  ],
  expired: [{ en: 'no news any more, end not known', ja: '続報なし。結末は不明' }],
  undone: [
    {
      en: 'deployment {revision} failed; the service is whole again',
      ja: 'デプロイ {revision} 失敗。サービスは正常に戻っています',
    },
    { en: 'deployment failed; the service is whole again', ja: 'デプロイ失敗。サービスは正常に戻っています' },
  ],
  unwanted: [{ en: 'not wanted any more: scaled to 0, or deleted', ja: '不要になりました(必要数 0、または削除済み)' }],
  gone: [{ en: 'gone: it has left its cluster', ja: 'クラスターから離脱' }],
  drained: [
    { en: '{instance} drained, nothing was forced', ja: '{instance} のドレイン完了。強制終了なし' },
    { en: 'drained, nothing was forced', ja: 'ドレイン完了。強制終了なし' },
  ],
  forced: [
    { en: '{instance} let go with tasks on it', ja: '{instance} をタスクが残ったまま終了' },
    { en: 'let go with tasks on it', ja: 'タスクが残ったまま終了' },
  ],
  scaled: [{ en: 'its size follows its work again', ja: 'タスク数が負荷に見合う状態に復帰' }],
  roomy: [{ en: 'there is room again', ja: '空きが戻りました' }],
  deployed: [
    {
      en: 'deployment of rev {revision} completed, {healthy}/{desired} healthy',
      ja: 'リビジョン {revision} のデプロイ完了。{healthy}/{desired} 正常',
    },
    { en: 'deployment completed', ja: 'デプロイ完了' },
  ],
  answered: [{ en: 'the pause was answered, the deployment goes on', ja: '承認済み。デプロイは続行中' }],
} satisfies Record<string, readonly Text[]>;

/** What it cost: the IMPACT line at the end. */
export const costTexts = {
  failed: { en: '{count} tasks failed', ja: '{count} タスクが失敗' },
  failedOne: { en: '1 task failed', ja: '1 タスクが失敗' },
  duration: { en: '{duration}, {from} to {to}', ja: '{duration}({from}〜{to})' },
  open: { en: 'began {from}, how long is not known', ja: '{from} に発生、継続時間は不明' },
  neverBelow: { en: 'never below {desired}/{desired} healthy', ja: '常に {desired}/{desired} 正常' },
  lowest: { en: 'lowest {lowest}/{desired} healthy', ja: '最少 {lowest}/{desired} 正常' },
  notCounted: { en: 'how many were hurt was not counted', ja: '影響の規模は未計測' },
} satisfies Record<string, Text>;

/** How it is now, by status: the NEXT line at the end. */
export const nowTexts = {
  resolved: [
    { en: '{healthy}/{desired} healthy, nothing failed since', ja: '{healthy}/{desired} 正常。以後の失敗なし' },
    { en: 'it has worked since', ja: 'その後は正常' },
  ],
  'rolled-back': [
    {
      en: 'stable on rev {previous}, {healthy}/{desired} healthy',
      ja: 'リビジョン {previous} で安定。{healthy}/{desired} 正常',
    },
    { en: 'stable on rev {previous}', ja: 'リビジョン {previous} で安定' },
    { en: 'stable on the revision before', ja: '以前のリビジョンで安定' },
  ],
  expired: [
    { en: 'unknown: nothing was heard of it since {lastAt}', ja: '不明。{lastAt} 以降の情報なし' },
    { en: 'unknown: nothing more was heard of it', ja: '不明。以後の情報なし' },
  ],
  undone: [
    {
      en: '{healthy}/{desired} healthy; whether by a roll-back or a newer deployment, nothing has told',
      ja: '{healthy}/{desired} 正常。ロールバックか新しいデプロイかは確認できていません',
    },
    {
      en: 'steady; whether by a roll-back or a newer deployment, nothing has told',
      ja: '安定。ロールバックか新しいデプロイかは確認できていません',
    },
  ],
  unwanted: [
    {
      en: 'nothing of it is wanted, so nothing has recovered either',
      ja: '必要数が 0 のため、復旧したわけではありません',
    },
  ],
  gone: [
    {
      en: 'no longer in the cluster; a service that lost tasks with it gets its own message',
      ja: 'クラスターに属していません。タスクを失ったサービスは別途通知されます',
    },
  ],
  drained: [{ en: 'all its tasks stopped before it went', ja: '終了前にすべてのタスクが停止しました' }],
  forced: [
    {
      en: 'gone; a service that lost tasks with it has them replaced by ECS, and gets its own message if not',
      ja: 'インスタンスは終了済みです。サービスのタスクは ECS が補充し、補充されない場合は別途通知されます',
    },
  ],
  scaled: [
    { en: 'nothing keeps it from the size its work asks for', ja: '必要なタスク数への変更を妨げるものはありません' },
  ],
  roomy: [{ en: 'a task that needs a place finds one again', ja: '配置が必要なタスクの空きがあります' }],
  deployed: [
    { en: '{healthy}/{desired} healthy, nothing failed', ja: '{healthy}/{desired} 正常、失敗なし' },
    { en: 'nothing failed', ja: '失敗なし' },
  ],
  answered: [
    {
      en: 'nothing was broken; a failure of the deployment would be told anew',
      ja: '障害はありません。デプロイが失敗した場合は改めて通知します',
    },
  ],
} satisfies Record<string, readonly Text[]>;

/** Thread lines: what got worse, and the end. */
export const newsTexts = {
  worse: { en: '{name}: {impact}, was {before}', ja: '{name}: {impact}(以前: {before})' },
  stays: { en: '{name}: {impact}', ja: '{name}: {impact}' },
  back: { en: '{name}: failing again. {impact}', ja: '{name}: 再発。{impact}' },
  newCause: { en: 'new: {causes}', ja: '新たな原因: {causes}' },
  end: { en: '{name}: {end} · {cost}', ja: '{name}: {end} · {cost}' },
} satisfies Record<string, Text>;

/** A level as a word in a sentence. */
export const levelNames = {
  none: { en: 'no impact', ja: '影響なし' },
  'at-risk': { en: 'at risk', ja: 'リスクあり' },
  degraded: { en: 'degraded', ja: '縮退稼働' },
  down: { en: 'down', ja: '停止' },
  unknown: { en: 'impact unknown', ja: '影響不明' },
  late: { en: 'late', ja: '遅延' },
  missed: { en: 'missed', ja: '未実行' },
  failed: { en: 'failed', ja: '失敗' },
} satisfies Record<string, Text>;
