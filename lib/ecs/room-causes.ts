import type { ServiceCause } from './service-cause.ts';

/** What a cluster has no room for, noticed before somebody needs it. Places: `services`, `lost`. */
export const roomCauses: readonly ServiceCause[] = [
  {
    id: 'no_room_for_deployment',
    severity: 'warning',
    certainty: 'certain',
    source: 'API_DeploymentConfiguration; task-placement',
    title: { en: 'no room to deploy {services}', ja: '{services} をデプロイする空きがない' },
    likely: {
      en: 'No instance has room for one more task of {services}, and its minimumHealthyPercent lets ECS stop none before.',
      ja: '{services} のタスクをもう 1 つ置けるインスタンスがありません。minimumHealthyPercent のため、ECS が先に既存のタスクを停止することもできません。',
    },
    remedy: {
      en: 'Add an instance before the next deployment, or set minimumHealthyPercent lower for it.',
      ja: '次のデプロイの前にインスタンスを追加するか、対象のサービスの minimumHealthyPercent を下げます。',
    },
  },
  {
    id: 'no_room_for_failover',
    severity: 'warning',
    certainty: 'certain',
    source: 'task-placement',
    title: {
      en: 'no room for {services} if {lost} is lost',
      ja: '{lost} を失うと {services} の移動先がない',
    },
    likely: {
      en: 'Tasks of {services} on {lost} would find a place on no other instance.',
      ja: '{lost} 上の {services} のタスクは、ほかのどのインスタンスにも配置できません。',
    },
    remedy: {
      en: 'Add an instance, or make the tasks ask for less.',
      ja: 'インスタンスを追加するか、タスクの要求を小さくします。',
    },
  },
  {
    id: 'no_room_for_zone_loss',
    severity: 'warning',
    certainty: 'certain',
    source: 'task-placement',
    title: {
      en: 'no room for {services} if zone {lost} is lost',
      ja: 'ゾーン {lost} を失うと {services} の移動先がない',
    },
    likely: {
      en: 'Tasks of {services} in {lost} would find a place in no other zone.',
      ja: '{lost} の {services} のタスクは、ほかのどのゾーンにも配置できません。',
    },
    remedy: {
      en: 'Add an instance in another zone, or accept that they come back with the zone.',
      ja: '別のゾーンにインスタンスを追加するか、ゾーンの復旧まで戻らないことを許容します。',
    },
  },
];
