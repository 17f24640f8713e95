import { minuteMs } from '../../lib/core/time.ts';
import type { Random } from '../random.ts';
import type { Plan } from './plan.ts';

/** In so many accounts where Watchkeeper may act, a deployment without a circuit breaker crashes for long. */
const loopShare = 0.2;

/** What strikes there, besides all else. */
export const crashLoop = { name: 'crash-after-start', atMs: 2 * minuteMs, healedAfterMs: 15 * minuteMs } as const;

/** In so many accounts where services may be stopped, some tasks of a service crash for long while the others serve. */
const partialShare = 0.35;

const partialLoops = ['poison-message', 'bad-host', 'bad-zone'] as const;

/** One of those that `mayStrike`, for longer than it takes to be a loop; undefined: none in this account. */
export function partialLoop(
  random: Random,
  { loops }: Plan,
  mayStrike: (name: (typeof partialLoops)[number]) => boolean,
) {
  const chance = random.fork('partial loop');
  const names = partialLoops.filter((name) => mayStrike(name));
  if (loops !== 'act' || names.length === 0 || !chance.chance(partialShare)) return undefined;
  return { name: chance.pick(names), atMs: 2 * minuteMs, healedAfterMs: 20 * minuteMs };
}

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
