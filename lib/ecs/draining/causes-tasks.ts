import type { ServiceCause } from '../service-cause.ts';

/**
 * What keeps tasks on an instance that goes. Places: `instance` (one or several), `count` tasks with the ids `tasks`, the
 * `names` of their service or family, and the numbers of each.
 */
export const drainTaskCauses: readonly ServiceCause[] = [
  {
    id: 'drain_deadlock',
    severity: 'warning',
    certainty: 'certain',
    source: 'container-instance-draining; API_DeploymentConfiguration, minimumHealthyPercent and maximumPercent',
    title: {
      en: '{instance} cannot leave, {names} is locked at {minimumPercent}/{maximumPercent} %',
      ja: '{instance} のドレインが停滞: {names} は最小/最大ヘルス率 {minimumPercent}/{maximumPercent} % で移動不可',
    },
    likely: {
      en: '{names} {tasks}: of {desired} tasks at least {least} must run (minimumHealthyPercent {minimumPercent}) and at most {most} may (maximumPercent {maximumPercent}), so ECS can neither stop the old one first nor start the new one first.',
      ja: '{names} {tasks}: 必要数 {desired} に対し、稼働数の下限が {least}(minimumHealthyPercent {minimumPercent})、上限が {most}(maximumPercent {maximumPercent})のため、ECS は旧タスクを先に停止することも、新タスクを先に起動することもできません。',
    },
    remedy: {
      en: 'Set maximumPercent of {names} to {maximumNeeded} (one copy more for a moment, it needs room). Or minimumHealthyPercent to {minimumNeeded} (one copy fewer for a moment).',
      ja: '{names} の maximumPercent を {maximumNeeded} にします(一時的に 1 タスク増、空きが必要)。または minimumHealthyPercent を {minimumNeeded} にします(一時的に 1 タスク減)。',
    },
  },
  {
    id: 'drain_held',
    severity: 'warning',
    certainty: 'certain',
    source: 'container-instance-draining; API_DeploymentConfiguration',
    title: {
      en: '{instance} cannot leave, {names} does not move',
      ja: '{instance} のドレインが停滞: {names} が移動せず',
    },
    likely: {
      en: '{names} {tasks}: {running} of {desired} run, {pending} starting; at least {least} must, so ECS stops one only when its successor is healthy elsewhere.',
      ja: '{names} {tasks}: 必要数 {desired} のうち稼働 {running}、起動中 {pending} です。下限が {least} のため、代わりのタスクが別のインスタンスで正常になるまで、ECS はこのタスクを停止しません。',
    },
    remedy: {
      en: 'Make room for the successor of {names} (one more instance, or a dynamic host port).',
      ja: '{names} の代わりのタスクを置く空きを作ります(インスタンスを 1 台追加するか、ホストポートを動的にします)。',
    },
  },
  {
    id: 'drain_held_plain',
    severity: 'warning',
    certainty: 'certain',
    source: 'container-instance-draining; API_UpdateContainerInstancesState',
    title: {
      en: '{instance} cannot leave, {names} does not move',
      ja: '{instance} のドレインが停滞: {names} が移動せず',
    },
    likely: {
      en: '{names} {tasks}: not stopped yet. ECS stops tasks only as far as minimumHealthyPercent allows: successors must be healthy elsewhere first.',
      ja: '{names} {tasks}: まだ停止していません。ECS は minimumHealthyPercent の範囲でのみ停止するため、先に代わりのタスクが別のインスタンスで正常になる必要があります。',
    },
    remedy: {
      en: 'Make room for the successors (one more instance, or a dynamic host port). Or set minimumHealthyPercent of the service below 100 while it drains.',
      ja: '代わりのタスクを置く空きを作ります(インスタンスを 1 台追加するか、ホストポートを動的にします)。または、ドレインの間だけサービスの minimumHealthyPercent を 100 未満にします。',
    },
  },
  {
    id: 'drain_standalone',
    severity: 'warning',
    certainty: 'certain',
    source: 'container-instance-draining: tasks that are not part of a service are not affected',
    title: {
      en: '{instance} waits for {names}, a standalone task',
      ja: '{instance} はスタンドアロンタスク {names} の終了待ち',
    },
    likely: {
      en: '{names} {tasks}: a standalone task, started {startedAt} by {startedBy}. ECS never moves those, and nobody starts it again.',
      ja: '{names} {tasks}: {startedAt} に {startedBy} が起動したスタンドアロンタスクです。ECS は移動させず、再実行もされません。',
    },
    remedy: {
      en: 'Let {names} end. If it may be lost, stop it, or set standalone: stop for the group.',
      ja: '{names} の終了を待ちます。失ってよい場合は停止するか、このグループに standalone: stop を設定します。',
    },
  },
  {
    id: 'drain_deregistering',
    severity: 'warning',
    certainty: 'certain',
    source: 'task-lifecycle-explanation: DEACTIVATING; target group attribute deregistration_delay.timeout_seconds',
    title: {
      en: '{instance} waits for {names} to leave its load balancer',
      ja: '{instance} は {names} のロードバランサー登録解除待ち',
    },
    likely: {
      en: '{names} {tasks}: leaves target group {targetGroup} since {sinceAt}, whose deregistration delay is {delayMs}; it is stopped at about {endsAt}.',
      ja: '{names} {tasks}: {sinceAt} からターゲットグループ {targetGroup} から登録解除中です(登録解除の遅延 {delayMs})。{endsAt} 頃に停止します。',
    },
    remedy: {
      en: 'Nothing: it ends by itself. For the next time a shorter deregistration delay of {targetGroup} helps, where no connection lasts as long.',
      ja: '対応不要です(自動で完了します)。接続がそれほど長く続かない場合は、次回に備えて {targetGroup} の登録解除の遅延を短くします。',
    },
  },
  {
    id: 'drain_stop_timeout',
    severity: 'warning',
    certainty: 'certain',
    source: 'task_definition_parameters, stopTimeout; ECS_CONTAINER_STOP_TIMEOUT (30 s where nothing is set)',
    title: {
      en: '{instance} waits for {names}, which takes long to stop',
      ja: '{instance} は停止に時間のかかる {names} の終了待ち',
    },
    likely: {
      en: '{names} {tasks}: told to stop at {sinceAt}, and its stopTimeout gives it {delayMs} from SIGTERM to SIGKILL.',
      ja: '{names} {tasks}: {sinceAt} に停止を指示しました。stopTimeout により、SIGTERM から SIGKILL までの猶予は最長 {delayMs} です。',
    },
    remedy: {
      en: 'Nothing if it is known to take long. Else let it end on SIGTERM, or shorten its stopTimeout.',
      ja: '長くかかる想定なら対応不要です。想定外なら SIGTERM で終了するようにするか、stopTimeout を短くします。',
    },
  },
  {
    id: 'drain_stopping',
    severity: 'warning',
    certainty: 'certain',
    source: 'task-lifecycle-explanation: DEACTIVATING, STOPPING, DEPROVISIONING',
    title: {
      en: '{instance} waits for tasks of {names} that take long to stop',
      ja: '{instance} は停止に時間のかかる {names} のタスクの終了待ち',
    },
    likely: {
      en: '{names} {tasks}: told to stop and has not: it leaves its load balancer (deregistration delay) or takes its stop time-out.',
      ja: '{names} {tasks}: 停止を指示しましたが、まだ終わっていません。ロードバランサーからの登録解除の遅延か、停止タイムアウトの途中です。',
    },
    remedy: {
      en: 'Nothing if it is known to take long. Else shorten the deregistration delay of the target group, or the stopTimeout of the container.',
      ja: '長くかかる想定なら対応不要です。想定外ならターゲットグループの登録解除の遅延、またはコンテナの stopTimeout を短くします。',
    },
  },
  {
    id: 'drain_daemon',
    severity: 'warning',
    certainty: 'certain',
    source: 'managed-instance-draining: daemon tasks are drained last',
    title: {
      en: '{instance} waits for {names}, a daemon',
      ja: '{instance} はデーモン {names} の停止待ち',
    },
    likely: {
      en: '{names} {tasks}: a daemon; ECS stops it when every other task is gone.',
      ja: '{names} {tasks}: デーモンです。ECS はほかのタスクがすべて終わってから停止します。',
    },
    remedy: {
      en: 'See what else is left. If it is only the daemon, its own stopTimeout decides.',
      ja: 'ほかに残っているタスクを確認します。デーモンだけなら、デーモン自身の stopTimeout までに停止します。',
    },
  },
  {
    id: 'drain_protected',
    severity: 'warning',
    certainty: 'certain',
    source:
      'API_GetTaskProtection; task-scale-in-protection: scale-in and deployments wait for it, draining is not mentioned',
    title: {
      en: '{names} on {instance} is protected from scale-in until {untilAt}',
      ja: '{instance} の {names} はスケールイン保護中({untilAt} まで)',
    },
    likely: {
      en: '{names} {tasks} is protected from scale-in until {untilAt}; AWS does not say whether that holds back a drain.',
      ja: '{names} {tasks} は {untilAt} までスケールイン保護中です。保護中のタスクがドレインを待たせるかどうかは、AWS のドキュメントに記載がありません。',
    },
    remedy: {
      en: 'Let its work end. If it may be cut short, take the protection back: command in the thread.',
      ja: '処理の終了を待ちます。中断してよければ保護を解除します(コマンドはスレッド)。',
    },
  },
];
