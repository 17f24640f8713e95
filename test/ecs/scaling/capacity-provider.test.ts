import { describe, expect, test } from 'vitest';
import {
  instancesFor,
  reservationPercent,
  scaleInMost,
  scaleOutStep,
} from '../../../lib/ecs/scaling/capacity-provider.ts';

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
    expect(instancesFor(11, 10, 100)).toBe(11);
  });

  test('steps out are held between the least and the most', () => {
    const step = { minimumStep: 2, maximumStep: 5 };
    expect([4, 5, 8, 30].map((needed) => scaleOutStep(needed, 4, step))).toEqual([0, 2, 4, 5]);
  });

  test('in one minute less than half goes, and at least one', () => {
    expect([0, 1, 2, 3, 4, 10, 26].map(scaleInMost)).toEqual([0, 1, 1, 1, 1, 4, 12]);
  });
});
