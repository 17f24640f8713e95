import type { ServiceCause } from './service-cause.ts';

/**
 * What keeps an instance from leaving, and what became of it. Places: `instance` (one or several), `count` tasks, the
 * `names` of their services or families, `reason`.
 */
export const drainCauses: readonly ServiceCause[] = [
  {
    id: 'drain_held',
    severity: 'warning',
    certainty: 'certain',
    source: 'container-instance-draining; API_UpdateContainerInstancesState',
    title: {
      en: '{instance} cannot leave, {names} does not move',
      ja: '{instance} を退役できません。{names} が移動しません',
    },
    likely: {
      en: 'ECS has not stopped {count} tasks of {names} on {instance}. It stops them only as far as minimumHealthyPercent allows: successors must be healthy elsewhere first.',
      ja: '{instance} 上の {names} のタスク {count} 個を ECS が停止していません。ECS は minimumHealthyPercent の範囲でのみ停止するため、先に代わりのタスクが別の場所で正常になる必要があります。',
    },
    remedy: {
      en: 'Make room for the successors (one more instance, or a dynamic host port). Or set minimumHealthyPercent of the service below 100 while it drains.',
      ja: '代わりのタスクの空きを作ります(インスタンスを 1 台追加、またはホストポートを動的に)。または退役の間だけ minimumHealthyPercent を 100 未満にします。',
    },
  },
  {
    id: 'drain_held_managed',
    severity: 'warning',
    certainty: 'certain',
    source: 'managed-instance-draining: "up to 48 hours"',
    title: {
      en: '{instance} cannot leave, {names} does not move',
      ja: '{instance} を退役できません。{names} が移動しません',
    },
    likely: {
      en: 'ECS drains {instance} by itself (managed instance draining) and waits for {count} tasks of {names}, whose successors are not healthy elsewhere.',
      ja: '{instance} は ECS が自動でドレインしています(マネージドインスタンスドレイン)。代わりのタスクが別の場所で正常にならないため、{names} のタスク {count} 個を待っています。',
    },
    remedy: {
      en: 'Make room for the successors. To end the wait by itself, set managedCap for the group in the configuration.',
      ja: '代わりのタスクの空きを作ります。待機を自動で打ち切るには、設定でこのグループに managedCap を指定します。',
    },
  },
  {
    id: 'drain_standalone',
    severity: 'warning',
    certainty: 'certain',
    source: 'container-instance-draining: tasks that are not part of a service are not affected',
    title: {
      en: '{instance} waits for standalone tasks of {names}',
      ja: '{instance} は {names} の単独タスクの終了待ち',
    },
    likely: {
      en: '{count} tasks of {names} on {instance} belong to no service: ECS never moves those, and nobody starts them again.',
      ja: '{instance} 上の {names} のタスク {count} 個はサービスに属していません。ECS は移動せず、再実行もされません。',
    },
    remedy: {
      en: 'Let them end. If they may be lost, stop them, or set standalone: stop for the group.',
      ja: '終了を待ちます。失ってよい場合は停止するか、このグループに standalone: stop を設定します。',
    },
  },
  {
    id: 'drain_stopping',
    severity: 'warning',
    certainty: 'certain',
    source: 'task-lifecycle-explanation: DEACTIVATING, STOPPING',
    title: {
      en: '{instance} waits for tasks of {names} that take long to stop',
      ja: '{instance} は停止に時間のかかる {names} のタスク待ち',
    },
    likely: {
      en: '{count} tasks of {names} on {instance} are told to stop and have not: they leave their load balancer (deregistration delay) or take their stop time-out.',
      ja: '{instance} 上の {names} のタスク {count} 個は停止指示済みですが未完了です。ロードバランサーからの登録解除の遅延、または停止タイムアウトの途中です。',
    },
    remedy: {
      en: 'Nothing if it is known to take long. Else shorten the deregistration delay of the target group, or the stopTimeout of the container.',
      ja: '長くかかる想定なら対応不要です。想定外ならターゲットグループの登録解除の遅延、またはコンテナの stopTimeout を短くします。',
    },
  },
  {
    id: 'drain_agent_away',
    severity: 'warning',
    certainty: 'certain',
    source: 'API_ContainerInstance, agentConnected',
    title: {
      en: 'the agent of {instance} is disconnected, nothing on it can be stopped',
      ja: '{instance} のエージェントが切断中。タスクを停止できません',
    },
    likely: {
      en: 'ECS reaches {instance} by its agent only, and that is disconnected: tasks on it are neither stopped nor seen to end.',
      ja: 'ECS はエージェント経由でのみ {instance} を操作します。エージェントが切断されているため、タスクの停止も終了の確認もできません。',
    },
    remedy: {
      en: 'Nothing for an instance that goes anyway. If other instances lose their agents, too, look at their way to ECS (VPC endpoint, NAT, role).',
      ja: '退役するインスタンスなので対応不要です。ほかのインスタンスでも切断が続く場合は ECS への経路(VPC エンドポイント、NAT、ロール)を調べます。',
    },
  },
  {
    id: 'drain_unread',
    severity: 'warning',
    certainty: 'certain',
    source: 'API_ListTasks; API_DescribeTasks; request-throttling',
    title: {
      en: 'nobody can tell whether {instance} is empty',
      ja: '{instance} が空かどうか確認できません',
    },
    likely: {
      en: 'What runs on {instance} could not be read ({reason}), so it is not let go: unknown is not empty.',
      ja: '{instance} 上のタスクを取得できませんでした({reason})。空と確認できないため解放しません。',
    },
    remedy: {
      en: 'If it was denied, give the role of the drain function its rights again. Throttling passes by itself.',
      ja: '拒否が原因なら drain 関数のロールの権限を戻します。スロットリングは自然に解消します。',
    },
  },
  {
    id: 'drain_refused',
    severity: 'warning',
    certainty: 'certain',
    source: 'API_UpdateContainerInstancesState; API_CompleteLifecycleAction',
    title: {
      en: 'AWS refuses what the drain of {instance} needs',
      ja: '{instance} のドレインに必要な操作が AWS に拒否されました',
    },
    likely: {
      en: 'An order was refused for good: {reason}.',
      ja: '操作が恒久的に拒否されました: {reason}',
    },
    remedy: {
      en: 'If it was denied, deploy the stack with Mode=act, and see that no boundary or policy takes the right away.',
      ja: '拒否が原因なら、スタックを Mode=act でデプロイし、アクセス許可の境界やポリシーが権限を打ち消していないことを確かめます。',
    },
  },
  {
    id: 'drain_forced',
    severity: 'warning',
    certainty: 'certain',
    source: 'API_CompleteLifecycleAction',
    title: {
      en: '{instance} was let go with {count} tasks of {names} on it',
      ja: '{instance} を {names} のタスク {count} 個を残したまま解放',
    },
    likely: {
      en: 'The wait for {instance} was over (deadline, or the end EC2 has set): {count} tasks of {names} ended with it.',
      ja: '{instance} の待機が終了しました(期限、または EC2 の終了時刻)。{names} のタスク {count} 個は一緒に終了しました。',
    },
    remedy: {
      en: 'ECS replaces tasks of services. Standalone tasks are lost: start them again where they matter.',
      ja: 'サービスのタスクは ECS が補充します。単独タスクは失われたため、必要なら再実行します。',
    },
  },
];
