import type { CauseRow } from './cause-row.ts';

/** Images that may not be pulled, or find no room. */
export const imageCauses: readonly CauseRow[] = [
  {
    id: 'pull_denied_role',
    stopCodes: 'any',
    where: 'either',
    // "no basic auth credentials" is Docker's way to say that the agent got no ECR token (re:Post, ecs-pull-container-api-error-ecr).
    // ECR answers 403 to a manifest request without rights and 404 for an unknown tag (aws/aws-cdk#14457), so a 403 is not "no image".
    match:
      'Check that the role has the permissions ;; ecr:BatchGetImage ;; ecr:GetAuthorizationToken ;; not authorized to perform: ecr ;; no basic auth credentials ;; failed to resolve ref && .dkr.ecr. && 403 Forbidden',
    // A token that is fetched over OAuth is another registry's, whatever the name of the image; see `pull_login`.
    unless:
      'not authorized to perform: secretsmanager ;; not authorized to perform: ssm ;; not authorized to perform: logs ;; oauth token ;; anonymous token',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    source: 'task_cannot_pull_image; stopped-tasks-error-messages-updates',
    title: { en: 'image pull denied: the role lacks rights on ECR', ja: 'イメージの取得を拒否(ECR の権限不足)' },
    likely: {
      en: 'The role that pulls the image may not read the ECR repository, or the policy of the repository or VPC endpoint forbids it.',
      ja: 'イメージを取得するロールに ECR リポジトリの読み取り権限がないか、リポジトリまたは VPC エンドポイントのポリシーで拒否されています。',
    },
    remedy: {
      any: {
        en: 'Grant ecr:GetAuthorizationToken, ecr:BatchCheckLayerAvailability, ecr:GetDownloadUrlForLayer and ecr:BatchGetImage to the task execution role on Fargate, to the instance role on EC2. For another account its repository policy must allow it, too.',
        ja: 'ecr:GetAuthorizationToken・ecr:BatchCheckLayerAvailability・ecr:GetDownloadUrlForLayer・ecr:BatchGetImage を、Fargate ではタスク実行ロール、EC2 ではインスタンスロールに付与します。別アカウントの場合はリポジトリポリシーの許可も必要です。',
      },
      fargate: {
        en: 'Grant the task execution role (not the task role) ecr:GetAuthorizationToken, ecr:BatchCheckLayerAvailability, ecr:GetDownloadUrlForLayer and ecr:BatchGetImage; AmazonECSTaskExecutionRolePolicy has them. For another account its repository policy must allow it, too.',
        ja: 'タスクロールではなくタスク実行ロールに、ecr:GetAuthorizationToken・ecr:BatchCheckLayerAvailability・ecr:GetDownloadUrlForLayer・ecr:BatchGetImage を付与します(AmazonECSTaskExecutionRolePolicy に含まれます)。別アカウントの場合はリポジトリポリシーの許可も必要です。',
      },
      ec2: {
        en: 'Grant the instance role (not the task role) ecr:GetAuthorizationToken, ecr:BatchCheckLayerAvailability, ecr:GetDownloadUrlForLayer and ecr:BatchGetImage; AmazonEC2ContainerServiceforEC2Role has them. For another account its repository policy must allow it, too.',
        ja: 'タスクロールではなくインスタンスロールに、ecr:GetAuthorizationToken・ecr:BatchCheckLayerAvailability・ecr:GetDownloadUrlForLayer・ecr:BatchGetImage を付与します(AmazonEC2ContainerServiceforEC2Role に含まれます)。別アカウントの場合はリポジトリポリシーの許可も必要です。',
      },
    },
  },
  {
    id: 'pull_rate',
    stopCodes: 'any',
    where: 'either',
    // The text may be cut before "toomanyrequests" (containers-roadmap#1133).
    match: 'toomanyrequests ;; pull rate limit ;; CannotPull && 429 Too Many Requests',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    source: 'task_cannot_pull_image',
    title: { en: 'image pull refused: rate limit of the registry', ja: 'レジストリのレート制限でイメージを取得できず' },
    likely: {
      en: 'The registry, mostly Docker Hub, limits pulls per address or account, and the limit is reached.',
      ja: 'レジストリ(多くは Docker Hub)の、アドレスまたはアカウント単位の取得回数制限に達しました。',
    },
    remedy: {
      any: {
        en: 'Pull through an ECR pull-through cache, or give the container repositoryCredentials of a registry account (the execution role then needs secretsmanager:GetSecretValue).',
        ja: 'ECR のプルスルーキャッシュ経由にするか、コンテナに repositoryCredentials でレジストリのアカウントを設定します(タスク実行ロールに secretsmanager:GetSecretValue が必要です)。',
      },
    },
  },
  {
    id: 'pull_disk',
    stopCodes: 'any',
    where: 'either',
    match: 'no space left on device',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    source: 'task_cannot_pull_image',
    title: { en: 'disk full', ja: 'ディスクの空き容量不足' },
    likely: {
      en: 'The disk that holds images and containers has no space left.',
      ja: 'イメージとコンテナを置くディスクに空きがありません。',
    },
    remedy: {
      any: {
        en: 'On Fargate raise ephemeralStorage (up to 200 GiB) or make the image smaller; on EC2 replace the instance by one with a larger volume and limit json-file logs with max-size.',
        ja: 'Fargate では ephemeralStorage を増やす(最大 200 GiB)か、イメージを小さくします。EC2 では大きなボリュームのインスタンスに入れ替え、json-file ログを max-size で制限します。',
      },
      fargate: {
        en: 'Raise ephemeralStorage in the task definition (20 GiB is the default, 200 GiB the maximum), or make the image smaller.',
        ja: 'タスク定義の ephemeralStorage を増やす(既定 20 GiB、最大 200 GiB)か、イメージを小さくします。',
      },
      ec2: {
        en: 'Drain and replace the instance by one with a larger volume. So that it does not fill again: max-size for json-file logs, or the awslogs driver, and a shorter ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION.',
        ja: 'インスタンスをドレインし、大きなボリュームのものに入れ替えます。再発防止には json-file ログの max-size か awslogs ドライバー、ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION の短縮が有効です。',
      },
    },
  },
];
