/**
 * What goes wrong at a chat service, and how often.
 * `status`, `error`, `retryAfterS`: the answer, in place of the true one. `processed`: the request is carried out all the same.
 * `lost`: no answer ever comes (`hang`), or the connection breaks (`drop`). `delayMs`: the true answer comes late.
 */
export type Fault = {
  /** The method (`chat.postMessage`) or path it strikes; any when absent. */
  readonly on?: string;
  /** How many requests it strikes; 1 when absent. */
  readonly times?: number;
  /** So many requests pass before it strikes. */
  readonly after?: number;
  readonly status?: number;
  readonly error?: string;
  readonly retryAfterS?: number;
  readonly body?: string;
  readonly processed?: boolean;
  readonly lost?: 'hang' | 'drop';
  readonly delayMs?: number;
};

export type Faults = {
  readonly add: (fault: Fault) => void;
  readonly clear: () => void;
  /** The fault that strikes a request to `name`, if any; it is used up by asking. */
  readonly strike: (name: string) => Fault | undefined;
};

export function newFaults(): Faults {
  let planned: { fault: Fault; pass: number; left: number }[] = [];
  return {
    add: (fault) => planned.push({ fault, pass: fault.after ?? 0, left: fault.times ?? 1 }),
    clear: () => {
      planned = [];
    },
    strike: (name) => {
      for (const plan of planned) {
        if (plan.left === 0 || (plan.fault.on !== undefined && plan.fault.on !== name)) continue;
        if (plan.pass > 0) {
          plan.pass -= 1;
          continue;
        }
        plan.left -= 1;
        return plan.fault;
      }
      return undefined;
    },
  };
}
