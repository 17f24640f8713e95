import { performance } from 'node:perf_hooks';
import { languages } from '../lib/core/language.ts';
import { answerPlacement } from '../lib/ecs/placement/answer.ts';
import type { AskedTask } from '../lib/ecs/placement/asked.ts';
import { nextCopyText } from '../lib/ecs/placement/next-copy-text.ts';
import type { Snapshot } from '../lib/ecs/placement/snapshot.ts';
import { readSnapshot } from '../lib/ecs/placement/snapshot.ts';
import { askedByDefinition, askedByService } from '../lib/ecs/placement/snapshot-asked.ts';
import { copiesThatFit } from '../test/ecs/placement/examples.ts';
import { randomOf } from './random.ts';
import { mutated, wholeSnapshot } from './snapshot-mutations.ts';

// A file with some of it changed at random, read and asked about everything: no crash, no hang, no number that is none.
//   node bench/snapshot-fuzz.ts [files] [seed]
const [files = 200_000, seed = 1] = process.argv.slice(2).map(Number);
const random = randomOf(seed);
const seen = { snapshots: 0, faulty: 0, yes: 0, no: 0, unverifiable: 0 };

function check(snapshot: Snapshot, asked: AskedTask): void {
  const answer = answerPlacement(snapshot, asked);
  const { fits, copies, instances } = answer.explanation;
  seen[fits] += 1;
  if ((fits === 'yes') !== (copies === 'unbounded' || copies >= 1)) throw new Error(`${fits}, and ${copies} copies`);
  if (instances.length > 0 && instances.length !== snapshot.instances.length) throw new Error('an instance is missing');
  const { least, most } = { least: copies, most: copiesThatFit(asked, answer.instances) };
  if (instances.length > 0 && least !== most.copies) throw new Error(`${least} explained, ${most.copies} counted`);
  for (const language of languages) nextCopyText(answer, language);
  const numbers: unknown[] = [
    copies,
    ...instances.flatMap((each) => [each.copies, ...each.reasons.map(({ shortBy }) => shortBy)]),
  ];
  if (numbers.some((each) => Number.isNaN(each))) throw new Error('not a number');
}

/** Reads a file and asks everything about it; milliseconds. */
function ask(file: unknown): number {
  const began = performance.now();
  const read = readSnapshot(file);
  if ('faults' in read) {
    seen.faulty += 1;
    if (read.faults.some(({ problem }) => problem === '')) throw new Error('a fault without words');
  } else {
    seen.snapshots += 1;
    for (const service of read.services) {
      const asked = askedByService(read, service);
      if (asked !== undefined) check(read, asked);
    }
    for (const definition of read.definitions) check(read, askedByDefinition(definition, read));
  }
  return performance.now() - began;
}

let slowestMs = 0;
let slowest = 0;
const begin = performance.now();
for (let count = 0; count < files; count += 1) {
  const file = mutated(wholeSnapshot, random);
  try {
    const tookMs = ask(file);
    // Once more: the machine may have done something else.
    if (tookMs > slowestMs) {
      const againMs = Math.min(tookMs, ask(file));
      if (againMs > slowestMs) [slowestMs, slowest] = [againMs, count];
    }
  } catch (error) {
    console.error(`seed ${seed}, file ${count}: ${JSON.stringify(file).slice(0, 20_000)}`);
    throw error;
  }
}
const seconds = (performance.now() - begin) / 1000;
console.log(`${files} files in ${seconds.toFixed(1)} s: ${JSON.stringify(seen)}`);
console.log(`slowest ${slowestMs.toFixed(1)} ms: file ${slowest}`);
