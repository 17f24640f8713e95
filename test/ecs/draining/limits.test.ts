import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limitsOf } from '../../../lib/ecs/draining/limits.ts';

describe('how few and how many tasks there may be', () => {
  test.each([
    { name: 'by default', desired: 4, least: 4, most: 8, isDeadlocked: false },
    { name: '100/100', desired: 2, minimum: 100, maximum: 100, least: 2, most: 2, isDeadlocked: true },
    { name: '50/100', desired: 2, minimum: 50, maximum: 100, least: 1, most: 2, isDeadlocked: false },
    {
      name: '50/100 of one, which rounds up',
      desired: 1,
      minimum: 50,
      maximum: 100,
      least: 1,
      most: 1,
      isDeadlocked: true,
    },
    {
      name: '100/150 of one, which rounds down',
      desired: 1,
      minimum: 100,
      maximum: 150,
      least: 1,
      most: 1,
      isDeadlocked: true,
    },
    { name: '100/150 of two', desired: 2, minimum: 100, maximum: 150, least: 2, most: 3, isDeadlocked: false },
    { name: 'of none', desired: 0, minimum: 100, maximum: 100, least: 0, most: 0, isDeadlocked: false },
  ])('$name', ({ desired, minimum, maximum, least, most, isDeadlocked }) => {
    const limits = limitsOf({
      desired,
      ...(minimum !== undefined && { minimumHealthyPercent: minimum }),
      ...(maximum !== undefined && { maximumPercent: maximum }),
    });
    expect(limits).toMatchObject({ least, most, isDeadlocked });
  });

  test('what is advised lets a service move, and nothing less does', () => {
    const sizes = fc.record({
      desired: fc.integer({ min: 1, max: 500 }),
      minimumHealthyPercent: fc.integer({ min: 0, max: 100 }),
      maximumPercent: fc.integer({ min: 100, max: 200 }),
    });
    fc.assert(
      fc.property(sizes, (service) => {
        const { maximumNeeded, minimumNeeded } = limitsOf(service);
        const { desired } = service;
        expect(limitsOf({ ...service, maximumPercent: maximumNeeded }).most).toBeGreaterThan(desired);
        expect(limitsOf({ ...service, maximumPercent: maximumNeeded - 1 }).most).toBe(desired);
        expect(limitsOf({ ...service, minimumHealthyPercent: minimumNeeded }).least).toBeLessThan(desired);
        expect(limitsOf({ ...service, minimumHealthyPercent: minimumNeeded + 1 }).least).toBe(desired);
      }),
    );
  });
});
