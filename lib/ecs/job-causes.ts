import type { ServiceCause } from './service-cause.ts';

/** Why a run of a job could not be launched: what nothing but an edit helps against. Places: see each text. */
export const jobSettingCauses: readonly ServiceCause[] = [
  {
    id: 'job_role',
    severity: 'error',
    certainty: 'certain',
    source: 'API_RunTask; iam:PassRole (Service Authorization Reference, AWS Identity and Access Management)',
    title: { en: '{definition} has a role the job does not name', ja: '{definition} にジョブ未指定のロール' },
    likely: {
      en: '`{definition}` runs as `{role}`, which is not among the `roles` of the job. Nothing was launched: a revision must not bring a role with it that the job was not meant to have.',
      ja: '`{definition}` は `{role}` を使用しますが、ジョブの `roles` に含まれていません。想定外のロールを渡さないため、起動していません。',
    },
    remedy: {
      en: 'If the role is right, add it to `roles` of the job and to JobRoleArns of the stack. Else register a revision with the right role.',
      ja: 'ロールが正しければ、ジョブの `roles` とスタックの JobRoleArns に追加します。誤りなら、正しいロールのリビジョンを登録します。',
    },
  },
  {
    id: 'job_inactive',
    severity: 'error',
    certainty: 'certain',
    source: 'API_DeregisterTaskDefinition: INACTIVE revisions cannot run new tasks',
    title: { en: 'task definition {definition} is not active', ja: 'タスク定義 {definition} が無効' },
    likely: {
      en: '`{definition}` was deregistered. Tasks that run go on, new ones are refused.',
      ja: '`{definition}` は登録解除されています。実行中のタスクは継続しますが、新規起動は拒否されます。',
    },
    remedy: {
      en: 'Name another revision in the job, or only the family: then its newest active one is taken.',
      ja: 'ジョブに別のリビジョンを指定します。ファミリーだけを指定すると、最新の有効なリビジョンが使われます。',
    },
  },
  {
    id: 'job_no_definition',
    severity: 'error',
    certainty: 'certain',
    source: 'API_DescribeTaskDefinition, ClientException',
    title: { en: 'there is no task definition {definition}', ja: 'タスク定義 {definition} が存在しない' },
    likely: {
      en: 'ECS knows no active revision of `{definition}` in this account and Region.',
      ja: 'このアカウントとリージョンに `{definition}` の有効なリビジョンがありません。',
    },
    remedy: {
      en: 'Register it, or correct `task` of the job. Without `task` its name is that of the job.',
      ja: '登録するか、ジョブの `task` を修正します。`task` がない場合はジョブ名が使われます。',
    },
  },
  {
    id: 'job_no_like',
    severity: 'error',
    certainty: 'certain',
    source: 'API_DescribeServices',
    title: { en: 'there is no service {service} to run like', ja: '参照先サービス {service} が存在しない' },
    likely: {
      en: 'Network and capacity of the job are those of `{service}` (`like`), and ECS has no such service.',
      ja: 'ジョブのネットワークとキャパシティは `{service}`(`like`)に従いますが、そのサービスが存在しません。',
    },
    remedy: {
      en: 'Name a service that is there, or write `network` and `capacity` into the job.',
      ja: '存在するサービスを指定するか、ジョブに `network` と `capacity` を記述します。',
    },
  },
  {
    id: 'job_network',
    severity: 'error',
    certainty: 'certain',
    source: 'API_RunTask, networkConfiguration: required for awsvpc',
    title: { en: 'the job names no subnets', ja: 'ジョブにサブネットの指定がない' },
    likely: {
      en: '`{definition}` has the network mode awsvpc, and neither the job nor a service it runs like says in which subnets.',
      ja: '`{definition}` のネットワークモードは awsvpc ですが、ジョブにも参照先サービスにもサブネットの指定がありません。',
    },
    remedy: {
      en: 'Write `network`, or `like` with a service in the right subnets.',
      ja: '`network`、または適切なサブネットのサービスを `like` に記述します。',
    },
  },
  {
    id: 'job_container',
    severity: 'error',
    certainty: 'certain',
    source: 'API_TaskDefinition, containerDefinitions',
    title: { en: '{definition} has no container {container}', ja: '{definition} にコンテナ {container} がない' },
    likely: {
      en: 'The result of the job is the exit code of `{container}`, which `{definition}` does not have.',
      ja: 'ジョブの結果は `{container}` の終了コードですが、`{definition}` にそのコンテナがありません。',
    },
    remedy: {
      en: 'Correct `container` of the job, or leave it out where only one container is essential.',
      ja: 'ジョブの `container` を修正します。必須コンテナが 1 つなら省略できます。',
    },
  },
  {
    id: 'job_result',
    severity: 'error',
    certainty: 'certain',
    source: 'API_ContainerDefinition, essential',
    title: { en: 'nobody knows which container is the job', ja: '結果となるコンテナを特定できない' },
    likely: {
      en: '`{definition}` has {count} essential containers, and the job does not say whose exit code is its result.',
      ja: '`{definition}` には必須コンテナが {count} 個あり、どの終了コードを結果とするかジョブに指定がありません。',
    },
    remedy: {
      en: 'Write `container` into the job.',
      ja: 'ジョブに `container` を記述します。',
    },
  },
  {
    id: 'job_array',
    severity: 'error',
    certainty: 'certain',
    source: 'the records of its parts',
    title: { en: '{failed} of {count} tasks failed', ja: '{count} 個中 {failed} 個のタスクが失敗' },
    likely: {
      en: 'Failed: {indexes} (`WATCHKEEPER_ARRAY_INDEX`). The task and the log below are those of index {index}: {reason}.',
      ja: '失敗したインデックス: {indexes}(`WATCHKEEPER_ARRAY_INDEX`)。以下のタスクとログはインデックス {index} のものです({reason})。',
    },
    remedy: {
      en: 'Mend what its log says, then run it again with the command in the thread: those that have succeeded are not run again.',
      ja: 'ログの内容に対処してから、スレッドのコマンドで再実行します。成功済みのインデックスは再実行されません。',
    },
  },
  {
    id: 'job_overrides',
    severity: 'error',
    certainty: 'certain',
    source: 'API_RunTask, overrides: 8192 characters with the JSON around them',
    title: { en: 'command and environment of the job are too long', ja: 'ジョブのコマンドと環境変数が長すぎる' },
    likely: {
      en: 'They take {length} of {limit} characters that RunTask allows, so nothing was launched.',
      ja: 'RunTask の上限 {limit} 文字に対して {length} 文字のため、起動していません。',
    },
    remedy: {
      en: 'Put what is long into the task definition, S3 or Parameter Store, and pass its name.',
      ja: '長い値はタスク定義、S3、パラメータストアに置き、その名前を渡します。',
    },
  },
  {
    id: 'job_location',
    severity: 'error',
    certainty: 'certain',
    source: 'api_failures_messages, LOCATION',
    title: { en: 'the subnets are in other zones than the instances', ja: 'サブネットとインスタンスの AZ が不一致' },
    likely: {
      en: 'ECS said {reason}: no instance is in an Availability Zone of the subnets of the job.',
      ja: 'ECS の応答は {reason} です。ジョブのサブネットの AZ にインスタンスがありません。',
    },
    remedy: {
      en: 'Name subnets in the zones of the instances.',
      ja: 'インスタンスのある AZ のサブネットを指定します。',
    },
  },
  {
    id: 'job_refused',
    severity: 'error',
    certainty: 'certain',
    source: 'API_RunTask, Errors',
    title: { en: 'ECS refuses to run the task', ja: 'ECS がタスクの実行を拒否' },
    likely: {
      en: 'RunTask was refused for good: {reason}.',
      ja: 'RunTask が恒久的に拒否されました: {reason}',
    },
    remedy: {
      en: 'Correct what it names. If it was denied: JobClusters and JobRoleArns of the stack must hold the cluster and the roles.',
      ja: '示された内容を修正します。アクセス拒否の場合は、スタックの JobClusters と JobRoleArns にクラスターとロールが必要です。',
    },
  },
];
