import type { WriteLine } from '../telemetry.ts';

/** In Lambda, a line of standard output is a line of the log. */
export const writeLine: WriteLine = (line) => {
  process.stdout.write(`${line}\n`);
};
