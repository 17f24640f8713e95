import type { CauseRow } from './cause-row.ts';

/** The plain end of a process, and the rows of last resort. */
export const lastCauses: readonly CauseRow[] = [
  {
    id: 'essential_exit',
    stopCodes: ['EssentialContainerExited', 'absent'],
    where: 'task',
    match: 'Essential container in task exited',
    always: 'EssentialContainerExited',
    failure: 'exit-code',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    source: 'stopped-task-errors (2018); exit-codes.ts',
    title: { en: 'essential container exited: {container}', ja: '必須コンテナが終了: {container}' },
    likely: {
      en: 'The process of an essential container ended, and the task with it.',
      ja: '必須コンテナのプロセスが終了し、タスクも停止しました。',
    },
    remedy: {
      any: {
        en: 'The last log lines before the exit say why.',
        ja: '終了直前のログに理由が残っています。',
      },
    },
  },
  {
    id: 'fb_start',
    stopCodes: ['TaskFailedToStart'],
    where: 'task',
    match: '*',
    failure: 'yes',
    severity: 'error',
    certainty: 'guess',
    about: 'task',
    fallback: true,
    source: 'failed-to-start-error',
    title: { en: 'task failed to start', ja: 'タスクの起動に失敗' },
    likely: { en: 'AWS says: {text}', ja: 'AWS のメッセージ: {text}' },
    remedy: {
      any: {
        en: 'Compare the task definition, subnets, security groups and roles with the last revision that started. The runbook AWSSupport-TroubleshootECSTaskFailedToStart tests the usual reasons.',
        ja: 'タスク定義・サブネット・セキュリティグループ・ロールを、最後に起動できたリビジョンと比べます。ランブック AWSSupport-TroubleshootECSTaskFailedToStart で主な原因を検査できます。',
      },
    },
  },
  {
    id: 'fb_sched',
    stopCodes: ['ServiceSchedulerInitiated'],
    where: 'task',
    match: '*',
    failure: 'exit-code',
    severity: 'warning',
    calmSeverity: 'info',
    certainty: 'guess',
    about: 'task',
    fallback: true,
    source: 'API reference, Task, stopCode',
    title: { en: 'stopped by the service scheduler', ja: 'サービススケジューラーによる停止' },
    likely: {
      en: 'The service scheduler stopped the task and says: {text}',
      ja: 'サービススケジューラーがタスクを停止しました。メッセージ: {text}',
    },
    remedy: {
      any: {
        en: 'The events of the service around that time say what the scheduler was doing.',
        ja: 'その時刻前後のサービスイベントに、スケジューラーの動作が残っています。',
      },
    },
  },
  {
    id: 'fb_any',
    stopCodes: 'any',
    where: 'task',
    match: '*',
    failure: 'exit-code',
    severity: 'warning',
    calmSeverity: 'info',
    certainty: 'guess',
    about: 'task',
    fallback: true,
    source: 'none: what nothing else knows',
    title: { en: 'stopped for a reason we do not know', ja: '未知の理由による停止' },
    likely: { en: 'AWS says: {text} (stop code {code})', ja: 'AWS のメッセージ: {text}(停止コード {code})' },
    remedy: {
      any: {
        en: 'Read the text of AWS and the last log lines of the task.',
        ja: 'AWS のメッセージと、タスクの停止直前のログを確かめます。',
      },
    },
  },
];
