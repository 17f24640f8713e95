import type { CauseRow } from './cause-row.ts';

/** Drivers with a target of their own, often a local socket: a refused connection there says nothing about CloudWatch. */
const otherDrivers = 'fluent ;; 127.0.0.1 ;; localhost ;; dial unix ;; splunk ;; gelf ;; syslog';

/** Environment files and logs a task needs before its containers start. */
export const resourceCauses: readonly CauseRow[] = [
  {
    id: 'env_file',
    stopCodes: 'any',
    where: 'either',
    match:
      "failed to download env files ;; can't download the environment variable files ;; environment variable file && Amazon S3 ;; unable to download env file ;; environment file resource: ;; specified in environmentFile",
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    source:
      'resource-initialization-error; use-environment-file; aws/amazon-ecs-agent:agent/taskresource/envFiles/envfile.go',
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
    id: 'log_firelens',
    stopCodes: 'any',
    where: 'either',
    // "log driver arguments" and "logdriver arguments" are both seen; "…but no log configuration specified" may be cut off.
    match: 'failed to get fluentd log ;; unable to generate firelens config ;; unable to download firelens s3 config',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    source:
      'aws/amazon-ecs-agent:agent/taskresource/firelens/firelens_unix.go; field: aws-samples/amazon-ecs-firelens-examples#29, #35',
    title: { en: 'FireLens could not be set up', ja: 'FireLens を設定できず' },
    likely: {
      en: 'A container with the awsfirelens driver has no options or names no output, or the configuration file of the log router may not be read from S3.',
      ja: 'awsfirelens を使うコンテナに options がないか出力先の指定がない、またはログルーターの設定ファイルを S3 から取得できません。',
    },
    remedy: {
      any: {
        en: 'Give every container with awsfirelens options that name its output: Name for Fluent Bit, @type for Fluentd. For a file in S3 grant the task execution role s3:GetObject and s3:GetBucketLocation.',
        ja: 'awsfirelens を使う各コンテナの options に出力先(Fluent Bit は Name、Fluentd は @type)を指定します。設定ファイルが S3 にある場合はタスク実行ロールに s3:GetObject と s3:GetBucketLocation を付与します。',
      },
      fargate: {
        en: 'Give every container with awsfirelens options that name its output: Name for Fluent Bit, @type for Fluentd. A configuration file of your own must be in the image (config-file-type file).',
        ja: 'awsfirelens を使う各コンテナの options に出力先(Fluent Bit は Name、Fluentd は @type)を指定します。独自の設定ファイルはイメージに入れます(config-file-type は file)。',
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
    unless: otherDrivers,
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
      'failed to initialize logging driver ;; failed to validate logger args ;; failed to create Cloudwatch log ;; cannot find the Amazon CloudWatch log group ;; unable to create logger ;; not authorized to perform: logs',
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
];
