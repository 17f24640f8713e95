import { expect, test } from 'vitest';
import { playNight } from './random-night.ts';

const seeds = Array.from(
  { length: Number(process.env['BATCH_SEEDS'] ?? 10) },
  (_, at) => at + 1 + Number(process.env['BATCH_FROM'] ?? 0),
);

test('the promises hold, whatever goes wrong in the night', { timeout: 1_200_000 }, async () => {
  const broken: unknown[] = [];
  const ends: Record<string, number> = {};
  for (const seed of seeds) {
    const night = await playNight(seed);
    for (const end of night.ends) ends[end] = (ends[end] ?? 0) + 1;
    if (night.broken.length > 0) broken.push({ seed, broken: night.broken });
  }
  console.log(JSON.stringify(ends));
  expect(broken).toEqual([]);
  expect(Object.keys(ends).length).toBeGreaterThan(3);
});
