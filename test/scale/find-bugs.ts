import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { PlantedBug } from '../soak/planted-bugs.ts';
import { planted } from '../soak/planting.ts';
import type { Night } from './nights.ts';
import { plantedBugs as nodesBugs } from './nodes/planted-bugs.ts';
import { plantedBugs } from './planted-bugs.ts';

/** Each bug is planted into a copy of the project; some night must find it within so many seeds. */
const mostSeeds = 200;
const project = join(import.meta.dirname, '..', '..');
const copied = ['lib', 'sim', 'infra', 'test', 'serverless.yml', 'package.json', 'tsconfig.json'];

/** Nights of services, and of instances. */
const suites = [
  { kind: 'services', bugs: plantedBugs },
  { kind: 'nodes', bugs: nodesBugs },
];

async function find(bug: PlantedBug, kind: string): Promise<Pick<Night, 'seed' | 'broken'> | undefined> {
  const copy = mkdtempSync(join(tmpdir(), 'planted-'));
  for (const part of copied) cpSync(join(project, part), join(copy, part), { recursive: true });
  symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'));
  writeFileSync(join(copy, bug.file), planted(readFileSync(join(project, bug.file), 'utf8'), bug));
  const child = spawn(process.execPath, [join(copy, 'test/scale/play.ts'), '1', String(mostSeeds), '1', kind], {
    cwd: copy,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const night = JSON.parse(line) as Night;
      if (bug.breaks.some((promise) => night.broken.some((each) => each.startsWith(promise)))) return night;
    }
    return undefined;
  } finally {
    child.kill('SIGKILL');
    rmSync(copy, { recursive: true, force: true });
  }
}

let missed = 0;
const [only] = process.argv.slice(2);
for (const { bug, kind } of suites.flatMap(({ bugs, ...suite }) => bugs.map((each) => ({ bug: each, ...suite })))) {
  if (only !== undefined && !bug.name.includes(only)) continue;
  const found = await find(bug, kind);
  if (found === undefined) missed += 1;
  const verdict =
    found === undefined ? `NOT FOUND within ${mostSeeds} seeds` : `seed ${found.seed}: ${found.broken[0]}`;
  process.stdout.write(`${found === undefined ? '!! ' : 'ok '} ${bug.name.padEnd(48)} ${verdict}\n`);
}
process.exitCode = missed === 0 ? 0 : 1;
