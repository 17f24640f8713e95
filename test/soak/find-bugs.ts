import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { allPlantedBugs } from './all-planted-bugs.ts';
import type { Played, SoakPart } from './parts.ts';
import type { PlantedBug } from './planted-bugs.ts';
import { planted } from './planting.ts';
import { playSeeds } from './workers.ts';

/** Each bug is planted into a copy of the project; a promise it is about must be broken within so many seeds. */
const mostSeeds = 250;

const project = join(import.meta.dirname, '..', '..');
const copied = ['lib', 'sim', 'infra', 'test', 'serverless.yml', 'package.json', 'tsconfig.json'];

async function find(bug: PlantedBug, part: SoakPart): Promise<Played | undefined> {
  const copy = mkdtempSync(join(tmpdir(), 'planted-'));
  for (const each of copied) cpSync(join(project, each), join(copy, each), { recursive: true });
  symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'));
  writeFileSync(join(copy, bug.file), planted(readFileSync(join(project, bug.file), 'utf8'), bug));
  let found: Played | undefined;
  const { done, stop } = playSeeds(copy, { from: 1, to: mostSeeds, processes: availableParallelism(), part }, (one) => {
    if (!bug.breaks.some((promise) => one.broken.some((each) => each.startsWith(promise)))) return;
    found ??= one;
    stop();
  });
  await done.finally(() => rmSync(copy, { recursive: true, force: true }));
  return found;
}

let missed = 0;
const [only = ''] = process.argv.slice(2);
for (const { bug, part } of allPlantedBugs) {
  if (!`${bug.name} ${bug.file}`.includes(only)) continue;
  const found = await find(bug, part);
  if (found === undefined) missed += 1;
  const verdict =
    found === undefined ? `NOT FOUND within ${mostSeeds} seeds` : `seed ${found.seed}: ${found.broken.join('; ')}`;
  process.stdout.write(`${found === undefined ? '!! ' : 'ok '} ${bug.name.padEnd(56)} ${verdict.slice(0, 160)}\n`);
}
process.exitCode = missed === 0 ? 0 : 1;
