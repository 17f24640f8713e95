import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { playSeeds, soakParts } from './workers.ts';

/** Plays as many seeds as twenty minutes hold, and says how many that were. The first that breaks something ends it. */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '20' },
    from: { type: 'string', default: '1' },
    faults: { type: 'string', default: 'all' },
  },
});
const part = soakParts.find((each) => each === values.faults);
if (part === undefined) throw new Error(`--faults ${values.faults}: give one of ${soakParts.join(', ')}`);
const minuteMs = 60_000;
const project = join(import.meta.dirname, '..', '..');
const began = performance.now();
let seeds = 0;
let events = 0;
let broken: string | undefined;

const { done, stop } = playSeeds(
  project,
  { from: Number(values.from), to: Number.MAX_SAFE_INTEGER, processes: availableParallelism(), part },
  (played) => {
    seeds += 1;
    events += played.events;
    if (played.broken === undefined) return;
    broken ??= `BROKEN ${played.broken.invariant} seed=${played.seed}: ${played.broken.what}`;
    stop();
  },
);
const say = (): void => {
  const minutes = (performance.now() - began) / minuteMs;
  process.stdout.write(
    `${minutes.toFixed(1)} min  ${seeds} seeds  ${(seeds / minutes).toFixed(0)} a minute  ${events} events\n`,
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
