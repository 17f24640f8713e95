import type { ServiceCause } from './service-cause.ts';

/** Causes told by service actions and deployments. Places: see `fillsOf` in lib/health. */
export const serviceCauses: readonly ServiceCause[] = [
  {
    id: 'task_start_impaired',
    severity: 'error',
    certainty: 'certain',
    source: 'ecs_service_events',
    title: { en: 'tasks keep failing to start', ja: 'タスクの起動に繰り返し失敗' },
    likely: {
      en: 'ECS has seen many starts of this service fail in a row and now waits longer between tries.',
      ja: 'このサービスの起動が連続して失敗しているため、ECS は再試行の間隔を延ばしています。',
    },
    remedy: {
      en: 'Look at the newest stopped task of the service: its stop reason names the cause.',
      ja: 'このサービスで最後に停止したタスクの停止理由を確認します。そこに原因が書かれています。',
    },
  },
  {
    id: 'placement_failure',
    severity: 'error',
    certainty: 'certain',
    source: 'ecs_service_events; api_failures_messages',
    title: { en: 'a task cannot be placed: {reason}', ja: 'タスクを配置できず: {reason}' },
    likely: {
      en: 'No container instance, or no Fargate capacity, fits what the task asks for.',
      ja: 'タスクの要求を満たすコンテナインスタンス、または Fargate の空き容量がありません。',
    },
    remedy: {
      en: 'Add an instance, or make the task ask for less. For ports: hostPort 0 behind a load balancer.',
      ja: 'インスタンスを追加するか、タスクの要求を小さくします。ポート不足の場合は、ロードバランサーの背後で hostPort を 0 にします。',
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
      ja: 'Cloud Map サービスのカスタムヘルスステータスと、コンテナのヘルスチェックを確認します。',
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
      ja: 'ターゲットグループのパス、ポート、マッチャーと、VPC Lattice からのセキュリティグループを確認します。',
    },
  },
  {
    id: 'daemon_placement_violated',
    severity: 'error',
    certainty: 'certain',
    source: 'ecs_service_events',
    title: {
      en: 'daemon task no longer meets its placement constraint',
      ja: 'デーモンタスクが配置制約に違反',
    },
    likely: {
      en: 'A constraint of the daemon service excludes an instance it already runs on.',
      ja: 'デーモンサービスの配置制約が、すでに実行中のインスタンスを除外しています。',
    },
    remedy: {
      en: 'Correct the constraint, or the attribute of the instance.',
      ja: '配置制約、またはインスタンスの属性を修正します。',
    },
  },
  {
    id: 'task_configuration',
    severity: 'error',
    certainty: 'certain',
    source: 'ecs_service_events',
    title: { en: 'tasks cannot be started as configured', ja: 'タスクの設定に誤りがあり起動できず' },
    likely: {
      en: 'The service or its task definition asks for something that cannot be given: {reason}.',
      ja: 'サービスまたはタスク定義の指定が実現できません: {reason}。',
    },
    remedy: {
      en: 'Correct the configuration ECS names, and deploy again.',
      ja: 'ECS が示す設定を修正し、再デプロイします。',
    },
  },
  {
    id: 'health_unknown',
    severity: 'warning',
    certainty: 'certain',
    source: 'ecs_service_events',
    title: { en: 'ECS cannot tell the health of the tasks', ja: 'タスクの正常性を ECS が判定できず' },
    likely: {
      en: 'The health of the service could not be read, often for lack of rights to its target group.',
      ja: 'サービスの正常性を取得できません。ターゲットグループへの権限不足が多い原因です。',
    },
    remedy: {
      en: 'Check that the target group exists and that the service-linked role AWSServiceRoleForECS may read it.',
      ja: 'ターゲットグループが存在すること、サービスにリンクされたロール AWSServiceRoleForECS が参照できることを確認します。',
    },
  },
  {
    id: 'ecs_throttled',
    severity: 'warning',
    certainty: 'certain',
    source: 'ecs_service_events',
    title: { en: 'ECS is throttled by an AWS API', ja: 'ECS が AWS API のスロットリング中' },
    likely: {
      en: 'Too many launches or registrations at once in this account.',
      ja: 'このアカウントで起動や登録が一度に集中しています。',
    },
    remedy: {
      en: 'It passes by itself; launch fewer tasks at the same time if it comes back.',
      ja: '自然に解消します。再発する場合は同時に起動するタスクを減らします。',
    },
  },
  {
    id: 'discovery_throttled',
    severity: 'warning',
    certainty: 'certain',
    source: 'ecs_service_events',
    title: { en: 'service discovery is throttled', ja: 'サービスディスカバリがスロットリング中' },
    likely: {
      en: 'Too many Cloud Map registrations at once in this account.',
      ja: 'このアカウントで Cloud Map への登録が一度に集中しています。',
    },
    remedy: {
      en: 'It passes by itself; start fewer tasks at the same time if it comes back.',
      ja: '自然に解消します。再発する場合は同時に起動するタスクを減らします。',
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
      ja: '次のデプロイの前に新しいリビジョンを修正します。',
    },
  },
  {
    id: 'deployment_alarm',
    severity: 'error',
    certainty: 'certain',
    source: 'deployment-alarm-failure; ecs_service_events',
    title: { en: 'deployment failed: its alarm went off', ja: 'デプロイ失敗: デプロイのアラームが発報' },
    likely: {
      en: 'A CloudWatch alarm that guards this deployment went into ALARM while it ran.',
      ja: 'デプロイを監視する CloudWatch アラームが、デプロイ中に ALARM になりました。',
    },
    remedy: {
      en: 'Look at that alarm first. Deploy again once it is OK: one still in ALARM may fail the next deployment, too.',
      ja: 'まずそのアラームの原因を調べます。ALARM のままでは次のデプロイも失敗することがあるため、OK に戻ってから再デプロイします。',
    },
  },
  {
    id: 'deployment_rollback',
    severity: 'warning',
    certainty: 'certain',
    source: 'ecs_service_deployment_events',
    title: { en: 'deployment is being rolled back', ja: 'デプロイをロールバック中' },
    likely: { en: 'ECS puts the last completed deployment back.', ja: 'ECS が最後に完了したデプロイに戻しています。' },
    remedy: {
      en: 'Do not deploy the same revision again before it is corrected.',
      ja: '修正前に同じリビジョンを再デプロイしないでください。',
    },
  },
  {
    id: 'deployment_rollback_failed',
    severity: 'error',
    certainty: 'certain',
    source: 'ecs_service_deployment_events; API_ServiceDeployment (ROLLBACK_FAILED)',
    title: { en: 'the roll-back failed, too', ja: 'ロールバックも失敗' },
    likely: {
      en: 'ECS put the old revision back, and its tasks fail as well: what both revisions need may be missing.',
      ja: '以前のリビジョンに戻しましたが、そのタスクも失敗しています。両方に共通する依存先の問題が考えられます。',
    },
    remedy: {
      en: 'Look for what both revisions depend on (secret, image, database, network), then deploy one that works.',
      ja: '両リビジョンに共通する依存先(シークレット、イメージ、DB、ネットワーク)を調べ、動作するリビジョンをデプロイします。',
    },
  },
];
