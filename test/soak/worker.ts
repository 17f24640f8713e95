import { isSoakPart, soakParts } from './parts.ts';

/** Plays every `step`th seed from `from` on, up to `to`, and prints one line of JSON for each. Ends by itself, or is killed. */
const [from = 1, step = 1, to = Infinity] = process.argv.slice(2, 5).map(Number);
const part = process.argv[5];
if (!isSoakPart(part)) throw new Error(`no part is called ${part}`);
for (let seed = from; seed <= to; seed += step) {
  process.stdout.write(`${JSON.stringify(await soakParts[part](seed))}\n`);
}
