import type { ServiceCause } from './service-cause.ts';

/** What the watchdog finds about a job's slot. Places: see each text; `dueAt` is when it was due. */
export const watchCauses: readonly ServiceCause[] = [
  {
    id: 'job_missed',
    severity: 'error',
    certainty: 'certain',
    source: 'the record of each run: EventBridge Scheduler tells nobody what it did not invoke',
    title: { en: 'missed: due {dueAt}, nothing started', ja: '未実行。予定 {dueAt}、開始されず' },
    likely: {
      en: 'No trigger came. Its schedule is there, enabled and as written; no trigger of it lies with the dead letters. Every minute was watched: it is no outage of Watchkeeper.',
      ja: '起動の通知が届いていません。スケジュールは存在し、有効で、設定どおりです。デッドレターにもありません。監視は毎分動作しており、Watchkeeper の停止ではありません。',
    },
    remedy: {
      en: 'Run it now, command in the thread. Then AWS Health Dashboard for EventBridge Scheduler, and the role its schedules send with.',
      ja: 'スレッドのコマンドで今すぐ実行します。次に AWS Health Dashboard の EventBridge Scheduler と、スケジュールの送信ロールを調べます。',
    },
  },
  {
    id: 'job_missed_unread',
    severity: 'error',
    certainty: 'certain',
    source: 'the record of each run',
    title: { en: 'missed: due {dueAt}, nothing started', ja: '未実行。予定 {dueAt}、開始されず' },
    likely: {
      en: 'Nothing began it, and Watchkeeper has no run of it. How its schedule stands could not be read.',
      ja: '起動されておらず、実行の記録もありません。スケジュールの状態は取得できませんでした。',
    },
    remedy: {
      en: 'Run it now, command in the thread. Then look at the schedule of the job, and at the job it follows if it has one.',
      ja: 'スレッドのコマンドで今すぐ実行します。次に、スケジュールと先行ジョブの状態を調べます。',
    },
  },
  {
    id: 'job_missed_disabled',
    severity: 'error',
    certainty: 'certain',
    source: 'API_GetSchedule, State; Scheduler UserGuide, managing-schedule-state',
    title: { en: 'missed: due {dueAt}, its schedule is disabled', ja: '未実行。予定 {dueAt}、スケジュールが無効' },
    likely: {
      en: 'Its schedule in EventBridge Scheduler is DISABLED, and the job is not: somebody changed it there.',
      ja: 'EventBridge Scheduler のスケジュールが DISABLED です。ジョブは有効なため、直接変更されています。',
    },
    remedy: {
      en: 'Run it now, command in the thread. Watchkeeper sets the schedule back within 15 minutes; to suspend a job write `enabled: false`.',
      ja: 'スレッドのコマンドで今すぐ実行します。スケジュールは 15 分以内に自動で戻ります。休止するには `enabled: false` と書きます。',
    },
  },
  {
    id: 'job_missed_gone',
    severity: 'error',
    certainty: 'certain',
    source: 'API_GetSchedule, ResourceNotFoundException',
    title: { en: 'missed: due {dueAt}, its schedule is gone', ja: '未実行。予定 {dueAt}、スケジュールが存在しない' },
    likely: {
      en: 'EventBridge Scheduler has no schedule of this job: it was deleted, or could never be written.',
      ja: 'EventBridge Scheduler にこのジョブのスケジュールがありません。削除されたか、作成できていません。',
    },
    remedy: {
      en: 'Run it now, command in the thread. Watchkeeper writes the schedule anew within 15 minutes; if it cannot, the log of the batch function says why.',
      ja: 'スレッドのコマンドで今すぐ実行します。スケジュールは 15 分以内に再作成されます。できない場合は batch 関数のログに理由が出ます。',
    },
  },
  {
    id: 'job_missed_drift',
    severity: 'error',
    certainty: 'certain',
    source: 'API_GetSchedule against the configuration',
    title: { en: 'missed: due {dueAt}, its schedule was changed', ja: '未実行。予定 {dueAt}、スケジュールが変更済み' },
    likely: {
      en: 'Its schedule is another one than the configuration says (`{expression}`): somebody changed it there.',
      ja: 'スケジュールが設定と異なります(`{expression}`)。直接変更されています。',
    },
    remedy: {
      en: 'Run it now, command in the thread. Watchkeeper sets the schedule back within 15 minutes; changes belong into watchkeeper.yml.',
      ja: 'スレッドのコマンドで今すぐ実行します。スケジュールは 15 分以内に自動で戻ります。変更は watchkeeper.yml に書きます。',
    },
  },
  {
    id: 'job_missed_mended',
    severity: 'error',
    certainty: 'probable',
    source: 'API_ListSchedules, LastModificationDate',
    title: {
      en: 'missed: due {dueAt}, its schedule was set right too late',
      ja: '未実行。予定 {dueAt}、スケジュールの修正が間に合わず',
    },
    likely: {
      en: 'Its schedule was written anew at {writtenAt}, after it was due: until then it was missing, disabled or another one.',
      ja: 'スケジュールは予定後の {writtenAt} に書き直されています。それまでは欠落、無効、または別の内容でした。',
    },
    remedy: {
      en: 'Run it now, command in the thread. CloudTrail says who changed the schedule; the next slot has it right.',
      ja: 'スレッドのコマンドで今すぐ実行します。変更者は CloudTrail でわかります。次回からは正しく起動します。',
    },
  },
  {
    id: 'job_missed_dead',
    severity: 'error',
    certainty: 'certain',
    source: 'Scheduler UserGuide, configuring-schedule-dlq: attributes of a dead letter',
    title: { en: 'missed: due {dueAt}, Scheduler gave it up', ja: '未実行。予定 {dueAt}、Scheduler が起動を断念' },
    likely: {
      en: 'EventBridge Scheduler could not reach the queue: `{code}`, {text}.',
      ja: 'EventBridge Scheduler がキューに送信できませんでした: `{code}`、{text}',
    },
    remedy: {
      en: 'Run it now, command in the thread. Then see that the role of the schedules may send to the queue of the batch function (key policy, boundary).',
      ja: 'スレッドのコマンドで今すぐ実行します。次に、スケジュールのロールが batch 関数のキューに送信できるか(キーポリシー、境界)を調べます。',
    },
  },
  {
    id: 'job_unwatched',
    severity: 'warning',
    certainty: 'certain',
    source: 'the looks of the watchdog: the last one was too old',
    title: { en: 'not known whether it ran: nobody watched', ja: '実行有無が不明。監視が停止していた' },
    likely: {
      en: 'It was due {dueAt}. Watchkeeper itself did not look from {sinceAt} to {untilAt}, and has no run of it.',
      ja: '予定は {dueAt} でした。Watchkeeper 自体が {sinceAt} から {untilAt} まで動作しておらず、実行の記録がありません。',
    },
    remedy: {
      en: 'If its work is not done, run it: command in the thread. It is never begun twice.',
      ja: '処理が終わっていなければ、スレッドのコマンドで実行します。二重には実行されません。',
    },
  },
  {
    id: 'job_not_started',
    severity: 'warning',
    certainty: 'certain',
    source: 'the run: begun, and nothing of it runs (task-lifecycle-explanation)',
    title: { en: 'late: due {dueAt}, does not run yet', ja: '遅延。予定 {dueAt}、未だ実行されず' },
    likely: {
      en: 'It was begun in time; since then it waits for another run, has found no capacity, or its task does not start.',
      ja: '時刻どおりに起動しましたが、別の実行の待機、キャパシティ不足、またはタスクの起動待ちです。',
    },
    remedy: {
      en: 'Look where it stands: command in the thread.',
      ja: '現在の状態を調べます。コマンドはスレッドにあります。',
    },
  },
  {
    id: 'job_running_late',
    severity: 'warning',
    certainty: 'certain',
    source: 'the run: when its task began to run',
    title: { en: 'running late: due {dueAt}, began {startedAt}', ja: '遅れて実行中。予定 {dueAt}、開始 {startedAt}' },
    likely: {
      en: 'It was due {dueAt} and runs since {startedAt}.',
      ja: '予定 {dueAt} に対し、{startedAt} から実行中です。',
    },
    remedy: { en: 'Nothing, while it ends in time.', ja: '間に合えば対応不要です。' },
  },
  {
    id: 'job_too_long',
    severity: 'warning',
    certainty: 'certain',
    source: 'expect of the job, and the durations of its own history',
    title: { en: 'runs since {sinceAt}, longer than {limit} min', ja: '{sinceAt} から実行中。{limit} 分を超過' },
    likely: {
      en: 'It usually takes {usual} min; more than {limit} min is too long by its own history, or by what is written.',
      ja: '通常は {usual} 分です。これまでの実績または設定による上限 {limit} 分を超えています。',
    },
    remedy: {
      en: 'Its log says what it is at. The command that stops it is in the thread; `timeouts.run` of the job would do so by itself.',
      ja: 'ログで処理状況を確かめます。停止コマンドはスレッドにあります。`timeouts.run` を書くと自動で停止します。',
    },
  },
  {
    id: 'job_slower',
    severity: 'warning',
    certainty: 'certain',
    source: 'the durations of its own history: each of its last runs against what was usual before them',
    title: { en: 'takes {recent} min, usually {usual}', ja: '所要時間が {recent} 分に増加(通常 {usual} 分)' },
    likely: {
      en: 'Each of its last {runs} runs took longer than nine in ten before them: about {recent} min, where {usual} min was usual.',
      ja: '直近 {runs} 回がいずれも過去の 9 割の実行より長く、約 {recent} 分です(従来は約 {usual} 分)。',
    },
    remedy: {
      en: 'By day: see whether its data has grown, or what it waits for is slower. Then see that `doneBy`, `timeouts` and the jobs after it still fit.',
      ja: '日中に、データ量の増加や依存先の遅延を調べます。あわせて `doneBy`、`timeouts`、後続ジョブの時刻に余裕があるか見直します。',
    },
  },
  {
    id: 'job_done_by',
    severity: 'error',
    certainty: 'probable',
    source: 'doneBy of the job, and its usual duration',
    title: { en: 'will not end by {doneByAt}', ja: '{doneByAt} までに終わらない見込み' },
    likely: {
      en: 'It usually takes {usual} min; by that it ends after {doneByAt}, by when it has to.',
      ja: '通常 {usual} 分かかるため、期限 {doneByAt} に間に合わない見込みです。',
    },
    remedy: {
      en: 'Tell those who wait for its work. If it has not begun: run it now, command in the thread.',
      ja: '結果を待つ担当に知らせます。未開始なら、スレッドのコマンドで今すぐ実行します。',
    },
  },
  {
    id: 'job_done_by_lost',
    severity: 'error',
    certainty: 'certain',
    source: 'doneBy of the job',
    title: { en: 'not ended by {doneByAt}', ja: '期限 {doneByAt} までに終わらず' },
    likely: {
      en: 'Its work had to be done by {doneByAt}, and is not.',
      ja: '期限 {doneByAt} を過ぎましたが、処理が完了していません。',
    },
    remedy: {
      en: 'Tell those who wait for its work. If it has not begun: run it now, command in the thread.',
      ja: '結果を待つ担当に知らせます。未開始なら、スレッドのコマンドで今すぐ実行します。',
    },
  },
];
