import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { usageError } from './failure.ts';
import type { Io } from './io.ts';

export const defaultFile = 'watchkeeper.yml';

/** The text of a file named on the command line. */
export async function fileText(path: string, { cwd }: Io): Promise<string> {
  try {
    return await readFile(resolve(cwd, path), 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT')
      throw usageError(`there is no file ${path} in ${cwd}`, 'give the path of the configuration as the argument');
    if (code === 'EISDIR') throw usageError(`${path} is a directory`, `name the file in it: ${path}/${defaultFile}`);
    throw usageError(`${path} cannot be read (${code ?? 'unknown'})`, 'make it readable, or name another file');
  }
}
