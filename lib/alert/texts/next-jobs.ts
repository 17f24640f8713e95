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
  job_waits: [
    {
      text: {
        en: 'nothing, it waits for you: no schedule starts this job',
        ja: '対応待ちです。このジョブを起動するスケジュールはありません',
      },
    },
  ],
};
