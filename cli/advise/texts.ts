import type { Text } from '../../lib/core/language.ts';
import type { AdvicePart } from '../../lib/ecs/advice/facts.ts';
import type { AdviceSeverity } from '../../lib/core/advice-found.ts';

/** Words around what the rules say. */
export const adviseTexts = {
  fails: { en: 'makes the deployment fail', ja: 'デプロイが失敗します' },
  fix: { en: 'Fix: {fix}', ja: '対応: {fix}' },
  fine: { en: 'nothing found', ja: '指摘なし' },
  unchecked: { en: 'Not checked', ja: '未確認' },
  rules: { en: '{count} rules', ja: '{count} ルール' },
  oneRule: { en: '1 rule', ja: '1 ルール' },
  all: { en: 'which ones: --all', ja: '一覧は --all' },
  result: {
    en: 'errors: {errors}, warnings: {warnings}, notes: {infos}',
    ja: 'エラー {errors}、警告 {warnings}、参考 {infos}',
  },
} as const satisfies Readonly<Record<string, Text>>;

export const severityTexts: Readonly<Record<AdviceSeverity, Text>> = {
  error: { en: 'error', ja: 'エラー' },
  warning: { en: 'warning', ja: '警告' },
  info: { en: 'note', ja: '参考' },
};

/** What a rule lacks. */
export const partTexts: Readonly<Record<AdvicePart, Text>> = {
  taskDefinition: { en: 'the task definition', ja: 'タスク定義' },
  containerSettings: { en: 'all settings of the containers', ja: 'コンテナの全設定' },
  before: { en: 'the revision before', ja: '前のリビジョン' },
  service: { en: 'the service', ja: 'サービス' },
  serviceSettings: { en: 'all settings of the service', ja: 'サービスの全設定' },
  instances: { en: "the cluster's instances", ja: 'クラスターのインスタンス' },
  targetGroups: { en: 'target groups', ja: 'ターゲットグループ' },
  loadBalancers: { en: 'load balancers', ja: 'ロードバランサー' },
  securityGroups: { en: 'security groups', ja: 'セキュリティグループ' },
  instanceSecurityGroups: { en: 'security groups of the instances', ja: 'インスタンスのセキュリティグループ' },
  subnets: { en: 'subnets', ja: 'サブネット' },
  capacityProviders: { en: 'capacity providers', ja: 'キャパシティープロバイダー' },
  observedStart: {
    en: 'how long a task takes to become healthy (--start)',
    ja: 'タスクが正常になるまでの時間(--start)',
  },
  images: { en: 'what ECR has', ja: 'ECR のイメージ' },
  permissions: { en: "the execution role's rights", ja: 'タスク実行ロールの権限' },
  amis: { en: 'AMIs', ja: 'AMI' },
  protection: { en: 'task protection', ja: 'タスク保護の状態' },
  usage: { en: 'CPU and memory used', ja: 'CPU とメモリの使用率' },
};
