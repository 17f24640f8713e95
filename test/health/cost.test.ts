import { expect, test } from 'vitest';
import type { DayCase } from '../../bench/health/account.ts';
import { playDay } from '../../bench/health/day.ts';

/** The benchmark plays whole days of 2,000 services and 20,000 tasks; these are hours of smaller ones. */
const hours: readonly { readonly name: string; readonly given: DayCase; readonly tasks: number }[] = [
  {
    name: 'on Fargate, in a storm, too',
    given: { services: 120, tasksEach: 10, clusters: 4, hours: 3, deploymentsPerHour: 5, stormAtHour: 1 },
    tasks: 1200,
  },
  {
    name: 'on instances, whose clusters are looked at for room',
    given: { onInstances: true, services: 160, tasksEach: 10, clusters: 2, hours: 4, deploymentsPerHour: 5 },
    tasks: 1600,
  },
];

test.each(hours)(
  'a quiet minute costs at most 15 reads of ECS and a fifth of a bucket: $name',
  { timeout: 120_000 },
  async ({ given, tasks }) => {
    const cost = await playDay(given);
    expect(cost).toMatchObject({ tasks, errors: 0, refused: 0 });
    expect(cost.quietMinutes).toBeGreaterThan(20);
    expect(cost.mostInQuietMinute).toBeLessThanOrEqual(15);
    expect(cost.shares.map(({ bucket }) => bucket)).toContain('service read');
    for (const { calm, storm } of cost.shares) {
      expect(calm).toBeLessThanOrEqual(0.2);
      expect(storm).toBeLessThan(0.5);
    }
  },
);
