import type { AdviceText } from '../text.ts';

/** How a service deploys. */
export const deploymentTexts: readonly AdviceText[] = [
  {
    id: 'deployment-deadlock',
    source: 'API_DeploymentConfiguration; service-event-messages-list (was unable to stop or start tasks)',
    title: { en: 'the deployment can neither start nor stop', ja: '起動も停止もできないデプロイ設定' },
    why: {
      en: 'Of {desired} at least {least} must stay and at most {most} may run: ECS can start no new task and stop no old one.',
      ja: '必要数 {desired} に対して下限 {least}・上限 {most} のため、新しいタスクを起動できず、古いタスクも停止できません。',
    },
    fix: {
      en: 'Raise maximumPercent (200 is usual) or lower minimumHealthyPercent.',
      ja: 'maximumPercent を上げる(通常 200)か、minimumHealthyPercent を下げます。',
    },
  },
  {
    id: 'planned-outage',
    source: 'API_DeploymentConfiguration (minimumHealthyPercent)',
    title: { en: 'a deployment may stop every task', ja: 'デプロイ中に全タスクが停止しうる' },
    why: {
      en: 'minimumHealthyPercent {percent} lets ECS stop all {desired} before a new one is healthy.',
      ja: 'minimumHealthyPercent が {percent} のため、新しいタスクが正常になる前に {desired} 個すべてが停止しえます。',
    },
    fix: {
      en: 'Set minimumHealthyPercent to 100 and maximumPercent to 200, where there is room for both.',
      ja: '空きがあれば minimumHealthyPercent を 100、maximumPercent を 200 にします。',
    },
  },
  {
    id: 'minimum-healthy-rounded',
    source: 'API_DeploymentConfiguration (minimumHealthyPercent: rounded up)',
    title: { en: 'a minimum that does nothing for one task', ja: '1 タスクでは効かない下限設定' },
    why: {
      en: 'minimumHealthyPercent {percent} of one task is rounded up to one: ECS still starts the new task before it stops the old one, and needs room for both.',
      ja: '必要数 1 では minimumHealthyPercent {percent} も切り上げで 1 になります。新しいタスクの起動が先になり、2 つ分の空きが必要です。',
    },
    fix: {
      en: 'Write 100, which is the same; or 0, if the task may be away for the length of a deployment.',
      ja: '同じ意味の 100 にするか、デプロイ中の停止を許容できるなら 0 にします。',
    },
  },
  {
    id: 'no-circuit-breaker',
    source: 'deployment-circuit-breaker',
    title: { en: 'no deployment circuit breaker', ja: 'デプロイサーキットブレーカーが無効' },
    why: {
      en: 'A deployment whose tasks keep failing goes on for ever, and nothing puts the old revision back.',
      ja: '新しいタスクが失敗し続けてもデプロイは終わらず、元のリビジョンにも戻りません。',
    },
    fix: {
      en: 'Set deploymentCircuitBreaker to enable and rollback.',
      ja: 'deploymentCircuitBreaker の enable と rollback を true にします。',
    },
  },
  {
    id: 'circuit-breaker-no-rollback',
    source: 'deployment-circuit-breaker',
    title: { en: 'the circuit breaker does not roll back', ja: 'サーキットブレーカーがロールバックしない' },
    why: {
      en: 'It ends a failing deployment and leaves the service with what was started by then.',
      ja: '失敗したデプロイを止めるだけで、サービスは途中の状態のまま残ります。',
    },
    fix: { en: 'Set rollback to true as well.', ja: 'rollback も true にします。' },
  },
  {
    id: 'circuit-breaker-slow',
    source: 'deployment-circuit-breaker (threshold); API_ThresholdConfiguration',
    title: { en: 'the circuit breaker takes long', ja: 'サーキットブレーカーの作動が遅い' },
    why: {
      en: 'It waits for {threshold} failed tasks, {atOnce} at a time of {seconds} s each: about {minutes} minutes.',
      ja: '失敗 {threshold} 回で作動しますが、一度に {atOnce} タスク・各 {seconds} 秒かかるため、約 {minutes} 分後になります。',
    },
    fix: {
      en: 'Set thresholdConfiguration lower, or shorten the grace period.',
      ja: 'thresholdConfiguration を下げるか、猶予期間を短くします。',
    },
  },
  {
    id: 'grace-period-zero',
    source: 'API_CreateService (healthCheckGracePeriodSeconds)',
    title: { en: 'no health check grace period', ja: 'ヘルスチェック猶予期間が 0' },
    why: {
      en: 'The load balancer may call a task unhealthy while it still starts, and ECS then stops it.',
      ja: '起動中のタスクがロードバランサーに異常と判定され、ECS に停止されることがあります。',
    },
    fix: {
      en: 'Set healthCheckGracePeriodSeconds to longer than a task takes to become healthy.',
      ja: 'healthCheckGracePeriodSeconds を、タスクが正常になるまでの時間より長くします。',
    },
  },
  {
    id: 'grace-period-short',
    source: 'API_CreateService (healthCheckGracePeriodSeconds); ELBv2 API_TargetGroup (UnhealthyThresholdCount)',
    title: { en: 'tasks start more slowly than they are given', ja: '起動に猶予期間より長くかかる' },
    why: {
      en: 'Tasks took up to {start} s to become healthy; the grace period and the load balancer together allow {allowed} s.',
      ja: 'タスクが正常になるまで最長 {start} 秒かかりましたが、猶予期間とロードバランサーの判定を合わせて {allowed} 秒しかありません。',
    },
    fix: {
      en: 'Set healthCheckGracePeriodSeconds to at least {start}.',
      ja: 'healthCheckGracePeriodSeconds を {start} 以上にします。',
    },
  },
];
