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
