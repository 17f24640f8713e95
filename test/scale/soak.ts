import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { Night } from './nights.ts';

/** Plays as many nights of scaling as the minutes hold, and says how many that were, and which broke a promise. */
const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '20' }, from: { type: 'string', default: '1' } },
});
const lanes = availableParallelism();
const children = Array.from({ length: lanes }, (_, lane) =>
  spawn(
    process.execPath,
    [
      join(import.meta.dirname, 'play.ts'),
      String(Number(values.from) + lane),
      String(Number.MAX_SAFE_INTEGER),
      String(lanes),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  ),
);
const end = setTimeout(() => children.forEach((child) => child.kill('SIGKILL')), Number(values.minutes) * 60_000);
let [nights, orders] = [0, 0];
const broken: string[] = [];
await Promise.all(
  children.map(async ({ stdout }) => {
    for await (const line of createInterface({ input: stdout })) {
      const night = JSON.parse(line) as Night;
      nights += 1;
      orders += night.set;
      if (night.broken.length > 0) broken.push(`BROKEN seed=${night.seed}: ${night.broken.join('; ')}`);
    }
  }),
);
clearTimeout(end);
process.stdout.write([`${nights} nights, ${orders} orders`, ...broken, ''].join('\n'));
process.exitCode = broken.length === 0 ? 0 : 1;
