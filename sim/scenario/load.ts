import type { Instant } from '../../lib/core/time.ts';
import type { ServicePlan } from './plan.ts';

/**
 * What is asked of a service at a moment: a wave of `periodMs` around what its tasks carry easily, with ripples of its
 * own. It depends on nothing but the name and the time, so that it is the same in every run.
 */
export function loadOf(
  { name, desired }: Pick<ServicePlan, 'name' | 'desired'>,
  at: Instant,
  periodMs: number,
): number {
  const phase = Array.from(name, (letter) => letter.codePointAt(0) ?? 0).reduce((sum, code) => sum + code, 0);
  const wave = Math.sin((2 * Math.PI * at) / periodMs + phase);
  const ripple = Math.sin((2 * Math.PI * at) / 97_000 + 3 * phase) + Math.sin((2 * Math.PI * at) / 41_000 + 7 * phase);
  return Math.max(0, Math.round(desired * (40 + 16 * wave + 3 * ripple)));
}
