import type { Text } from '../../core/language.ts';

/** Who loses what when an instance goes with tasks on it. */
export const drainImpacts = {
  now: { en: 'none now', ja: '現時点で影響なし' },
  nowEnds: { en: 'none now. At {at}: {losses}', ja: '現時点で影響なし。{at} の影響: {losses}' },
  nowWhenever: { en: 'none now. If it is let go: {losses}', ja: '現時点で影響なし。終了させた場合の影響: {losses}' },
  service: { en: '{names} goes on with {after}/{desired}', ja: '{names} は {after}/{desired} で継続' },
  services: { en: '{names} loses {count} tasks', ja: '{names} のタスク {count} 個が停止' },
  standalone: { en: '{names} is lost, nobody starts it again', ja: '{names} は失われ、再実行もされません' },
  forced: {
    en: 'its tasks ended with it; a service that is short of tasks now gets a message of its own',
    ja: '残っていたタスクはインスタンスと共に終了しました。タスクが不足したサービスは別途通知されます',
  },
} satisfies Record<string, Text>;

/** Parts of the WHY line of a drain. */
export const drainWhys = {
  one: { en: '{mark} {reason}', ja: '{mark} {reason}' },
  place: { en: '{reason}; its successor: {room}', ja: '{reason}。代わりのタスクの配置先: {room}' },
  more: { en: '{count} more in the thread', ja: 'ほか {count} 件はスレッド' },
  head: { en: 'What keeps it, one by one', ja: '残っている理由の一覧' },
} satisfies Record<string, Text>;

/** What to do about a drain, the safest first. */
export const drainSteps = {
  letGo: {
    en: 'Let it go: nothing to do, it goes at {at} at the latest.',
    ja: 'このまま終了させる場合: 対応不要(遅くとも {at} に終了)。',
  },
  wait: {
    en: 'Give it longer: `npx watchkeeper drain {which} --extend 30m`',
    ja: '延長する場合: `npx watchkeeper drain {which} --extend 30m`',
  },
  forGood: { en: 'That it can leave: {step}', ja: 'ドレインを進める場合: {step}' },
  now: {
    en: 'Let it go now, with what is left: command in the thread.',
    ja: '今すぐ終了させる場合: スレッドのコマンド。',
  },
} satisfies Record<string, Text>;

/** Comments in front of the commands of a drain. */
export const drainCommandTexts = {
  explain: { en: 'why, as it is now', ja: '現在の理由' },
  extend: { en: 'wait 30 minutes longer', ja: '30 分延長' },
  extendPlain: { en: 'the same without this tool', ja: '同上(このツールなし)' },
  force: {
    en: 'let it go now; says first what ends with it, and does it with --yes',
    ja: '今すぐ終了(まず失われるものを表示し、--yes で実行)',
  },
  complete: { en: 'end the wait by hand: what is left ends with it', ja: '手動で待機を打ち切り(残りのタスクも終了)' },
  cancel: { en: 'take the drain back', ja: 'ドレインを取り消し' },
  maximum: { en: 'let {names} start one more first', ja: '{names} を先に 1 タスク起動できるようにする' },
  minimum: { en: 'or let {names} stop one first', ja: 'または {names} を先に 1 タスク停止できるようにする' },
  stop: { en: 'stop {names}: it is lost', ja: '{names} を停止(失われます)' },
  unprotect: { en: 'take the protection of {names} back', ja: '{names} の保護を解除' },
} satisfies Record<string, Text>;
