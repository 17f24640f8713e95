import type { Simulation } from '../sim/simulation.ts';
import type { WireHandlers } from '../sim/wire.ts';

/** One call as a function made it. */
export type Call = {
  readonly at: number;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
};

/** The same operations; each call to them is written down. */
export function noting(operations: WireHandlers, calls: Call[], { agenda }: Simulation): WireHandlers {
  return Object.fromEntries(
    Object.entries(operations).map(([operation, handler]) => [
      operation,
      (input: never, call: Parameters<typeof handler>[1]) => {
        calls.push({ at: agenda.now(), operation, input });
        return handler(input, call);
      },
    ]),
  );
}
