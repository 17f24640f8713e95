import type { Text } from '../../core/language.ts';

/** The title by what the deployment is doing; places: cause, revision, previous. */
export const situationTitles = {
  'in-progress': { en: 'deployment failing, {cause}', ja: 'デプロイ失敗中。{cause}' },
  failed: { en: 'deployment failed, {cause}', ja: 'デプロイ失敗。{cause}' },
  'rolling-back': { en: '{cause}, rolling back', ja: '{cause}。ロールバック中' },
  'rollback-failed': { en: '{cause}; the roll-back failed, too', ja: '{cause}。ロールバックも失敗' },
  following: {
    en: 'deployment failed, {cause}; another deployment is under way',
    ja: 'デプロイ失敗、{cause}。続くデプロイが進行中',
  },
  followed: { en: '{cause}; another deployment is under way', ja: '{cause}。続くデプロイが進行中' },
  'failed-again': {
    en: '{cause}; the deployment after the failed one failed, too',
    ja: '{cause}。続くデプロイも失敗',
  },
  before: { en: '{cause}; a new deployment is under way', ja: '{cause}。新しいデプロイが進行中' },
  beside: { en: '{cause}, during a deployment, not by it', ja: '{cause}(デプロイ中だが、デプロイが原因ではない)' },
  plain: { en: '{cause}', ja: '{cause}' },
} satisfies Record<string, Text>;

/** The same for the lock screen; `cause` is cut where it must be. */
export const situationSummaries = {
  'in-progress': { en: 'Deploy fails: {cause}', ja: 'デプロイ失敗中: {cause}' },
  failed: { en: 'Deploy failed: {cause}', ja: 'デプロイ失敗: {cause}' },
  'rolling-back': { en: 'Rolling back: {cause}', ja: 'ロールバック中: {cause}' },
  'rollback-failed': { en: 'Roll-back failed, too: {cause}', ja: 'ロールバックも失敗: {cause}' },
  followed: { en: '{cause}, another under way', ja: '{cause}、次のデプロイが進行中' },
  following: { en: 'Deploy failed, another under way: {cause}', ja: 'デプロイ失敗、次のデプロイが進行中: {cause}' },
  'failed-again': { en: 'Two deploys failed: {cause}', ja: '続くデプロイも失敗: {cause}' },
  before: { en: 'New deploy under way, before it: {cause}', ja: '新しいデプロイが進行中、その前に: {cause}' },
  beside: { en: '{cause}, during a deploy, not by it', ja: '{cause}(デプロイが原因ではない)' },
  plain: { en: '{cause}', ja: '{cause}' },
} satisfies Record<string, Text>;

/** How often, after the title. */
export const countTexts = {
  tasks: { en: '({count} tasks)', ja: '(タスク {count} 個)' },
  instances: { en: '({count} instances)', ja: '({count} 台)' },
  times: { en: '({count} times)', ja: '({count} 回)' },
} satisfies Record<string, Text>;

export const noCause: Text = { en: 'failing, cause not known', ja: '異常あり。原因は不明' };

/** Summary and title of a message: `[env] subject: …`. */
export const headTexts = {
  summary: { en: '{name}: {impact}. {cause}', ja: '{name}: {impact}。{cause}' },
  title: { en: '{name}: {situation}', ja: '{name}: {situation}' },
} satisfies Record<string, Text>;

/** Parts of the WHY line. */
export const whyTexts = {
  container: { en: 'container {container}: ', ja: 'コンテナ {container}: ' },
  also: { en: 'also: {causes}', ja: 'ほかに: {causes}' },
  more: { en: '{count} more', ja: 'ほか {count} 件' },
  counted: { en: '{cause} ×{count}', ja: '{cause} ×{count}' },
  noCause: { en: 'not known: no event says why', ja: '不明。理由を示すイベントはありません' },
  namedInLog: {
    en: 'the log names {name}, which rev {revision} no longer has {mark}',
    ja: 'ログに {name} があり、リビジョン {revision} から削除されています {mark}',
  },
  targets: { en: 'targets: {reasons}', ja: 'ターゲット: {reasons}' },
} satisfies Record<string, Text>;

/** What stands in a cause's text where AWS gave no value. */
export const missingValues: Readonly<Record<string, Text>> = {
  container: { en: 'of the task', ja: '(名前不明)' },
  image: { en: 'the image', ja: 'イメージ' },
  exitCode: { en: 'unknown', ja: '不明' },
  signal: { en: 'a signal', ja: 'シグナル' },
  code: { en: 'not given', ja: '記載なし' },
  text: { en: 'nothing', ja: '記載なし' },
  reason: { en: 'reason not given', ja: '理由の記載なし' },
  stage: { en: 'a stage not named', ja: '不明な段階' },
  checks: { en: 'check not named', ja: '検査名の記載なし' },
  deployment: { en: '(no id)', ja: '(ID なし)' },
  eventName: { en: 'an event', ja: 'イベント' },
  ignoresSigterm: { en: 'a container', ja: 'コンテナ' },
  port: { en: '(number not given)', ja: '(番号の記載なし)' },
  error: { en: 'an error not named', ja: 'エラー名の記載なし' },
  instance: { en: 'an instance', ja: 'インスタンス' },
  names: { en: 'what runs on it', ja: '実行中のもの' },
  count: { en: 'some', ja: '数' },
  services: { en: 'a service', ja: 'いずれかのサービス' },
  lost: { en: 'a part of it', ja: '一部' },
  tasks: { en: '(ids not known)', ja: '(ID 不明)' },
  targetGroup: { en: 'not named', ja: '(名前不明)' },
  startedBy: { en: 'somebody', ja: '不明な実行者' },
  startedAt: { en: 'at a time not known', ja: '不明な時刻' },
  sinceAt: { en: 'a time not known', ja: '不明な時刻' },
  endsAt: { en: 'a time not known', ja: '不明な時刻' },
  untilAt: { en: 'a time not known', ja: '不明な時刻' },
  delayMs: { en: 'its time', ja: '一定時間' },
  desired: { en: 'all', ja: '全数' },
  running: { en: 'some', ja: '一部' },
  pending: { en: 'some', ja: '一部' },
  least: { en: 'all', ja: '全数' },
  most: { en: 'no more', ja: '同数' },
  minimumPercent: { en: '100', ja: '100' },
  maximumPercent: { en: '100', ja: '100' },
  maximumNeeded: { en: '200', ja: '200' },
  minimumNeeded: { en: '0', ja: '0' },
  definition: { en: 'the task definition', ja: 'タスク定義' },
  role: { en: 'a role not named', ja: '不明なロール' },
  service: { en: 'a service', ja: 'サービス' },
  length: { en: 'more', ja: '超過分' },
  limit: { en: '8192', ja: '8192' },
  tries: { en: 'several', ja: '複数' },
  key: { en: 'of the job', ja: '(名前不明)' },
  policy: { en: 'not given', ja: '記載なし' },
  minutes: { en: 'some', ja: '数' },
  status: { en: 'as it was', ja: '途中' },
  writtenAt: { en: 'a time not known', ja: '不明な時刻' },
  dueAt: { en: 'at its time', ja: '予定時刻' },
  doneByAt: { en: 'its time', ja: '期限' },
  usual: { en: 'some', ja: '数' },
  recent: { en: 'some', ja: '数' },
  runs: { en: 'few', ja: '数' },
  failed: { en: 'some', ja: '一部' },
  indexes: { en: 'not known', ja: '不明' },
  index: { en: 'one of them', ja: 'そのいずれか' },
  expression: { en: 'not read', ja: '未取得' },
};

/** What ECR says of the culprit's image, better than what the pull error says. */
export const imageTexts = {
  missing: {
    title: { en: 'image {reference} not in ECR', ja: 'イメージ {reference} が ECR にない' },
    likely: {
      en: '{reference} does not exist in {repository} (ECR asked {askedAt}; newest: {newest})',
      ja: '{reference} がリポジトリ {repository} にありません(ECR 確認 {askedAt}。最新: {newest})',
    },
    remedy: {
      en: 'Push the tag, or deploy one that exists.',
      ja: 'タグを push するか、存在するタグをデプロイします。',
    },
  },
  noRepository: {
    title: { en: 'ECR repository {repository} does not exist', ja: 'ECR リポジトリ {repository} がない' },
    likely: {
      en: 'the repository {repository} does not exist in this account and region',
      ja: 'リポジトリ {repository} がこのアカウントとリージョンに存在しません',
    },
    remedy: {
      en: 'Correct the repository in the image name, or create it and push the image.',
      ja: 'イメージ名のリポジトリを直すか、リポジトリを作成してイメージを push します。',
    },
  },
  noneThere: { en: 'none', ja: 'なし' },
  tagAt: { en: '{tag} of {at}', ja: '{tag}({at})' },
  exists: { en: '{reference} is in ECR now', ja: '{reference} は現在 ECR にあります' },
  existsSince: { en: '{reference} is in ECR, pushed {at}', ja: '{reference} は ECR にあります(push {at})' },
} as const;
