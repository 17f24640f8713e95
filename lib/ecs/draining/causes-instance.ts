import type { ServiceCause } from '../service-cause.ts';

/** What keeps an instance from leaving as a whole, and what became of it. Places as of tasks, and `reason`. */
export const drainInstanceCauses: readonly ServiceCause[] = [
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
      en: 'ECS reaches {instance} by its agent only, and that is disconnected since {sinceAt}: tasks on it are neither stopped nor seen to end.',
      ja: 'ECS はエージェント経由でのみ {instance} を操作します。{sinceAt} からエージェントが切断されているため、タスクの停止も終了の確認もできません。',
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
