import { minuteMs, secondMs } from '../../lib/core/time.ts';
import { malformedMark } from '../invariants/frame.ts';
import type { Random } from '../random.ts';
import type { Simulation } from '../simulation.ts';
import type { Hindrance } from './hindrances.ts';
import { healthQueues } from './setting.ts';

/** What a hindrance does now and then, as long as it is at work. */
export type Strike = { readonly everyMs: number; readonly hindrance: Hindrance; readonly strike: () => void };

export function strikesOf(simulation: Simulation, random: Random): readonly Strike[] {
  const { slack } = simulation;
  return [
    {
      everyMs: 20 * secondMs,
      hindrance: 'chat-slow',
      strike: () => {
        const retryAfterS = random.whole(1, 20);
        slack.faults.add({ status: 429, retryAfterS, times: random.whole(1, 2) });
      },
    },
    {
      everyMs: 7 * minuteMs,
      hindrance: 'malformed-messages',
      strike: () => {
        const body = random.pick([`{"${malformedMark}":`, JSON.stringify({ source: 'aws.ecs', id: malformedMark })]);
        simulation.queue(random.pick(healthQueues(simulation))).send({ body });
      },
    },
  ];
}
