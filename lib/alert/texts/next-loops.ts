import type { NextWording } from './next-deployments.ts';

/** What becomes of a service that Watchkeeper has stopped or rolled back, by `next.code`. */
export const loopSteps: Readonly<Record<string, readonly NextWording[]>> = {
  stopped_by_us: [
    {
      text: {
        en: 'Watchkeeper stopped it at {at}, after {crashes} crashes in {minutes} min. It stays at 0 tasks until another revision is deployed or somebody starts it',
        ja: 'Watchkeeper が {at} に停止しました({minutes} 分間に {crashes} 回クラッシュ)。別のリビジョンのデプロイか手動での起動まで 0 タスクのままです',
      },
    },
    {
      text: {
        en: 'Watchkeeper stopped it. It stays at 0 tasks until another revision is deployed or somebody starts it',
        ja: 'Watchkeeper が停止しました。別のリビジョンのデプロイか手動での起動まで 0 タスクのままです',
      },
    },
  ],
  rolled_back_by_us: [
    {
      text: {
        en: 'Watchkeeper had it rolled back{toPrevious} at {at}, after {crashes} crashes in {minutes} min: ECS begins',
        ja: 'Watchkeeper が {at} に{toPrevious}ロールバックを指示しました({minutes} 分間に {crashes} 回クラッシュ)。ECS が開始します',
      },
    },
    {
      text: {
        en: 'Watchkeeper had it rolled back{toPrevious}: ECS begins',
        ja: 'Watchkeeper が{toPrevious}ロールバックを指示しました。ECS が開始します',
      },
    },
  ],
};
