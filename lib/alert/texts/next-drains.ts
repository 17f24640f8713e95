import type { NextWording } from './next-deployments.ts';

/** Who ends the wait for an instance that goes, by `next.code`. */
export const drainSteps: Readonly<Record<string, readonly NextWording[]>> = {
  drain_ends_us: [
    {
      text: {
        en: 'goes as soon as it is empty; at {at} Watchkeeper lets it go with what is left on it',
        ja: 'タスクがなくなりしだい終了します。{at} にはタスクが残っていても Watchkeeper が終了させます',
      },
    },
    {
      text: {
        en: 'goes as soon as it is empty; at the deadline Watchkeeper lets it go with what is left on it',
        ja: 'タスクがなくなりしだい終了します。期限にはタスクが残っていても Watchkeeper が終了させます',
      },
    },
  ],
  drain_ends_ecs: [
    {
      text: {
        en: 'ECS waits until it is empty, until {at} at most (48 h, managed draining); `managedCap` of the group ends that sooner',
        ja: 'ECS がタスクがなくなるまで待ちます(マネージドインスタンスドレイン、最長 48 時間で {at} まで)。グループの `managedCap` で短縮できます',
      },
    },
    {
      text: {
        en: 'ECS waits until it is empty, at most 48 h after it began',
        ja: 'ECS がタスクがなくなるまで待ちます(開始から最長 48 時間)',
      },
    },
  ],
  drain_ends_ec2: [
    {
      text: {
        en: 'EC2 takes the instance back soon after {at}, whatever runs on it',
        ja: '{at} の直後に、実行中のものがあっても EC2 がインスタンスを回収します',
      },
    },
    {
      text: {
        en: 'EC2 takes the instance back about two minutes after its warning, whatever runs on it',
        ja: '警告から約 2 分後に、実行中のものがあっても EC2 がインスタンスを回収します',
      },
    },
  ],
  drain_ends_nobody: [
    {
      text: {
        en: 'nothing ends the wait: it goes when it is empty, or when somebody lets it go',
        ja: '待機に期限はありません。タスクがなくなるか、誰かが終了させるまで続きます',
      },
    },
  ],
  drain_over: [{ text: { en: 'nothing: it is over', ja: '何も起きません(終了済み)' } }],
};
