import { parseArgs } from 'node:util';
import { casesOf } from '../ecs/placement/cluster-cases.ts';
import { Coverage, compare } from '../ecs/placement/engine-agreement.ts';

/** The placement engine against the simulator's placer, over many random clusters. The first disagreement is shown whole. */
const { values } = parseArgs({
  options: { cases: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' } },
});
const began = performance.now();
const coverage = new Coverage();
let first: string | undefined;
for (const given of casesOf(Number(values.cases), Number(values.seed))) {
  const agreement = compare(given);
  coverage.add(agreement);
  if (agreement.disagreement !== undefined) first ??= `${JSON.stringify(given)}\n${agreement.disagreement}`;
}
const seconds = ((performance.now() - began) / 1000).toFixed(0);
const count = (what: string): string => `${what} ${coverage.of(what)}`;
process.stdout.write(
  `${coverage.cases} cases  ${coverage.disagreements} disagreements  ` +
    `${['yes', 'no', 'unverifiable', 'several copies'].map(count).join('  ')}  ${seconds} s\n`,
);
const reasons = [...coverage.seen].toSorted((a, b) => b[1] - a[1]).map(([what]) => count(what));
process.stdout.write(`${reasons.join(', ')}\n`);
if (first !== undefined) process.stdout.write(`${first}\n`);
process.exitCode = first === undefined ? 0 : 1;
