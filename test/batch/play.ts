import { playNight } from './random-night.ts';

/** Plays nights from one seed up to another, and prints a line of JSON for each. */
const [from = 1, to = 10, hours = 3] = process.argv.slice(2).map(Number);
for (let seed = from; seed <= to; seed += 1) process.stdout.write(`${JSON.stringify(await playNight(seed, hours))}\n`);
