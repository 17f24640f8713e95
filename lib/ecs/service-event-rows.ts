import type { Certainty } from '../core/alert.ts';
import type { Text } from '../core/language.ts';
import type { Severity } from '../core/severity.ts';

/** What an event means for the story of its subject. */
export type Meaning =
  | 'resolve-signal'
  | 'context'
  | 'noise'
  | 'failure'
  | 'action-needed'
  | 'rollback'
  | 'deployment-started'
  | 'deployment-completed'
  | 'deployment-failed';

/** A cause that is told by a service event rather than by a stopped task. `source`: pages of the ECS developer guide. */
export type ServiceCause = {
  readonly id: string;
  readonly severity: Severity;
  readonly certainty: Certainty;
  readonly title: Text;
  readonly likely: Text;
  readonly remedy: Text;
  readonly source: string;
  /** A row of last resort. */
  readonly gap?: boolean;
};

/** Causes of service, deployment, hook, daemon, instance and CodeDeploy events. Places: see `fillsOf` in lib/health. */
export const serviceCauses: readonly ServiceCause[] = [
  {
    id: 'task_start_impaired',
    severity: 'error',
    certainty: 'certain',
    source: 'ecs_service_events',
    title: { en: 'tasks cannot be started again and again', ja: 'タスクの起動に繰り返し失敗' },
    likely: {
      en: 'ECS has seen many starts of this service fail in a row and now waits longer between tries.',
      ja: 'このサービスの起動が連続して失敗しているため、ECS は再試行の間隔を延ばしています。',
    },
    remedy: {
      en: 'Look at the newest stopped task of the service: its stop reason names the cause.',
      ja: 'このサービスで最後に停止したタスクの停止理由を確認してください。そこに原因が書かれています。',
    },
  },
  {
    id: 'placement_failure',
    severity: 'error',
    certainty: 'certain',
    source: 'ecs_service_events; api_failures_messages',
    title: { en: 'a task cannot be placed: {reason}', ja: 'タスクを配置できません: {reason}' },
    likely: {
      en: 'No container instance, or no Fargate capacity, fits what the task asks for.',
      ja: 'タスクの要求を満たすコンテナインスタンス、または Fargate の空き容量がありません。',
    },
    remedy: {
      en: 'Add an instance, or make the task ask for less. For ports: hostPort 0 behind a load balancer.',
      ja: 'インスタンスを追加するか、タスクの要求を小さくしてください。ポート不足の場合は、ロードバランサーの背後で hostPort を 0 にします。',
    },
  },
  {
    id: 'discovery_unhealthy',
    severity: 'warning',
    certainty: 'certain',
    source: 'ecs_service_events',
    title: { en: 'unhealthy in service discovery', ja: 'サービスディスカバリで異常' },
    likely: {
      en: 'AWS Cloud Map holds an instance of the service for unhealthy.',
      ja: 'AWS Cloud Map がこのサービスのインスタンスを異常と判定しています。',
    },
    remedy: {
      en: 'Check the custom health status of the Cloud Map service and the container health check.',
      ja: 'Cloud Map サービスのカスタムヘルスステータスと、コンテナのヘルスチェックを確認してください。',
    },
  },
  {
    id: 'lattice_unhealthy',
    severity: 'warning',
    certainty: 'certain',
    source: 'ecs_service_events',
    title: { en: 'VPC Lattice target is unhealthy', ja: 'VPC Lattice のターゲットが異常' },
    likely: {
      en: 'The health check of the VPC Lattice target group fails.',
      ja: 'VPC Lattice ターゲットグループのヘルスチェックが失敗しています。',
    },
    remedy: {
      en: 'Check path, port and matcher of the target group, and the security group from VPC Lattice.',
      ja: 'ターゲットグループのパス、ポート、マッチャーと、VPC Lattice からのセキュリティグループを確認してください。',
    },
  },
  {
    id: 'daemon_placement_violated',
    severity: 'error',
    certainty: 'certain',
    source: 'ecs_service_events',
    title: {
      en: 'daemon task no longer meets its placement constraint',
      ja: 'デーモンタスクが配置制約を満たしていません',
    },
    likely: {
      en: 'A constraint of the daemon service excludes an instance it already runs on.',
      ja: 'デーモンサービスの配置制約が、すでに実行中のインスタンスを除外しています。',
    },
    remedy: {
      en: 'Correct the constraint, or the attribute of the instance.',
      ja: '配置制約、またはインスタンスの属性を修正してください。',
    },
  },
  {
    id: 'task_configuration',
    severity: 'error',
    certainty: 'certain',
    source: 'ecs_service_events',
    title: { en: 'tasks cannot be started as configured', ja: 'タスクの設定に誤りがあり起動できません' },
    likely: {
      en: 'The service or its task definition asks for something that cannot be given: {reason}.',
      ja: 'サービスまたはタスク定義の指定が実現できません: {reason}。',
    },
    remedy: {
      en: 'Correct the configuration ECS names, and deploy again.',
      ja: 'ECS が示す設定を修正し、再デプロイしてください。',
    },
  },
  {
    id: 'health_unknown',
    severity: 'warning',
    certainty: 'certain',
    source: 'ecs_service_events',
    title: { en: 'ECS cannot tell the health of the tasks', ja: 'タスクの正常性を ECS が判定できません' },
    likely: {
      en: 'The health of the service could not be read, often for lack of rights to its target group.',
      ja: 'サービスの正常性を取得できません。ターゲットグループへの権限不足が多い原因です。',
    },
    remedy: {
      en: 'Check that the target group exists and that the service-linked role AWSServiceRoleForECS may read it.',
      ja: 'ターゲットグループが存在すること、サービスリンクロール AWSServiceRoleForECS が参照できることを確認してください。',
    },
  },
  {
    id: 'ecs_throttled',
    severity: 'warning',
    certainty: 'certain',
    source: 'ecs_service_events',
    title: { en: 'ECS is throttled by an AWS API', ja: 'ECS が AWS API のスロットリングを受けています' },
    likely: {
      en: 'Too many launches or registrations at once in this account.',
      ja: 'このアカウントで起動や登録が一度に集中しています。',
    },
    remedy: {
      en: 'It passes by itself; launch fewer tasks at the same time if it comes back.',
      ja: '自然に解消します。再発する場合は同時に起動するタスクを減らしてください。',
    },
  },
  {
    id: 'discovery_throttled',
    severity: 'warning',
    certainty: 'certain',
    source: 'ecs_service_events',
    title: { en: 'service discovery is throttled', ja: 'サービスディスカバリがスロットリングを受けています' },
    likely: {
      en: 'Too many Cloud Map registrations at once in this account.',
      ja: 'このアカウントで Cloud Map への登録が一度に集中しています。',
    },
    remedy: {
      en: 'It passes by itself; start fewer tasks at the same time if it comes back.',
      ja: '自然に解消します。再発する場合は同時に起動するタスクを減らしてください。',
    },
  },
  {
    id: 'deployment_failed',
    severity: 'error',
    certainty: 'certain',
    source: 'ecs_service_deployment_events; deployment-circuit-breaker',
    title: { en: 'deployment failed', ja: 'デプロイ失敗' },
    likely: {
      en: 'New tasks did not become healthy, or a deployment alarm went off.',
      ja: '新しいタスクが正常にならなかったか、デプロイアラームが発報しました。',
    },
    remedy: {
      en: 'Correct the new revision before the next deployment.',
      ja: '次のデプロイの前に新しいリビジョンを修正してください。',
    },
  },
  {
    id: 'deployment_rollback',
    severity: 'warning',
    certainty: 'certain',
    source: 'ecs_service_deployment_events',
    title: { en: 'deployment is rolled back', ja: 'デプロイをロールバック中' },
    likely: { en: 'ECS puts the last completed deployment back.', ja: 'ECS が最後に完了したデプロイに戻しています。' },
    remedy: {
      en: 'Do not deploy the same revision again before it is corrected.',
      ja: '修正前に同じリビジョンを再デプロイしないでください。',
    },
  },
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
      ja: 'デプロイを続行するかロールバックしてください。コマンドはスレッドにあります。',
    },
  },
  {
    id: 'hook_timed_out',
    severity: 'error',
    certainty: 'certain',
    source: 'ecs_hook_state_change_events',
    title: { en: 'nobody answered the deployment in time ({stage})', ja: 'デプロイの承認が時間切れ({stage})' },
    likely: {
      en: 'The pause hook expired; its time-out action is carried out, ROLLBACK unless configured otherwise.',
      ja: '一時停止フックの期限が切れ、タイムアウト時の動作(既定では ROLLBACK)が実行されます。',
    },
    remedy: { en: 'Deploy again, and have somebody answer.', ja: '承認できる体制で、再デプロイしてください。' },
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
      en: 'For a Lambda hook: its own log says why.',
      ja: 'Lambda フックの場合、理由はその関数のログにあります。',
    },
  },
  {
    id: 'daemon_start_impaired',
    severity: 'error',
    certainty: 'certain',
    source: 'managed-daemons-events',
    title: { en: 'a daemon task cannot start on its instance', ja: 'デーモンタスクがインスタンスで起動できません' },
    likely: {
      en: 'The daemon could not be created or did not reach RUNNING: {reason}.',
      ja: 'デーモンを作成できないか、RUNNING になりませんでした: {reason}。',
    },
    remedy: {
      en: 'Correct the daemon task definition or give the instance room; other tasks of that instance wait for the daemon.',
      ja: 'デーモンのタスク定義を修正するか、インスタンスに空きを作ってください。そのインスタンスの他のタスクはデーモンを待っています。',
    },
  },
  {
    id: 'daemon_rollback',
    severity: 'warning',
    certainty: 'certain',
    source: 'managed-daemons-events',
    title: { en: 'a daemon deployment is rolled back', ja: 'デーモンのデプロイをロールバック中' },
    likely: {
      en: 'The new daemon revision failed, or its circuit breaker tripped.',
      ja: '新しいデーモンのリビジョンが失敗したか、サーキットブレーカーが作動しました。',
    },
    remedy: {
      en: 'Correct the new daemon revision before deploying it again.',
      ja: '再デプロイの前に新しいデーモンのリビジョンを修正してください。',
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
    remedy: { en: 'Deploy a revision that is known to work.', ja: '動作実績のあるリビジョンをデプロイしてください。' },
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
      en: 'Set the instance to DRAINING and let its Auto Scaling group replace it.',
      ja: 'インスタンスを DRAINING にし、Auto Scaling グループに置き換えさせてください。',
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
      ja: 'CodeDeploy のデプロイ {deployment} が停止されました',
    },
    likely: {
      en: 'Somebody stopped it, or a newer deployment took its place.',
      ja: '手動で停止されたか、新しいデプロイに置き換えられました。',
    },
    remedy: {
      en: 'Nothing, if it was meant; else deploy again.',
      ja: '意図した停止であれば対応不要です。そうでなければ再デプロイしてください。',
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
