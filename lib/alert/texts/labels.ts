import type { Text } from '../../core/language.ts';

/** What stands before each line. */
export const labels = {
  impact: { en: 'Impact', ja: '影響' },
  next: { en: 'Next', ja: 'このあと' },
  why: { en: 'Why', ja: '原因' },
  changed: { en: 'Changed', ja: '変更点' },
  do: { en: 'Do', ja: '対応' },
} satisfies Record<string, Text>;

/** The labels of a message that has ended: what it was, and what is left. */
export const endLabels = {
  ...labels,
  next: { en: 'Now', ja: '現在' },
  do: { en: 'Still to do', ja: '残作業' },
} satisfies Record<keyof typeof labels, Text>;

/** How sure a cause is. What is certain has no mark. */
export const certaintyMarks = {
  certain: undefined,
  probable: { en: '‹probable›', ja: '‹可能性大›' },
  guess: { en: '‹guess›', ja: '‹推測›' },
} satisfies Record<string, Text | undefined>;

/** Parts of the last line. */
export const contextTexts = {
  account: { en: 'account {account}', ja: 'アカウント {account}' },
  owner: { en: 'owner {team}', ja: '担当 {team}' },
  edited: { en: 'edited {time}', ja: '更新 {time}' },
  acknowledged: { en: 'taken by {name}', ja: '対応者 {name}' },
  muted: { en: 'muted until {time}: {why}', ja: '{time} まで通知停止: {why}' },
  mutedPlain: { en: 'muted until {time}', ja: '{time} まで通知停止' },
  stopped: { en: 'acting is switched off: {reason}', ja: '自動操作は停止中: {reason}' },
  runbook: { en: 'runbook', ja: '手順書' },
} satisfies Record<string, Text>;

/** Names of links. */
export const linkTexts = {
  service: { en: 'service', ja: 'サービス' },
  deployment: { en: 'deployments', ja: 'デプロイ' },
  cluster: { en: 'cluster', ja: 'クラスター' },
  task: { en: 'task', ja: 'タスク' },
  instance: { en: 'instance', ja: 'インスタンス' },
  log: { en: 'log', ja: 'ログ' },
  definition: { en: 'task definition', ja: 'タスク定義' },
  codedeploy: { en: 'CodeDeploy', ja: 'CodeDeploy' },
  diff: { en: 'compare', ja: '差分' },
} satisfies Record<string, Text>;

/** At the end of a list of names. */
export const moreNames: Text = { en: '{count} more', ja: 'ほか {count} 件' };

/** A name and how often it came up. */
export const countedName: Text = { en: '{name} ×{count}', ja: '{name} ×{count}' };
