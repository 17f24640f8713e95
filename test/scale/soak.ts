import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { Played } from './play.ts';

/**
 * Plays as many nights of scaling as the minutes hold: of services, and every fifth of instances. Says how many that were,
 * and which broke a promise; `node test/scale/play.ts SEED SEED` plays one of them again.
 */
const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '20' }, from: { type: 'string', default: '1' } },
});
const minuteMs = 60_000;
const lanes = availableParallelism();
const children = Array.from({ length: lanes }, (_, lane) => {
  const seeds = [Number(values.from) + lane, Number.MAX_SAFE_INTEGER, lanes].map(String);
  const play = join(import.meta.dirname, 'play.ts');
  return spawn(process.execPath, [play, ...seeds], { stdio: ['ignore', 'pipe', 'inherit'] });
});
const tallies = {
  services: { nights: 0, orders: 0, cpuMs: 0 },
  nodes: { nights: 0, orders: 0, cpuMs: 0 },
};
const broken: string[] = [];
const began = performance.now();

const say = (): void => {
  const all = Object.entries(tallies).map(
    ([kind, { nights, orders, cpuMs }]) =>
      `${nights} of ${kind} (${orders} orders, ${(cpuMs / 1000 / Math.max(1, nights)).toFixed(2)} s of CPU each)`,
  );
  const nights = tallies.services.nights + tallies.nodes.nights;
  const minutes = ((performance.now() - began) / minuteMs).toFixed(1);
  process.stdout.write(`${minutes} min  ${nights} nights: ${all.join(', ')}; ${broken.length} broken\n`);
};
const beat = setInterval(say, minuteMs);
const end = setTimeout(() => children.forEach((child) => child.kill('SIGKILL')), Number(values.minutes) * minuteMs);
await Promise.all(
  children.map(async ({ stdout }) => {
    for await (const line of createInterface({ input: stdout })) {
      const night = JSON.parse(line) as Played;
      const tally = tallies[night.kind];
      tally.nights += 1;
      tally.orders += night.orders;
      tally.cpuMs += night.cpuMs;
      if (night.broken.length === 0) continue;
      broken.push(`BROKEN seed=${night.seed} (${night.kind}): ${night.broken.join('; ')}`);
      process.stdout.write(`${broken.at(-1)}\n`);
    }
  }),
);
clearInterval(beat);
clearTimeout(end);
say();
process.stdout.write(broken.length === 0 ? 'no promise was broken\n' : `${broken.join('\n')}\n`);
// A lane ends by itself only when it fails.
const failed = children.some(({ exitCode }) => exitCode !== null);
process.exitCode = broken.length === 0 && !failed ? 0 : 1;
