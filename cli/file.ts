import { readFile } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { usageError } from './failure.ts';
import type { Io } from './io.ts';

export const defaultFile = 'watchkeeper.yml';

const nameConfiguration = 'give the path of the configuration as the argument';

/** The text of a file named on the command line; `fix`: what to do where there is none. */
export async function fileText(path: string, { cwd }: Pick<Io, 'cwd'>, fix = nameConfiguration): Promise<string> {
  try {
    return await readFile(resolve(cwd, path), 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT')
      throw usageError(isAbsolute(path) ? `there is no file ${path}` : `there is no file ${path} in ${cwd}`, fix);
    const inside = fix === nameConfiguration ? `: ${path}/${defaultFile}` : '';
    if (code === 'EISDIR') throw usageError(`${path} is a directory`, `name the file in it${inside}`);
    throw usageError(`${path} cannot be read (${code ?? 'unknown'})`, 'make it readable, or name another file');
  }
}
