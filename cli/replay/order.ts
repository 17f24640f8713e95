import { secondMs } from '../../lib/core/time.ts';
import type { ReplayEvent } from './input.ts';

/** An event, and the how manieth of the input it was. */
export type PlacedEvent = ReplayEvent & { readonly index: number };

/** The events of all files as they were given: one file after the other. */
export function asGiven(files: readonly (readonly ReplayEvent[])[]): readonly PlacedEvent[] {
  return files.flat().map((event, index) => ({ ...event, index }));
}

/**
 * The events of all files in the order of their own times. EventBridge tells whole seconds, so what is of one second
 * stays as it was given. One that has no time stays behind the one before it in its file.
 */
export function byTime(files: readonly (readonly ReplayEvent[])[]): readonly PlacedEvent[] {
  const seconds = files.flatMap((events) => {
    let second = Number.NEGATIVE_INFINITY;
    return events.map(({ at }) => {
      if (at !== undefined) second = Math.floor(at / secondMs);
      return second;
    });
  });
  return asGiven(files).toSorted((a, b) => compare(seconds[a.index], seconds[b.index]));
}

function compare(a = 0, b = 0): number {
  return a === b ? 0 : a - b;
}

/** Hands on what comes in any order in the order of its numbers, each as soon as all before it have been handed on. */
export function inOrder<Item>(handOn: (item: Item) => void): (item: Item, index: number) => void {
  const waiting = new Map<number, Item>();
  let next = 0;
  return (item, index) => {
    waiting.set(index, item);
    for (let ready = waiting.get(next); ready !== undefined; ready = waiting.get(next)) {
      waiting.delete(next);
      next += 1;
      handOn(ready);
    }
  };
}
