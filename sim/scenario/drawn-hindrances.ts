import { minuteMs } from '../../lib/core/time.ts';
import type { Random } from '../random.ts';
import type { Hindrance } from './hindrances.ts';

/** Some last for minutes, the others all the while; nobody's reads are throttled for days. */
const briefMs: Partial<Record<Hindrance, readonly [number, number]>> = {
  'reads-denied': [minuteMs, 6 * minuteMs],
  'lists-denied': [5 * minuteMs, 20 * minuteMs],
  'chat-dead': [minuteMs, 8 * minuteMs],
  throttling: [5 * minuteMs, 20 * minuteMs],
  'acting-stopped': [2 * minuteMs, 12 * minuteMs],
};

/** Rarer than the others. */
const shares: Partial<Record<Hindrance, number>> = {
  'events-stopped': 0.06,
  'acting-stopped': 0.15,
  'lists-denied': 0.3,
};

/** What stands in the way in a time in which things break, from when until when. */
export function hindrancesOf(
  random: Random,
  allowed: readonly Hindrance[],
  brokenMs: number,
): readonly { readonly name: Hindrance; readonly fromMs: number; readonly untilMs: number }[] {
  // In one of four the way is clear.
  if (random.chance(0.25)) return [];
  return allowed
    .filter((name) => random.chance(shares[name] ?? 0.4))
    .map((name) => {
      const brief = briefMs[name];
      if (brief === undefined) return { name, fromMs: 0, untilMs: brokenMs };
      const fromMs = random.whole(0, brokenMs - brief[0]);
      return { name, fromMs, untilMs: Math.min(brokenMs, fromMs + random.whole(...brief)) };
    });
}
