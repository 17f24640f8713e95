import { expect, test } from 'vitest';
import { playNight } from './nights.ts';

const seeds = Array.from(
  { length: Number(process.env['SCALE_SEEDS'] ?? 6) },
  (_, at) => at + 1 + Number(process.env['SCALE_FROM'] ?? 0),
);

test('the promises of scaling hold, whatever goes wrong in the night', { timeout: 600_000 }, async () => {
  const broken: unknown[] = [];
  let orders = 0;
  for (const seed of seeds) {
    const night = await playNight(seed);
    orders += night.orders;
    if (night.broken.length > 0) broken.push({ seed, broken: night.broken });
  }
  expect(broken).toEqual([]);
  expect(orders).toBeGreaterThan(seeds.length / 2);
});
