import type { CauseRow } from './cause-row.ts';

const nothingToDo = { en: 'Nothing to do.', ja: '対応は不要です。' };

/** Stops ordered by AWS, the host or a person. */
export const outsideCauses: readonly CauseRow[] = [
  {
    id: 'maintenance',
    stopCodes: 'any',
    where: 'task',
    match: 'ECS is performing maintenance on the underlying infrastructure ;; Task stopped due to task retirement',
    failure: 'standalone',
    severity: 'warning',
    calmSeverity: 'info',
    certainty: 'certain',
    about: 'task',
    source: 'task-maintenance',
    title: {
      en: 'stopped by AWS for maintenance (task retirement)',
      ja: 'AWS のメンテナンスによる停止(タスクの廃止)',
    },
    likely: {
      en: 'AWS retired the host under the Fargate task. Services get a new task; nobody replaces a standalone one.',
      ja: 'AWS が Fargate タスクの基盤を廃止しました。サービスのタスクは補充されますが、スタンドアロンタスクは補充されません。',
    },
    remedy: {
      any: nothingToDo,
      service: {
        en: 'Nothing to do: ECS replaces the task. The account setting fargateTaskRetirementWaitPeriod (0, 7 or 14 days) moves the date.',
        ja: '対応は不要です。ECS がタスクを補充します。時期はアカウント設定 fargateTaskRetirementWaitPeriod(0・7・14 日)で変えられます。',
      },
      standalone: {
        en: 'Run the task again: nobody else will. To choose the time yourself, set fargateTaskRetirementWaitPeriod to 14 days or use EC2 event windows.',
        ja: 'タスクを再実行してください。自動では補充されません。時期を選ぶには fargateTaskRetirementWaitPeriod を 14 日にするか、EC2 イベントウィンドウを使います。',
      },
    },
  },
  {
    id: 'instance_drain',
    // Managed Instances are drained 14 days after their launch, by AWS; others by whoever drains them.
    stopCodes: 'any',
    where: 'task',
    match: 'Task stopped during instance draining',
    failure: 'standalone',
    severity: 'warning',
    certainty: 'certain',
    about: 'task',
    source: 'AWS Batch user guide, ecs-managed-instances-instance-draining; container-instance-draining',
    title: { en: 'stopped because its instance was drained', ja: 'インスタンスのドレインによる停止' },
    likely: {
      en: 'The instance was drained. ECS drains Managed Instances by itself 14 days after their launch. Services get a new task; nobody replaces a standalone one.',
      ja: 'インスタンスがドレインされました。マネージドインスタンスは起動の 14 日後に ECS が自動でドレインします。サービスのタスクは補充されますが、スタンドアロンタスクは補充されません。',
    },
    remedy: {
      any: nothingToDo,
      standalone: {
        en: 'Run the task again: nobody else will. What must not be cut off runs as a task that can go on where it was, or on Fargate.',
        ja: 'タスクを再実行してください。自動では補充されません。中断できない処理は、途中から再開できる作りにするか Fargate で実行します。',
      },
    },
  },
  {
    id: 'platform_update',
    stopCodes: 'any',
    where: 'task',
    match: 'Task stopped due to a platform version update',
    failure: 'no',
    severity: 'info',
    certainty: 'probable',
    about: 'task',
    source: 'field reports (weak evidence)',
    title: { en: 'stopped for a platform version update', ja: 'プラットフォームバージョン更新による停止' },
    likely: {
      en: 'AWS moved the task to a newer revision of the Fargate platform.',
      ja: 'AWS がタスクを新しい Fargate プラットフォームへ移しました。',
    },
    remedy: {
      any: nothingToDo,
      standalone: {
        en: 'Run the task again if it had not finished: nobody else will.',
        ja: '処理が終わっていない場合はタスクを再実行してください。自動では補充されません。',
      },
    },
  },
  {
    id: 'host_gone',
    stopCodes: 'any',
    where: 'task',
    match: '^Host EC2 (instance ;; ^Host EC2 instance',
    failure: 'infrastructure',
    severity: 'warning',
    certainty: 'certain',
    about: 'task',
    source: 'stopped-task-errors (2018); field: stopCode TerminationNotice',
    title: { en: 'its EC2 instance was stopped or terminated', ja: '稼働先の EC2 インスタンスが停止・終了' },
    likely: {
      en: 'The instance went away with the task on it: it was not drained, or its drain ran out of time. Scale-in, a Spot interruption, a failed health check, or a person.',
      ja: 'タスクを載せたままインスタンスがなくなりました。ドレインなし、またはドレインの時間切れ。スケールイン、Spot 中断、ヘルスチェック失敗、手動操作のいずれかが考えられます。',
    },
    remedy: {
      any: {
        en: 'The activity history of the Auto Scaling group names the reason. Managed termination protection and a drain before termination keep tasks from being cut off.',
        ja: 'Auto Scaling グループのアクティビティ履歴に理由が残っています。マネージド終了保護と終了前のドレインで、タスクの中断を防げます。',
      },
      standalone: {
        en: 'Run the task again: nobody else will. The activity history of the Auto Scaling group says why the instance went.',
        ja: 'タスクを再実行してください。自動では補充されません。インスタンスがなくなった理由は Auto Scaling グループのアクティビティ履歴に残っています。',
      },
    },
  },
  {
    id: 'instance_dereg',
    // A person's act by an API call: it may come with UserInitiated (guess), where the verdict would be the same.
    stopCodes: ['UserInitiated', 'ServiceSchedulerInitiated', 'TerminationNotice', 'absent', 'unknown'],
    where: 'task',
    match: '^Container instance deregistration forced by user',
    failure: 'no',
    severity: 'info',
    certainty: 'certain',
    about: 'task',
    source: 'stopped-task-errors (2018)',
    title: {
      en: 'its container instance was deregistered by force',
      ja: 'コンテナインスタンスの強制登録解除による停止',
    },
    likely: {
      en: 'Somebody deregistered the container instance with force while tasks ran on it.',
      ja: 'タスクの稼働中に、コンテナインスタンスが強制的に登録解除されました。',
    },
    remedy: {
      any: {
        en: 'Nothing to do for a service. Next time drain the instance first.',
        ja: 'サービスなら対応は不要です。次回は先にドレインしてください。',
      },
      standalone: {
        en: 'Run the task again if it had not finished. Next time drain the instance first.',
        ja: '処理が終わっていない場合はタスクを再実行してください。次回は先にドレインしてください。',
      },
    },
  },
  {
    id: 'infra_health',
    stopCodes: ['InfrastructureHealth'],
    where: 'task',
    match: '*',
    failure: 'infrastructure',
    severity: 'warning',
    certainty: 'probable',
    about: 'task',
    source: 'API reference, Task, stopCode; container-instance-health (no text of AWS was found)',
    title: { en: 'its host was unhealthy', ja: '稼働先ホストの異常による停止' },
    likely: {
      en: 'ECS found the host unhealthy and moved the task away.',
      ja: 'ECS がホストの異常を検知し、タスクを退避させました。',
    },
    remedy: {
      any: {
        en: 'ECS replaces the task. The health events of the container instance say what is wrong with the host.',
        ja: 'ECS がタスクを補充します。ホストの異常の内容はコンテナインスタンスのヘルスイベントに出ます。',
      },
      standalone: {
        en: 'Run the task again if it had not finished: nobody else will.',
        ja: '処理が終わっていない場合はタスクを再実行してください。自動では補充されません。',
      },
    },
  },
  {
    id: 'user_stop',
    stopCodes: ['UserInitiated', 'absent'],
    where: 'task',
    match: '^Task stopped by user',
    failure: 'no',
    severity: 'none',
    certainty: 'certain',
    about: 'task',
    source: 'stopped-task-errors (2018); API reference, StopTask',
    title: { en: 'stopped by hand', ja: '手動による停止' },
    likely: { en: 'Somebody called StopTask.', ja: 'StopTask が呼ばれました。' },
    remedy: {
      any: {
        en: 'Nothing to do. CloudTrail (StopTask) says who.',
        ja: '対応は不要です。実行者は CloudTrail(StopTask)で分かります。',
      },
    },
  },
  {
    id: 'user_stop_custom',
    stopCodes: ['UserInitiated'],
    where: 'task',
    match: '*',
    failure: 'no',
    severity: 'info',
    certainty: 'certain',
    about: 'task',
    source: 'API reference, StopTask: `reason` is free text of at most 255 characters',
    title: { en: 'stopped by a person or a tool', ja: '利用者またはツールによる停止' },
    likely: {
      en: 'Somebody called StopTask and gave this reason: {text}',
      ja: 'StopTask が次の理由で呼ばれました: {text}',
    },
    remedy: {
      any: {
        en: 'Nothing to do. CloudTrail (StopTask) says who.',
        ja: '対応は不要です。実行者は CloudTrail(StopTask)で分かります。',
      },
    },
  },
];
