import type { ServiceCause } from './service-cause.ts';

/** Causes told by hooks, daemons, instances and CodeDeploy, and the row of last resort. */
export const otherCauses: readonly ServiceCause[] = [
  {
    id: 'hook_awaiting',
    severity: 'warning',
    certainty: 'certain',
    source: 'ecs_hook_state_change_events; continue-service-deployment',
    title: { en: 'deployment waits for somebody at {stage}', ja: 'デプロイが {stage} で承認待ち' },
    likely: {
      en: 'A pause hook holds the deployment until somebody continues it or rolls it back.',
      ja: '一時停止フックにより、続行またはロールバックの指示を待っています。',
    },
    remedy: {
      en: 'Continue the deployment, or roll it back: the commands are in the thread.',
      ja: 'デプロイを続行するかロールバックします。コマンドはスレッドにあります。',
    },
  },
  {
    id: 'hook_ends_soon',
    severity: 'warning',
    certainty: 'certain',
    source: 'pause-lifecycle-hooks: expiresAt',
    title: { en: 'nobody has answered the pause at {stage}', ja: '{stage} の承認がまだない' },
    likely: {
      en: 'The deployment waits at {stage}, and its time ends at {endsAt}.',
      ja: 'デプロイは {stage} で待機中です。期限は {endsAt} です。',
    },
    remedy: {
      en: 'Continue the deployment, or roll it back: the commands are in the thread.',
      ja: 'デプロイを続行するかロールバックします。コマンドはスレッドにあります。',
    },
  },
  {
    id: 'codedeploy_ready',
    severity: 'warning',
    certainty: 'certain',
    source: 'CodeDeploy API reference, DeploymentReadyOption; user guide, monitoring-cloudwatch-events: READY',
    title: {
      en: 'CodeDeploy deployment {deployment} waits for its traffic',
      ja: 'CodeDeploy のデプロイ {deployment} がトラフィック切り替え待ち',
    },
    likely: {
      en: 'The new task set is ready; CodeDeploy shifts no traffic to it until somebody says so.',
      ja: '新しいタスクセットは準備完了です。指示があるまで CodeDeploy はトラフィックを切り替えません。',
    },
    remedy: {
      en: 'Let the traffic be shifted, or stop the deployment: the commands are in the thread.',
      ja: 'トラフィックを切り替えるかデプロイを停止します。コマンドはスレッドにあります。',
    },
  },
  {
    id: 'deployment_runs',
    severity: 'info',
    certainty: 'certain',
    source: 'ecs_service_deployment_events: SERVICE_DEPLOYMENT_IN_PROGRESS',
    title: { en: 'deployment under way', ja: 'デプロイ中' },
    likely: {
      en: 'Nothing of it has failed.',
      ja: '失敗はありません。',
    },
    remedy: { en: 'Nothing: this message says how it ends.', ja: '対応は不要です。結果はこのメッセージに表示します。' },
  },
  {
    id: 'hook_timed_out',
    severity: 'error',
    certainty: 'certain',
    source: 'ecs_hook_state_change_events',
    title: { en: 'nobody answered the deployment in time ({stage})', ja: 'デプロイの承認が時間切れ({stage})' },
    likely: {
      en: 'The pause hook expired before anybody answered it.',
      ja: '一時停止フックに応答がないまま期限が切れました。',
    },
    remedy: { en: 'Deploy again, and have somebody answer.', ja: '承認できる体制で、再デプロイします。' },
  },
  {
    id: 'hook_failed',
    severity: 'warning',
    certainty: 'certain',
    source: 'ecs_hook_state_change_events',
    title: { en: 'a deployment hook said no ({stage})', ja: 'デプロイフックが拒否({stage})' },
    likely: {
      en: 'A pause hook was answered with ROLLBACK, or a Lambda hook returned FAILED.',
      ja: '一時停止フックに ROLLBACK が指示されたか、Lambda フックが FAILED を返しました。',
    },
    remedy: {
      en: 'For a Lambda hook: its own log says why. For a pause: whoever answered it.',
      ja: 'Lambda フックの場合、理由はその関数のログにあります。一時停止フックの場合は、応答した人に確認します。',
    },
  },
  {
    id: 'daemon_start_impaired',
    severity: 'error',
    certainty: 'certain',
    source: 'managed-daemons-events',
    title: { en: 'a daemon task cannot start on its instance', ja: 'デーモンタスクをインスタンスで起動できず' },
    likely: {
      en: 'The daemon could not be created or did not reach RUNNING: {reason}.',
      ja: 'デーモンを作成できないか、RUNNING になりませんでした: {reason}。',
    },
    remedy: {
      en: 'Correct the daemon task definition or give the instance room; other tasks of that instance wait for the daemon.',
      ja: 'デーモンのタスク定義を修正するか、インスタンスに空きを作ります。そのインスタンスの他のタスクはデーモンを待っています。',
    },
  },
  {
    id: 'daemon_rollback',
    severity: 'warning',
    certainty: 'certain',
    source: 'managed-daemons-events',
    title: { en: 'a daemon deployment is being rolled back', ja: 'デーモンのデプロイをロールバック中' },
    likely: {
      en: 'The new daemon revision failed, or its circuit breaker tripped.',
      ja: '新しいデーモンのリビジョンが失敗したか、サーキットブレーカーが作動しました。',
    },
    remedy: {
      en: 'Correct the new daemon revision before deploying it again.',
      ja: '再デプロイの前に新しいデーモンのリビジョンを修正します。',
    },
  },
  {
    id: 'daemon_rollback_failed',
    severity: 'error',
    certainty: 'certain',
    source: 'managed-daemons-events',
    title: { en: 'a daemon deployment could not be rolled back', ja: 'デーモンのロールバックに失敗' },
    likely: {
      en: 'Neither the new nor the old daemon revision could be brought up.',
      ja: '新旧いずれのデーモンのリビジョンも起動できません。',
    },
    remedy: { en: 'Deploy a revision that is known to work.', ja: '動作実績のあるリビジョンをデプロイします。' },
  },
  {
    id: 'instance_impaired',
    severity: 'warning',
    certainty: 'certain',
    source: 'ecs_container_instance_health_events; container-instance-health',
    title: { en: 'container instance is impaired: {checks}', ja: 'コンテナインスタンスに障害: {checks}' },
    likely: {
      en: 'A health check of the instance fails: container runtime, agent connection, daemon or accelerator.',
      ja: 'インスタンスのヘルスチェック(コンテナランタイム、エージェント接続、デーモン、アクセラレータ)が失敗しています。',
    },
    remedy: {
      en: 'Drain the instance and have it replaced: commands in the thread.',
      ja: 'インスタンスをドレインし、入れ替えます。コマンドはスレッドにあります。',
    },
  },
  {
    id: 'task_not_replaced',
    severity: 'warning',
    certainty: 'certain',
    source: 'DescribeServices, some minutes after a task was stopped without a failure',
    title: { en: 'a lost task was not replaced', ja: '失われたタスクが未補充' },
    likely: {
      en: 'A task stopped without a failure of its own, and fewer run since than are wanted.',
      ja: '異常ではない理由でタスクが停止し、その後も稼働数が必要数に届いていません。',
    },
    remedy: {
      en: "The service's newest events in the ECS console say what it waits for, most often capacity.",
      ja: '何を待っているかは ECS コンソールのサービスの最新イベントに表示されます(多くは容量不足)。',
    },
  },
  {
    id: 'agent_disconnected',
    severity: 'warning',
    certainty: 'probable',
    source: 'ecs_container_instance_events; API_ContainerInstance (agentConnected)',
    title: { en: 'the ECS agent is disconnected', ja: 'ECS エージェントが切断' },
    likely: {
      en: 'The agent of the instance stopped, or cannot reach ECS; ECS neither starts nor stops tasks there meanwhile.',
      ja: 'エージェントが停止したか ECS に到達できません。その間 ECS はこのインスタンスでタスクを起動も停止もできません。',
    },
    remedy: {
      en: 'Drain the instance and have it replaced: commands in the thread.',
      ja: 'インスタンスをドレインし、入れ替えます。コマンドはスレッドにあります。',
    },
    external: {
      en: 'See whether Systems Manager still reaches the server. If it does, restart the agent through it: commands in the thread. If not, its network or power is the trouble.',
      ja: 'Systems Manager からサーバーに届くか確かめます。届くなら Systems Manager 経由でエージェントを再起動します(コマンドはスレッド)。届かなければ、ネットワークか電源の問題です。',
    },
  },
  {
    id: 'codedeploy_failed',
    severity: 'error',
    certainty: 'certain',
    source: 'CodeDeploy user guide: monitoring-cloudwatch-events',
    title: { en: 'CodeDeploy deployment {deployment} failed', ja: 'CodeDeploy のデプロイ {deployment} が失敗' },
    likely: {
      en: 'The new task set did not become healthy, a hook failed, or an alarm went off.',
      ja: '新しいタスクセットが正常にならなかったか、フックの失敗、またはアラームの発報です。',
    },
    remedy: {
      en: 'The deployment in the CodeDeploy console names the failed step.',
      ja: 'CodeDeploy コンソールのデプロイ画面に、失敗したステップが表示されています。',
    },
  },
  {
    id: 'codedeploy_stopped',
    severity: 'warning',
    certainty: 'certain',
    source: 'CodeDeploy user guide: monitoring-cloudwatch-events',
    title: {
      en: 'CodeDeploy deployment {deployment} was stopped',
      ja: 'CodeDeploy のデプロイ {deployment} が停止',
    },
    likely: {
      en: 'Somebody stopped it, or a newer deployment took its place.',
      ja: '手動で停止されたか、新しいデプロイに置き換えられました。',
    },
    remedy: {
      en: 'Nothing, if it was meant; else deploy again.',
      ja: '意図した停止であれば対応不要です。そうでなければ再デプロイします。',
    },
  },
  {
    id: 'service_event_unknown',
    severity: 'warning',
    certainty: 'guess',
    gap: true,
    source: 'no page names this event yet',
    title: { en: 'ECS reports {eventName}', ja: 'ECS からの通知 {eventName}' },
    likely: {
      en: 'An event this version does not know, which ECS marks as a warning or an error.',
      ja: 'このバージョンが知らない、警告またはエラーのイベントです。',
    },
    remedy: {
      en: "The service's events in the ECS console say more.",
      ja: '詳細は ECS コンソールのサービスのイベントにあります。',
    },
  },
];

const pauses: ReadonlySet<string> = new Set(['hook_awaiting', 'hook_ends_soon', 'codedeploy_ready']);

/** Causes that break nothing: a deployment waits for somebody. */
export function isPause(causeId: string): boolean {
  return pauses.has(causeId);
}

/** The cause of a message about a deployment of which nothing is wrong. */
export const announcement = 'deployment_runs';

/** Nothing is wrong: somebody wants to hear of every deployment. */
export function isAnnouncement(causes: readonly { readonly id: string }[]): boolean {
  return causes.length > 0 && causes.every(({ id }) => id === announcement);
}
