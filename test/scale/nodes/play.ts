import { playNight } from './nights.ts';

/** Plays the nights of the seeds from one to another; each is a line of JSON. */
const [from = 1, to = 12, every = 1] = process.argv.slice(2).map(Number);
for (let seed = from; seed <= to; seed += every) process.stdout.write(`${JSON.stringify(await playNight(seed))}\n`);
