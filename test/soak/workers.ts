import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Played, SoakPart } from './parts.ts';

/** A seed leaves much behind that nobody needs: with room for it, a twentieth less time goes to clearing it away. */
const youngSpace = '--max-semi-space-size=64';

/**
 * Plays seeds of a copy of the project in processes of their own, and hands over each as it is played. Resolves when all
 * have ended; `stop` ends them. A process that fails by itself rejects, with what it said.
 */
export function playSeeds(
  project: string,
  seeds: { readonly from: number; readonly to: number; readonly processes: number; readonly part: SoakPart },
  played: (one: Played) => void,
): { readonly done: Promise<void>; readonly stop: () => void } {
  const children: ChildProcess[] = [];
  let stopped = false;
  const run = async (at: number): Promise<void> => {
    const args = [
      youngSpace,
      join(project, 'test', 'soak', 'worker.ts'),
      String(seeds.from + at),
      String(seeds.processes),
      String(seeds.to),
      seeds.part,
    ];
    const child = spawn(process.execPath, args, { cwd: project, stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said = `${said}${chunk.toString()}`.slice(-4000);
    });
    createInterface({ input: child.stdout }).on('line', (line) => played(JSON.parse(line) as Played));
    const code = await new Promise<number | null>((ended) => void child.once('close', ended));
    if (code !== 0 && !stopped) throw new Error(`a process ended with ${code}: ${said}`);
  };
  const stop = (): void => {
    stopped = true;
    for (const child of children) child.kill('SIGKILL');
  };
  const all = async (): Promise<void> => {
    await Promise.all(Array.from({ length: seeds.processes }, (_, at) => run(at)));
  };
  return { done: all(), stop };
}
