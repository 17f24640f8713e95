import type { Text } from '../../core/language.ts';
import type { RevisionChange } from '../enrichment.ts';

/** What of a revision is different, by `change.what`. */
export const changeNames: Readonly<Record<RevisionChange['what'], Text>> = {
  image: { en: 'image', ja: 'イメージ' },
  'image-digest': { en: 'same tag, other image', ja: '同じタグで別のイメージ' },
  secrets: { en: 'secret', ja: 'シークレット' },
  environment: { en: 'environment', ja: '環境変数' },
  command: { en: 'command', ja: 'コマンド' },
  'entry-point': { en: 'entry point', ja: 'エントリーポイント' },
  memory: { en: 'memory', ja: 'メモリ' },
  'memory-reservation': { en: 'memory reservation', ja: 'メモリ予約' },
  cpu: { en: 'CPU units', ja: 'CPU ユニット' },
  ports: { en: 'ports', ja: 'ポート' },
  'health-check': { en: 'health check', ja: 'ヘルスチェック' },
  'execution-role': { en: 'execution role', ja: 'タスク実行ロール' },
  'task-role': { en: 'task role', ja: 'タスクロール' },
  architecture: { en: 'architecture', ja: 'アーキテクチャ' },
  'network-mode': { en: 'network mode', ja: 'ネットワークモード' },
  'container-added': { en: 'container added', ja: 'コンテナ追加' },
  'container-removed': { en: 'container removed', ja: 'コンテナ削除' },
  essential: { en: 'essential', ja: 'essential' },
  'depends-on': { en: 'depends on', ja: '依存関係' },
  'stop-timeout': { en: 'stop time-out', ja: '停止タイムアウト' },
  volumes: { en: 'volumes', ja: 'ボリューム' },
  log: { en: 'log', ja: 'ログ設定' },
  other: { en: 'other setting', ja: 'その他の設定' },
};

/** How one difference is told. Names of what may be secret, never values. */
export const changeForms = {
  fromTo: { en: '{name} {from} → {to}', ja: '{name} {from} → {to}' },
  set: { en: '{name} {to} (none before)', ja: '{name} {to}(以前はなし)' },
  unset: { en: '{name} {from} removed', ja: '{name} {from} 削除' },
  named: { en: '{name} {parts}', ja: '{name} {parts}' },
  added: { en: '{names} added', ja: '{names} 追加' },
  removed: { en: '{names} removed', ja: '{names} 削除' },
  altered: { en: '{names} altered', ja: '{names} 変更' },
  inContainer: { en: '{container}: {change}', ja: '{container}: {change}' },
} satisfies Record<string, Text>;

/** The CHANGED line. */
export const changedTexts = {
  revisions: { en: '{from} → {to}', ja: '{from} → {to}' },
  revisionsAt: { en: '{from} → {to} ({at})', ja: '{from} → {to}({at})' },
  list: { en: '{head}: {changes}', ja: '{head}: {changes}' },
  only: { en: '{change}, nothing else', ja: '{change} のみ' },
  more: { en: '{count} more', ja: 'ほか {count} 件' },
  sameRun: { en: '{head}: nothing that decides how the task runs', ja: '{head}: タスクの動作に関わる変更なし' },
  unchangedFor: {
    en: 'nothing for {duration}: rev {revision} runs since {date}',
    ja: '{duration}間なし。{date}からリビジョン {revision}',
  },
  unchanged: { en: 'nothing: still rev {revision}', ja: 'なし。リビジョン {revision} のまま' },
  by: { en: 'by {actor}', ja: '実行 {actor}' },
  byVia: { en: 'by {actor} via {via}', ja: '実行 {actor}({via} 経由)' },
  registeredBy: { en: 'registered by {actor}', ja: '登録 {actor}' },
} satisfies Record<string, Text>;

/** Why it is not known what changed, by `finding.reason`. */
export const unknownChanges = {
  denied: {
    en: 'unknown: access to the task definition was denied (ecs:DescribeTaskDefinition)',
    ja: '不明。タスク定義の取得が拒否されました(ecs:DescribeTaskDefinition)',
  },
  unreadable: {
    en: 'unknown: AWS did not answer when the task definitions were read',
    ja: '不明。タスク定義の取得に AWS が応答しませんでした',
  },
  'not-asked': {
    en: 'not known here, nobody was asked for the task definitions (see --facts)',
    ja: '不明。タスク定義は問い合わせていません(--facts を参照)',
  },
  'no-previous': { en: 'no earlier revision to compare with', ja: '比較できる以前のリビジョンがありません' },
} satisfies Record<string, Text>;
