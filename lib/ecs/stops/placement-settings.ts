import type { PlacementReason } from './placement-row.ts';

const events = 'service-event-messages-list';

/** Constraints, quotas, roles and settings that forbid a placement. */
export const settingReasons: readonly PlacementReason[] = [
  {
    id: 'memberof',
    match: 'MemberOf placement constraint unsatisfied',
    severity: 'error',
    source: 'api_failures_messages',
    title: { en: 'placement constraint excludes every instance', ja: '配置制約を満たすインスタンスがない' },
    remedy: {
      en: 'Try the expression with `aws ecs list-container-instances --filter`, then correct it or give instances the attribute.',
      ja: '式を `aws ecs list-container-instances --filter` で試し、式を直すかインスタンスに属性を付けます。',
    },
  },
  {
    id: 'distinct_instance',
    match: 'DistinctInstance placement constraint unsatisfied',
    severity: 'error',
    source: 'task-placement-constraints',
    title: {
      en: 'every instance already runs a task of the service',
      ja: 'すべてのインスタンスで同じサービスのタスクが稼働中',
    },
    remedy: {
      en: 'Add an instance, or remove the constraint distinctInstance.',
      ja: 'インスタンスを追加するか、distinctInstance 制約を外します。',
    },
  },
  {
    id: 'quota_tasks',
    match: 'limit on the number of tasks you can run concurrently ;; limit on the number of tasks',
    severity: 'error',
    source: events,
    title: { en: 'account quota for tasks reached', ja: 'タスク数のアカウントクォータに到達' },
    remedy: {
      en: 'Ask for a higher quota in Service Quotas (AWS Fargate), or stop tasks that are not needed.',
      ja: 'Service Quotas(AWS Fargate)で引き上げを申請するか、不要なタスクを止めます。',
    },
  },
  {
    id: 'quota_vcpus',
    match: 'limit on the number of vCPUs',
    severity: 'error',
    source: events,
    title: { en: 'account quota for Fargate vCPUs reached', ja: 'Fargate vCPU のアカウントクォータに到達' },
    remedy: {
      en: 'Ask for a higher vCPU quota in Service Quotas (AWS Fargate; On-Demand and Spot are separate), or stop tasks that are not needed.',
      ja: 'Service Quotas(AWS Fargate、オンデマンドと Spot は別枠)で vCPU の引き上げを申請するか、不要なタスクを止めます。',
    },
  },
  {
    id: 'quota_size',
    match: 'CPU configuration is above your limit ;; MEMORY configuration is above your limit',
    severity: 'error',
    source: events,
    title: { en: 'task size is above the account limit', ja: 'タスクサイズがアカウントの上限を超過' },
    remedy: {
      en: 'Ask for a higher quota in Service Quotas, or choose a smaller cpu and memory.',
      ja: 'Service Quotas で引き上げを申請するか、cpu と memory を小さくします。',
    },
  },
  {
    id: 'deployment_bounds',
    match: 'because of the service deployment configuration ;; minimumHealthyPercent or maximumPercent',
    severity: 'error',
    source: events,
    title: {
      en: 'minimum and maximum percent leave no room to deploy',
      ja: '最小・最大ヘルス率の設定でデプロイが進まない',
    },
    remedy: {
      en: 'Lower minimumHealthyPercent or raise maximumPercent so that at least one task can stop or start (with one task: 0/100 or 100/200).',
      ja: '少なくとも 1 タスクを停止または起動できるよう、minimumHealthyPercent を下げるか maximumPercent を上げます(1 タスクなら 0/100 または 100/200)。',
    },
  },
  {
    id: 'task_protection',
    match: 'number of protected tasks are more than the desired ;; protected tasks',
    severity: 'warning',
    source: events,
    title: { en: 'protected tasks keep the service from scaling in', ja: '保護されたタスクによりスケールインできない' },
    remedy: {
      en: 'Wait for the protection to expire, take it away with UpdateTaskProtection, or raise the desired count.',
      ja: '保護の期限切れを待つ、UpdateTaskProtection で外す、または希望数を増やします。',
    },
  },
  {
    id: 'role_trust',
    match:
      'IAM trust relationship has been misconfigured ;; was unable to assume the role ;; unable to assume the service linked role',
    severity: 'error',
    source: events,
    title: { en: 'ECS cannot assume a role of the service', ja: 'ECS がサービスのロールを引き受けられない' },
    remedy: {
      en: 'Trust ecs-tasks.amazonaws.com in task and execution roles, ecs.amazonaws.com in the service role, and let the deployer pass them (iam:PassRole).',
      ja: 'タスクロールとタスク実行ロールは ecs-tasks.amazonaws.com、サービスロールは ecs.amazonaws.com を信頼させ、デプロイ実行者に iam:PassRole を付与します。',
    },
  },
  {
    id: 'role_permissions',
    match: 'IAM permissions policies have been misconfigured',
    severity: 'error',
    source: events,
    title: { en: 'a role of the service lacks rights', ja: 'サービスのロールの権限不足' },
    remedy: {
      en: 'Compare the roles of the service with their managed policies; the service-linked role AWSServiceRoleForECS must exist and no organisation policy may deny its calls.',
      ja: 'サービスのロールをマネージドポリシーと比べます。サービスにリンクされたロール AWSServiceRoleForECS が存在し、組織のポリシーで拒否されていないことも確かめます。',
    },
  },
  {
    id: 'target_group',
    match:
      'TARGET GROUP IS NOT FOUND ;; target group && does not have an associated load balancer ;; target group && not found',
    severity: 'error',
    source: events,
    title: { en: 'target group of the service is missing', ja: 'サービスのターゲットグループが存在しない' },
    remedy: {
      en: 'Point the service to an existing target group that a listener uses (UpdateService), or make it again.',
      ja: 'リスナーが使っている既存のターゲットグループをサービスに指定する(UpdateService)か、作り直します。',
    },
  },
  {
    id: 'throttled',
    match: 'operations are being throttled',
    severity: 'warning',
    transient: true,
    source: events,
    title: { en: 'launches of the service are throttled', ja: 'サービスのタスク起動がスロットリング' },
    remedy: {
      en: 'ECS goes on by itself. If it stays, start fewer tasks at once or ask for a higher API rate.',
      ja: 'ECS が自動で再開します。続く場合は同時に起動するタスクを減らすか、API レートの引き上げを申請します。',
    },
  },
  {
    id: 'agent',
    match: 'TaskFailedToStart: AGENT ;; ^AGENT ;; encountered error "AGENT" ;; Timed out waiting for Amazon ECS Agent',
    severity: 'error',
    source: 'api_failures_messages; service-event-messages-list',
    title: { en: 'container agent of the instance is disconnected', ja: 'インスタンスのコンテナエージェントが未接続' },
    remedy: {
      en: 'Drain and replace the instance. If new ones show the same, look at the instance role and at the route to the ecs, ecs-agent and ecs-telemetry endpoints.',
      ja: 'インスタンスをドレインして入れ替えます。新しいインスタンスでも起きる場合は、インスタンスロールと ecs・ecs-agent・ecs-telemetry エンドポイントへの経路を確かめます。',
    },
  },
  {
    id: 'attribute',
    match: 'TaskFailedToStart: ATTRIBUTE ;; ^ATTRIBUTE ;; missing an attribute required',
    severity: 'error',
    source: 'api_failures_messages; service-event-messages-list',
    title: { en: 'instances lack an attribute the task needs', ja: 'タスクに必要な属性がインスタンスにない' },
    remedy: {
      en: 'Compare requiresAttributes of the task definition with the instances. With awsvpc, instances must be in the subnets of the service.',
      ja: 'タスク定義の requiresAttributes とインスタンスの属性を比べます。awsvpc ではサービスのサブネット内にインスタンスが必要です。',
    },
  },
  {
    id: 'missing',
    match: '^MISSING',
    severity: 'error',
    source: 'api_failures_messages',
    title: {
      en: 'the named instance, task or service does not exist',
      ja: '指定したインスタンス・タスク・サービスが存在しない',
    },
    remedy: {
      en: 'Compare cluster, Region and ARN of the request with what exists.',
      ja: 'リクエストのクラスター・リージョン・ARN を実在するものと突き合わせます。',
    },
  },
  {
    id: 'inactive',
    match: '^INACTIVE',
    severity: 'error',
    source: 'api_failures_messages',
    title: { en: 'the container instance is deregistered', ja: 'コンテナインスタンスは登録解除済み' },
    remedy: {
      en: 'Start the task on an active instance, or let ECS choose one (RunTask instead of StartTask).',
      ja: '有効なインスタンスを指定するか、ECS に選ばせます(StartTask ではなく RunTask)。',
    },
  },
  {
    id: 'location',
    match: '^LOCATION',
    severity: 'error',
    source: 'api_failures_messages',
    title: {
      en: 'instance and subnets are in different Availability Zones',
      ja: 'インスタンスとサブネットのアベイラビリティーゾーンが不一致',
    },
    remedy: {
      en: 'Add a subnet in the Availability Zone of the instances to the network configuration.',
      ja: 'インスタンスのあるアベイラビリティーゾーンのサブネットをネットワーク設定に追加します。',
    },
  },
  {
    id: 'incompatible',
    match: 'not compatible with the selected compute strategy',
    severity: 'error',
    source: 'failed-to-start-error',
    title: { en: 'task definition does not fit the launch type', ja: 'タスク定義が起動タイプに適合せず' },
    remedy: {
      en: 'Register a revision whose requiresCompatibilities fits, or choose another capacity provider.',
      ja: 'requiresCompatibilities を合わせた新しいリビジョンを登録するか、別のキャパシティープロバイダーを選びます。',
    },
  },
  {
    id: 'internal',
    match: 'Reason: Internal error ;; ^Internal error',
    severity: 'error',
    source: events,
    title: {
      en: 'internal error, often an unsupported Availability Zone',
      ja: '内部エラー(未対応のアベイラビリティーゾーンの可能性)',
    },
    remedy: {
      en: 'Take subnets out whose Availability Zone Fargate does not support; the list is in the developer guide (AWS_Fargate-Regions).',
      ja: 'Fargate が対応していないアベイラビリティーゾーンのサブネットを外します。一覧は開発者ガイド(AWS_Fargate-Regions)にあります。',
    },
  },
];
