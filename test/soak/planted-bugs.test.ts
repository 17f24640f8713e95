import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { alertInvariants } from '../../sim/invariants/alert.ts';
import { batchInvariants } from '../../sim/invariants/batch.ts';
import { drainInvariants } from '../../sim/invariants/drain.ts';
import { frameInvariants } from '../../sim/invariants/frame.ts';
import { silenceInvariants } from '../../sim/invariants/silence.ts';
import { stoppingInvariants } from '../../sim/invariants/stopping.ts';
import { allPlantedBugs } from './all-planted-bugs.ts';
import type { SoakPart } from './parts.ts';
import { planted } from './planting.ts';

const project = join(import.meta.dirname, '..', '..');
const promises = [
  ...frameInvariants(),
  ...alertInvariants(),
  ...drainInvariants(),
  ...silenceInvariants(),
  ...stoppingInvariants(),
  ...batchInvariants(),
].map(({ name }) => name);

/** Where nights say what is broken in them. */
const nights: Partial<Record<SoakPart, readonly string[]>> = {
  'service-nights': ['test/scale/nights.ts', 'test/scale/night-tasks.ts', 'test/scale/night-spot.ts'],
  'node-nights': ['test/scale/nodes/nights.ts', 'test/scale/nodes/judge.ts'],
};

const read = (path: string): string => readFileSync(join(project, path), 'utf8');

test.each(allPlantedBugs)('$bug.name can be planted exactly once, and breaks a promise', ({ bug, part }) => {
  const text = read(bug.file);
  expect(planted(text, bug)).not.toBe(text);
  const said = nights[part]?.map(read).join('\n');
  for (const broken of bug.breaks) expect(said ?? promises).toContain(broken);
});

/** Broken by no bug of ours: what would break them is done to the account by nobody. */
const unproved = new Set([
  'no function fails but by what was done to it',
  'one writer after the other',
  // It takes hundreds of hosts at once: the benchmark's.
  'reads for drains stay within what ECS allows',
]);

test('every promise is broken by some bug', () => {
  const broken = new Set(allPlantedBugs.flatMap(({ bug }) => bug.breaks));
  expect(promises.filter((name) => !broken.has(name) && !unproved.has(name))).toEqual([]);
});
