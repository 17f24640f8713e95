import { expect, test } from 'vitest';
import { playDay } from '../../bench/health/day.ts';

/** The benchmark plays a whole day of 2,000 services and 20,000 tasks; this is two hours of a smaller one. */
test(
  'a quiet minute costs at most 15 reads of ECS and a fifth of a bucket, and a storm stays within it',
  { timeout: 120_000 },
  async () => {
    const cost = await playDay({
      services: 120,
      tasksEach: 10,
      clusters: 4,
      hours: 3,
      deploymentsPerHour: 5,
      stormAtHour: 1,
    });
    expect(cost).toMatchObject({ tasks: 1200, errors: 0, refused: 0 });
    expect(cost.quietMinutes).toBeGreaterThan(20);
    expect(cost.mostInQuietMinute).toBeLessThanOrEqual(15);
    expect(cost.shares.map(({ bucket }) => bucket)).toContain('service read');
    for (const { calm, storm } of cost.shares) {
      expect(calm).toBeLessThanOrEqual(0.2);
      expect(storm).toBeLessThan(0.5);
    }
  },
);

test(
  'so it does where the tasks are on instances, whose clusters are looked at for room',
  { timeout: 120_000 },
  async () => {
    const cost = await playDay({
      onInstances: true,
      services: 160,
      tasksEach: 10,
      clusters: 2,
      hours: 4,
      deploymentsPerHour: 5,
    });
    expect(cost).toMatchObject({ tasks: 1600, errors: 0, refused: 0 });
    expect(cost.quietMinutes).toBeGreaterThan(20);
    expect(cost.mostInQuietMinute).toBeLessThanOrEqual(15);
    for (const { calm } of cost.shares) expect(calm).toBeLessThanOrEqual(0.2);
  },
);
