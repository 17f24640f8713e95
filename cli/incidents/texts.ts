import type { ImpactLevel } from '../../lib/core/alert.ts';
import type { Text } from '../../lib/core/language.ts';

export const timelineTexts = {
  when: { en: 'When', ja: '時刻' },
  what: { en: 'What', ja: '内容' },
  timeline: { en: 'Timeline ({zone})', ja: '経過({zone})' },
  causes: { en: 'Causes', ja: '原因' },
  subject: { en: 'Where', ja: '対象' },
  subjectValue: {
    en: '`{place}` ({kind}), environment {environment}, account {account}, {region}',
    ja: '`{place}`({kind})、環境 {environment}、アカウント {account}、{region}',
  },
  deploymentBegan: { en: 'deployment began: {revision}', ja: 'デプロイ開始: {revision}' },
  revision: { en: 'revision {revision}', ja: 'リビジョン {revision}' },
  first: { en: 'first seen: {cause}', ja: '最初の検知: {cause}' },
  impact: { en: 'impact: {level}', ja: '影響: {level}' },
  impactCounted: {
    en: 'impact: {level}, {healthy}/{desired} healthy',
    ja: '影響: {level}、{healthy}/{desired} 正常',
  },
  toAndFro: {
    en: 'impact went to and fro {count} times until {until}: {names}',
    ja: '影響が {until} まで {count} 回変動: {names}',
  },
  told: { en: 'told: {receiver}', ja: '通知: {receiver}' },
  paged: { en: 'somebody was called: {receiver}', ja: '呼び出し: {receiver}' },
  taken: { en: 'taken by {name}', ja: '対応開始: {name}' },
  closed: { en: 'closed by hand: {name}', ja: '手動でクローズ: {name}' },
  stopped: { en: 'Watchkeeper set its desired count to 0', ja: 'Watchkeeper が必要数を 0 に変更' },
  rolledBack: { en: 'Watchkeeper rolled the deployment back', ja: 'Watchkeeper がデプロイをロールバック' },
  wouldStop: {
    en: 'Watchkeeper would have set its desired count to 0 (observing only)',
    ja: 'Watchkeeper の動作: 必要数を 0 に変更(観察のみ、未実行)',
  },
  wouldRollBack: {
    en: 'Watchkeeper would have rolled the deployment back (observing only)',
    ja: 'Watchkeeper の動作: ロールバック(観察のみ、未実行)',
  },
  cause: { en: '{cause} ({times}, {from} to {to})', ja: '{cause}({times}、{from}〜{to})' },
  once: { en: 'once', ja: '1 回' },
  times: { en: '{count} times', ja: '{count} 回' },
  words: { en: 'in the words of AWS or the application: {text}', ja: 'AWS またはアプリケーションのメッセージ: {text}' },
  notes: { en: 'To be written by people', ja: '記入欄' },
  noteRoot: { en: 'Root cause:', ja: '根本原因:' },
  noteWell: { en: 'What went well:', ja: 'うまくいったこと:' },
  noteBadly: { en: 'What did not:', ja: '改善が必要なこと:' },
  noteActions: { en: 'Actions, each with an owner and a date:', ja: 'アクション(担当と期限):' },
} satisfies Record<string, Text>;

export const deploymentStates = {
  'in-progress': { en: 'deployment is under way', ja: 'デプロイ進行中' },
  failed: { en: 'deployment failed', ja: 'デプロイ失敗' },
  'rolling-back': { en: 'roll-back began', ja: 'ロールバック開始' },
  'rolled-back': { en: 'rolled back', ja: 'ロールバック完了' },
  'rollback-failed': { en: 'the roll-back failed', ja: 'ロールバック失敗' },
  completed: { en: 'deployment completed', ja: 'デプロイ完了' },
} satisfies Record<string, Text>;

export const levelTexts: Readonly<Record<ImpactLevel, Text>> = {
  none: { en: 'none', ja: 'なし' },
  'at-risk': { en: 'at risk', ja: 'リスクあり' },
  degraded: { en: 'degraded', ja: '縮退稼働' },
  down: { en: 'down', ja: '停止' },
  unknown: { en: 'unknown', ja: '不明' },
  late: { en: 'late', ja: '遅延' },
  missed: { en: 'missed', ja: '未実行' },
  failed: { en: 'failed', ja: '失敗' },
};

export const endTexts = {
  firing: { en: 'still going on', ja: '継続中' },
  resolved: { en: 'over: recovered', ja: '終了: 復旧' },
  'rolled-back': { en: 'over: rolled back', ja: '終了: ロールバック済み' },
  expired: { en: 'lost from sight: its end is not known', ja: '結末不明' },
} satisfies Record<string, Text>;
