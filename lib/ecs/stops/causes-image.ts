import type { CauseRow } from './cause-row.ts';

const networkRemedy = {
  any: {
    en: 'Give the subnet a way to the registry: a NAT gateway, or for ECR the endpoints ecr.api, ecr.dkr and an S3 gateway endpoint. Allow TCP 443 outward in the security group. The runbook AWSSupport-TroubleshootECSTaskFailedToStart tests all of it.',
    ja: 'サブネットからレジストリへの経路を用意します。NAT ゲートウェイ、または ECR なら ecr.api・ecr.dkr のエンドポイントと S3 ゲートウェイエンドポイントです。セキュリティグループで TCP 443 の送信を許可します。ランブック AWSSupport-TroubleshootECSTaskFailedToStart で一通り検査できます。',
  },
  fargate: {
    en: 'In a public subnet set assignPublicIp to ENABLED; in a private one give it a NAT gateway, or for ECR the endpoints ecr.api, ecr.dkr and an S3 gateway endpoint. Allow TCP 443 outward in the security group of the task.',
    ja: 'パブリックサブネットでは assignPublicIp を ENABLED にします。プライベートサブネットでは NAT ゲートウェイ、または ECR 用に ecr.api・ecr.dkr のエンドポイントと S3 ゲートウェイエンドポイントを用意します。タスクのセキュリティグループで TCP 443 の送信を許可します。',
  },
  ec2: {
    en: 'The instance pulls the image, so its subnet needs the way to the registry: a NAT gateway, or for ECR the endpoints ecr.api, ecr.dkr and an S3 gateway endpoint, and TCP 443 outward in the security group of the instance.',
    ja: 'イメージはインスタンスが取得します。インスタンスのサブネットに NAT ゲートウェイ、または ECR 用に ecr.api・ecr.dkr のエンドポイントと S3 ゲートウェイエンドポイントを用意し、インスタンスのセキュリティグループで TCP 443 の送信を許可します。',
  },
};

/** An image whose platform does not fit. AWS lists it with the pull errors, but the image is there: see `exec_format`. */
const wrongPlatform = 'descriptor matching platform ;; no matching manifest for';

/** Images that could not be pulled. */
export const imageCauses: readonly CauseRow[] = [
  {
    id: 'pull_denied_role',
    stopCodes: 'any',
    where: 'either',
    // "no basic auth credentials" is Docker's way to say that the agent got no ECR token (re:Post, ecs-pull-container-api-error-ecr).
    // ECR answers 403 to a manifest request without rights and 404 for an unknown tag (aws/aws-cdk#14457), so a 403 is not "no image".
    match:
      'Check that the role has the permissions ;; ecr:BatchGetImage ;; ecr:GetAuthorizationToken ;; not authorized to perform: ecr ;; no basic auth credentials ;; failed to resolve ref && .dkr.ecr. && 403 Forbidden',
    unless:
      'not authorized to perform: secretsmanager ;; not authorized to perform: ssm ;; not authorized to perform: logs',
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
  {
    id: 'pull_network',
    stopCodes: 'any',
    where: 'either',
    // The last three are the same errors without the name of the error, as the guide's headings show them.
    match:
      'CannotPull && {NET} ;; The task cannot pull && Amazon ECR repository && connection issue ;; cannot pull && from the registry && connection issue ;; cannot pull the image && Check your network configuration ;; cannot pull the image && Check your task network configuration ;; CannotPull && context canceled ;; CannotPull && unexpected EOF ;; ^API error && {NET} ;; ^Error response from daemon: Get && {NET}',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    source: 'task_cannot_pull_image; verify-connectivity; stopped-tasks-error-messages-updates',
    title: { en: 'image registry unreachable', ja: 'イメージレジストリに到達できず' },
    likely: {
      en: 'There is no way from the task or its host to the registry: no NAT gateway or endpoint, no public address, a closed security group, or DNS.',
      ja: 'タスクまたはホストからレジストリへの経路がありません。NAT ゲートウェイやエンドポイントの不足、パブリック IP なし、セキュリティグループの遮断、DNS の問題が考えられます。',
    },
    remedy: networkRemedy,
  },
  {
    id: 'pull_layers',
    stopCodes: 'any',
    where: 'either',
    match: 'failed to copy && failed open ;; panic: runtime error: invalid memory address ;; error pulling image conf',
    failure: 'yes',
    severity: 'error',
    certainty: 'probable',
    about: 'container',
    source: 'task_cannot_pull_image (httpReaderSeeker); aws/aws-xray-daemon#146',
    title: { en: 'image layers could not be downloaded', ja: 'イメージレイヤーを取得できず' },
    likely: {
      en: 'The manifest was read, the layers were not. ECR keeps layers in S3, so mostly the way to S3 is missing; with other registries it may be a rate limit.',
      ja: 'マニフェストは読めましたが、レイヤーを取得できませんでした。ECR のレイヤーは S3 にあるため、多くは S3 への経路の不足です。他のレジストリではレート制限の場合もあります。',
    },
    remedy: {
      any: {
        en: 'Add an S3 gateway endpoint to the route tables of the subnets (its policy must allow the ECR layer bucket prod-REGION-starport-layer-bucket) or a NAT gateway, and allow TCP 443 to S3 in the security group.',
        ja: 'サブネットのルートテーブルに S3 ゲートウェイエンドポイント(ポリシーで ECR のレイヤーバケット prod-REGION-starport-layer-bucket を許可)または NAT ゲートウェイを追加し、セキュリティグループで S3 への TCP 443 を許可します。',
      },
    },
  },
  {
    id: 'pull_no_image',
    stopCodes: 'any',
    where: 'either',
    // "name unknown", "not found", 404: ECR and Docker for an unknown repository or tag. "unauthorized": Docker Hub and
    // others for a private or unknown repository without credentials.
    match:
      'Check whether the image exists ;; failed to resolve ref ;; pull image manifest has been retried ;; requested access to the resource is denied ;; manifest unknown ;; pull access denied ;; name unknown ;; CannotPull && not found ;; ^API error (404) ;; CannotPull && unauthorized',
    unless: wrongPlatform,
    failure: 'yes',
    severity: 'error',
    certainty: 'probable',
    about: 'container',
    source:
      'task_cannot_pull_image; stopped-tasks-error-messages-updates; deployment-type-ecs (image version stability)',
    title: { en: 'image not found in the registry', ja: 'イメージがレジストリに見つからない' },
    likely: {
      en: 'The repository, tag or digest of {image} does not exist or may not be read. ECS pins a tag to its digest per deployment, so an image deleted or overwritten later is missing, too.',
      ja: '{image} のリポジトリ・タグ・ダイジェストが存在しないか、読み取れません。ECS はデプロイごとにタグをダイジェストへ固定するため、後から削除・上書きしたイメージも見つからなくなります。',
    },
    remedy: {
      any: {
        en: 'Push the image, or deploy a tag that exists. If it was there before, look at the lifecycle policy of the repository. A private registry needs repositoryCredentials.',
        ja: 'イメージを push するか、存在するタグをデプロイします。以前は存在した場合、リポジトリのライフサイクルポリシーを確かめます。プライベートレジストリには repositoryCredentials が必要です。',
      },
    },
  },
  {
    id: 'pull_other',
    stopCodes: 'any',
    where: 'either',
    match: 'CannotPull ;; ^API error',
    unless: wrongPlatform,
    failure: 'yes',
    severity: 'error',
    certainty: 'probable',
    about: 'container',
    source: 'task_cannot_pull_image; aws/amazon-ecs-agent:agent/engine/errors.go',
    title: { en: 'image could not be pulled', ja: 'イメージを取得できず' },
    likely: { en: 'The registry or the runtime answered: {text}', ja: 'レジストリまたはランタイムの応答: {text}' },
    remedy: {
      any: {
        en: 'Compare image name, registry credentials and network path with a task that still starts. The runbook AWSSupport-TroubleshootECSTaskFailedToStart tests all three.',
        ja: 'イメージ名・レジストリの認証情報・ネットワーク経路を、起動できているタスクと比べます。ランブック AWSSupport-TroubleshootECSTaskFailedToStart で 3 点とも検査できます。',
      },
    },
  },
];
