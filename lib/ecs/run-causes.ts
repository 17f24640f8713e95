import type { ServiceCause } from './service-cause.ts';

/** Why a run of a job did not come to its end, besides what the catalogue of stops knows. Places: see each text. */
export const runCauses: readonly ServiceCause[] = [
  {
    id: 'job_no_capacity',
    severity: 'error',
    certainty: 'certain',
    source: 'api_failures_messages; re:Post "ecs-fargate-runtask-capacity"; service-quotas',
    title: { en: 'no capacity for the task', ja: 'タスクのキャパシティ不足' },
    likely: {
      en: 'ECS found no place: {reason}.',
      ja: 'ECS が配置先を確保できませんでした: {reason}',
    },
    remedy: {
      en: 'Add another choice to `capacity` of the job, subnets in more zones, or instances. A later `startDeadline` gives it longer.',
      ja: 'ジョブの `capacity` の候補、AZ の異なるサブネット、またはインスタンスを追加します。`startDeadline` を延ばすと待機時間が伸びます。',
    },
  },
  {
    id: 'job_no_instances',
    severity: 'error',
    certainty: 'certain',
    source: 'API_RunTask, InvalidParameterException: "No Container Instances were found in your cluster"',
    title: { en: 'the cluster has no instances', ja: 'クラスターにインスタンスがない' },
    likely: {
      en: 'ECS said: {reason}.',
      ja: 'ECS の応答: {reason}',
    },
    remedy: {
      en: 'Give the job a capacity provider with managed scaling, which adds instances for waiting tasks.',
      ja: 'マネージドスケーリングのキャパシティープロバイダーをジョブに指定します。待機タスクに応じてインスタンスが追加されます。',
    },
  },
  {
    id: 'job_agent',
    severity: 'error',
    certainty: 'certain',
    source: 'api_failures_messages, AGENT',
    title: { en: 'the agent of the instance was disconnected', ja: 'インスタンスのエージェントが切断中' },
    likely: {
      en: 'ECS said {reason}: the agents of the instances were not connected when the task was to be placed.',
      ja: 'ECS の応答は {reason} です。配置時にインスタンスのエージェントが切断されていました。',
    },
    remedy: {
      en: 'Agents reconnect by themselves within a minute. If it lasts, look at the way of the instances to ECS (VPC endpoint, NAT, role).',
      ja: 'エージェントは通常 1 分以内に再接続します。続く場合は ECS への経路(VPC エンドポイント、NAT、ロール)を調べます。',
    },
  },
  {
    id: 'job_attribute',
    severity: 'error',
    certainty: 'certain',
    source: 'api_failures_messages, ATTRIBUTE',
    title: { en: 'no instance has what the task asks for', ja: 'タスクの要件を満たすインスタンスがない' },
    likely: {
      en: 'ECS said {reason}: an attribute or placement constraint fits no instance.',
      ja: 'ECS の応答は {reason} です。属性または配置制約に合うインスタンスがありません。',
    },
    remedy: {
      en: 'Change the constraint, or add instances that have the attribute.',
      ja: '制約を変更するか、属性を持つインスタンスを追加します。',
    },
  },
  {
    id: 'job_throttled',
    severity: 'error',
    certainty: 'certain',
    source: 'request-throttling; dagster-io/dagster#33439',
    title: { en: 'AWS throttled the launch', ja: '起動が AWS のスロットリングで失敗' },
    likely: {
      en: 'The account asks for more than its limits allow: {reason}.',
      ja: 'アカウントの API 上限を超えています: {reason}',
    },
    remedy: {
      en: 'Let fewer jobs be due in the same minute, or have the limit raised.',
      ja: '同じ時刻のジョブを減らすか、上限の引き上げを申請します。',
    },
  },
  {
    id: 'job_unresolved',
    severity: 'error',
    certainty: 'certain',
    source: 'API_RunTask, clientToken; API_ListTasks',
    title: { en: 'the launch had no answer', ja: '起動要求の応答がない' },
    likely: {
      en: 'RunTask was not answered, and ECS lists no task of it: nothing was started.',
      ja: 'RunTask の応答がなく、該当するタスクも一覧にないため、起動されていません。',
    },
    remedy: {
      en: 'If it goes on: AWS Health Dashboard, and the way of the batch function to ECS (VPC endpoint, NAT).',
      ja: '続く場合は AWS Health Dashboard と、batch 関数から ECS への経路(VPC エンドポイント、NAT)を調べます。',
    },
  },
  {
    id: 'job_withheld',
    severity: 'error',
    certainty: 'certain',
    source: 'the SSM parameter /watchkeeper/acting',
    title: { en: 'nothing may be launched at present', ja: '現在は起動が禁止されている' },
    likely: {
      en: 'Launching is stopped: {reason}.',
      ja: '起動が停止されています: {reason}',
    },
    remedy: {
      en: 'Let Watchkeeper act again when it may: aws ssm put-parameter --name /watchkeeper/acting --value on --overwrite',
      ja: '再開してよければ実行します: aws ssm put-parameter --name /watchkeeper/acting --value on --overwrite',
    },
  },
  {
    id: 'job_late',
    severity: 'error',
    certainty: 'certain',
    source: 'start deadline of the job (`startDeadline`)',
    title: { en: 'did not start before its deadline', ja: '開始期限までに開始できず' },
    likely: {
      en: 'Nothing ran until the start deadline had passed, in {tries} tries. Past it nothing is launched any more.',
      ja: '{tries} 回試行しましたが、開始期限までに実行できませんでした。期限後は起動しません。',
    },
    remedy: {
      en: 'Run it by hand if it is still wanted. `startDeadline` of the job says how long is tried.',
      ja: '必要なら手動で実行します。試行する長さはジョブの `startDeadline` で決まります。',
    },
  },
  {
    id: 'job_late_waiting',
    severity: 'error',
    certainty: 'certain',
    source: 'concurrency of the job (`concurrency`)',
    title: { en: 'waited for another run until its deadline', ja: '別の実行を待って開始期限を超過' },
    likely: {
      en: 'Another run held its concurrency key until the start deadline had passed ({tries} tries to launch).',
      ja: '開始期限まで別の実行が同時実行キーを保持していました(起動の試行 {tries} 回)。',
    },
    remedy: {
      en: 'See why the other run takes so long, or give this one a later `startDeadline`.',
      ja: '先行する実行が長い理由を調べるか、`startDeadline` を延ばします。',
    },
  },
  {
    id: 'job_skipped',
    severity: 'warning',
    certainty: 'certain',
    source: 'concurrency of the job (`concurrency`)',
    title: { en: 'skipped: another run still goes on', ja: '別の実行が継続中のためスキップ' },
    likely: {
      en: 'A run that holds the key `{key}` has not ended, and the policy is `{policy}`: this slot was left out.',
      ja: 'キー `{key}` を保持する実行が終わっておらず、ポリシーが `{policy}` のため、この回は実行しませんでした。',
    },
    remedy: {
      en: 'If runs overlap often, let them start further apart, or set the policy to queue or replace.',
      ja: '重なりが多い場合は間隔を広げるか、ポリシーを queue または replace にします。',
    },
  },
  {
    id: 'job_start_timeout',
    severity: 'error',
    certainty: 'certain',
    source: 'task-lifecycle-explanation; aws/containers-roadmap#2381',
    title: { en: 'the task did not start within {minutes} min', ja: 'タスクが {minutes} 分以内に開始せず' },
    likely: {
      en: 'It stayed {status} for {minutes} minutes and was stopped. ECS itself would have waited longer and said less.',
      ja: '{minutes} 分間 {status} のままだったため停止しました。',
    },
    remedy: {
      en: 'A slow pull or a network interface that does not come up: look at image size, subnets and endpoints. `timeouts.start` of the job says how long is waited.',
      ja: 'イメージの取得や ENI の準備の遅れが考えられます。イメージサイズ、サブネット、エンドポイントを調べます。待機時間はジョブの `timeouts.start` です。',
    },
  },
  {
    id: 'job_timeout',
    severity: 'error',
    certainty: 'certain',
    source: 'timeouts of the job; ECS has none (aws/containers-roadmap#291)',
    title: { en: 'stopped after {minutes} min: its time was over', ja: '制限時間超過のため {minutes} 分で停止' },
    likely: {
      en: 'It ran longer than `timeouts` of the job allow, and was stopped after {minutes} minutes.',
      ja: 'ジョブの `timeouts` を超えたため、{minutes} 分で停止しました。',
    },
    remedy: {
      en: 'The log says what it was at. If it may take so long, raise the time-out.',
      ja: 'ログで処理状況を確かめます。想定内の長さなら制限時間を延ばします。',
    },
  },
  {
    id: 'job_lost',
    severity: 'error',
    certainty: 'certain',
    source: 'API_DescribeTasks: stopped tasks are forgotten after an hour',
    title: { en: 'nobody knows how it ended', ja: '終了結果が不明' },
    likely: {
      en: 'ECS does not know its task any more, and no event told of its end. It is not run again: it may have done its work.',
      ja: 'ECS にタスクの記録がなく、終了イベントも届いていません。処理が完了している可能性があるため、再実行しません。',
    },
    remedy: {
      en: 'Its log says whether the work was done. If not, run it again.',
      ja: 'ログで処理の完了を確かめ、未完了なら再実行します。',
    },
  },
];
