import type { PlacementReason } from './placement-row.ts';

const failures = 'api_failures_messages; service-event-messages-list';

/** Resources and instances that are missing. */
export const resourceReasons: readonly PlacementReason[] = [
  {
    id: 'fargate_capacity',
    match: 'RESOURCE:FARGATE ;; no Fargate Spot capacity ;; no Fargate capacity',
    severity: 'warning',
    transient: true,
    source: 'ecs_service_events (SERVICE_TASK_PLACEMENT_FAILURE)',
    title: { en: 'no Fargate or Fargate Spot capacity', ja: 'Fargate または Fargate Spot のキャパシティ不足' },
    remedy: {
      en: 'ECS tries again by itself. Use subnets in more Availability Zones, and give FARGATE a base beside FARGATE_SPOT.',
      ja: 'ECS が自動で再試行します。アベイラビリティーゾーンを増やし、FARGATE_SPOT と併せて FARGATE に base を設定します。',
    },
  },
  {
    id: 'cpu',
    match: 'RESOURCE:CPU ;; insufficient CPU units available',
    severity: 'error',
    source: failures,
    title: { en: 'no instance has enough CPU free', ja: 'CPU の空きがあるインスタンスがない' },
    remedy: {
      en: 'Add instances or use a larger type, or lower cpu in the task definition (1 vCPU is 1,024 units).',
      ja: 'インスタンスを追加する、大きなタイプにする、またはタスク定義の cpu を減らします(1 vCPU = 1,024)。',
    },
  },
  {
    id: 'memory',
    match: 'RESOURCE:MEMORY ;; insufficient memory available',
    severity: 'error',
    source: failures,
    title: { en: 'no instance has enough memory free', ja: 'メモリの空きがあるインスタンスがない' },
    remedy: {
      en: 'Add instances or use a larger type, or lower memory or memoryReservation in the task definition.',
      ja: 'インスタンスを追加する、大きなタイプにする、またはタスク定義の memory・memoryReservation を減らします。',
    },
  },
  {
    id: 'gpu',
    match: 'RESOURCE:GPU ;; insufficient GPU',
    severity: 'error',
    source: failures,
    title: { en: 'no instance has enough GPUs free', ja: 'GPU の空きがあるインスタンスがない' },
    remedy: {
      en: 'Add GPU instances. They need the GPU variant of the ECS-optimized AMI (ECS_ENABLE_GPU_SUPPORT).',
      ja: 'GPU インスタンスを追加します。ECS 最適化 AMI の GPU 版(ECS_ENABLE_GPU_SUPPORT)が必要です。',
    },
  },
  {
    id: 'eni',
    match: 'RESOURCE:ENI ;; not enough available ENI ;; insufficient ENI',
    severity: 'error',
    source: failures,
    title: {
      en: 'no network interface slot left on any instance',
      ja: 'ネットワークインターフェイスの空きがあるインスタンスがない',
    },
    remedy: {
      en: 'Turn on ENI trunking (awsvpcTrunking, then new instances), add instances, or use a larger type.',
      ja: 'ENI トランキング(awsvpcTrunking、新しいインスタンスから有効)を使う、インスタンスを追加する、または大きなタイプにします。',
    },
  },
  {
    id: 'ports',
    match: 'RESOURCE:PORTS ;; already using a port required',
    severity: 'error',
    source: 'api_failures_messages; aws/amazon-ecs-agent (PORTS_TCP, PORTS_UDP)',
    title: { en: 'host port is taken on every instance', ja: '必要なホストポートが全インスタンスで使用中' },
    remedy: {
      en: 'Let ECS choose the host port (hostPort 0 behind a load balancer) or use awsvpc. At once: one more instance, or a minimumHealthyPercent that lets an old task go first.',
      ja: 'ホストポートを動的にする(ロードバランサー配下で hostPort 0)か awsvpc を使います。応急策は、インスタンスの 1 台追加か、旧タスクを先に止められる minimumHealthyPercent です。',
    },
  },
  {
    id: 'resource_other',
    match: 'RESOURCE:',
    severity: 'error',
    source: failures,
    title: { en: 'no instance has enough of a resource free', ja: 'リソースの空きがあるインスタンスがない' },
    remedy: {
      en: 'The word after RESOURCE: names it. Add instances that have it, or ask for less of it.',
      ja: 'RESOURCE: の後が不足しているリソースです。それを持つインスタンスを追加するか、要求量を減らします。',
    },
  },
  {
    id: 'capacity_now',
    match: 'Capacity is unavailable at this time',
    severity: 'warning',
    transient: true,
    source: 'service-event-messages-list',
    title: {
      en: 'no capacity in the Availability Zone at the moment',
      ja: 'アベイラビリティーゾーンのキャパシティ不足',
    },
    remedy: {
      en: 'ECS tries again by itself. Subnets in more Availability Zones make it rarer.',
      ja: 'ECS が自動で再試行します。使うアベイラビリティーゾーンのサブネットを増やすと起きにくくなります。',
    },
  },
  {
    id: 'no_instances',
    match: 'NO ACTIVE INSTANCES ;; EMPTY CAPACITY PROVIDER ;; No Container Instances were found in your',
    severity: 'error',
    source: failures,
    title: {
      en: 'no container instance in the cluster or capacity provider',
      ja: 'クラスターまたはキャパシティープロバイダーにインスタンスがない',
    },
    remedy: {
      en: 'Raise the Auto Scaling group or turn managed scaling on. Instances that run but do not register need ECS_CLUSTER in their user data and rights in the instance role.',
      ja: 'Auto Scaling グループの台数を増やすか、マネージドスケーリングを有効にします。起動しても登録されない場合は、ユーザーデータの ECS_CLUSTER とインスタンスロールの権限を確かめます。',
    },
  },
  {
    id: 'provisioning_limit',
    match: 'tasks provisioning capacity limit was exceeded',
    severity: 'warning',
    transient: true,
    source: 'service-event-messages-list (500 tasks in PROVISIONING per cluster)',
    title: {
      en: 'too many tasks of the cluster wait for capacity (500)',
      ja: 'クラスターの PROVISIONING タスク数が上限(500)',
    },
    remedy: {
      en: 'It passes as tasks start. Scale in smaller steps, and see whether the capacity provider can scale out.',
      ja: 'タスクの起動が進めば解消します。段階的にスケールさせ、キャパシティープロバイダーがスケールアウトできるか確かめます。',
    },
  },
];
