import { describe, expect, test } from 'vitest';
import { seeded } from '../../../sim/random.ts';
import { randomCron } from './cron-cases.ts';
import { agreedZones, changesOf, compareChanges, compareNext, disagreementsOf } from './model-agreement.ts';

describe('cron agrees with the model of Scheduler, which knows no croner', () => {
  // The whole of it: npm run soak:cron.
  test('over random expressions and time zones, from any moment and around every change of clocks', () => {
    const found: string[] = [];
    let fires = 0;
    for (let number = 0; number < 48; number += 1) {
      const random = seeded(`cron slice ${number}`);
      const given = { cron: randomCron(random), timezone: agreedZones[number % agreedZones.length] ?? 'UTC' };
      for (const agreement of [compareNext(given, random, { moments: 2, count: 20 }), compareChanges(given)]) {
        found.push(...agreement.disagreements);
        fires += agreement.fires;
      }
    }
    expect(found).toEqual([]);
    expect(fires).toBeGreaterThan(5000);
  });

  test('changes of clocks are found where they are', () => {
    expect(changesOf('Asia/Tokyo')).toEqual([]);
    expect(changesOf('Europe/Berlin')).toHaveLength(20);
    expect(changesOf('Europe/Berlin')[4]).toBe(Date.parse('2026-03-29T01:00Z'));
  });

  test.each<[why: string, mine: number[], model: number[]]>([
    ['one is missing', [1, 3], [1, 2, 3]],
    ['one is too many', [1, 2, 3], [1, 3]],
    ['the last is missing', [1], [1, 2]],
    ['one is off', [1, 2], [1, 4]],
  ])('a difference is seen: %s', (_, mine, model) => {
    const ours = mine.map((at) => ({ at, isNative: true }));
    const given = { cron: '0 0 * * ? *', timezone: 'UTC' };
    expect(disagreementsOf(given, { ours, after: 0, theirs: { once: model, again: model } })).not.toEqual([]);
    expect(disagreementsOf(given, { ours, after: 0, theirs: { once: mine, again: mine } })).toEqual([]);
  });
});
