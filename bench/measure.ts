import { execFile } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The middle of several values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** How often `work` runs a second on one core, the median of five rounds after a warm-up. */
export function perSecond(work: () => number, roundMs = 400): number {
  work();
  const rounds = Array.from({ length: 5 }, () => {
    const start = performance.now();
    let done = 0;
    while (performance.now() - start < roundMs) done += work();
    return (done / (performance.now() - start)) * 1000;
  });
  return median(rounds);
}

export type ProcessTime = { readonly wallMs: number; readonly cpuMs: number };

/** One fresh process: wall and CPU time from its start to its end, as it reports them itself. */
export async function processTime(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<ProcessTime> {
  const { stdout } = await run(process.execPath, args, { env: { ...env, PATH: process.env['PATH'] ?? '' } });
  return JSON.parse(stdout.slice(stdout.lastIndexOf('@@') + 2)) as ProcessTime;
}

export function row(cells: readonly string[], widths: readonly number[]): string {
  return cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ');
}
