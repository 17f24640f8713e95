import type { NextWording } from './next-deployments.ts';

/** What becomes of a job that did not do its work, by `next.code`. */
export const jobSteps: Readonly<Record<string, readonly NextWording[]>> = {
  job_next_slot: [
    {
      text: {
        en: 'nothing by itself for this run; the job is due again at {at}',
        ja: 'この回は自動で再実行されません。次回は {at} です',
      },
    },
    {
      text: {
        en: 'nothing by itself for this run; the job goes on with its next slot',
        ja: 'この回は自動で再実行されません。次の予定から再開します',
      },
    },
  ],
  job_start_by: [
    {
      text: {
        en: 'nothing by itself. Usually {usual} min (95 of 100 within {slow}): to end by {doneByAt} it must start by {at}',
        ja: '自動では実行されません。通常 {usual} 分(95% は {slow} 分以内)。{doneByAt} に終えるには {at} までに開始が必要です',
      },
    },
    {
      text: {
        en: 'nothing by itself, it waits for you: see when it must end',
        ja: '自動では実行されません。終了期限に間に合うよう開始が必要です',
      },
    },
  ],
  job_not_begun: [
    {
      text: {
        en: 'nothing by itself for this run: nothing has begun it, and missed runs are not made up for (catchUp none)',
        ja: 'この回は自動では実行されません(catchUp は none)',
      },
    },
  ],
  job_made_up: [
    {
      text: {
        en: 'Watchkeeper begins it now, late (catchUp of the job)',
        ja: 'ジョブの catchUp に従い、遅れて開始します',
      },
    },
  ],
  job_tried_until: [
    {
      text: {
        en: 'its start goes on being tried until {at} (startDeadline), then it is given up',
        ja: '{at} まで開始を試行し、その後は中止します(startDeadline)',
      },
    },
    {
      text: {
        en: 'its start goes on being tried until its start deadline',
        ja: '開始期限まで開始を試行します',
      },
    },
  ],
  job_tried: [{ text: { en: 'its start goes on being tried', ja: '開始を試行し続けます' } }],
  job_runs_until: [
    {
      text: { en: 'it runs, and usually ends at about {at}', ja: '実行中です。通常どおりなら {at} 頃に終了します' },
    },
    { text: { en: 'it runs', ja: '実行中です' } },
  ],
  job_runs_on: [
    {
      text: {
        en: 'it runs on: no time-out of the job stops it (timeouts.run)',
        ja: '実行を続けます。停止する制限時間はありません(timeouts.run)',
      },
    },
  ],
  job_stops: [
    {
      text: { en: 'it is stopped at {at} (timeouts.run of the job)', ja: '{at} に停止します(ジョブの timeouts.run)' },
    },
    { text: { en: 'it is stopped when its time is over', ja: '制限時間に達すると停止します' } },
  ],
  job_only_watched: [
    {
      text: {
        en: 'nothing by itself until it is due again: it is somebody else’s schedule, which Watchkeeper only watches',
        ja: '次の予定まで自動では実行されません。Watchkeeper は監視のみのスケジュールです',
      },
    },
  ],
  job_waits: [
    {
      text: {
        en: 'nothing, it waits for you: no schedule starts this job',
        ja: '対応待ちです。このジョブを起動するスケジュールはありません',
      },
    },
  ],
};
