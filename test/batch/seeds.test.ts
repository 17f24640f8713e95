import { expect, test } from 'vitest';
import { runScenario } from '../../sim/scenario/run.ts';
import { batchFaults } from '../../sim/scenario/faults.ts';
import { scenarioOf } from '../../sim/scenario/scenario.ts';

const seeds = Array.from({ length: 20 }, (_, at) => at + 1);

test('what launching jobs promises holds, whatever goes wrong', { timeout: 240_000 }, async () => {
  const broken: unknown[] = [];
  for (const seed of seeds) {
    const outcome = await runScenario(scenarioOf(seed, batchFaults));
    if (outcome.broken !== undefined) broken.push({ seed, ...outcome.broken });
  }
  expect(broken).toEqual([]);
});

test('a night in which nothing is done to jobs, either', async () => {
  const scenario = scenarioOf(3, { ...batchFaults, hindrances: [] });
  const batch = { jobs: scenario.plan.batch?.jobs ?? [], acts: [], ways: [] };
  const calm = { ...scenario, plan: { ...scenario.plan, batch } };
  const { broken, events } = await runScenario(calm);
  expect({ broken, isBusy: events > 5 }).toEqual({ broken: undefined, isBusy: true });
});
