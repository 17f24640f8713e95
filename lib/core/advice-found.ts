import type { Instant } from './time.ts';

export const adviceSeverities = ['error', 'warning', 'info'] as const;

export type AdviceSeverity = (typeof adviceSeverities)[number];

/**
 * What was found of one service when it was deployed, and can wait: for the weekly digest. `id` tells it from its
 * repeat; rules are named, their words are the teller's.
 */
export type AdviceFound = {
  readonly kind: 'advice';
  readonly id: string;
  readonly at: Instant;
  readonly region: string;
  readonly cluster: string;
  readonly service: string;
  readonly findings: readonly { readonly rule: string; readonly severity: AdviceSeverity }[];
};
