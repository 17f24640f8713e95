import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { planted } from '../../soak/planting.ts';
import { playNight } from './nights.ts';
import { plantedBugs } from './planted-bugs.ts';

const project = join(import.meta.dirname, '..', '..', '..');
const seeds = Array.from({ length: Number(process.env['NODES_SEEDS'] ?? 5) }, (_, at) => at + 1);

test(
  'the promises of buying and sending away hold, whatever goes wrong in the night',
  { timeout: 600_000 },
  async () => {
    const broken: unknown[] = [];
    let orders = 0;
    for (const seed of seeds) {
      const night = await playNight(seed);
      orders += night.orders;
      if (night.broken.length > 0) broken.push({ seed, broken: night.broken });
    }
    expect(broken).toEqual([]);
    expect(orders).toBeGreaterThan(seeds.length);
  },
);

test.each(plantedBugs)('$name can be planted exactly once', (bug) => {
  const text = readFileSync(join(project, bug.file), 'utf8');
  expect(planted(text, bug)).not.toBe(text);
  const promises = ['nights.ts', 'judge.ts'].map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'));
  for (const promise of bug.breaks) expect(promises.join('\n')).toContain(promise);
});
