import { describe, expect, test } from 'vitest';
import {
  instancesFor,
  reservationPercent,
  scaleInMost,
  scaleOutStep,
} from '../../../lib/ecs/scaling/capacity-provider.ts';
import type { StepPolicy } from '../../../lib/ecs/scaling/step-scaling.ts';
import { stepCapacity, stepFaults, stepFor } from '../../../lib/ecs/scaling/step-scaling.ts';

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
    expect(stepFor(steps, breach)?.adjustment).toBe(adjustment);
  });

  test.each([
    { name: 'as they should be', steps, rules: [] },
    { name: 'none', steps: [], rules: ['no-step'] },
    { name: 'open at both ends', steps: [{ adjustment: 1 }], rules: ['two-ends'] },
    {
      name: 'a gap',
      steps: [
        { lower: 0, upper: 5, adjustment: 1 },
        { lower: 6, adjustment: 2 },
      ],
      rules: ['gap'],
    },
    {
      name: 'an overlap',
      steps: [
        { lower: 0, upper: 5, adjustment: 1 },
        { lower: 4, adjustment: 2 },
      ],
      rules: ['overlap'],
    },
    {
      name: 'twice open above',
      steps: [
        { lower: 0, adjustment: 1 },
        { lower: 4, adjustment: 2 },
      ],
      rules: ['overlap'],
    },
    { name: 'positive, and never open above', steps: [{ lower: 0, upper: 5, adjustment: 1 }], rules: ['no-upper-end'] },
    {
      name: 'negative, and never open below',
      steps: [{ lower: -5, upper: 0, adjustment: -1 }],
      rules: ['no-lower-end'],
    },
    {
      name: 'nothing between its bounds',
      steps: [{ lower: 5, upper: 5, adjustment: 1 }],
      rules: ['empty-step', 'no-upper-end'],
    },
  ])('faults: $name', ({ steps: given, rules }) => {
    expect(stepFaults(given).map(({ rule }) => rule)).toEqual(rules);
  });
});

describe('capacity providers', () => {
  test.each([
    { needed: 0, there: 0, percentage: 100 },
    { needed: 3, there: 0, percentage: 200 },
    { needed: 5, there: 4, percentage: 125 },
    { needed: 2, there: 4, percentage: 50 },
  ])('M=$needed N=$there', ({ needed, there, percentage }) => {
    expect(reservationPercent(needed, there)).toBe(percentage);
  });

  test('from none it is always 2', () => {
    expect(instancesFor(1, 0, 100)).toBe(2);
    expect(instancesFor(9, 0, 100)).toBe(2);
    expect(instancesFor(0, 0, 100)).toBe(0);
    expect(instancesFor(5, 4, 100)).toBe(5);
    expect(instancesFor(5, 4, 80)).toBe(7);
  });

  test('steps out are held between the least and the most', () => {
    const step = { minimumStep: 2, maximumStep: 5 };
    expect([4, 5, 8, 30].map((needed) => scaleOutStep(needed, 4, step))).toEqual([0, 2, 4, 5]);
  });

  test('in one minute less than half goes, and at least one', () => {
    expect([0, 1, 2, 3, 4, 10, 26].map(scaleInMost)).toEqual([0, 1, 1, 1, 1, 4, 12]);
  });
});
