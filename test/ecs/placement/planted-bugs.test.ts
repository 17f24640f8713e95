import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { planted } from '../../soak/planting.ts';
import { engineBugs, simulatorBugs } from './planted-bugs.ts';

/** Of these random clusters one must show the bug. */
const mostCases = 1500;

const project = join(import.meta.dirname, '..', '..', '..');
const found = new Map<number, number | undefined>();

beforeAll(async () => {
  const script = join(import.meta.dirname, 'planted-graphs.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, String(mostCases), '2']);
  for (const line of stdout.trim().split('\n')) {
    const one = JSON.parse(line) as { readonly number: number; readonly found?: number };
    found.set(one.number, one.found);
  }
}, 240_000);

describe.each([
  { side: 'engine', other: 'simulator', bugs: engineBugs, from: 0 },
  { side: 'simulator', other: 'engine', bugs: simulatorBugs, from: engineBugs.length },
])('a bug in the $side is found by the $other', ({ bugs, from }) => {
  test.each(bugs.map((bug, at) => [bug.name, from + at, bug] as const))('%s', (_, number, bug) => {
    const text = readFileSync(join(project, bug.file), 'utf8');
    expect(planted(text, bug)).not.toBe(text);
    expect(found.get(number) ?? 'in no case').toBeTypeOf('number');
  });
});
