import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { PlantedBug } from './planted-bugs.ts';
import { plantedBugs } from './planted-bugs.ts';
import { plantedBatchBugs } from './planted-batch-bugs.ts';
import { plantedDrainBugs } from './planted-drain-bugs.ts';
import { plantedSilenceBugs } from './planted-silence-bugs.ts';
import { plantedStoppingBugs } from './planted-stopping-bugs.ts';
import { planted } from './planting.ts';
import type { SoakPart } from './workers.ts';
import { playSeeds } from './workers.ts';

/** Each bug is planted into a copy of the project; the simulation must find it within so many seeds. */
const mostSeeds = 200;

const project = join(import.meta.dirname, '..', '..');
const copied = ['lib', 'sim', 'infra', 'test/soak', 'serverless.yml', 'package.json', 'tsconfig.json'];

type Found = { readonly seed: number; readonly invariant: string };

async function find(bug: PlantedBug, part: SoakPart): Promise<Found | undefined> {
  const copy = mkdtempSync(join(tmpdir(), 'planted-'));
  for (const each of copied) cpSync(join(project, each), join(copy, each), { recursive: true });
  symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'));
  writeFileSync(join(copy, bug.file), planted(readFileSync(join(project, bug.file), 'utf8'), bug));
  let found: Found | undefined;
  const { done, stop } = playSeeds(
    copy,
    { from: 1, to: mostSeeds, processes: availableParallelism(), part },
    ({ seed, broken }) => {
      if (broken === undefined) return;
      found ??= { seed, invariant: broken.invariant };
      stop();
    },
  );
  await done.finally(() => rmSync(copy, { recursive: true, force: true }));
  return found;
}

let missed = 0;
const [only] = process.argv.slice(2);
const all: readonly (readonly [PlantedBug, SoakPart])[] = [
  ...[...plantedBugs, ...plantedSilenceBugs, ...plantedStoppingBugs].map((bug) => [bug, 'all'] as const),
  ...plantedDrainBugs.map((bug) => [bug, 'drain'] as const),
  ...plantedBatchBugs.map((bug) => [bug, 'batch'] as const),
];
for (const [bug, part] of all) {
  if (only !== undefined && !`${bug.name} ${bug.file}`.includes(only)) continue;
  const found = await find(bug, part);
  const expected = found !== undefined && bug.breaks.includes(found.invariant);
  if (!expected) missed += 1;
  const verdict =
    found === undefined ? `NOT FOUND within ${mostSeeds} seeds` : `seed ${found.seed}: ${found.invariant}`;
  process.stdout.write(`${expected ? 'ok ' : '!! '} ${bug.name.padEnd(56)} ${verdict}\n`);
}
process.exitCode = missed === 0 ? 0 : 1;
