import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isSoakPart, soakParts } from './parts.ts';
import { playSeeds } from './workers.ts';

/** Plays as many seeds as twenty minutes hold, and says how many that were. The first that breaks something ends it. */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '20' },
    from: { type: 'string', default: '1' },
    faults: { type: 'string', default: 'all' },
  },
});
const part = values.faults;
if (!isSoakPart(part)) throw new Error(`--faults ${part}: give one of ${Object.keys(soakParts).join(', ')}`);
const minuteMs = 60_000;
const project = join(import.meta.dirname, '..', '..');
const began = performance.now();
let seeds = 0;
let count = 0;
let broken: string | undefined;

const { done, stop } = playSeeds(
  project,
  { from: Number(values.from), to: Number.MAX_SAFE_INTEGER, processes: availableParallelism(), part },
  (played) => {
    seeds += 1;
    count += played.count;
    if (played.broken.length === 0) return;
    broken ??= `BROKEN seed=${played.seed}: ${played.broken.join('; ')}`;
    stop();
  },
);
const say = (): void => {
  const minutes = (performance.now() - began) / minuteMs;
  process.stdout.write(
    `${minutes.toFixed(1)} min  ${seeds} seeds  ${(seeds / minutes).toFixed(0)} a minute  ${count} events or orders\n`,
  );
};
const beat = setInterval(say, minuteMs);
const end = setTimeout(stop, Number(values.minutes) * minuteMs);
await done.finally(() => {
  clearInterval(beat);
  clearTimeout(end);
});
say();
process.stdout.write(`${broken ?? 'no promise was broken'}\n`);
process.exitCode = broken === undefined ? 0 : 1;
