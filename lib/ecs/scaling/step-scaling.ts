/**
 * Step scaling as Application Auto Scaling documents it ("Step scaling policies for Application Auto Scaling"; API
 * reference, StepAdjustment and StepScalingPolicyConfiguration).
 */

/** Bounds are relative to the threshold of the alarm. Absent: to infinity. */
export type StepAdjustment = { readonly lower?: number; readonly upper?: number; readonly adjustment: number };

type AdjustmentType = 'ChangeInCapacity' | 'PercentChangeInCapacity' | 'ExactCapacity';

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
function stepFor(steps: readonly StepAdjustment[], breach: number): StepAdjustment | undefined {
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
