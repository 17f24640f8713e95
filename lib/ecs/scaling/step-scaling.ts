/**
 * Step scaling as Application Auto Scaling documents it ("Step scaling policies for Application Auto Scaling"; API
 * reference, StepAdjustment and StepScalingPolicyConfiguration).
 */

/** Bounds are relative to the threshold of the alarm. Absent: to infinity. */
export type StepAdjustment = { readonly lower?: number; readonly upper?: number; readonly adjustment: number };

export type AdjustmentType = 'ChangeInCapacity' | 'PercentChangeInCapacity' | 'ExactCapacity';

export type StepPolicy = {
  readonly type: AdjustmentType;
  readonly steps: readonly StepAdjustment[];
  /** Of PercentChangeInCapacity: at least so many are added or removed. */
  readonly minAdjustmentMagnitude?: number;
};

/**
 * The step for a metric that is `breach` above the threshold (below: negative). Above, the lower bound belongs to the
 * step and the upper does not; below, it is the other way round.
 */
export function stepFor(steps: readonly StepAdjustment[], breach: number): StepAdjustment | undefined {
  return steps.find(({ lower = -Infinity, upper = Infinity }) =>
    breach >= 0 ? lower <= breach && breach < upper : lower < breach && breach <= upper,
  );
}

/** The capacity a policy asks for, before minimum and maximum; `current` where no step fits. */
export function stepCapacity(current: number, policy: StepPolicy, breach: number): number {
  const step = stepFor(policy.steps, breach);
  if (step === undefined) return current;
  if (policy.type === 'ExactCapacity') return step.adjustment;
  return Math.max(0, current + changeOf(current, policy, step.adjustment));
}

function changeOf(current: number, { type, minAdjustmentMagnitude = 0 }: StepPolicy, adjustment: number): number {
  if (type !== 'PercentChangeInCapacity') return adjustment;
  const change = roundedPercentChange((current * adjustment) / 100);
  return Math.sign(adjustment) * Math.max(Math.abs(change), minAdjustmentMagnitude);
}

/** Values beyond 1 are cut toward zero (12.7 is 12, -6.67 is -6); between 0 and 1, and 0 and -1, they become 1 and -1. */
function roundedPercentChange(change: number): number {
  return Math.abs(change) < 1 ? Math.sign(change) : Math.trunc(change);
}

/** A rule that a list of steps breaks: between which steps, where it is about two. */
export type StepFault = {
  readonly rule: 'no-step' | 'empty-step' | 'overlap' | 'gap' | 'no-lower-end' | 'no-upper-end' | 'two-ends';
  readonly at: number;
};

/**
 * What Application Auto Scaling refuses: overlaps and gaps, a negative lower bound without a step that is open below, a
 * positive upper bound without one that is open above, more than one open end of a kind, a step open at both ends.
 */
export function stepFaults(steps: readonly StepAdjustment[]): readonly StepFault[] {
  if (steps.length === 0) return [{ rule: 'no-step', at: 0 }];
  const indexed = steps.map((step, at) => ({ at, lower: step.lower ?? -Infinity, upper: step.upper ?? Infinity }));
  const sorted = indexed.toSorted((a, b) => a.lower - b.lower || a.upper - b.upper);
  const faults = sorted.flatMap((step, order) => pairFaults(step, sorted[order + 1]));
  const both = indexed.filter(({ lower, upper }) => lower === -Infinity && upper === Infinity);
  const lowest = sorted[0];
  const highest = indexed.toSorted((a, b) => b.upper - a.upper)[0];
  return [
    ...both.map(({ at }): StepFault => ({ rule: 'two-ends', at })),
    ...faults,
    ...(lowest !== undefined && lowest.lower !== -Infinity && lowest.lower < 0
      ? [{ rule: 'no-lower-end', at: lowest.at } as const]
      : []),
    ...(highest !== undefined && highest.upper !== Infinity && highest.upper > 0
      ? [{ rule: 'no-upper-end', at: highest.at } as const]
      : []),
  ];
}

type Span = { readonly at: number; readonly lower: number; readonly upper: number };

function pairFaults(step: Span, next: Span | undefined): readonly StepFault[] {
  if (step.lower >= step.upper) return [{ rule: 'empty-step', at: step.at }];
  if (next === undefined || step.upper === next.lower) return [];
  return [{ rule: next.lower < step.upper ? 'overlap' : 'gap', at: next.at }];
}
