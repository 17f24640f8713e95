import { minuteMs } from '../../lib/core/time.ts';
import type { Random } from '../random.ts';
import type { Plan } from './plan.ts';

/** In so many accounts where Watchkeeper may act, a deployment without a circuit breaker crashes for long. */
const loopShare = 0.2;

/** What strikes there, besides all else. */
export const crashLoop = { name: 'crash-after-start', atMs: 2 * minuteMs, healedAfterMs: 15 * minuteMs } as const;

/** The plan with nothing in it that ends a deployment; undefined: nothing may act there, or nothing can crash. */
export function loopingPlan(random: Random, plan: Plan): Plan | undefined {
  const hasReplicas = plan.services.some(({ kind }) => kind !== 'daemon');
  const canLoop = plan.drain?.stack === 'act' && hasReplicas;
  if (!canLoop || !random.fork('crash loop').chance(loopShare)) return undefined;
  return { ...plan, services: plan.services.map((service) => ({ ...service, circuitBreaker: 'none' as const })) };
}

/** Where anything may act, what crash-loops may be stopped in every other account. */
export function actingPlan(random: Random, plan: Plan): Plan {
  const stops = plan.drain?.stack === 'act' && random.fork('loops').chance(0.5);
  return stops ? { ...plan, loops: 'act' } : plan;
}
