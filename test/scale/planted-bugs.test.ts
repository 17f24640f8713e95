import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { planted } from '../soak/planting.ts';
import { plantedBugs } from './planted-bugs.ts';

const project = join(import.meta.dirname, '..', '..');
const nights = ['nights.ts', 'night-tasks.ts', 'night-spot.ts']
  .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
  .join('\n');

test.each(plantedBugs)('$name can be planted exactly once', (bug) => {
  const text = readFileSync(join(project, bug.file), 'utf8');
  expect(planted(text, bug)).not.toBe(text);
  for (const promise of bug.breaks) expect(nights).toContain(promise);
});
