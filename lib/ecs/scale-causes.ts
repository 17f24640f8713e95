import { nodeCauses } from './node-causes.ts';
import type { ServiceCause } from './service-cause.ts';

/**
 * Why a service is not as large, or as small, as its work asks for. Places: `wanted`, `applied` and `most` tasks, `room`
 * for more, `by` and `reason`.
 */
export const scaleCauses: readonly ServiceCause[] = [
  {
    id: 'scale_at_most',
    severity: 'warning',
    certainty: 'certain',
    source: 'HorizontalPodAutoscaler, condition ScalingLimited',
    title: { en: 'its work asks for more than {most} tasks', ja: '必要なタスク数が上限 {most} を超過' },
    likely: {
      en: 'What it is scaled by asks for more tasks than the {most} the configuration allows.',
      ja: 'スケーリングの指標が、設定の上限である {most} タスクより多いタスク数を求めています。',
    },
    remedy: {
      en: 'Raise the second number of `tasks` if more may run, or see why so much work came.',
      ja: '増やしてよい場合は設定の `tasks` の上限を上げます。想定外の場合は負荷が増えた原因を調べます。',
    },
  },
  {
    id: 'scale_no_room',
    severity: 'warning',
    certainty: 'certain',
    source: 'task-placement',
    title: { en: '{wanted} tasks wanted, room for {applied}', ja: '{wanted} タスク必要、空きは {applied} タスク分' },
    likely: {
      en: 'Its work asks for {wanted} tasks. The instances of the cluster have room for {applied}, and none has come for the rest.',
      ja: '負荷に対して {wanted} タスクが必要ですが、クラスターのインスタンスには {applied} タスク分の空きしかなく、残りのタスクのためのインスタンスは追加されていません。',
    },
    remedy: {
      en: 'Add an instance, or have it done: by a capacity provider with managed scaling, or under `nodes` in the configuration. `npx watchkeeper explain --service` says what is short.',
      ja: 'インスタンスを追加します。追加を自動化するには、マネージドスケーリングを有効にしたキャパシティープロバイダー、または設定の `nodes` を使います。不足の内訳は `npx watchkeeper explain --service` で確認できます。',
    },
  },
  {
    id: 'scale_blind',
    severity: 'warning',
    certainty: 'certain',
    source: 'API_GetMetricData; API_GetQueueAttributes',
    title: { en: 'what it is scaled by cannot be read', ja: 'スケーリングの指標を取得できず' },
    likely: {
      en: 'Nothing it is scaled by could be read for ten minutes ({reason}), so its tasks stay as they are.',
      ja: 'スケーリングの指標を 10 分間取得できていません({reason})。タスク数は現状のままです。',
    },
    remedy: {
      en: 'If it is not there, put the name right in the configuration. If it was denied, see the stack parameters `ScaleQueues` and `ScaleClusters`.',
      ja: '存在しない場合は設定の名前を直します。アクセスを拒否された場合はスタックのパラメータ `ScaleQueues` と `ScaleClusters` を確認します。',
    },
  },
  {
    id: 'scale_spot_short',
    severity: 'warning',
    certainty: 'certain',
    source: 'service-event-messages-list; API_UpdateService, forceNewDeployment',
    title: {
      en: 'Fargate Spot has no room for {missing} of {desired} tasks',
      ja: 'Fargate Spot の容量不足で {desired} タスク中 {missing} タスクが未起動',
    },
    likely: {
      en: 'Amazon ECS tries again by itself, and never takes on-demand capacity in place of Spot. Moved on demand, all {desired} tasks would be replaced by a new deployment, and moved back by another one later.',
      ja: 'ECS は再試行を続けますが、Spot の代わりにオンデマンドを使うことはありません。オンデマンドへ切り替えると新しいデプロイで全 {desired} タスクが入れ替わり、後で戻すときも同様です。',
    },
    remedy: {
      en: 'Write `spot: { mode: act }` and Watchkeeper moves it, and back. To have some tasks on demand for good, give FARGATE a base beside FARGATE_SPOT.',
      ja: '設定に `spot: { mode: act }` と書くと、切り替えも復帰も Watchkeeper が行います。一部のタスクを常にオンデマンドで動かす場合は、FARGATE_SPOT と併せて FARGATE に base を設定します。',
    },
  },
  {
    id: 'scale_on_demand',
    severity: 'warning',
    certainty: 'certain',
    source: 'fargate-capacity-providers',
    title: { en: 'on demand: Fargate Spot had no room', ja: 'オンデマンドで稼働中: Fargate Spot が容量不足' },
    likely: {
      en: 'Watchkeeper moved its {desired} tasks from Fargate Spot on demand, by a deployment that replaced them all. Spot is tried again {untilAt}.',
      ja: 'Watchkeeper が {desired} タスクを Fargate Spot からオンデマンドへ切り替えました(デプロイで全タスクを入れ替え)。{untilAt} に Spot を再び試します。',
    },
    remedy: {
      en: 'Nothing has to be done. On demand costs more; to stay there, set its capacity provider strategy yourself.',
      ja: '対応は不要です。料金はオンデマンドの単価になります。このまま使う場合は、キャパシティープロバイダー戦略を自分で設定します。',
    },
  },
  {
    id: 'scale_work_unknown',
    severity: 'warning',
    certainty: 'certain',
    source: 'API_GetMetricData; API_UpdateTaskProtection',
    title: {
      en: 'no task can be taken away: what they do is unknown',
      ja: 'タスクの処理状況が不明なため、タスク数を減らせず',
    },
    likely: {
      en: 'Fewer tasks are wanted, and `protect` is to spare those at work: {why}. So they stay.',
      ja: 'タスクを減らせる状況ですが、処理中のタスクを避けるための `protect` の指標を取得できません({why})。そのため、減らしていません。',
    },
    remedy: {
      en: 'Let each task publish its metric every minute, with 0 when it has nothing to do, or put the names under `protect` right.',
      ja: '各タスクから 1 分ごとに指標を送ります(処理がないときは 0)。または `protect` の名前を直します。',
    },
  },
  {
    id: 'scale_contested',
    severity: 'warning',
    certainty: 'probable',
    source: 'hashicorp/terraform #4950: a tool that sets the desired count back',
    title: { en: 'something keeps setting its tasks back to {by}', ja: 'タスク数が外部から繰り返し {by} に変更' },
    likely: {
      en: 'Three times within an hour the desired count was set back to {by}: another tool or person sets it, too. Watchkeeper leaves it alone for an hour.',
      ja: '1 時間に 3 回、必要数が {by} に戻されました。別のツールか人も設定しています。Watchkeeper は 1 時間、変更を控えます。',
    },
    remedy: {
      en: 'Let one of them set it: in Terraform `ignore_changes = [desired_count]`, in CloudFormation leave DesiredCount out, or set `mode: none` here.',
      ja: '設定する側を 1 つにします。Terraform は `ignore_changes = [desired_count]`、CloudFormation は DesiredCount を省略、または Watchkeeper を `mode: none` にします。',
    },
  },
  {
    id: 'scale_owned',
    severity: 'warning',
    certainty: 'certain',
    source: 'API_DescribeScalingPolicies',
    title: { en: 'Application Auto Scaling scales it already', ja: 'Application Auto Scaling がすでにスケーリング中' },
    likely: {
      en: 'The scaling policy {by} acts on it. Two would fight, so Watchkeeper does not.',
      ja: 'スケーリングポリシー {by} がこのサービスをスケーリングしています。競合を避けるため、Watchkeeper は変更しません。',
    },
    remedy: {
      en: 'Keep one: delete the scaling policy, or take the service out of `scale`.',
      ja: 'どちらか一方にします。スケーリングポリシーを削除するか、`scale` からこのサービスを外します。',
    },
  },
  {
    id: 'scale_collapse',
    severity: 'warning',
    certainty: 'guess',
    source: 'Netflix, "Scryer": load that vanishes in an outage comes back at once',
    title: { en: 'its load fell by more than {share} % in minutes', ja: '負荷が数分で {share} % 以上低下' },
    likely: {
      en: 'Load that falls so fast is more often an outage before it than peace. Its tasks are kept for 15 minutes.',
      ja: 'これほど急な低下は、負荷が減ったのではなく、前段の障害によることが多いものです。そのため、15 分間はタスクを減らしません。',
    },
    remedy: {
      en: 'See whether what calls it still can: load balancer, DNS, the service before it. If it is right, nothing is to be done.',
      ja: '呼び出し元(ロードバランサー、DNS、前段のサービス)が正常か確認します。想定どおりなら対応不要です。',
    },
  },
  {
    id: 'scale_refused',
    severity: 'warning',
    certainty: 'certain',
    source: 'API_UpdateService',
    title: { en: 'AWS refuses what scaling asks for', ja: 'スケーリングの変更を AWS が拒否' },
    likely: { en: 'A change was refused for good: {reason}.', ja: '変更が拒否されました(再試行の対象外): {reason}' },
    remedy: {
      en: 'If it was denied, deploy the stack with Mode=act and a `ScaleClusters` that names the cluster.',
      ja: '権限不足が原因なら、スタックを Mode=act とし、クラスターを含む `ScaleClusters` でデプロイします。',
    },
  },
  ...nodeCauses,
];
