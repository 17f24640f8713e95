import type { AdviceText } from '../text.ts';

/** Settings of the scheduler that do not go together. */
export const schedulingTexts: readonly AdviceText[] = [
  {
    id: 'distinct-instance-in-definition',
    source: 'API_TaskDefinitionPlacementConstraint',
    title: { en: 'distinctInstance in a task definition', ja: 'タスク定義の distinctInstance' },
    why: {
      en: 'A task definition can only have constraints of type memberOf.',
      ja: 'タスク定義に指定できる配置制約は memberOf だけです。',
    },
    fix: {
      en: 'Put distinctInstance into placementConstraints of the service.',
      ja: 'distinctInstance はサービスの placementConstraints に指定します。',
    },
  },
  {
    id: 'fargate-placement',
    source: 'fargate-tasks-services (placementConstraints); task-placement-strategies',
    title: { en: 'placement settings on Fargate', ja: 'Fargate での配置設定' },
    why: {
      en: 'Fargate has no instances to choose from: it takes no {settings}.',
      ja: 'Fargate には選ぶインスタンスがないため、{settings} は使えません。',
    },
    fix: {
      en: 'Take them out: Fargate spreads tasks over the zones of the subnets.',
      ja: '設定を外します。Fargate はサブネットのゾーンに分散します。',
    },
  },
  {
    id: 'launch-type-and-providers',
    source: 'API_CreateService (capacityProviderStrategy)',
    title: {
      en: 'launch type and capacity providers at once',
      ja: 'launchType と capacityProviderStrategy の同時指定',
    },
    why: {
      en: 'ECS takes launchType or capacityProviderStrategy, not both.',
      ja: 'launchType と capacityProviderStrategy はどちらか一方しか指定できません。',
    },
    fix: { en: 'Take launchType out.', ja: 'launchType を外します。' },
  },
  {
    id: 'provider-mix',
    source: 'API_CapacityProviderStrategyItem; cluster-capacity-providers',
    title: { en: 'Fargate and instances in one strategy', ja: '1 つの戦略に Fargate とインスタンスが混在' },
    why: {
      en: 'A capacity provider strategy holds Fargate providers or those of instances, and this one has {providers}.',
      ja: 'キャパシティープロバイダー戦略に Fargate とインスタンスの両方({providers})が含まれています。',
    },
    fix: { en: 'Keep one kind.', ja: 'どちらか一方にします。' },
  },
  {
    id: 'daemon-unsupported',
    source: 'API_CreateService (schedulingStrategy)',
    title: { en: 'DAEMON where there is none', ja: 'DAEMON を使えない構成' },
    why: {
      en: 'A service of scheduling strategy DAEMON cannot use {what}.',
      ja: 'スケジューリング戦略 DAEMON は {what} と併用できません。',
    },
    fix: {
      en: 'Use REPLICA, or instances with the ECS controller.',
      ja: 'REPLICA にするか、インスタンスと ECS コントローラーを使います。',
    },
  },
  {
    id: 'protected-tasks',
    source: 'API_UpdateTaskProtection; task-scale-in-protection',
    title: { en: 'protected tasks hold the deployment up', ja: '保護中のタスクがデプロイを待たせる' },
    why: {
      en: 'Tasks of the service that are protected from scale-in: {count}. A deployment does not stop them before their protection ends.',
      ja: 'スケールイン保護中のタスクが {count} 個あり、保護が終わるまでデプロイで停止されません。',
    },
    fix: {
      en: 'Wait, or end the protection once their work is done.',
      ja: '終了を待つか、処理が終わったタスクの保護を解除します。',
    },
  },
];
