import type { ImpactLevel } from '../../core/alert.ts';
import type { Text } from '../../core/language.ts';

/**
 * The IMPACT line by level, the most telling first: the first whose places are all known is taken, the last needs none.
 * Places: healthy, desired, running, lowest, since, readAt, took, usual.
 */
export const impactTexts: Readonly<Record<Exclude<ImpactLevel, 'unknown'>, readonly Text[]>> = {
  none: [
    { en: 'none: {healthy}/{desired} healthy', ja: 'なし。{healthy}/{desired} 正常' },
    { en: 'none known', ja: '判明している影響なし' },
  ],
  'at-risk': [
    {
      en: 'at risk: {healthy}/{desired} healthy since {since}',
      ja: 'リスクあり。{since} から {healthy}/{desired} 正常',
    },
    { en: 'at risk: {healthy}/{desired} healthy', ja: 'リスクあり。{healthy}/{desired} 正常' },
    { en: 'at risk: one more loss may be felt', ja: 'リスクあり。さらに失うと影響が出るおそれ' },
  ],
  degraded: [
    {
      en: 'degraded: {healthy}/{desired} healthy since {since}',
      ja: '縮退稼働。{since} から {healthy}/{desired} 正常',
    },
    { en: 'degraded: {healthy}/{desired} healthy', ja: '縮退稼働。{healthy}/{desired} 正常' },
    { en: 'degraded since {since}', ja: '{since} から縮退稼働' },
    { en: 'degraded', ja: '縮退稼働' },
  ],
  down: [
    { en: 'down: {healthy}/{desired} healthy since {since}', ja: '停止。{since} から {healthy}/{desired} 正常' },
    { en: 'down: {healthy}/{desired} healthy', ja: '停止。{healthy}/{desired} 正常' },
    { en: 'down since {since}', ja: '{since} から停止' },
    { en: 'down', ja: '停止' },
  ],
  late: [
    { en: 'late: due at {since}, its work is not done yet', ja: '遅延。予定 {since}、処理は未完了' },
    { en: 'late since {since}', ja: '{since} から遅延' },
    { en: 'late', ja: '遅延' },
  ],
  missed: [
    { en: 'missed: due at {since}, nothing started', ja: '未実行。予定 {since}、開始されず' },
    { en: 'missed: nothing started when it was due', ja: '未実行。予定時刻に開始されず' },
  ],
  failed: [
    {
      en: 'failed at {since} after {took} min (usually {usual} min): its work is not done',
      ja: '{since} に失敗({took} 分経過、通常 {usual} 分)。処理は未完了',
    },
    {
      en: 'failed at {since} after {took} min: its work is not done',
      ja: '{since} に失敗({took} 分経過)。処理は未完了',
    },
    { en: 'failed at {since}: its work is not done', ja: '{since} に失敗。処理は未完了' },
    { en: 'failed: its work is not done', ja: '失敗。処理は未完了' },
  ],
};

/** Why something is at risk where nothing is counted, by `impact.because`. */
export const risks: Readonly<Record<string, Text>> = {
  scaling: {
    en: 'at risk: nobody is hurt by it yet; the service is not the size its work asks for',
    ja: 'リスクあり。現時点で影響はありませんが、タスク数が負荷に見合っていません',
  },
  instances: {
    en: 'at risk: tasks wait for a place; what runs is not touched by it',
    ja: 'リスクあり。タスクが配置先を待っています(稼働中のタスクへの影響なし)',
  },
  room: {
    en: 'at risk: nobody is hurt; the next task that needs a place there finds none',
    ja: 'リスクあり。現時点で影響はありませんが、次に配置が必要なタスクの空きがありません',
  },
  slower: {
    en: 'at risk: its runs end well, and take longer than they did',
    ja: 'リスクあり。実行は成功していますが、所要時間が以前より延びています',
  },
};

/** Why the impact is unknown, by `impact.because`. */
export const unknownImpacts: Readonly<Record<string, Text>> = {
  standalone: {
    en: 'unknown: a standalone task, so what it was for decides; no service stands behind it',
    ja: '不明。スタンドアロンタスクのため、影響はタスクの役割によります(背後にサービスなし)',
  },
  instance: {
    en: 'unknown: an instance, not a service; a service that loses tasks with it gets its own message',
    ja: '不明。対象はインスタンスです。タスクを失ったサービスは別途通知されます',
  },
  daemon: {
    en: 'unknown: a daemon, not a service; a service whose tasks wait for it gets its own message',
    ja: '不明。対象はデーモンです。起動を待つサービスは別途通知されます',
  },
  unwatched: {
    en: 'unknown: nothing is known to have run, and nobody watched when it was due',
    ja: '不明。実行の記録がなく、予定時刻は監視も停止していました',
  },
  aws: {
    en: 'unknown: a service that is hurt by it gets its own message',
    ja: '不明。影響を受けたサービスは別途通知されます',
  },
  codedeploy: {
    en: 'unknown: CodeDeploy names an application, not the service behind it, so nothing was counted',
    ja: '不明。CodeDeploy の通知にはサービス名がなく、稼働数を確認できません',
  },
  denied: {
    en: 'unknown: access was denied when its counts were read (ecs:DescribeServices)',
    ja: '不明。稼働数の取得が拒否されました(ecs:DescribeServices)',
  },
  'not-found': {
    en: 'unknown: the service was not found when its counts were read; deleted or renamed since',
    ja: '不明。稼働数の取得時にサービスが見つかりませんでした(削除または改名の可能性)',
  },
  throttled: {
    en: 'unknown: AWS throttled the reading of its counts; it is read again every minute',
    ja: '不明。稼働数の取得が AWS のスロットリングを受けました。1 分ごとに再取得します',
  },
  'not-asked': {
    en: 'not known here: nobody was asked for its counts (see --facts)',
    ja: '不明。稼働数は問い合わせていません(--facts を参照)',
  },
  unreadable: {
    en: 'unknown: AWS did not answer when its counts were read; it is read again every minute',
    ja: '不明。稼働数の取得に AWS が応答しませんでした。1 分ごとに再取得します',
  },
};

/** What is added to the impact where it is known. */
export const impactExtras = {
  oldServes: { en: 'rev {previous} still serves', ja: 'リビジョン {previous} が稼働継続' },
  lowest: { en: 'lowest {lowest}/{desired}', ja: '最少 {lowest}/{desired}' },
  running: { en: '{running} running', ja: '起動中 {running}' },
  targets: {
    en: 'load balancer: {healthy} of {total} targets healthy',
    ja: 'ロードバランサー: 正常ターゲット {healthy}/{total}',
  },
  lastKnown: { en: 'last known {healthy}/{desired} at {readAt}', ja: '最終確認 {readAt} 時点で {healthy}/{desired}' },
} satisfies Record<string, Text>;

/** The impact as the lock screen has it, by level. Same order and places as the IMPACT line. */
export const impactSummaries: Readonly<Record<ImpactLevel, readonly Text[]>> = {
  none: [
    { en: 'no impact, {healthy}/{desired} serving', ja: '影響なし({healthy}/{desired}稼働)' },
    { en: 'no impact known', ja: '影響は未確認' },
  ],
  'at-risk': [
    { en: 'at risk {healthy}/{desired}', ja: 'リスクあり({healthy}/{desired}稼働)' },
    { en: 'at risk', ja: 'リスクあり' },
  ],
  degraded: [
    { en: 'DEGRADED {healthy}/{desired} since {since}', ja: '縮退稼働 {healthy}/{desired}({since}から)' },
    { en: 'DEGRADED {healthy}/{desired}', ja: '縮退稼働 {healthy}/{desired}' },
    { en: 'DEGRADED', ja: '縮退稼働' },
  ],
  down: [
    { en: 'DOWN {healthy}/{desired} since {since}', ja: '停止 {healthy}/{desired}({since}から)' },
    { en: 'DOWN {healthy}/{desired}', ja: '停止 {healthy}/{desired}' },
    { en: 'DOWN', ja: '停止' },
  ],
  unknown: [{ en: 'impact unknown', ja: '影響不明' }],
  late: [{ en: 'LATE', ja: '遅延' }],
  missed: [{ en: 'MISSED', ja: '未実行' }],
  failed: [{ en: 'FAILED', ja: '失敗' }],
};
