import type { Instant } from '../../lib/core/time.ts';
import { minuteMs } from '../../lib/core/time.ts';
import type { Called } from '../invariants/invariant.ts';
import type { Simulation } from '../simulation.ts';
import type { WireHandlers } from '../wire.ts';
import { jobLines } from './batch/job-lines.ts';
import { drainLines } from './drawn-drain.ts';
import type { Plan } from './plan.ts';

/** 2026-03-02T00:00:00Z: a Monday without a change of clocks. */
export const begins: Instant = Date.UTC(2026, 2, 2);

/** So long the account has to come up before Watchkeeper is switched on. */
export const settlesMs = 10 * minuteMs;

/** What every configuration begins with. */
export const heading = 'receivers: { alerts: { slack: C0ALERTS } }\ntimezone: Asia/Tokyo\npager: live\n';

/** The text of the `watchkeeper.yml` a plan comes with. */
export function configurationOf({ drain, loops, batch }: Plan): string {
  const stops = loops === 'act' ? 'crashLoops: { "*/*": { mode: act, do: stop, perHour: 20 } }\n' : '';
  const jobs = batch === undefined ? '' : jobLines(batch, () => ({ is: 'enabled', edition: 1 }));
  return `${heading}${stops}${drain === undefined ? '' : drainLines(drain)}${jobs}`;
}

/** What answers calls, and lets each be judged when it is carried out: by what is true then. */
export function witnessed(operations: WireHandlers, judge: (call: Called) => void): WireHandlers {
  const entries = Object.entries(operations).map(([operation, handler]): [string, WireHandlers[string]] => [
    operation,
    (input: never, call) => {
      judge({ operation, input });
      return handler(input, call);
    },
  ]);
  return Object.fromEntries(entries);
}

export function healthQueues({ queues }: Simulation): readonly string[] {
  return [...queues.keys()].filter((name) => name.endsWith('-health'));
}
