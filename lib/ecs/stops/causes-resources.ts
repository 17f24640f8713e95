import type { CauseRow } from './cause-row.ts';

/** Fluentd and FireLens speak over local sockets: a refused connection there says nothing about CloudWatch. */
const localLogRouter = 'fluent ;; 127.0.0.1 ;; localhost ;; dial unix';

/** Environment files, logs, file systems and roles a task needs before its containers start. */
export const resourceCauses: readonly CauseRow[] = [
  {
    id: 'env_file',
    stopCodes: 'any',
    where: 'either',
    match:
      "failed to download env files ;; can't download the environment variable files ;; environment variable file && Amazon S3",
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    source: 'resource-initialization-error; use-environment-file',
    title: { en: 'environment file could not be read from S3', ja: '環境変数ファイルを S3 から取得できず' },
    likely: {
      en: 'The S3 path of environmentFiles is wrong, the task execution role may not read it, or there is no way to S3.',
      ja: 'environmentFiles の S3 パスの誤り、タスク実行ロールの権限不足、S3 への経路の不足のいずれかです。',
    },
    remedy: {
      any: {
        en: 'Compare the ARN in environmentFiles with the bucket, grant the task execution role s3:GetObject and s3:GetBucketLocation (and kms:Decrypt for an encrypted bucket), and give the subnet an S3 gateway endpoint or NAT.',
        ja: 'environmentFiles の ARN をバケットと突き合わせ、タスク実行ロールに s3:GetObject と s3:GetBucketLocation(暗号化バケットでは kms:Decrypt も)を付与し、サブネットに S3 ゲートウェイエンドポイントまたは NAT を用意します。',
      },
    },
  },
  {
    id: 'log_group_net',
    stopCodes: 'any',
    where: 'either',
    // On EC2 it is the Docker log driver that cannot connect, with a text of its own.
    match:
      'cannot find the Amazon CloudWatch log group && connection issue ;; failed to validate logger args && {NET} ;; failed to initialize logging driver && {NET} ;; failed to create Cloudwatch log && {NET}',
    unless: localLogRouter,
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    source: 'resource-initialization-error; stopped-tasks-error-messages-updates',
    title: { en: 'CloudWatch Logs unreachable from the subnet', ja: 'CloudWatch Logs に到達できず' },
    likely: {
      en: 'There is no way from the task or its host to CloudWatch Logs: no NAT gateway, no endpoint, or a closed security group.',
      ja: 'タスクまたはホストから CloudWatch Logs への経路がありません。NAT ゲートウェイやエンドポイントの不足、セキュリティグループの遮断が考えられます。',
    },
    remedy: {
      any: {
        en: 'Add a NAT gateway or the interface endpoint logs, and allow TCP 443 from the task in the security group of the endpoint.',
        ja: 'NAT ゲートウェイまたは logs のインターフェイスエンドポイントを追加し、エンドポイントのセキュリティグループでタスクからの TCP 443 を許可します。',
      },
      ec2: {
        en: 'Add a NAT gateway or the interface endpoint logs for the subnet of the instance, and allow TCP 443 from the instance in the security group of the endpoint.',
        ja: 'インスタンスのサブネットに NAT ゲートウェイまたは logs のインターフェイスエンドポイントを追加し、エンドポイントのセキュリティグループでインスタンスからの TCP 443 を許可します。',
      },
    },
  },
  {
    id: 'log_group',
    stopCodes: 'any',
    where: 'either',
    match:
      'failed to initialize logging driver ;; failed to validate logger args ;; failed to create Cloudwatch log ;; cannot find the Amazon CloudWatch log group',
    failure: 'yes',
    severity: 'error',
    certainty: 'probable',
    about: 'container',
    source: 'resource-initialization-error; using_awslogs; field: "failed to create Cloudwatch log group"',
    title: { en: 'log driver could not start', ja: 'ログドライバーを開始できず' },
    likely: {
      en: 'Mostly the log group does not exist, awslogs-region is wrong, or the role may not create the group or write to it. With another driver: its target did not answer.',
      ja: '多くはロググループが存在しない、awslogs-region の誤り、またはロールの作成・書き込み権限の不足です。他のドライバーでは送信先が応答していません。',
    },
    remedy: {
      any: {
        en: 'Create the log group named in logConfiguration, in awslogs-region, and grant logs:CreateLogStream and logs:PutLogEvents (logs:CreateLogGroup with awslogs-create-group) to the task execution role on Fargate, to the instance role on EC2.',
        ja: 'logConfiguration のロググループを awslogs-region に作成し、logs:CreateLogStream と logs:PutLogEvents(awslogs-create-group を使うなら logs:CreateLogGroup も)を、Fargate ではタスク実行ロール、EC2 ではインスタンスロールに付与します。',
      },
      fargate: {
        en: 'Create the log group named in logConfiguration, in awslogs-region, and grant the task execution role logs:CreateLogStream and logs:PutLogEvents (with awslogs-create-group also logs:CreateLogGroup, which AmazonECSTaskExecutionRolePolicy lacks).',
        ja: 'logConfiguration のロググループを awslogs-region に作成し、タスク実行ロールに logs:CreateLogStream と logs:PutLogEvents を付与します(awslogs-create-group を使うなら、AmazonECSTaskExecutionRolePolicy にない logs:CreateLogGroup も必要です)。',
      },
      ec2: {
        en: 'Create the log group named in logConfiguration, in awslogs-region, and grant the instance role logs:CreateLogStream and logs:PutLogEvents (with awslogs-create-group also logs:CreateLogGroup).',
        ja: 'logConfiguration のロググループを awslogs-region に作成し、インスタンスロールに logs:CreateLogStream と logs:PutLogEvents(awslogs-create-group を使うなら logs:CreateLogGroup も)を付与します。',
      },
    },
  },
  {
    id: 'efs',
    stopCodes: 'any',
    where: 'either',
    match: 'failed to invoke EFS utils commands ;; unsuccessful EFS utils command execution',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'task',
    source: 'resource-initialization-error; re:Post knowledge centre, fargate-unable-to-mount-efs',
    title: { en: 'EFS file system could not be mounted', ja: 'EFS をマウントできず' },
    likely: {
      en: 'The mount target cannot be reached on TCP 2049 or found by DNS, the access point does not exist, or IAM forbids the mount.',
      ja: 'マウントターゲットに TCP 2049 で到達できない、DNS で解決できない、アクセスポイントが存在しない、IAM が拒否している、のいずれかです。',
    },
    remedy: {
      any: {
        en: 'Allow TCP 2049 from the task in the security group of the mount targets, have a mount target in each Availability Zone used, and with IAM authorization grant the task role elasticfilesystem:ClientMount and ClientWrite.',
        ja: 'マウントターゲットのセキュリティグループでタスクからの TCP 2049 を許可し、使う各アベイラビリティーゾーンにマウントターゲットを置きます。IAM 認証を使うならタスクロールに elasticfilesystem:ClientMount と ClientWrite を付与します。',
      },
    },
  },
  {
    id: 'resinit_other',
    stopCodes: 'any',
    where: 'either',
    match: 'ResourceInitializationError ;; resource cannot be initialized for task',
    // Fargate wraps errors of the runtime: "CannotStartContainerError: ResourceInitializationError: failed to create new
    // container runtime task: … executable file not found in $PATH". That is a container that does not start.
    unless:
      'CannotStartContainerError ;; CannotCreateContainerError ;; exec format error ;; container runtime task ;; ECS was unable to assume',
    failure: 'yes',
    severity: 'error',
    certainty: 'probable',
    about: 'task',
    source: 'resource-initialization-error; aws/amazon-ecs-agent',
    title: { en: 'a resource of the task could not be set up', ja: 'タスクのリソースを初期化できず' },
    likely: { en: 'AWS says: {text}', ja: 'AWS のメッセージ: {text}' },
    remedy: {
      any: {
        en: 'The text names the resource. Its rights belong to the task execution role; its network path starts in the subnet of the task.',
        ja: 'メッセージにリソース名があります。権限はタスク実行ロール、ネットワーク経路はタスクのサブネットから確かめます。',
      },
    },
  },
  {
    id: 'assume_role',
    stopCodes: 'any',
    where: 'task',
    match: 'ECS was unable to assume the role ;; ECS was unable to assume the configured ECS Infrastructure Role',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'task',
    source: 'field reports; troubleshoot-ebs-volumes-scenarios',
    title: { en: 'ECS cannot assume a role of the task', ja: 'ECS がタスクのロールを引き受けられない' },
    likely: {
      en: 'The role named in the text was deleted, or its trust policy does not name ECS.',
      ja: 'メッセージに示されたロールが削除されたか、信頼ポリシーに ECS が含まれていません。',
    },
    remedy: {
      any: {
        en: 'Trust ecs-tasks.amazonaws.com in task and execution roles (ecs.amazonaws.com in the infrastructure role), or deploy a revision with a role that exists. A role made seconds ago needs a moment.',
        ja: 'タスクロールとタスク実行ロールの信頼ポリシーに ecs-tasks.amazonaws.com(インフラストラクチャロールは ecs.amazonaws.com)を入れるか、存在するロールのリビジョンをデプロイします。作成直後のロールは反映に少し時間がかかります。',
      },
    },
  },
];
