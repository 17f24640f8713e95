import type { ServiceCause } from './service-cause.ts';

/**
 * What was done about a service that crash-loops, or why nothing could be. Places: `crashes` in `minutes`, `tasks` that
 * were wanted, `reason`.
 */
export const loopCauses: readonly ServiceCause[] = [
  {
    id: 'loop_stopped',
    severity: 'warning',
    certainty: 'certain',
    source: 'API_UpdateService, desiredCount; API_SuspendedState',
    title: { en: 'stopped by Watchkeeper ({tasks} → 0 tasks)', ja: 'Watchkeeper が停止({tasks} → 0 タスク)' },
    likely: {
      en: '{crashes} of its tasks failed within {minutes} min and none lived, so its desired count was set from {tasks} to 0.',
      ja: '{minutes} 分間にタスクが {crashes} 回失敗し、稼働し続けたタスクがなかったため、必要数を {tasks} から 0 にしました。',
    },
    remedy: {
      en: 'Deploy a corrected revision: as many tasks as before then start by themselves.',
      ja: '修正したリビジョンをデプロイすると、停止前と同じ数のタスクが自動で起動します。',
    },
  },
  {
    id: 'loop_rolled_back',
    severity: 'warning',
    certainty: 'certain',
    source: 'stop-service-deployment',
    title: { en: 'rolled back by Watchkeeper', ja: 'Watchkeeper がロールバック' },
    likely: {
      en: '{crashes} tasks of the deployment failed within {minutes} min and none lived. It has no circuit breaker, so Watchkeeper rolled it back.',
      ja: 'デプロイのタスクが {minutes} 分間に {crashes} 回失敗し、稼働し続けたタスクがありません。サーキットブレーカーが無効なため、Watchkeeper がロールバックしました。',
    },
    remedy: {
      en: 'Correct the revision before it is deployed again, and turn on the circuit breaker.',
      ja: 'リビジョンを修正してから再デプロイし、サーキットブレーカーを有効にします。',
    },
  },
  {
    id: 'loop_limit',
    severity: 'warning',
    certainty: 'certain',
    source: 'configuration: crashLoops, perHour',
    title: { en: 'left alone: too many services loop at once', ja: '介入見送り: 同時に多数のサービスが異常' },
    likely: {
      en: 'As many services as the configuration allows were stopped or rolled back within the hour: this one was left alone.',
      ja: '1 時間以内に停止またはロールバックできるサービス数の上限に達したため、このサービスには介入していません。',
    },
    remedy: {
      en: 'Look for what they share first (a database, an image, a zone): so many at once seldom break by themselves.',
      ja: 'まず共通の要因(データベース、イメージ、ゾーン)を調べます。多数のサービスが別々の原因で同時に壊れることはまれです。',
    },
  },
  {
    id: 'loop_held',
    severity: 'warning',
    certainty: 'certain',
    source: 'watchkeeper hold',
    title: { en: 'left alone: it is held ({reason})', ja: '介入見送り: 変更の保留中({reason})' },
    likely: {
      en: 'It would have been stopped or rolled back, but {reason} holds it.',
      ja: '停止またはロールバックの対象ですが、{reason} により変更が保留されています。',
    },
    remedy: {
      en: 'Whoever holds it decides: `npx watchkeeper release` gives it back.',
      ja: '保留した側が判断します。`npx watchkeeper release` で保留を解除できます。',
    },
  },
  {
    id: 'loop_refused',
    severity: 'warning',
    certainty: 'certain',
    source: 'API_StopServiceDeployment; API_UpdateService; API_RegisterScalableTarget',
    title: { en: 'AWS refused to stop or roll it back', ja: '停止またはロールバックを AWS が拒否' },
    likely: {
      en: 'It was to be stopped or rolled back, and AWS refused: {reason}.',
      ja: '停止またはロールバックを試みましたが、AWS に拒否されました: {reason}',
    },
    remedy: {
      en: 'If it was denied, deploy the stack with Mode=act and a `StopClusters` that names the cluster. Until then it is up to you.',
      ja: '権限不足が原因なら、スタックを Mode=act とし、クラスターを含む `StopClusters` でデプロイします。それまでは手動での対応が必要です。',
    },
  },
];
