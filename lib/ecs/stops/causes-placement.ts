import type { CauseRow } from './cause-row.ts';

const failedToStart = ['TaskFailedToStart', 'absent'] as const;

/** Tasks that could not be placed. */
export const placementCauses: readonly CauseRow[] = [
  {
    id: 'incompatible',
    stopCodes: failedToStart,
    where: 'task',
    match: 'The selected task definition is not compatible with the selected compute strategy',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'task',
    source: 'failed-to-start-error',
    title: { en: 'task definition does not fit the launch type', ja: 'タスク定義が起動タイプに適合せず' },
    likely: {
      en: 'requiresCompatibilities of the task definition does not contain what the capacity provider or launch type offers.',
      ja: 'タスク定義の requiresCompatibilities に、キャパシティープロバイダーまたは起動タイプが含まれていません。',
    },
    remedy: {
      any: {
        en: 'Register a revision whose requiresCompatibilities fits, or choose another capacity provider.',
        ja: 'requiresCompatibilities を合わせた新しいリビジョンを登録するか、別のキャパシティープロバイダーを選びます。',
      },
    },
  },
  {
    id: 'agent_gone',
    stopCodes: failedToStart,
    where: 'task',
    match: 'TaskFailedToStart: AGENT ;; ^AGENT',
    failure: 'yes',
    severity: 'warning',
    certainty: 'certain',
    about: 'task',
    source: 'failed-to-start-error; api_failures_messages',
    title: { en: 'container agent of the instance is disconnected', ja: 'インスタンスのコンテナエージェントが未接続' },
    likely: {
      en: 'ECS cannot reach the agent of the instance: it is down or old, the instance role lacks rights, or the way to the ECS endpoints is closed.',
      ja: 'ECS からインスタンスのエージェントに到達できません。エージェントの停止や古さ、インスタンスロールの権限不足、ECS エンドポイントへの経路の遮断が考えられます。',
    },
    remedy: {
      any: {
        en: 'Drain and replace the instance. If new ones show the same, compare the instance role with AmazonEC2ContainerServiceforEC2Role and the route to the ecs, ecs-agent and ecs-telemetry endpoints.',
        ja: 'インスタンスをドレインして入れ替えます。新しいインスタンスでも起きる場合は、インスタンスロール(AmazonEC2ContainerServiceforEC2Role 相当)と、ecs・ecs-agent・ecs-telemetry エンドポイントへの経路を確かめます。',
      },
    },
  },
  {
    id: 'start_res',
    stopCodes: failedToStart,
    where: 'task',
    match: 'TaskFailedToStart: RESOURCE: ;; ^RESOURCE:',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'task',
    source: 'api_failures_messages',
    title: { en: 'no instance has room for the task', ja: 'タスクを置けるインスタンスがない' },
    likely: {
      en: 'No instance has enough of what the text names (CPU, memory, GPU, network interfaces or ports) free.',
      ja: 'メッセージに示されたリソース(CPU・メモリ・GPU・ネットワークインターフェイス・ポート)の空きがあるインスタンスがありません。',
    },
    remedy: {
      any: {
        en: 'Add instances, use a larger type in the Auto Scaling group of the capacity provider, or ask for less in the task definition.',
        ja: 'インスタンスを追加する、キャパシティープロバイダーの Auto Scaling グループを大きなタイプにする、またはタスク定義の要求量を減らします。',
      },
    },
  },
  {
    id: 'start_memberof',
    stopCodes: failedToStart,
    where: 'task',
    match: 'MemberOf placement constraint unsatisfied',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'task',
    source: 'api_failures_messages',
    title: { en: 'placement constraint excludes every instance', ja: '配置制約を満たすインスタンスがない' },
    likely: {
      en: 'The memberOf expression of the task definition or service matches no instance.',
      ja: 'タスク定義またはサービスの memberOf 式に合うインスタンスがありません。',
    },
    remedy: {
      any: {
        en: 'Try the expression with `aws ecs list-container-instances --filter`, then correct it or give instances the attribute.',
        ja: '式を `aws ecs list-container-instances --filter` で試し、式を直すかインスタンスに属性を付けます。',
      },
    },
  },
  {
    id: 'start_attr',
    stopCodes: failedToStart,
    where: 'task',
    match: 'TaskFailedToStart: ATTRIBUTE ;; ^ATTRIBUTE',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'task',
    source: 'api_failures_messages',
    title: { en: 'instances lack an attribute the task needs', ja: 'タスクに必要な属性がインスタンスにない' },
    likely: {
      en: 'The task definition needs a capability (log driver, awsvpc, GPU, exec …) that no instance in its subnets offers.',
      ja: 'タスク定義が必要とする機能(ログドライバー、awsvpc、GPU、Exec など)を持つインスタンスが、指定サブネットにありません。',
    },
    remedy: {
      any: {
        en: 'Compare requiresAttributes of the task definition with the attributes of the instances; a current ECS-optimized AMI has nearly all. With awsvpc, instances must be in the subnets of the service.',
        ja: 'タスク定義の requiresAttributes とインスタンスの属性を比べます。最新の ECS 最適化 AMI ならほぼ揃います。awsvpc ではサービスのサブネット内にインスタンスが必要です。',
      },
    },
  },
  {
    id: 'no_instances',
    stopCodes: failedToStart,
    where: 'task',
    match: 'NO ACTIVE INSTANCES',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'task',
    source: 'api_failures_messages',
    title: {
      en: 'no active instance in the capacity provider',
      ja: 'キャパシティープロバイダーに有効なインスタンスがない',
    },
    likely: {
      en: 'The capacity provider has no ACTIVE container instance.',
      ja: 'キャパシティープロバイダーに ACTIVE なコンテナインスタンスがありません。',
    },
    remedy: {
      any: {
        en: 'Raise the desired capacity of the Auto Scaling group. If instances run but do not register, look at ECS_CLUSTER in their user data and at the instance role.',
        ja: 'Auto Scaling グループの希望台数を増やします。起動しても登録されない場合は、ユーザーデータの ECS_CLUSTER とインスタンスロールを確かめます。',
      },
    },
  },
  {
    id: 'empty_cp',
    stopCodes: failedToStart,
    where: 'task',
    match: 'EMPTY CAPACITY PROVIDER',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'task',
    source: 'api_failures_messages',
    title: { en: 'capacity provider has no instances', ja: 'キャパシティープロバイダーが空' },
    likely: {
      en: 'The capacity provider could not scale out, or its instances did not register with the cluster.',
      ja: 'キャパシティープロバイダーがスケールアウトできないか、インスタンスがクラスターに登録されていません。',
    },
    remedy: {
      any: {
        en: 'Look at the maximum of the Auto Scaling group and at its activity history for launch errors, and turn managed scaling on.',
        ja: 'Auto Scaling グループの最大台数と、アクティビティ履歴の起動エラーを確かめ、マネージドスケーリングを有効にします。',
      },
    },
  },
  {
    id: 'capacity_now',
    stopCodes: 'any',
    where: 'task',
    match: 'Capacity is unavailable at this time',
    failure: 'yes',
    severity: 'warning',
    certainty: 'certain',
    about: 'task',
    transient: true,
    source: 'service-event-messages-list',
    title: {
      en: 'no Fargate capacity in the Availability Zone',
      ja: 'アベイラビリティーゾーンの Fargate キャパシティ不足',
    },
    likely: {
      en: 'AWS has no capacity for this task size in the chosen Availability Zones at the moment.',
      ja: '指定したアベイラビリティーゾーンに、このサイズのタスクを置くキャパシティが現在ありません。',
    },
    remedy: {
      any: {
        en: 'ECS tries again by itself. Subnets in more Availability Zones make it rarer.',
        ja: 'ECS が自動で再試行します。使うアベイラビリティーゾーンのサブネットを増やすと起きにくくなります。',
      },
      standalone: {
        en: 'Run the task again, in subnets of more Availability Zones: nobody else will.',
        ja: 'アベイラビリティーゾーンを増やしたサブネットでタスクを再実行してください。自動では再試行されません。',
      },
    },
  },
];
