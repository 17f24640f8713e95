import type { CauseRow } from './cause-row.ts';

const nothingToDo = { en: 'Nothing to do.', ja: '対応は不要です。' };

/** Stops ordered by the service scheduler. */
export const schedulerCauses: readonly CauseRow[] = [
  {
    id: 'scale_or_deploy',
    stopCodes: ['ServiceSchedulerInitiated', 'absent'],
    where: 'task',
    // "(deployment ID)": stopped-task-errors, 2018. The form for task sets is a guess after it.
    match:
      '^Scaling activity initiated by (deployment ;; ^Scaling activity initiated by deployment ;; ^Scaling activity initiated by (taskSet',
    failure: 'no',
    severity: 'none',
    certainty: 'certain',
    about: 'task',
    source: 'stopped-task-errors (2018)',
    title: { en: 'stopped by a scale-in or a deployment', ja: 'スケールインまたはデプロイによる停止' },
    likely: {
      en: 'The service was scaled in, or a deployment replaced its old tasks.',
      ja: 'サービスのスケールイン、またはデプロイによる旧タスクの入れ替えです。',
    },
    remedy: { any: nothingToDo },
  },
  {
    id: 'az_rebalance',
    stopCodes: ['ServiceSchedulerInitiated', 'absent'],
    where: 'task',
    match:
      '^Availability-zone rebalancing initiated by (deployment ;; ^Availability zone rebalancing initiated by ;; ^Availability-zone rebalancing initiated by deployment',
    failure: 'no',
    severity: 'none',
    certainty: 'certain',
    about: 'task',
    source: 'service-rebalancing',
    title: { en: 'stopped by Availability Zone rebalancing', ja: 'アベイラビリティーゾーンの再分散による停止' },
    likely: {
      en: 'ECS spread the tasks of the service evenly over the Availability Zones again.',
      ja: 'ECS がサービスのタスクを各アベイラビリティーゾーンへ均等に配置し直しました。',
    },
    remedy: { any: nothingToDo },
  },
  {
    id: 'elb_health',
    stopCodes: ['ServiceSchedulerInitiated', 'absent'],
    where: 'task',
    // The second is how service events say it (service-event-messages-list).
    match: 'Task failed ELB health checks ;; is unhealthy in (target-group ;; failed load balancer health checks',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    source: 'stopped-task-errors (2018); troubleshoot-service-load-balancers; containers-roadmap#612',
    title: {
      en: 'failing the load balancer health check',
      ja: 'ロードバランサーのヘルスチェックに失敗',
    },
    likely: {
      en: 'The task ran, but the target group found it unhealthy: wrong path, port or expected status, a security group that keeps the load balancer out, or an application that starts more slowly than the grace period.',
      ja: 'タスクは起動しましたが、ターゲットグループが異常と判定しました。パス・ポート・期待ステータスの誤り、ロードバランサーからの通信を塞ぐセキュリティグループ、猶予期間より遅い起動のいずれかが考えられます。',
    },
    remedy: {
      any: {
        en: 'Compare path, port and status codes of the target group with what the application answers, allow the load balancer in the security group of the task, and raise healthCheckGracePeriodSeconds above the start-up time.',
        ja: 'ターゲットグループのパス・ポート・成功コードをアプリケーションの応答と突き合わせ、タスクのセキュリティグループでロードバランサーからの通信を許可し、healthCheckGracePeriodSeconds を起動時間より長くします。',
      },
    },
  },
  {
    id: 'container_health',
    stopCodes: ['ServiceSchedulerInitiated', 'absent'],
    where: 'task',
    match: 'Task failed container health check',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    source: 're:Post knowledge centre, ecs-task-container-health-check-failures',
    title: { en: 'failing the container health check', ja: 'コンテナのヘルスチェックに失敗' },
    likely: {
      en: 'The healthCheck command of the task definition failed: its tool (curl, wget) is missing in the image, the application is slow to start, or it had too little CPU to answer in time.',
      ja: 'タスク定義の healthCheck コマンドが失敗しました。コマンド(curl や wget)がイメージにない、起動が遅い、CPU 不足で応答が間に合わない、のいずれかが考えられます。',
    },
    remedy: {
      any: {
        en: 'Run the healthCheck command in the image locally. If it works there, raise startPeriod, timeout or retries, or give the task more CPU.',
        ja: 'healthCheck コマンドを手元で同じイメージの中で実行します。成功する場合は startPeriod・timeout・retries を増やすか、タスクの CPU を増やします。',
      },
    },
  },
  {
    id: 'draining',
    stopCodes: ['ServiceSchedulerInitiated', 'absent'],
    where: 'task',
    match: 'in DRAINING state',
    failure: 'no',
    severity: 'none',
    certainty: 'certain',
    about: 'task',
    source: 'container-instance-draining; field reports',
    title: { en: 'stopped because its instance drains', ja: 'インスタンスのドレインによる停止' },
    likely: {
      en: 'The container instance is being drained; the service starts the task elsewhere.',
      ja: 'コンテナインスタンスがドレイン中です。サービスが別の場所でタスクを起動します。',
    },
    remedy: { any: nothingToDo },
  },
];
