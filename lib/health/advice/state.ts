import type { Instant } from '../../core/time.ts';
import type { Begun } from './names.ts';

/**
 * Deployments of one cluster that are to be looked at, and what has been said: hashes of findings, each of one rule,
 * service and revision. A ring.
 */
export type AdviceState = {
  readonly kind: 'advice';
  readonly waiting: readonly Begun[];
  readonly told: readonly string[];
  readonly lookAt?: Instant;
  readonly lookedAt?: Instant;
};

export const nothingAdvised: AdviceState = { kind: 'advice', waiting: [], told: [] };

/** Some four findings a service, of as many services as are deployed in a season; 3,000 hashes are about 25 kB. */
export const toldLimit = 3000;
