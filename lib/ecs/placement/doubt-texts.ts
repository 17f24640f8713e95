import type { Text } from '../../core/language.ts';

/** Why a check cannot be answered; those of the query language are in `query/doubts.ts`. */
export const doubts = {
  'resource-unlisted': {
    en: 'the instance does not list how much it has left',
    ja: 'インスタンスの残量が一覧にありません',
  },
  'ports-counted-together': {
    en: 'AWS does not say whether TCP and UDP ports count together in the 100 reserved ports',
    ja: '予約ポート 100 個の上限に TCP と UDP を合算するかは AWS のドキュメントに記載がありません',
  },
  'gpus-disputed': {
    en: 'the list of GPUs left names one that a task holds',
    ja: 'GPU の残りの一覧に、タスクが使用中の GPU が含まれています',
  },
  'eni-limit-unknown': {
    en: 'how many network interfaces this instance type has for tasks is not known here',
    ja: 'このインスタンスタイプでタスクに使えるネットワークインターフェイス数が不明です',
  },
  'tasks-unlisted': {
    en: 'not all tasks of the instance are listed',
    ja: 'インスタンスのタスクの一覧が揃っていません',
  },
  'task-leaving': {
    en: 'a task of the same group is about to stop there',
    ja: '同じグループのタスクが停止処理中です',
  },
  'agent-unknown': {
    en: 'whether its agent is connected is not known',
    ja: 'エージェントの接続状態が不明です',
  },
  'zone-unknown': {
    en: 'the zone of the instance is not known',
    ja: 'インスタンスのアベイラビリティーゾーンが不明です',
  },
  'subnet-zone-unknown': {
    en: 'the zone of {subnets} is not known',
    ja: '{subnets} のアベイラビリティーゾーンが不明です',
  },
  'attributes-unknown': {
    en: 'the attributes of the instance are not listed',
    ja: 'インスタンスの属性が一覧にありません',
  },
  'requirement-inferred': {
    en: 'the task needs this attribute; AWS does not say whether placement asks for it',
    ja: 'タスクにはこの属性が必要ですが、配置の条件になるかは AWS のドキュメントに記載がありません',
  },
  'gpu-sharing-unlisted': {
    en: 'the instance does not list how much memory its GPUs have left to share',
    ja: '共有できる GPU メモリの残量が一覧にありません',
  },
  'expression-unread': {
    en: 'the expression cannot be read. {fault}',
    ja: '式を読み取れません。{fault}',
  },
  'count-of-tasks': {
    en: 'the answer depends on whether pending tasks count as running',
    ja: '保留中のタスクを実行中に数えるかどうかで結果が変わります',
  },
} as const satisfies Readonly<Record<string, Text>>;
