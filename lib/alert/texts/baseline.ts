import type { Text } from '../../core/language.ts';

export const baselineTexts = {
  title: {
    en: '{count} were not well already when they were looked at for the first time',
    ja: '最初の確認時点ですでに異常: {count} 件',
  },
  titleOne: {
    en: 'One was not well already when it was looked at for the first time',
    ja: '最初の確認時点ですでに異常: 1 件',
  },
  level: { en: '{count} {level}', ja: '{level} {count} 件' },
  others: { en: '{count} more not listed', ja: 'ほか {count} 件は一覧外' },
  next: {
    en: 'told by itself if it gets worse; what ends is not told',
    ja: '悪化した場合のみ個別に通知します。復旧は通知しません',
  },
  why: {
    en: 'found by the first look, from {at} on: nobody can say since when it is so',
    ja: '{at} からの最初の確認で判明。いつから続いているかは不明です',
  },
  do: {
    en: 'in office hours: repair what is still needed, scale to 0 or delete what is not. The list is in the thread',
    ja: '業務時間内に対応します。必要なものは修復し、不要なものは 0 にするか削除します。一覧はスレッドにあります',
  },
} satisfies Record<string, Text>;
