import type { ServiceCause } from './service-cause.ts';

/** What AWS says of itself. */
export const awsCauses: readonly ServiceCause[] = [
  {
    id: 'aws_issue',
    severity: 'warning',
    certainty: 'certain',
    source: 'AWS Health user guide, about-public-events: AWS_…_OPERATIONAL_ISSUE',
    title: { en: 'AWS reports an issue with {service}', ja: 'AWS が {service} の障害を公表' },
    likely: {
      en: 'AWS says that {service} does not work as it should in this Region.',
      ja: 'このリージョンの {service} に問題があると AWS が公表しています。',
    },
    remedy: {
      en: 'What fails here now may come of it: put off deployments until it is over, and move away from a zone AWS names.',
      ja: '現在の失敗はこの障害が原因かもしれません。終了までデプロイを控え、AWS がゾーンを示した場合はそこから退避します。',
    },
  },
];
