import { setTimeout as sleep } from 'node:timers/promises';
import { minuteMs } from '../../lib/core/time.ts';
import type { Shop } from './shop.ts';
import { tour } from './shop.ts';

/** How often the virtual clock is moved on, in real time, and how long one move may take. */
const beatMs = 50;
const mostMs = 40;

/** `speed`: virtual time by real time; 0 stands still. */
export type Pace = { speed: number };

/** Lets the shop live, `speed` times as fast as the visitor, until the signal. When there is too much to do it is slower. */
export async function live(shop: Shop, pace: Pace, signal: AbortSignal): Promise<void> {
  planTour(shop);
  let last = performance.now();
  while (!signal.aborted) {
    const began = performance.now();
    const until = shop.now() + pace.speed * Math.min(began - last, 4 * beatMs);
    last = began;
    if (pace.speed > 0) await moveOn(shop, until, began + mostMs);
    await sleep(beatMs, undefined, { signal }).catch(() => {});
  }
}

async function moveOn({ simulation }: Shop, until: number, realEnd: number): Promise<void> {
  while ((await simulation.step(until)) !== undefined) if (performance.now() > realEnd) return;
  simulation.agenda.idle(until);
}

/** The visitor may have struck already: what is broken is not touched. */
function planTour({ simulation: { agenda }, damage }: Shop): void {
  for (const { afterMs, trouble, aim } of tour) {
    agenda.after(afterMs, `the tour: ${trouble}`, () => {
      if (damage.isBroken(trouble)) return;
      damage.strike(trouble, aim);
      agenda.after(mendedAfterMs, `the tour: ${trouble} is mended`, () => void damage.mend(trouble, aim));
    });
  }
}

const mendedAfterMs = 8 * minuteMs;
