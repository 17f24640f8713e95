import type { Instant } from '../core/time.ts';
import type { FreezeCode } from './freeze.ts';

/** Why it is what it is. Those of Application Auto Scaling (NotScaledReason) where it has one. */
export type ReasonCode =
  | 'AlreadyAtDesiredCapacity'
  | 'AlreadyAtMaxCapacity'
  | 'AlreadyAtMinCapacity'
  | 'ScaledOut'
  | 'ScaledIn'
  | 'OutOfBounds'
  | 'Stabilized'
  | 'RateLimited'
  | 'NotIdleLongEnough'
  | 'MetricStale'
  | 'Fallback'
  | 'NotPlaceable'
  | 'TasksAtWork'
  | 'ProtectingTasks'
  | 'Forecast'
  | 'SpotShort'
  | 'SpotAgain'
  | 'WorkUnknown'
  | FreezeCode;

/** One thing that changed the number on its way, or kept it. */
export type Step = { readonly code: ReasonCode; readonly from: number; readonly to: number; readonly why: string };

export type Stage = { readonly tasks: number; readonly steps: readonly Step[]; readonly until?: Instant };

/** A stage that leaves the number alone has nothing to tell. */
export function stage(from: number, to: number, told: { readonly code: ReasonCode; readonly why: string }): Stage {
  return { tasks: to, steps: from === to ? [] : [{ ...told, from, to }] };
}
