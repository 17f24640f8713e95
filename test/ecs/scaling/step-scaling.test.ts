import { describe, expect, test } from 'vitest';
import type { StepPolicy } from '../../../lib/ecs/scaling/step-scaling.ts';
import { stepCapacity } from '../../../lib/ecs/scaling/step-scaling.ts';

const percent = (adjustment: number, minAdjustmentMagnitude?: number): StepPolicy => ({
  type: 'PercentChangeInCapacity',
  steps: [{ adjustment }],
  ...(minAdjustmentMagnitude !== undefined && { minAdjustmentMagnitude }),
});

describe('step scaling', () => {
  test.each([
    { name: '10 % of 10 is 1', current: 10, policy: percent(10), to: 11 },
    { name: '30 % of 11 is 3.3, cut to 3', current: 11, policy: percent(30), to: 14 },
    { name: '-10 % of 14 is -1.4, cut to -1', current: 14, policy: percent(-10), to: 13 },
    { name: '-30 % of 13 is -3.9, cut to -3', current: 13, policy: percent(-30), to: 10 },
    { name: '25 % of 4 is 1, at least 2', current: 4, policy: percent(25, 2), to: 6 },
    { name: '10 % of 4 is 0.4, which becomes 1', current: 4, policy: percent(10), to: 5 },
    { name: '-10 % of 4 is -0.4, which becomes -1', current: 4, policy: percent(-10), to: 3 },
    { name: 'an exact capacity', current: 4, policy: { type: 'ExactCapacity', steps: [{ adjustment: 9 }] }, to: 9 },
    { name: 'never below none', current: 1, policy: { type: 'ChangeInCapacity', steps: [{ adjustment: -3 }] }, to: 0 },
  ] as const)('$name', ({ current, policy, to }) => {
    expect(stepCapacity(current, policy, 1)).toBe(to);
  });

  const steps = [
    { upper: -10, adjustment: -2 },
    { lower: -10, upper: 0, adjustment: 0 },
    { lower: 0, upper: 10, adjustment: 1 },
    { lower: 10, adjustment: 3 },
  ];

  test.each([
    { breach: 0, adjustment: 1, why: 'the lower bound above the threshold belongs to the step' },
    { breach: 9.9, adjustment: 1, why: 'within' },
    { breach: 10, adjustment: 3, why: 'the upper bound above does not' },
    { breach: -10, adjustment: -2, why: 'below, the upper bound belongs to it' },
    { breach: -9.9, adjustment: 0, why: 'and the lower does not' },
    { breach: 1e6, adjustment: 3, why: 'open above' },
  ])('a breach of $breach: $why', ({ breach, adjustment }) => {
    expect(stepCapacity(10, { type: 'ChangeInCapacity', steps }, breach)).toBe(10 + adjustment);
  });
});
