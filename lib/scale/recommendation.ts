import type { QueueDepth } from '../core/scale-reads.ts';

/**
 * How many tasks a metric asks for. The formulas are those of Kubernetes' HorizontalPodAutoscaler (horizontal.go,
 * replica_calculator.go) and KEDA's queue scalers; numbers are of the service, not of one task, where nothing else is said.
 */

/** What it rests on, for whoever asks why. */
type Recommended = { readonly tasks: number; readonly ratio?: number; readonly within?: 'tolerance' };

export type Tolerances = { readonly up: number; readonly down: number };

/** What division leaves over: 1.1 is 0.10000000000000009 more than 1, and 3.0000000000000004 is no fourth task. */
const inexact = 1e-9;

function isTolerated(ratio: number, { up, down }: Tolerances): boolean {
  return ratio > 1 ? ratio - 1 <= up + inexact : 1 - ratio <= down + inexact;
}

function ceiling(value: number): number {
  return Math.max(0, Math.ceil(value - inexact));
}

/**
 * An average over tasks, as utilization is: `ceil(ready × value / target)`. `ready` are tasks that carry load, `current`
 * those there are to be.
 */
export function byAverage(
  { value, target }: { readonly value: number; readonly target: number },
  { current, ready }: { readonly current: number; readonly ready: number },
  tolerances: Tolerances,
): Recommended {
  const ratio = value / target;
  if (current === 0) return { tasks: ceiling(ratio), ratio };
  if (isTolerated(ratio, tolerances)) return { tasks: current, ratio, within: 'tolerance' };
  return { tasks: ceiling(ready * ratio), ratio };
}

/** A total that tasks share, as a queue is: `ceil(total / perTask)`. */
export function byTotal(
  { total, perTask }: { readonly total: number; readonly perTask: number },
  { current }: { readonly current: number },
  tolerances: Tolerances,
): Recommended {
  if (current === 0) return { tasks: ceiling(total / perTask) };
  const ratio = total / (perTask * current);
  if (isTolerated(ratio, tolerances)) return { tasks: current, ratio, within: 'tolerance' };
  return { tasks: ceiling(total / perTask), ratio };
}

/**
 * A little too much is forgiven once, by the tolerance, and not for good: what has been above the target at three looks in
 * a row counts, by the least of them. A lot counts at once.
 */
export function persistent(newestFirst: readonly number[], target: number): number | undefined {
  const lately = newestFirst.slice(0, looks);
  const least = Math.min(...lately);
  return lately.length === looks && least > target ? least : undefined;
}

const looks = 3;

/** Messages as KEDA counts them: those in flight are work, delayed ones are not yet unless asked for. */
export type QueueCounting = { readonly inFlight: boolean; readonly delayed: boolean };

export function messagesIn({ visible, inFlight, delayed }: QueueDepth, counting: QueueCounting): number {
  return visible + (counting.inFlight ? inFlight : 0) + (counting.delayed ? delayed : 0);
}

/**
 * What a queue amounts to, where it is known how many messages a busy task works on at a time: all its messages, and never
 * less than a full share for each task that is busy. So tasks that keep up are kept, and no more come until a share is full.
 */
export function workIn(
  depth: QueueDepth,
  {
    counting,
    perTask,
    atOnce,
  }: { readonly counting: QueueCounting; readonly perTask: number; readonly atOnce: number },
): number {
  const busy = counting.inFlight ? (depth.inFlight / atOnce) * perTask : 0;
  return Math.max(busy, messagesIn(depth, counting));
}
