import type { Text } from '../../core/language.ts';

/** What Auto Scaling does, and when. */
export const departureForms = {
  capacity: {
    en: 'the group goes from {from} to {to} since {at}: {why}',
    ja: 'グループの台数が {at} に {from} → {to}: {why}',
  },
  plain: { en: 'Auto Scaling ends it since {at}: {why}', ja: 'Auto Scaling が {at} から終了処理中: {why}' },
} satisfies Record<string, Text>;

/** Who or what wanted it, by `departure.by`. */
export const departureTexts = {
  alarm: { en: 'scaling policy {name}', ja: 'スケーリングポリシー {name}' },
  schedule: { en: 'a scheduled action', ja: 'スケジュールされたアクション' },
  refresh: { en: 'an instance refresh', ja: 'インスタンスの更新(instance refresh)' },
  health: { en: 'a failed health check', ja: 'ヘルスチェックの失敗' },
  maintenance: { en: 'maintenance by EC2', ja: 'EC2 のメンテナンス' },
  spot: { en: 'EC2 wants the Spot capacity back', ja: 'EC2 によるスポット容量の回収' },
  lifetime: { en: 'its maximum lifetime is over', ja: '最大存続期間の満了' },
  zones: { en: 'zones are balanced', ja: 'アベイラビリティーゾーン間の再分散' },
  request: { en: 'somebody asked for it (API, console or a tool)', ja: '利用者の要求(API・コンソール・ツール)' },
  difference: { en: 'fewer are wanted than there are', ja: '希望台数が現在の台数を下回ったため' },
} satisfies Record<string, Text>;
