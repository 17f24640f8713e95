import type { ServiceCause } from './service-cause.ts';

/** What is found about rules and schedules of others. `dueAt`: when one was due. */
export const foreignCauses: readonly ServiceCause[] = [
  {
    id: 'job_foreign_missed',
    severity: 'error',
    certainty: 'probable',
    source: 'no task with its mark in events, nor in ListTasks; the marks are not documented',
    title: { en: 'missed: due {dueAt}, no task started', ja: '未実行。予定 {dueAt}、タスクの起動なし' },
    likely: {
      en: 'Its rule or schedule is enabled and was due {dueAt}. No event told of a task it started, and ECS lists none. RunTask may have answered with failures, which EventBridge tells nobody.',
      ja: 'ルール(スケジュール)は有効で、予定は {dueAt} でしたが、起動したタスクのイベントがなく、ECS の一覧にもありません。RunTask の failures は EventBridge から通知されません。',
    },
    remedy: {
      en: 'CloudTrail has the RunTask it made, with its failures. Start the task by hand if its work is wanted. As a job of Watchkeeper it would be tried again (command in the thread).',
      ja: 'CloudTrail の RunTask に failures が記録されています。必要なら手動で起動します。Watchkeeper のジョブにすると自動で再試行されます(コマンドはスレッドに)。',
    },
  },
  {
    id: 'job_foreign_refused',
    severity: 'error',
    certainty: 'certain',
    source: 'CloudTrail, RunTask with its mark: responseElements.failures, or errorCode (API_RunTask)',
    title: {
      en: 'missed: due {dueAt}, RunTask refused: {reason}',
      ja: '未実行。予定 {dueAt}、RunTask が拒否: {reason}',
    },
    likely: {
      en: 'EventBridge asked ECS for the task, and ECS said `{reason}`. EventBridge counts that as a success and does not try again.',
      ja: 'EventBridge は ECS にタスクを要求しましたが、ECS の応答は `{reason}` でした。EventBridge は成功とみなし、再試行しません。',
    },
    remedy: {
      en: 'Make room, or mend what it names; then start the task by hand if its work is wanted. As a job of Watchkeeper it would be tried again (command in the thread).',
      ja: '空きを作るか、理由に示された問題を直し、必要なら手動で起動します。Watchkeeper のジョブにすると自動で再試行されます(コマンドはスレッドに)。',
    },
  },
  {
    id: 'job_foreign_late',
    severity: 'warning',
    certainty: 'certain',
    source: 'task events: created, and not running',
    title: {
      en: 'late: its task was made {sinceAt} and does not run',
      ja: '遅延。{sinceAt} に作成されたタスクが未実行',
    },
    likely: {
      en: 'The task is there since {sinceAt} and has not come to run: no capacity, a slow image, a network interface.',
      ja: 'タスクは {sinceAt} から存在しますが実行に至っていません。キャパシティ、イメージ取得、ENI のいずれかです。',
    },
    remedy: {
      en: 'See the stopped reason when it gives up, or `npx watchkeeper explain --task-definition` for where it would fit.',
      ja: '停止理由、または `npx watchkeeper explain --task-definition` で配置可否を調べます。',
    },
  },
  {
    id: 'job_foreign_long',
    severity: 'warning',
    certainty: 'certain',
    source: 'the durations of its own history',
    title: { en: 'runs since {sinceAt}, longer than {limit} min', ja: '{sinceAt} から実行中。{limit} 分を超過' },
    likely: {
      en: 'By its own history more than {limit} min is too long. ECS has no time-out.',
      ja: 'これまでの実績による上限 {limit} 分を超えています。ECS に制限時間はありません。',
    },
    remedy: {
      en: 'Its log says what it is at; nothing but StopTask ends it.',
      ja: 'ログで処理状況を確かめます。終わらせるには StopTask が必要です。',
    },
  },
];
