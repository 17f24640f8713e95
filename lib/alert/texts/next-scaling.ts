import type { NextWording } from './next-deployments.ts';

/** What becomes of a service that is not of the size its work asks for, by `next.code`. */
export const scaleSteps: Readonly<Record<string, readonly NextWording[]>> = {
  scale_retries: [
    {
      text: {
        en: 'Watchkeeper looks every minute, and sets it as soon as it can',
        ja: 'Watchkeeper が 1 分ごとに確認し、可能になりしだい変更します',
      },
    },
  ],
  scale_back: [
    {
      text: {
        en: 'at {at} a deployment takes all its tasks back to Fargate Spot; without room there, they stay on demand',
        ja: '{at} のデプロイで全タスクを Fargate Spot へ戻します。容量がなければオンデマンドのままです',
      },
    },
    {
      text: {
        en: 'after a while a deployment takes all its tasks back to Fargate Spot; without room there, they stay on demand',
        ja: 'しばらくしてデプロイで全タスクを Fargate Spot へ戻します。容量がなければオンデマンドのままです',
      },
    },
  ],
  nodes_retry: [
    {
      text: {
        en: 'Watchkeeper looks every minute, and buys as soon as it can',
        ja: 'Watchkeeper が 1 分ごとに確認し、可能になりしだい追加します',
      },
    },
  ],
  nodes_group_retries: [
    {
      text: {
        en: 'Auto Scaling goes on trying by itself; Watchkeeper only observes',
        ja: 'Auto Scaling が再試行を続けます。Watchkeeper は観察のみです',
      },
    },
  ],
  nodes_elsewhere: [
    {
      text: {
        en: 'Watchkeeper buys in {others} until {at}; Auto Scaling goes on trying in {group} by itself',
        ja: 'Watchkeeper は {at} まで {others} に追加します。{group} では Auto Scaling が再試行を続けます',
      },
    },
    {
      text: {
        en: 'Auto Scaling goes on trying by itself; Watchkeeper asks other groups where it can',
        ja: 'Auto Scaling が再試行を続けます。Watchkeeper は可能なら別のグループに追加します',
      },
    },
  ],
  scale_waits: [
    {
      text: {
        en: 'Watchkeeper leaves it alone until {at}, then tries once more',
        ja: 'Watchkeeper は {at} まで変更を控え、その後再試行します',
      },
    },
    {
      text: {
        en: 'Watchkeeper leaves it alone for an hour, then tries once more',
        ja: 'Watchkeeper は 1 時間変更を控え、その後再試行します',
      },
    },
  ],
};
