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
      ja: '{instance} のエージェントが切断中、タスクの停止不可',
    },
    likely: {
      en: 'ECS reaches {instance} by its agent only, and that is disconnected since {sinceAt}: tasks on it are neither stopped nor seen to end.',
      ja: 'ECS は {instance} をエージェント経由でのみ操作しますが、{sinceAt} から切断されています。タスクを停止できず、終了も確認できません。',
    },
    remedy: {
      en: 'Nothing for an instance that goes anyway. If other instances lose their agents, too, look at their way to ECS (VPC endpoint, NAT, role).',
      ja: 'いずれ終了するインスタンスなので対応不要です。ほかのインスタンスでも切断している場合は、ECS への経路(VPC エンドポイント、NAT、ロール)を調べます。',
    },
  },
  {
    id: 'drain_unread',
    severity: 'warning',
    certainty: 'certain',
    source: 'API_ListTasks; API_DescribeTasks; request-throttling',
    title: {
      en: 'nobody can tell whether {instance} is empty',
      ja: '{instance} 上のタスクの有無が不明',
    },
    likely: {
      en: 'What runs on {instance} could not be read ({reason}), so it is not let go: unknown is not empty.',
      ja: '{instance} 上のタスクを取得できませんでした({reason})。タスクがないことを確認できないため、終了させません。',
    },
    remedy: {
      en: 'If it was denied, give the role of the drain function its rights again. Throttling passes by itself.',
      ja: '権限不足が原因なら drain 関数のロールに権限を戻します。スロットリングは自然に解消します。',
    },
  },
  {
    id: 'drain_refused',
    severity: 'warning',
    certainty: 'certain',
    source: 'API_UpdateContainerInstancesState; API_CompleteLifecycleAction',
    title: {
      en: 'AWS refuses what the drain of {instance} needs',
      ja: '{instance} のドレインに必要な操作を AWS が拒否',
    },
    likely: {
      en: 'An order was refused for good: {reason}.',
      ja: '操作が拒否されました(再試行の対象外): {reason}',
    },
    remedy: {
      en: 'If it was denied, deploy the stack with Mode=act, and see that no boundary or policy takes the right away.',
      ja: '権限不足が原因なら、スタックを Mode=act でデプロイし、アクセス許可の境界やポリシーが権限を打ち消していないことを確かめます。',
    },
  },
  {
    id: 'drain_forced',
    severity: 'warning',
    certainty: 'certain',
    source: 'API_CompleteLifecycleAction',
    title: {
      en: '{instance} was let go with {count} tasks of {names} on it',
      ja: '{instance} をタスク {count} 個({names})が残ったまま終了',
    },
    likely: {
      en: 'The wait for {instance} was over (deadline, or the end EC2 has set): {count} tasks of {names} ended with it.',
      ja: '{instance} の待機期限になりました(設定した期限、または EC2 による終了時刻)。残っていた {names} のタスク {count} 個は、インスタンスと共に終了しました。',
    },
    remedy: {
      en: 'ECS replaces tasks of services. Standalone tasks are lost: start them again where they matter.',
      ja: 'サービスのタスクは ECS が補充します。スタンドアロンタスクは補充されないため、必要なら再実行します。',
    },
  },
];
