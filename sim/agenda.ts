import type { Instant } from '../lib/core/time.ts';

/** Something that will happen. `what` names it for traces and for people. */
export type Entry = { readonly at: Instant; readonly what: string };

type Held = Entry & { readonly order: number; readonly run: () => void; cancelled: boolean };

/**
 * Virtual time: what will happen, in order. Nothing happens by itself; whoever runs the simulation takes one entry after
 * the other. Entries of the same moment run in the order in which they were made.
 */
export class Agenda {
  private clock: Instant;
  private made = 0;
  private readonly heap: Held[] = [];

  constructor(start: Instant) {
    this.clock = start;
  }

  readonly now = (): Instant => this.clock;

  /** Plans something; a moment that has passed means now. Clocks show whole milliseconds: a part of one is waited out. */
  at(at: Instant, what: string, run: () => void): Entry {
    const held: Held = {
      at: Math.ceil(Math.max(at, this.clock)),
      what,
      run,
      order: (this.made += 1),
      cancelled: false,
    };
    this.heap.push(held);
    this.rise(this.heap.length - 1);
    return held;
  }

  after(waitMs: number, what: string, run: () => void): Entry {
    return this.at(this.clock + waitMs, what, run);
  }

  cancel(entry: Entry | undefined): void {
    if (entry !== undefined) (entry as Held).cancelled = true;
  }

  /** What is next, without running it. */
  peek(): Entry | undefined {
    while (this.heap[0]?.cancelled === true) this.take();
    return this.heap[0];
  }

  /** Sets the clock to the next entry, runs it and returns it; undefined when there is none up to `until`. */
  step(until: Instant = Number.POSITIVE_INFINITY): Entry | undefined {
    const next = this.peek();
    if (next === undefined || next.at > until) return undefined;
    const held = this.take();
    if (held === undefined) return undefined;
    this.clock = held.at;
    held.run();
    return held;
  }

  /** Lets time go on to `until` when nothing is planned before. */
  idle(until: Instant): void {
    const next = this.peek()?.at ?? Number.POSITIVE_INFINITY;
    this.clock = Math.max(this.clock, Math.min(until, next));
  }

  private take(): Held | undefined {
    const [first] = this.heap;
    const last = this.heap.pop();
    if (first !== last && last !== undefined) {
      this.heap[0] = last;
      this.sink();
    }
    return first;
  }

  private rise(start: number): void {
    let at = start;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.swapIfEarlier(at, above)) return;
      at = above;
    }
  }

  private sink(): void {
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const right = left + 1;
      const child = right < this.heap.length && this.earlier(right, left) ? right : left;
      if (child >= this.heap.length || !this.swapIfEarlier(child, at)) return;
      at = child;
    }
  }

  private earlier(one: number, other: number): boolean {
    const [a, b] = [this.heap[one], this.heap[other]];
    if (a === undefined || b === undefined) return false;
    return a.at < b.at || (a.at === b.at && a.order < b.order);
  }

  private swapIfEarlier(lower: number, upper: number): boolean {
    const [a, b] = [this.heap[lower], this.heap[upper]];
    if (a === undefined || b === undefined || !this.earlier(lower, upper)) return false;
    this.heap[lower] = b;
    this.heap[upper] = a;
    return true;
  }
}
