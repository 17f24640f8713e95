import type { CauseRow } from './cause-row.ts';

/** Spot capacity that AWS took back, or does not have. */
export const spotCauses: readonly CauseRow[] = [
  {
    id: 'spot_task',
    // Docs said TerminationNotice until 2022, SpotInterruption since; users saw none at all (containers-roadmap#797, #1565).
    stopCodes: ['SpotInterruption', 'TerminationNotice', 'absent'],
    where: 'task',
    match: 'Your Spot Task was interrupted',
    failure: 'no',
    severity: 'info',
    certainty: 'certain',
    about: 'task',
    source: 'fargate-capacity-providers; containers-roadmap#1565',
    title: { en: 'reclaimed by Fargate Spot', ja: 'Fargate Spot による回収' },
    likely: {
      en: 'AWS took the Spot capacity back, with two minutes of warning.',
      ja: 'AWS が Spot キャパシティを回収しました(2 分前に予告されます)。',
    },
    remedy: {
      any: {
        en: 'ECS starts another task when there is Spot capacity. To keep a minimum alive, spread over more Availability Zones and give FARGATE a base in the capacity provider strategy.',
        ja: 'Spot に空きがあれば ECS が別のタスクを起動します。最低数を保つには、アベイラビリティーゾーンを増やし、キャパシティープロバイダー戦略で FARGATE に base を設定します。',
      },
      standalone: {
        en: 'Run the task again: nobody else will. Work that must not be lost belongs on FARGATE.',
        ja: 'タスクを再実行してください。自動では補充されません。中断できない処理は FARGATE で実行します。',
      },
    },
  },
  {
    id: 'spot_reclaimed',
    stopCodes: 'any',
    where: 'either',
    match: 'SpotInterruption',
    ran: true,
    failure: 'infrastructure',
    severity: 'warning',
    certainty: 'certain',
    about: 'task',
    source: 'spot-interruption-errors',
    title: { en: 'reclaimed by Spot while it ran', ja: '稼働中に Spot が回収' },
    likely: {
      en: 'AWS took back the Spot capacity the task ran on, with two minutes of warning.',
      ja: 'タスクが稼働していた Spot キャパシティを AWS が回収しました(2 分前に予告されます)。',
    },
    remedy: {
      any: {
        en: 'ECS starts another task when there is capacity. To keep a minimum alive, allow more Availability Zones and give on-demand capacity a base in the capacity provider strategy.',
        ja: '空きがあれば ECS が別のタスクを起動します。最低数を保つには、アベイラビリティーゾーンを増やし、キャパシティープロバイダー戦略でオンデマンドに base を設定します。',
      },
      standalone: {
        en: 'Run the task again: nobody else will. Work that must not be lost belongs on on-demand capacity.',
        ja: 'タスクを再実行してください。自動では補充されません。中断できない処理はオンデマンドで実行します。',
      },
      ec2: {
        en: 'ECS starts another task when an instance has room. Allow more Availability Zones and instance types in the Auto Scaling group, keep an on-demand base, and turn on ECS_ENABLE_SPOT_INSTANCE_DRAINING.',
        ja: '空きがあれば ECS が別のタスクを起動します。Auto Scaling グループのアベイラビリティーゾーンとインスタンスタイプを増やし、オンデマンドの最低台数を確保し、ECS_ENABLE_SPOT_INSTANCE_DRAINING を有効にします。',
      },
    },
  },
  {
    id: 'spot_error',
    stopCodes: 'any',
    where: 'either',
    match: 'SpotInterruption',
    failure: 'infrastructure',
    severity: 'warning',
    certainty: 'certain',
    about: 'task',
    source: 'spot-interruption-errors',
    title: { en: 'no Spot capacity', ja: 'Spot キャパシティの不足' },
    likely: {
      en: 'The task never ran: there is no Spot capacity for it at the moment.',
      ja: '現在 Spot キャパシティに空きがなく、タスクを起動できません。',
    },
    remedy: {
      any: {
        en: 'Allow more Availability Zones and give on-demand capacity a base in the capacity provider strategy.',
        ja: '使えるアベイラビリティーゾーンを増やし、キャパシティープロバイダー戦略でオンデマンドに base を設定します。',
      },
      ec2: {
        en: 'Allow more Availability Zones and instance types in the Auto Scaling group, and keep an on-demand base.',
        ja: 'Auto Scaling グループのアベイラビリティーゾーンとインスタンスタイプを増やし、オンデマンドの最低台数を確保します。',
      },
    },
  },
];
