import type { Text } from '../../core/language.ts';

/** What to do first, by `next.code`: the safest thing, given what happens by itself. Places: revision. */
export const firstSteps: Readonly<Record<string, readonly Text[]>> = {
  hook_waits: [
    {
      en: 'Answer: continue or roll back, both commands in the thread.',
      ja: '続行またはロールバックを選びます。コマンドはスレッドにあります。',
    },
  ],
  ready_waits: [
    {
      en: 'Answer: shift the traffic or stop, both commands in the thread.',
      ja: 'トラフィックの切り替えまたは停止を選びます。コマンドはスレッドにあります。',
    },
  ],
  rolling_back: [
    {
      en: 'Let the rollback finish. Do not deploy rev {revision} again before it is corrected.',
      ja: 'ロールバックの完了を待ちます。修正前にリビジョン {revision} を再デプロイしないでください。',
    },
    {
      en: 'Let the rollback finish. Do not deploy again before the cause is corrected.',
      ja: 'ロールバックの完了を待ちます。原因の修正前に再デプロイしないでください。',
    },
  ],
  stopped_by_us: [
    {
      en: 'Deploy a corrected revision: its tasks start by themselves. To start this one: command in the thread.',
      ja: '修正したリビジョンをデプロイすると自動で起動します。このまま起動する場合: スレッドのコマンド。',
    },
  ],
  rollback_failed: [
    {
      en: 'Deploy a revision that is known to work. The failed revision and the one before it both fail now.',
      ja: '動作実績のあるリビジョンをデプロイします。失敗したリビジョンも直前のリビジョンも起動できません。',
    },
  ],
  breaker_rolls_back: [
    { en: 'Nothing now: the rollback comes by itself.', ja: '今は対応不要です。自動でロールバックされます。' },
  ],
};

/** In front of the remedy while the deployment is being taken back: not now. */
export const afterwards: Text = { en: 'Afterwards: {remedy}', ja: 'その後: {remedy}' };

/** Instead of "read the log" where the log stands in the message. */
export const fromLog = {
  service: {
    en: 'Correct what the log below shows, then deploy again.',
    ja: '下のログが示す原因を修正し、再デプロイします。',
  },
  task: {
    en: 'Correct what the log below shows, then run it again.',
    ja: '下のログが示す原因を修正し、再実行します。',
  },
} satisfies Record<string, Text>;

/** Lines of DO that lead to the thread. */
export const threadSteps = {
  rollBackNow: { en: 'Roll back at once: command in the thread.', ja: '今すぐ戻す場合: スレッドのコマンド。' },
  rollBack: {
    en: 'Roll back to rev {previous}: command in the thread.',
    ja: 'リビジョン {previous} に戻す: スレッドのコマンド。',
  },
} satisfies Record<string, Text>;

/** Comments in front of commands; every command stands alone and can be pasted whole. */
export const commandTexts = {
  head: { en: 'Commands', ja: 'コマンド' },
  rollBack: { en: 'stop this deployment and roll back', ja: 'このデプロイを停止してロールバック' },
  deployPrevious: { en: 'roll back by hand to {revision}', ja: '手動で {revision} に戻す' },
  continueHook: { en: 'let the deployment go on', ja: 'デプロイを続行' },
  shiftTraffic: { en: 'shift the traffic to the new task set', ja: '新しいタスクセットにトラフィックを切り替え' },
  stopCodeDeploy: { en: 'stop the deployment and roll back', ja: 'デプロイを停止してロールバック' },
  rollBackHook: { en: 'roll the deployment back', ja: 'デプロイをロールバック' },
  describeService: { en: 'how the service is now', ja: 'サービスの現在の状態' },
  describeDaemon: { en: 'how the daemon is now', ja: 'デーモンの現在の状態' },
  describeCodeDeploy: { en: 'the deployment as CodeDeploy has it now', ja: 'CodeDeploy でのデプロイの状態' },
  drainInstance: { en: 'move its tasks away', ja: 'タスクを他のインスタンスへ移動' },
  replaceInstance: {
    en: 'then, when its tasks are gone: have its Auto Scaling group replace it',
    ja: 'タスクがなくなったら、Auto Scaling グループに入れ替えさせる',
  },
  /** Idle instances are ended, and new ones started for what finds no place (managed-instances-infrastructure-optimization). */
  drainManaged: {
    en: 'move its tasks away; ECS ends the empty instance, and starts another where one is needed',
    ja: 'タスクを他のインスタンスへ移動(空になれば ECS が終了し、必要なら別のインスタンスを起動)',
  },
  deregisterManaged: {
    en: 'only if its tasks do not stop: take it out of the cluster; services start theirs elsewhere, standalone ones are lost',
    ja: 'タスクが停止しない場合のみ: クラスターから登録解除(サービスのタスクは別の場所で起動、スタンドアロンタスクは失われます)',
  },
  describeServer: {
    en: 'whether Systems Manager reaches the server (PingStatus)',
    ja: 'Systems Manager からサーバーに届くか(PingStatus)',
  },
  restartAgent: {
    en: 'if it does: restart the ECS agent on it (Linux)',
    ja: '届く場合: ECS エージェントを再起動(Linux)',
  },
  listRuns: { en: 'where its runs stand', ja: '実行の状態' },
  describeTask: {
    en: 'the task that failed (ECS forgets it after about an hour)',
    ja: '失敗したタスク(ECS は約 1 時間で破棄)',
  },
  runJob: {
    en: 'run it for that time (never twice, if it has succeeded meanwhile)',
    ja: 'その回を再実行(成功済みなら二重には実行されません)',
  },
  importJob: {
    en: 'print it as a job of Watchkeeper, and the steps in which no run is doubled or lost',
    ja: 'Watchkeeper のジョブとしての設定と、二重実行や欠落のない移行手順を表示',
  },
  stopJob: {
    en: 'end the run of that time: its task is stopped, and it counts as not done',
    ja: 'その回の実行を停止(タスクは停止され、未完了として扱われます)',
  },
  tailLog: { en: 'its log', ja: 'ログ' },
  listImages: { en: 'what is in the repository', ja: 'リポジトリ内のイメージ' },
  remedy: { en: 'In full: {remedy}', ja: '対応の詳細: {remedy}' },
} satisfies Record<string, Text>;

/** What is left to do when it is over, by status. Places: revision. */
export const remainingTexts = {
  'rolled-back': [
    {
      en: 'rev {revision} is still the latest revision: correct it, or the next deployment of it fails again',
      ja: '最新リビジョンは {revision} のままです。修正しないと次のデプロイも失敗します',
    },
    {
      en: 'the failed revision is still the latest: correct it, or its next deployment fails again',
      ja: '失敗したリビジョンが最新のままです。修正しないと次のデプロイも失敗します',
    },
  ],
  undone: [],
  expired: [
    {
      en: 'find out whether it works: nothing has proved that it does',
      ja: '正常に動作しているか確認が必要です。復旧を示す情報はありません',
    },
  ],
  resolved: [],
} satisfies Record<string, readonly Text[]>;
