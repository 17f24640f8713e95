import type { TokenBucket } from './ports.ts';
import type { Instant } from './time.ts';
import { secondMs } from './time.ts';

/**
 * A bucket as one moment: when all that was taken has come back (generic cell rate algorithm, ITU-T I.371). What is
 * taken moves it on; `granted` of `may` fit into the burst after `must`.
 */
export function takenFrom(
  { burst, perSecond }: Pick<TokenBucket, 'burst' | 'perSecond'>,
  fullAt: Instant,
  { must, may, now }: { readonly must: number; readonly may: number; readonly now: Instant },
): { readonly granted: number; readonly fullAt: Instant } {
  const gapMs = secondMs / perSecond;
  const from = Math.max(fullAt, now);
  const free = Math.floor(burst - (from - now) / gapMs) - must;
  const granted = Math.max(0, Math.min(may, free));
  return { granted, fullAt: Math.ceil(from + (must + granted) * gapMs) };
}
