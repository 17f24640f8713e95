import { matchesService } from '../../core/glob.ts';
import { hourMs, minuteMs } from '../../core/time.ts';

/** What is done about a service that crash-loops. `stop` rolls back where that is possible, and else takes its tasks away. */
export type LoopPolicy = {
  readonly mode: 'none' | 'observe' | 'act';
  readonly remedy: 'notify' | 'rollback' | 'stop';
  /** So many tasks that failed within so long are a loop. */
  readonly failures: number;
  readonly withinMs: number;
  /** Of a service that was touched, the hands are kept off for so long. */
  readonly cooldownMs: number;
  /** Not when so many services of the account were touched within the hour. */
  readonly perHour: number;
};

export type LoopOverride = Partial<LoopPolicy> & { readonly services: string };

/** More is not kept, so more cannot be asked for. */
export const mostFailures = 50;
export const longestWithinMs = 2 * hourMs;

const defaultLoopPolicy: LoopPolicy = {
  mode: 'observe',
  remedy: 'rollback',
  failures: 5,
  withinMs: 15 * minuteMs,
  cooldownMs: hourMs,
  perHour: 3,
};

/** The first override whose pattern fits, the rest as for all. */
export function loopPolicyFor(overrides: readonly LoopOverride[], cluster: string, service: string): LoopPolicy {
  const found = overrides.find(({ services }) => matchesService(services, cluster, service));
  if (found === undefined) return defaultLoopPolicy;
  const { services: _, ...override } = found;
  return { ...defaultLoopPolicy, ...override };
}
