import type { ServiceCause } from './service-cause.ts';

/** What ECS announces by no event: it is found by reading. Places: `running`, `desired`, `healthy`, `reason`, `minutes`. */
export const silentCauses: readonly ServiceCause[] = [
  {
    id: 'nothing_runs',
    severity: 'error',
    certainty: 'certain',
    source: 'API_Service (runningCount, desiredCount)',
    title: { en: 'no task is running ({desired} wanted)', ja: '実行中のタスクなし(必要数 {desired})' },
    likely: {
      en: 'ECS wants {desired} tasks of the service and runs none; it sends no event about that.',
      ja: '必要数 {desired} に対して実行中のタスクがありません。この状態について ECS はイベントを送りません。',
    },
    remedy: {
      en: "The service's newest events in the ECS console say what it waits for, most often capacity or a start that fails.",
      ja: '何を待っているかは ECS コンソールのサービスの最新イベントに表示されます(多くは容量不足か起動失敗)。',
    },
  },
  {
    id: 'no_healthy_target',
    severity: 'error',
    certainty: 'certain',
    source: 'API_TargetHealth',
    title: {
      en: 'tasks run, but no target is healthy ({reason})',
      ja: 'タスクは実行中、正常なターゲットなし({reason})',
    },
    likely: {
      en: 'The load balancer sends no task of the service any traffic: {reason}.',
      ja: 'ロードバランサーがこのサービスのどのタスクにもトラフィックを送っていません({reason})。',
    },
    remedy: {
      en: "Compare the target group's health check (path, port, matcher) and the security group with what the task serves.",
      ja: 'ターゲットグループのヘルスチェック(パス、ポート、マッチャー)とセキュリティグループを、タスクの待ち受けと照合します。',
    },
  },
  {
    id: 'targets_unhealthy',
    severity: 'warning',
    certainty: 'certain',
    source: 'API_TargetHealth',
    title: {
      en: 'only {healthy} of {desired} targets healthy ({reason})',
      ja: '正常なターゲットは {desired} のうち {healthy} のみ({reason})',
    },
    likely: {
      en: 'As many tasks run as are wanted, and the load balancer holds some of them for unhealthy: {reason}.',
      ja: '必要数のタスクは実行中ですが、一部がロードバランサーに異常と判定されています({reason})。',
    },
    remedy: {
      en: 'Look at the tasks behind the unhealthy targets first; where all have the same reason, at the health check.',
      ja: '異常なターゲットのタスクを先に調べます。理由がすべて同じ場合はヘルスチェックの設定を調べます。',
    },
  },
  {
    id: 'below_desired',
    severity: 'warning',
    certainty: 'certain',
    source: 'API_Service (runningCount, desiredCount)',
    title: {
      en: 'fewer tasks run than wanted ({running} of {desired})',
      ja: '実行中のタスクが不足({desired} のうち {running})',
    },
    likely: {
      en: 'ECS has not brought the service to {desired} tasks, and sends no event about that.',
      ja: 'ECS が必要数 {desired} まで起動できていません。この状態について ECS はイベントを送りません。',
    },
    remedy: {
      en: "The service's newest events in the ECS console say what it waits for, most often capacity.",
      ja: '何を待っているかは ECS コンソールのサービスの最新イベントに表示されます(多くは容量不足)。',
    },
  },
  {
    id: 'deployment_stuck',
    severity: 'warning',
    certainty: 'certain',
    source: 'API_Deployment (rolloutState, createdAt); deployment-circuit-breaker',
    title: {
      en: 'deployment has not ended for {minutes} min',
      ja: 'デプロイが {minutes} 分経過しても未完了',
    },
    likely: {
      en: 'Without a circuit breaker that trips, ECS goes on trying for ever and says nothing.',
      ja: 'サーキットブレーカーが作動しない限り、ECS は通知なしに再試行を続けます。',
    },
    remedy: {
      en: 'Roll back, or correct what keeps the new tasks from being placed or healthy; then turn on the circuit breaker.',
      ja: 'ロールバックするか、新しいタスクの配置や正常化を妨げている原因を取り除き、サーキットブレーカーを有効にします。',
    },
  },
];

/** Found by reading, too, but of one moment: what becomes of the deployment is told by events. */
export const alarmCauses: readonly ServiceCause[] = [
  {
    id: 'rollback_alarm_active',
    severity: 'warning',
    certainty: 'certain',
    source: 'deployment-alarm-failure',
    title: {
      en: 'no alarm guards this deployment: {alarms} was in ALARM when it began',
      ja: 'アラームで保護されないデプロイ: 開始時に {alarms} が ALARM',
    },
    likely: {
      en: 'When one of its alarms is in ALARM at the beginning, ECS watches none of them for the whole deployment: nothing fails it, nor rolls it back, for an alarm.',
      ja: '開始時にアラームのいずれかが ALARM だと、ECS はそのデプロイ中どのアラームも監視しません。アラームによる失敗判定もロールバックも行われません。',
    },
    remedy: {
      en: 'Watch this deployment yourself. If it is not the repair: wait until the alarm is OK, and deploy again.',
      ja: 'このデプロイの経過は人が監視します。修復のためのデプロイでなければ、アラームが OK に戻ってから再デプロイします。',
    },
  },
];

const ids: ReadonlySet<string> = new Set(silentCauses.map(({ id }) => id));

/** Whether a cause was seen in a reading: it lasts as long as readings show it, and no event repeats it. */
export function isSilent(causeId: string): boolean {
  return ids.has(causeId);
}
