import type { Text } from '../../lib/core/language.ts';

/** Words of the story of an instance that is being drained. */
export const drainStoryTexts = {
  draining: { en: '{instance} is being drained', ja: '{instance} はドレイン中' },
  since: { en: '{head} since {at}', ja: '{head}({at} から)' },
  why: { en: '{head}: {why}', ja: '{head}: {why}' },
  hook: { en: 'hook {hook} of Auto Scaling group {group}', ja: 'Auto Scaling グループ {group} のフック {hook}' },
  spot: { en: 'EC2 takes the Spot instance back', ja: 'EC2 がスポットインスタンスを回収' },
  rebalance: { en: 'EC2 recommends to rebalance', ja: 'EC2 の再調整の推奨' },
  maintenance: { en: 'EC2 maintenance at {at}', ja: '{at} の EC2 メンテナンス' },
  request: { en: 'asked for by {by}', ja: '{by} の依頼' },
  unrecorded: {
    en: 'who drains it is not known here: by hand, ECS itself, or give --table for what Watchkeeper has recorded',
    ja: '実行者はここでは不明です(手動、ECS 自身、または --table で Watchkeeper の記録を参照)',
  },
  notOurs: {
    en: 'by hand or by ECS itself, Watchkeeper has nothing recorded of it',
    ja: '手動または ECS 自身によるもので、Watchkeeper の記録はありません',
  },
  observed: {
    en: 'Watchkeeper only observes (mode {mode}) and does nothing to it',
    ja: 'Watchkeeper は観察のみ(モード {mode})で、操作しません',
  },
  endsUs: {
    en: 'It goes as soon as it is empty; at {at} Watchkeeper lets it go with what is left on it',
    ja: 'タスクがなくなりしだい終了します。{at} にはタスクが残っていても Watchkeeper が終了させます',
  },
  endsEc2: {
    en: 'EC2 takes it back at {at}, whatever runs on it',
    ja: '実行中のものがあっても {at} に EC2 が回収します',
  },
  endsEcs: {
    en: 'ECS drains it by itself and waits until {at} at most (48 h)',
    ja: 'ECS が自動でドレインしています。待機は最長 {at} まで(48 時間)',
  },
  endsCap: {
    en: 'ECS drains it by itself; at {at} Watchkeeper ends that wait (managedCap)',
    ja: 'ECS が自動でドレインしています。{at} に Watchkeeper が待機を打ち切ります(managedCap)',
  },
  endsNever: { en: 'Nothing ends the wait but that it is empty', ja: 'タスクがなくなるまで待機は終わりません' },
  waitsBudget: {
    en: 'It has not begun: {out} of {total} of its group are out, and {allowed} may be at once',
    ja: '未開始です。グループの {total} 台中 {out} 台が離脱中で、同時に離脱できるのは {allowed} 台です',
  },
  waitsZone: {
    en: 'It has not begun: without it {zone} would have {available} instances left, and {least} must stay',
    ja: '未開始です。このインスタンスが抜けると {zone} の残りは {available} 台になり、必要な {least} 台を下回ります',
  },
  waitsHold: { en: 'It has not begun: {by} holds it back ({why})', ja: '未開始です。{by} が保留中({why})' },
  waitsUnread: { en: 'It has not begun: {what} could not be read', ja: '未開始です。{what} を取得できません' },
  waitsAbsent: {
    en: 'It has not begun: its Auto Scaling group does not count on it (standby, starting, or detached)',
    ja: '未開始です。Auto Scaling グループの稼働台数に含まれていません(スタンバイ、起動中、またはデタッチ済み)',
  },
  waitsPlace: { en: 'It begins within seconds', ja: '数秒以内に開始します' },
  keeps: { en: 'What keeps it', ja: '残っている理由' },
  keepsNothing: { en: 'No task is left on it', ja: '残っているタスクはありません' },
  successor: { en: 'its successor: {room}', ja: '代わりのタスク: {room}' },
  doIt: { en: 'To act: {commands}', ja: '操作: {commands}' },
} as const satisfies Readonly<Record<string, Text>>;
