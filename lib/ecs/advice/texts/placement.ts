import type { AdviceText } from '../text.ts';

/** Whether the next tasks find a place. */
export const placementTexts: readonly AdviceText[] = [
  {
    id: 'task-larger-than-instance',
    source: 'task-placement; cluster-auto-scaling',
    title: { en: 'the task is larger than every instance', ja: 'どのインスタンスよりも大きいタスク' },
    why: {
      en: 'Not even an empty instance has room for one copy.',
      ja: '空のインスタンスにも 1 つも配置できません。',
    },
    fix: {
      en: 'Make the task ask for less, or add instances of a larger type.',
      ja: 'タスクの要求を小さくするか、より大きなタイプのインスタンスを追加します。',
    },
  },
  {
    id: 'static-port-no-spare',
    source: 'API_PortMapping (hostPort); API_DeploymentConfiguration',
    title: { en: 'the host port is taken on every instance', ja: 'ホストポートが全インスタンスで使用中' },
    why: {
      en: 'A new copy needs a host port that no instance has free, and no old one may stop first: the deployment cannot begin.',
      ja: '新しいタスクに必要なホストポートがどのインスタンスにも空いておらず、古いタスクも先に停止できないため、デプロイが始まりません。',
    },
    fix: {
      en: 'Set hostPort to 0 behind the load balancer; or keep one spare instance, or minimumHealthyPercent below 100.',
      ja: 'ロードバランサー配下で hostPort を 0 にします。または予備のインスタンスを 1 台置くか、minimumHealthyPercent を 100 未満にします。',
    },
  },
  {
    id: 'distinct-instance-no-spare',
    source: 'task-placement-constraints (distinctInstance); API_DeploymentConfiguration',
    title: { en: 'a copy on every instance already', ja: '全インスタンスに配置済み(distinctInstance)' },
    why: {
      en: 'distinctInstance allows one copy per instance, each has one, and none may stop first: the deployment cannot begin.',
      ja: 'distinctInstance により 1 台 1 タスクですが、全台に配置済みで先に停止もできないため、デプロイが始まりません。',
    },
    fix: {
      en: 'Keep one spare instance, or set minimumHealthyPercent below 100.',
      ja: '予備のインスタンスを 1 台置くか、minimumHealthyPercent を 100 未満にします。',
    },
  },
  {
    id: 'surge-not-placeable',
    source: 'task-placement; API_DeploymentConfiguration',
    title: { en: 'no room for the new tasks', ja: '新しいタスクを置く空きがない' },
    why: {
      en: 'The deployment must start {needed} before it may stop any, and there is room for {room}.',
      ja: '停止の前に {needed} タスクの起動が必要ですが、空きは {room} タスク分です。',
    },
    fix: {
      en: 'Add an instance before the deployment, or lower minimumHealthyPercent for it.',
      ja: 'デプロイの前にインスタンスを追加するか、その間だけ minimumHealthyPercent を下げます。',
    },
  },
  {
    id: 'smallest-type-gate',
    source: 'cluster-auto-scaling (considerations: smallest instance type)',
    title: { en: 'larger than the smallest instance type', ja: '最小のインスタンスタイプより大きいタスク' },
    why: {
      en: 'The task does not fit {small} of capacity provider {provider}: managed scaling judges by the smallest type, and may add nothing for it.',
      ja: 'キャパシティープロバイダー {provider} の {small} に収まりません。マネージドスケーリングは最小のタイプで判断するため、増設されないことがあります。',
    },
    fix: {
      en: 'Take {small} out of the Auto Scaling group, or make the task smaller.',
      ja: 'Auto Scaling グループから {small} を外すか、タスクを小さくします。',
    },
  },
  {
    id: 'missing-capability',
    source: 'container-instance attributes: agent/app/agent_capability.go; task-placement-constraints',
    title: { en: 'no instance has what the task requires', ja: 'タスクの必須属性を持つインスタンスがない' },
    why: {
      en: 'None of {count} instances has the attribute {name}.',
      ja: '{count} 台のどのインスタンスにも属性 {name} がありません。',
    },
    fix: {
      en: 'Give instances the attribute, or do without what asks for it.',
      ja: 'インスタンスに属性を持たせるか、それを必要とする設定を外します。',
    },
  },
  {
    id: 'eni-density',
    source: 'container-instance-eni',
    title: { en: 'network interfaces run out first', ja: 'ネットワークインターフェイスが先に不足' },
    why: {
      en: 'A {type} has room for {byResources} of these tasks, and interfaces for {limit}. With trunking it would be {withTrunk}.',
      ja: '{type} には CPU とメモリで {byResources} タスク置けますが、インターフェイスは {limit} 個分です。トランキングを使うと {withTrunk} 個になります。',
    },
    fix: {
      en: 'Turn on the account setting awsvpcTrunking, where it is off, and launch new instances: those that run keep their limit.',
      ja: 'アカウント設定 awsvpcTrunking が無効なら有効にし、インスタンスを新しく起動します。稼働中のものには反映されません。',
    },
  },
];
