import type { Text } from '../../core/language.ts';
import type { LogAbsence } from '../enrichment.ts';

/** Why there is no log, by `finding.reason`. Absent: the message says so already, or it is meant. */
export const logAbsences: Readonly<Record<LogAbsence, Text | undefined>> = {
  'other-driver': { en: 'log: not in CloudWatch ({driver})', ja: 'ログ: CloudWatch 外({driver})' },
  'no-configuration': { en: 'log: none configured', ja: 'ログ: 設定なし' },
  'no-group': { en: 'log: its log group does not exist', ja: 'ログ: ロググループが存在しません' },
  'no-stream': { en: 'log: nothing was written', ja: 'ログ: 書き込みなし' },
  empty: { en: 'log: nothing was written', ja: 'ログ: 書き込みなし' },
  'never-started': undefined,
  denied: { en: 'log: access denied (logs:GetLogEvents)', ja: 'ログ: アクセス拒否(logs:GetLogEvents)' },
  unreadable: { en: 'log: CloudWatch Logs did not answer', ja: 'ログ: CloudWatch Logs が応答なし' },
  'not-asked': { en: 'log: not asked for', ja: 'ログ: 問い合わせなし' },
  'switched-off': undefined,
};

/** The log in the thread. */
export const logTexts = {
  head: { en: 'last {count} lines of {container}, read {at}', ja: '{container} の末尾 {count} 行({at} 取得)' },
  headPlain: { en: 'last {count} log lines, read {at}', ja: 'ログ末尾 {count} 行({at} 取得)' },
} satisfies Record<string, Text>;
