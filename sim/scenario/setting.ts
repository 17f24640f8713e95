import type { Called } from '../invariants/invariant.ts';
import type { WireHandlers } from '../wire.ts';
import { drainLines } from './drawn-drain.ts';
import type { Plan } from './plan.ts';

const receivers = 'receivers: { alerts: { slack: C0ALERTS } }\ntimezone: Asia/Tokyo\npager: live\n';

/** The text of the `watchkeeper.yml` a plan comes with. */
export function configurationOf({ drain }: Plan): string {
  return `${receivers}${drain === undefined ? '' : drainLines(drain)}`;
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
