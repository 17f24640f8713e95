import type { CauseRow } from './cause-row.ts';

const retryOrSlower = {
  any: {
    en: 'ECS tries again by itself. If it goes on, start fewer tasks at once, or have the quota of that API raised (Service Quotas).',
    ja: 'ECS が自動で再試行します。続く場合は同時に起動するタスクを減らすか、該当 API のクォータ引き上げを申請します(Service Quotas)。',
  },
  standalone: {
    en: 'Run the task again: nobody else will. If it goes on, start fewer tasks at once, or have the quota of that API raised (Service Quotas).',
    ja: 'タスクを再実行してください。自動では再試行されません。続く場合は同時に起動するタスクを減らすか、該当 API のクォータ引き上げを申請します(Service Quotas)。',
  },
};

/** What keeps a host from getting anything at all: no runtime, no credentials, no turn at an API. Before the images. */
export const hostCauses: readonly CauseRow[] = [
  {
    id: 'runtime_down',
    stopCodes: 'any',
    where: 'either',
    match: 'Cannot connect to the Docker daemon ;; error during connect: ;; dial unix && docker.sock',
    // A volume plug-in has a socket of its own below /run/docker/plugins, and fluentd may have one, too.
    unless: 'plugins ;; fluent',
    failure: 'infrastructure',
    severity: 'warning',
    certainty: 'certain',
    about: 'container',
    source: 'aws/amazon-ecs-agent#3165 (Windows); docker/cli: client errors',
    title: { en: 'container runtime of the host is not running', ja: 'ホストのコンテナランタイムが停止' },
    likely: {
      en: 'The agent cannot reach Docker on its own host: the daemon stopped, or ran out of memory.',
      ja: 'エージェントが同じホストの Docker に接続できません。デーモンの停止、またはメモリ不足が考えられます。',
    },
    remedy: {
      any: {
        en: 'Drain and replace the instance. If new ones show the same, use the current ECS-optimized AMI and an instance type with more memory.',
        ja: 'インスタンスをドレインして入れ替えます。新しいインスタンスでも起きる場合は、最新の ECS 最適化 AMI と、メモリの多いインスタンスタイプを使います。',
      },
    },
  },
  {
    id: 'start_credentials',
    stopCodes: 'any',
    where: 'either',
    match:
      'NoCredentialProviders ;; no EC2 IMDS role found ;; EC2RoleRequestError ;; failed to refresh cached credentials ;; ExpiredTokenException ;; UnrecognizedClientException ;; authorization token has expired',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'task',
    source: 'AWS SDKs for Go: credential errors; ecs-anywhere (SSM registration); ECR user guide, common-errors-docker',
    title: { en: 'host has no valid AWS credentials', ja: 'ホストに有効な AWS 認証情報がない' },
    likely: {
      en: 'The agent got no credentials: the instance has no role, its metadata service is closed to it, or the SSM registration of an external instance (ECS Anywhere) or its clock is out of date.',
      ja: 'エージェントが認証情報を取得できません。インスタンスロールがない、メタデータサービスに届かない、外部インスタンス(ECS Anywhere)の SSM 登録切れや時刻のずれが考えられます。',
    },
    remedy: {
      any: {
        en: 'Register the external instance again with a new SSM activation, or give the EC2 instance its role (AmazonEC2ContainerServiceforEC2Role) and replace it.',
        ja: '外部インスタンスは新しい SSM アクティベーションで登録し直し、EC2 インスタンスはロール(AmazonEC2ContainerServiceforEC2Role 相当)を付けて入れ替えます。',
      },
      ec2: {
        en: 'Give the instances their role (AmazonEC2ContainerServiceforEC2Role) in the launch template, with the metadata service on, and replace this one.',
        ja: '起動テンプレートでインスタンスロール(AmazonEC2ContainerServiceforEC2Role 相当)を付け、メタデータサービスを有効にして、このインスタンスを入れ替えます。',
      },
      fargate: {
        en: 'See whether the task execution role exists and trusts ecs-tasks.amazonaws.com, then deploy again.',
        ja: 'タスク実行ロールが存在し、ecs-tasks.amazonaws.com を信頼していることを確かめ、再デプロイします。',
      },
    },
  },
  {
    id: 'start_throttled',
    stopCodes: 'any',
    where: 'either',
    match: 'ThrottlingException ;; Rate exceeded ;; TooManyRequestsException',
    // Registries say it, too: "toomanyrequests: Rate exceeded" is the limit of ECR Public for pulls without a login.
    unless: 'toomanyrequests: ;; pull rate limit',
    failure: 'yes',
    severity: 'warning',
    certainty: 'certain',
    about: 'task',
    transient: true,
    source: 'ECR user guide, common-errors (ThrottlingException); Systems Manager, GetParameters: Rate exceeded',
    title: { en: 'AWS throttled a call the task needs to start', ja: 'タスク起動に必要な AWS API がスロットリング' },
    likely: {
      en: 'Many tasks started at once, and ECR, Secrets Manager or Systems Manager limited the rate of its API.',
      ja: '多数のタスクが同時に起動され、ECR・Secrets Manager・Systems Manager の API 呼び出し数が制限されました。',
    },
    remedy: retryOrSlower,
  },
  {
    id: 'start_quota',
    stopCodes: 'any',
    where: 'task',
    match: 'limit on the number of vCPUs ;; limit on the number of tasks you can run concurrently',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'task',
    source: 'service-quotas (Fargate On-Demand vCPU resource count); api_failures_messages',
    title: { en: 'Fargate vCPU quota of the account reached', ja: 'アカウントの Fargate vCPU クォータに到達' },
    likely: {
      en: 'All Fargate tasks of the account in this Region together use as many vCPUs as its quota allows.',
      ja: 'このリージョンのアカウント全体の Fargate タスクが、vCPU クォータの上限に達しています。',
    },
    remedy: {
      any: {
        en: 'Stop what is not needed, and have the quota "Fargate On-Demand vCPU resource count" (or Spot) raised in Service Quotas.',
        ja: '不要なタスクを止め、Service Quotas で「Fargate On-Demand vCPU resource count」(Spot は別クォータ)の引き上げを申請します。',
      },
    },
  },
];
