import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Io } from '../io.ts';

/** Files as they were named; of a directory all events in it. A pattern names both, and nothing is gone through twice. */
export async function eventFiles(named: readonly string[], { cwd }: Pick<Io, 'cwd'>): Promise<readonly string[]> {
  const files = await Promise.all(named.map(async (path) => filesAt(resolve(cwd, path), path)));
  const seen = new Map(files.flat().map((path) => [resolve(cwd, path), path]));
  return [...seen.values()];
}

async function filesAt(absolute: string, path: string): Promise<readonly string[]> {
  const isDirectory = await stat(absolute).then(
    (found) => found.isDirectory(),
    // Who reads it says what is wrong with it.
    () => false,
  );
  if (!isDirectory) return [path];
  const names = await readdir(absolute, { recursive: true });
  const events = names.filter((name) => /\.jsonl?$/.test(name)).sort();
  return events.map((name) => join(path, name));
}
