import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { alertInvariants } from '../../sim/invariants/alert.ts';
import { batchInvariants } from '../../sim/invariants/batch.ts';
import { drainInvariants } from '../../sim/invariants/drain.ts';
import { frameInvariants } from '../../sim/invariants/frame.ts';
import { silenceInvariants } from '../../sim/invariants/silence.ts';
import { stoppingInvariants } from '../../sim/invariants/stopping.ts';
import { plantedBugs as first } from './planted-bugs.ts';
import { plantedBatchBugs } from './planted-batch-bugs.ts';
import { plantedDrainBugs } from './planted-drain-bugs.ts';
import { plantedSilenceBugs } from './planted-silence-bugs.ts';
import { plantedStoppingBugs } from './planted-stopping-bugs.ts';
import { planted } from './planting.ts';

const plantedBugs = [...first, ...plantedDrainBugs, ...plantedSilenceBugs, ...plantedStoppingBugs, ...plantedBatchBugs];
const project = join(import.meta.dirname, '..', '..');
const promises = [
  ...frameInvariants(),
  ...alertInvariants(),
  ...drainInvariants(),
  ...silenceInvariants(),
  ...stoppingInvariants(),
  ...batchInvariants(),
].map(({ name }) => name);

test.each(plantedBugs)('$name can be planted exactly once', (bug) => {
  const text = readFileSync(join(project, bug.file), 'utf8');
  expect(planted(text, bug)).not.toBe(text);
  for (const broken of bug.breaks) expect(promises).toContain(broken);
});

/** Broken by no bug of ours: what would break them is done to the account by nobody. */
const unproved = new Set([
  'no function fails but by what was done to it',
  'one writer after the other',
  // It takes hundreds of hosts at once: the benchmark's.
  'reads for drains stay within what ECS allows',
]);

test('every promise is broken by some bug', () => {
  const broken = new Set(plantedBugs.flatMap(({ breaks }) => breaks));
  expect(promises.filter((name) => !broken.has(name) && !unproved.has(name))).toEqual([]);
});
