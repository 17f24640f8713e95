import { describe, expect, test } from 'vitest';
import { overHttp } from '../../sim/cloud/transport.ts';
import { runScenario } from '../../sim/scenario/run.ts';
import { allFaults, drainFaults } from '../../sim/scenario/faults.ts';
import { scenarioOf } from '../../sim/scenario/scenario.ts';

/** A fixed set; in three of four hosts are Watchkeeper's to drain. */
const seeds = Array.from({ length: 20 }, (_, at) => at + 1);
const perTest = 10;

describe('the promises hold, whatever goes wrong', () => {
  const groups = Array.from({ length: Math.ceil(seeds.length / perTest) }, (_, at) =>
    seeds.slice(at * perTest, (at + 1) * perTest),
  );
  test.each(groups.map((group) => ({ group, name: `seeds ${group[0]} to ${group.at(-1)}` })))(
    '$name',
    { timeout: 300_000 },
    async ({ group }) => {
      for (const seed of group) {
        const { broken } = await runScenario(scenarioOf(seed, allFaults));
        expect({ seed, broken }).toEqual({ seed, broken: undefined });
      }
    },
  );
});

test('the same seed is the same night, twice', async () => {
  const [one, other] = [await runScenario(scenarioOf(21, allFaults)), await runScenario(scenarioOf(21, allFaults))];
  expect(one.trace).toBe(other.trace);
  expect(one.events).toBeGreaterThan(100);
  expect((await runScenario(scenarioOf(24, allFaults))).trace).not.toBe(one.trace);
});

test('and the same over HTTP, in the protocols of the services', async () => {
  const scenario = scenarioOf(44, allFaults);
  const within = await runScenario(scenario);
  const over = await runScenario(scenario, {}, overHttp);
  expect({ trace: over.trace, posts: over.posts }).toEqual({ trace: within.trace, posts: within.posts });
  expect(over.posts).toBeGreaterThan(0);
});

test('a night of drains is the same over HTTP, too', { timeout: 60_000 }, async () => {
  const scenario = scenarioOf(12, drainFaults);
  const within = await runScenario(scenario);
  const over = await runScenario(scenario, {}, overHttp);
  expect({ trace: over.trace, broken: over.broken }).toEqual({ trace: within.trace, broken: undefined });
  expect(scenario.plan.drain?.stack).toBe('act');
});

test('without faults nobody is told anything', async () => {
  for (const seed of [1, 2, 3, 50]) {
    const { broken, posts } = await runScenario(scenarioOf(seed, { troubles: [], hindrances: [] }));
    expect({ broken, posts }).toEqual({ broken: undefined, posts: 0 });
  }
});
