import type { Parsed } from '../core/event.ts';
import type { Act, Clock, Count, DeadLetters, Log, NewId, RecordStore, WakeQueue } from '../core/ports.ts';

/** Whether orders may be carried out at this moment, and why not. */
export type Authority = () => Promise<{ readonly acting: true } | { readonly acting: false; readonly reason: string }>;

/** Everything outside that one function may touch. Built once per container by `world/<function>.ts`. */
export type World<Event, Target, Read, Policy> = {
  readonly clock: Clock;
  readonly newId: NewId;
  /** Is told of each invocation before anything is done in it. */
  readonly begins?: (invocation: Invocation) => void;
  readonly parse: (body: string) => Parsed<Event>;
  readonly policy: () => Promise<Policy>;
  readonly store: RecordStore;
  readonly read: Read;
  readonly act: Act<Target>;
  readonly authority: Authority;
  readonly wakes: WakeQueue;
  readonly deadLetters: DeadLetters;
  /** Waits. Absent where time is not real: then what failed is tried again at once, a few times. */
  readonly pause?: (waitMs: number) => Promise<unknown>;
  readonly log: Log;
  readonly count: Count;
};

/** One message of a queue. `id` names it in the answer to the queue. */
export type QueueMessage = { readonly id: string; readonly body: string };

/** This run of the function: its name, and the moment it will be stopped. */
export type Invocation = { readonly worker: string; readonly deadline: number };
