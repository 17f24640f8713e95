import { runScenario } from '../../sim/scenario/run.ts';
import { allFaults, batchFaults, drainFaults, scenarioOf } from '../../sim/scenario/scenario.ts';

const parts = { all: allFaults, batch: batchFaults, drain: drainFaults };

/** Plays every `step`th seed from `from` on, up to `to`, and prints one line of JSON for each. Ends by itself, or is killed. */
const [from, step, to] = process.argv.slice(2, 5).map(Number);
const faults = parts[(process.argv[5] ?? 'all') as keyof typeof parts];
for (let seed = from ?? 1; seed <= (to ?? Infinity); seed += step ?? 1) {
  const { events, trace, broken } = await runScenario(scenarioOf(seed, faults));
  process.stdout.write(`${JSON.stringify({ seed, events, trace, ...(broken !== undefined && { broken }) })}\n`);
  if (broken !== undefined) break;
}
