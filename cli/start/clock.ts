import { setTimeout as sleep } from 'node:timers/promises';
import { minuteMs, secondMs } from '../../lib/core/time.ts';
import type { House } from './house.ts';

/** How often the virtual clock moves, in real time. */
const beatMs = 100;

/** Nothing happens for longer than this: the clock goes to just before the next thing. */
const idleMs = 2 * minuteMs;

/** After the last event time goes on for this long, so that what is open can end. */
const settleMs = 20 * minuteMs;

export type Pace = { speed: number };

/**
 * Lets the night pass: events at their own times, `speed` times as fast as they were recorded, idle stretches left
 * out. Ends with the night, or when `signal` says so.
 */
export async function passNight(house: House, pace: Pace, signal: AbortSignal): Promise<void> {
  const { engine, events } = house;
  const last = (events.at(-1)?.at ?? 0) + settleMs;
  let index = 0;
  while (!signal.aborted && engine.now() < last) {
    const next = Math.min(events[index]?.at ?? last, (await engine.nextDue()) ?? last, last);
    const step = pace.speed * beatMs;
    const target = next - engine.now() > idleMs ? next - 2 * secondMs : engine.now() + step;
    while (index < events.length && (events[index]?.at ?? Infinity) <= target) {
      const event = events[index];
      if (event === undefined) break;
      await engine.advance(event.at);
      await engine.hear([event.body]);
      index += 1;
    }
    await engine.advance(target);
    await sleep(beatMs, undefined, { signal }).catch(() => {});
  }
}
