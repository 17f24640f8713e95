import type { ServiceCause } from './service-cause.ts';

/**
 * Why tasks of a cluster find no place and no instance comes for them. Places: `tasks` that wait, the Auto Scaling `group`,
 * the `service`, the `total` of instances, `by` and `reason`.
 */
export const nodeCauses: readonly ServiceCause[] = [
  {
    id: 'nodes_no_capacity',
    severity: 'warning',
    certainty: 'certain',
    source: 'API_DescribeScalingActivities: a launch that failed, StatusMessage',
    title: { en: 'no instance launches in {group}', ja: 'インスタンスを起動できず({group})' },
    likely: {
      en: 'A launch in {group} failed: {reason}',
      ja: '{group} での起動に失敗しました: {reason}',
    },
    remedy: {
      en: 'If it is capacity, give the group more instance types or zones (a mixed instances policy); if it is a limit, raise the quota of EC2.',
      ja: '容量不足なら、混合インスタンスポリシーでグループのインスタンスタイプを増やすか、アベイラビリティーゾーンを増やします。上限が原因なら EC2 のクォータを引き上げます。',
    },
  },
  {
    id: 'nodes_not_registered',
    severity: 'warning',
    certainty: 'certain',
    source: 'launch_container_instance: an instance registers when its agent starts',
    title: { en: 'new instances of {group} do not register', ja: '新しいインスタンスがクラスターに未登録({group})' },
    likely: {
      en: 'Instances of {group} were launched and have not registered in the cluster within ten minutes: the agent does not start, has no way to ECS, or joins another cluster.',
      ja: '{group} で起動したインスタンスが 10 分以内にクラスターへ登録されていません。エージェントの未起動、ECS への経路なし、別クラスターへの参加が考えられます。',
    },
    remedy: {
      en: 'See what changed in the launch template: image, user data (ECS_CLUSTER), instance profile, subnet. Set the group back to the version that worked.',
      ja: '起動テンプレートの変更点(イメージ、ユーザーデータの ECS_CLUSTER、インスタンスプロファイル、サブネット)を確認し、動作していたバージョンに戻します。',
    },
  },
  {
    id: 'nodes_at_most',
    severity: 'warning',
    certainty: 'certain',
    source: 'API_AutoScalingGroup, MaxSize',
    title: {
      en: '{tasks} tasks wait, its groups are full',
      ja: '{tasks} タスクが配置待ち、グループは最大サイズに到達',
    },
    likely: {
      en: '{tasks} tasks have no place, and no group that could take them may have another instance: {groups}.',
      ja: '{tasks} タスクの配置先がなく、配置できるグループはどれもこれ以上インスタンスを増やせません({groups})。',
    },
    remedy: {
      en: 'Raise the maximum of the group, and the second number of `instances` where it is written. Or see why so many tasks are wanted.',
      ja: 'グループの最大サイズと、設定の `instances` の上限を上げます。想定外の場合は必要タスク数が増えた原因を調べます。',
    },
  },
  {
    id: 'nodes_at_total',
    severity: 'warning',
    certainty: 'certain',
    source: 'configuration, nodes.total',
    title: {
      en: '{tasks} tasks wait, all {total} instances are used',
      ja: '{tasks} タスクが配置待ち、全体の上限 {total} 台に到達',
    },
    likely: {
      en: '{tasks} tasks have no place. All clusters together have as many instances as `nodes.total` allows: {total}.',
      ja: '{tasks} タスクの配置先がありません。全クラスターの合計が `nodes.total` の上限 {total} 台に達しています。',
    },
    remedy: {
      en: 'Raise `nodes.total` if more may be paid for, or see which cluster has grown: `npx watchkeeper plan`.',
      ja: '費用が増えてもよい場合は `nodes.total` を上げます。どのクラスターが増えたかは `npx watchkeeper plan` で確認できます。',
    },
  },
  {
    id: 'nodes_never_fit',
    severity: 'warning',
    certainty: 'certain',
    source: 'task-placement',
    title: {
      en: 'no instance of any group takes {service}',
      ja: '置けるインスタンスがどのグループにもない({service})',
    },
    likely: {
      en: '{tasks} tasks of {service} wait. An empty instance of none of the groups would take one: too small, or without an attribute, a zone or a port it asks for.',
      ja: '{service} の {tasks} タスクが配置を待っています。どのグループのインスタンスにも、空であっても置けません(サイズ不足、または必要な属性・ゾーン・ポートがない)。',
    },
    remedy: {
      en: 'See what it lacks: `npx watchkeeper explain --service`. Then make the task smaller, or add a group that suits it.',
      ja: '不足の内訳は `npx watchkeeper explain --service` で確認できます。タスクを小さくするか、条件に合うグループを追加します。',
    },
  },
  {
    id: 'nodes_owned',
    severity: 'warning',
    certainty: 'certain',
    source: 'API_DescribePolicies; API_DescribeScheduledActions',
    title: {
      en: '{tasks} tasks wait, somebody else sizes {group}',
      ja: '{tasks} タスクが配置待ち、{group} のサイズは別の仕組みが管理',
    },
    likely: {
      en: '{tasks} tasks have no place. The size of {group} is decided by {by}. Two would fight, so nothing is bought.',
      ja: '{tasks} タスクの配置先がありません。{group} のサイズは {by} が決めています。競合を避けるため、Watchkeeper は追加しません。',
    },
    remedy: {
      en: 'Keep one: take the policies from the group, or the group out of `nodes`.',
      ja: 'どちらか一方にします。グループからスケーリングポリシーを外すか、`nodes` からこのグループを外します。',
    },
  },
  {
    id: 'nodes_refused',
    severity: 'warning',
    certainty: 'certain',
    source: 'API_SetDesiredCapacity; API_TerminateInstanceInAutoScalingGroup',
    title: { en: 'AWS refuses to change its groups', ja: 'グループの変更を AWS が拒否' },
    likely: { en: 'An order was refused for good: {reason}', ja: '変更が拒否されました(再試行の対象外): {reason}' },
    remedy: {
      en: 'If it was denied, deploy the stack with Mode=act and a `ScaleGroups` that names the group.',
      ja: '権限不足が原因なら、スタックを Mode=act とし、グループを含む `ScaleGroups` でデプロイします。',
    },
  },
];
