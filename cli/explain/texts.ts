import type { Text } from '../../lib/core/language.ts';

/** Words around what the engine says. */
export const explainTexts = {
  needs: { en: 'one copy takes {need}', ja: '1 タスクの要求: {need}' },
  counts: { en: '{running} of {desired} running', ja: '{desired} 中 {running} 稼働' },
  pending: { en: '{count} pending', ja: '保留 {count}' },
  changes: { en: 'Changes, the cheapest first', ja: '変更案(手軽な順)' },
  moreChanges: { en: '{count} more with --all', ja: '他 {count} 件は --all で表示' },
  moreRows: { en: '{rest}; all with --all', ja: '{rest}(--all で全件)' },
  fix: { en: '{name}: {fix}', ja: '{name}: {fix}' },
  alike: {
    en: 'Asked of ECS itself: it says the same of the constraint on {count} instances',
    ja: 'ECS 自身にも確認: {count} 台で制約の評価が一致',
  },
  alikeAll: {
    en: 'Asked of ECS itself: it says the same of {expressions} constraints on {count} instances',
    ja: 'ECS 自身にも確認: 制約 {expressions} 件の評価が {count} 台で一致',
  },
  differs: {
    en: "ECS's own evaluation differs on {count} instances: {names} (`{expression}`: ECS says {ecs}, here it is {here})",
    ja: 'ECS 自身の評価が {count} 台で異なります: {names}(`{expression}`: ECS は {ecs}、ここでは {here})',
  },
  answered: {
    en: 'What is unclear here ECS says: `{expression}` {ecs} on {names}',
    ja: 'ここで不明な点の ECS の評価: `{expression}` は {names} で{ecs}',
  },
  holds: { en: 'holds', ja: '成立' },
  holdsNot: { en: 'does not hold', ja: '不成立' },
  notAsked: {
    en: 'ECS was not asked about `{expression}`: {reason}',
    ja: '`{expression}` は ECS に確認できませんでした: {reason}',
  },
  takes: {
    en: '{instance}: takes one more of {fitting} of {count} tasks',
    ja: '{instance}: {count} 種類のタスクのうち {fitting} 種類をあと 1 つ以上配置可能',
  },
  takesNone: { en: '{instance}: takes none of {count} tasks', ja: '{instance}: {count} 種類のタスクのどれも配置不可' },
  open: { en: '{sentence}, {open} unclear', ja: '{sentence}、{open} 種類は不明' },
  why: { en: '{sentence}. {why}', ja: '{sentence}。{why}' },
  noTasks: {
    en: '{instance}: there is no task for instances to ask about',
    ja: '{instance}: インスタンスに置くタスクがありません',
  },
  free: {
    en: '{cpu} of {allCpu} CPU units and {memory} of {allMemory} MiB free',
    ja: '空き CPU {cpu}/{allCpu} ユニット、メモリ {memory}/{allMemory} MiB',
  },
  tasks: { en: 'tasks: {count}', ja: 'タスク {count}' },
  connected: { en: 'agent connected', ja: 'エージェント接続中' },
  notConnected: { en: 'agent not connected', ja: 'エージェント未接続' },
  moreTasks: { en: '{count} more with --all', ja: '他 {count} 件は --all で表示' },
  admitsOf: { en: '{admits} of {task}', ja: '{task}: {admits}' },
} as const satisfies Readonly<Record<string, Text>>;
