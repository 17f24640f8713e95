import type { Agenda } from '../agenda.ts';
import type { Random } from '../random.ts';

/** What happens to one call of a function to the outside. */
export type Fate =
  | { readonly kind: 'answered' }
  /** Refused before anything was done. */
  | { readonly kind: 'refused'; readonly error: Error }
  /** Carried out, but the answer never came; the caller gives up after a while with this error. */
  | { readonly kind: 'answer-lost'; readonly error: Error; readonly afterMs: number }
  /** The function dies here; `done`: after the call was carried out. */
  | { readonly kind: 'death'; readonly done: boolean };

export type Call = { readonly what: string; readonly execution: Execution };

/** One run of a function. `waiting`: calls of it that are on their way. */
export type Execution = {
  readonly id: string;
  readonly function: string;
  dead: boolean;
  finished: boolean;
  waiting: number;
  calls: number;
};

type GateOptions = {
  readonly latencyMs: (what: string) => readonly [least: number, most: number];
  readonly fate: (call: Call) => Fate;
  readonly died: (execution: Execution) => void;
};

/**
 * Every call of a function to the outside goes through here, and takes virtual time: so other functions, and the account,
 * go on in between, in an order the seed decides. A dead function's calls are never answered: it stays where it was.
 */
export class Gate {
  private readonly agenda: Agenda;
  private readonly random: Random;
  private readonly options: GateOptions;
  private readonly arrived: (Call & { readonly order: number; readonly start: () => void })[] = [];

  constructor(agenda: Agenda, random: Random, options: GateOptions) {
    this.agenda = agenda;
    this.random = random;
    this.options = options;
  }

  async pass<T>(execution: Execution, what: string, carryOut: () => T | Promise<T>): Promise<T> {
    execution.calls += 1;
    execution.waiting += 1;
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const order = execution.calls;
    const start = (): void => this.start({ execution, what, carryOut, resolve, reject });
    this.arrived.push({ execution, what, order, start });
    return promise;
  }

  /**
   * Lets the calls that have come go on their way: in an order that does not depend on which of them was quicker to be
   * made, so that chance is the same on every machine.
   */
  release(): void {
    const calls = this.arrived.splice(0);
    calls.sort((a, b) => compare(a.execution.id, b.execution.id) || compare(a.what, b.what) || a.order - b.order);
    for (const { start } of calls) start();
  }

  private start<T>({ execution, what, carryOut, resolve, reject }: Passing<T>): void {
    const fate = this.options.fate({ what, execution });
    const later = (waitMs: number, settle: () => void): void => {
      this.agenda.after(waitMs, `${execution.function}: ${what}`, () => {
        execution.waiting -= 1;
        if (!execution.dead) settle();
      });
    };
    const [least, most] = this.options.latencyMs(what);
    later(this.random.whole(least, most), () => {
      if (fate.kind === 'refused') return reject(fate.error);
      // What an invocation left behind when it ended: there is nothing to die of it.
      const dies = fate.kind === 'death' && !execution.finished;
      if (dies && !fate.done) return this.options.died(execution);
      const instead = (): void => {
        if (dies) return this.options.died(execution);
        if (fate.kind !== 'answer-lost') return undefined;
        execution.waiting += 1;
        return later(fate.afterMs, () => reject(fate.error));
      };
      return settleWith(carryOut, {
        resolve,
        reject,
        instead: dies || fate.kind === 'answer-lost' ? instead : undefined,
      });
    });
  }
}

type Passing<T> = {
  readonly execution: Execution;
  readonly what: string;
  readonly carryOut: () => T | Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
};

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** Settles in the same turn where it can: what is carried out in this process has its answer at once. */
function settleWith<T>(
  carryOut: () => T | Promise<T>,
  to: {
    readonly resolve: (value: T) => void;
    readonly reject: (error: unknown) => void;
    readonly instead: (() => void) | undefined;
  },
): void {
  const finish = (settle: () => void): void => (to.instead ?? settle)();
  try {
    const answer = carryOut();
    if (!(answer instanceof Promise)) return finish(() => to.resolve(answer));
    answer.then(
      (value) => finish(() => to.resolve(value)),
      (error: unknown) => finish(() => to.reject(error)),
    );
  } catch (error) {
    finish(() => to.reject(error));
  }
  return undefined;
}
