import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { RecordStore } from '../lib/core/ports.ts';
import { defaultFile } from './file.ts';
import type { Io } from './io.ts';

/** The configuration the functions last found good; undefined: nothing was pushed yet. */
export async function keptConfiguration(store: RecordStore, region: string): Promise<string | undefined> {
  const key = `configuration#${region}#last-good`;
  const kept = (await store.load([key])).get(key)?.state;
  if (typeof kept !== 'object' || kept === null || !('text' in kept)) return undefined;
  return typeof kept.text === 'string' ? kept.text : undefined;
}

/** The `watchkeeper.yml` of this directory, where there is one. */
export async function configurationHere({ cwd }: Pick<Io, 'cwd'>): Promise<string | undefined> {
  return readFile(resolve(cwd, defaultFile), 'utf8').catch(() => undefined);
}
