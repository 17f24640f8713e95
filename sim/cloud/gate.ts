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

export type GateOptions = {
  readonly latencyMs: () => readonly [least: number, most: number];
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

  constructor(agenda: Agenda, random: Random, options: GateOptions) {
    this.agenda = agenda;
    this.random = random;
    this.options = options;
  }

  async pass<T>(execution: Execution, what: string, carryOut: () => T | Promise<T>): Promise<T> {
    execution.calls += 1;
    const fate = this.options.fate({ what, execution });
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const later = (waitMs: number, settle: () => void): void => {
      execution.waiting += 1;
      this.agenda.after(waitMs, `${execution.function}: ${what}`, () => {
        execution.waiting -= 1;
        if (!execution.dead) settle();
      });
    };
    const [least, most] = this.options.latencyMs();
    const wayMs = this.random.whole(least, most);
    later(wayMs, () => {
      if (fate.kind === 'refused') return reject(fate.error);
      if (fate.kind === 'death' && !fate.done) return this.options.died(execution);
      const done = (): void => {
        if (fate.kind === 'death') return this.options.died(execution);
        if (fate.kind === 'answer-lost') return later(fate.afterMs, () => reject(fate.error));
        return undefined;
      };
      return settleWith(carryOut, { resolve, reject, instead: fate.kind === 'answered' ? undefined : done });
    });
    return promise;
  }
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
