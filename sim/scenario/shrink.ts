import type { Outcome } from './outcome.ts';
import { runScenario } from './run.ts';
import type { Scenario } from './scenario.ts';

/**
 * The least of a scenario that still breaks the same invariant: troubles, hindrances, services and jobs are left out one
 * by one as long as it stays broken.
 */
export async function shrunk(scenario: Scenario, outcome: Outcome): Promise<{ scenario: Scenario; outcome: Outcome }> {
  let best = { scenario, outcome };
  for (let smaller = true; smaller;) {
    smaller = false;
    for (const candidate of lesser(best.scenario)) {
      const tried = await runScenario(candidate);
      if (tried.broken?.invariant !== outcome.broken?.invariant) continue;
      best = { scenario: candidate, outcome: tried };
      smaller = true;
      break;
    }
  }
  return best;
}

function* lesser(scenario: Scenario): Generator<Scenario> {
  for (const troubles of without(scenario.troubles)) yield { ...scenario, troubles };
  for (const hindrances of without(scenario.hindrances)) yield { ...scenario, hindrances };
  for (const services of without(scenario.plan.services)) yield { ...scenario, plan: { ...scenario.plan, services } };
  const { batch } = scenario.plan;
  if (batch !== undefined) {
    for (const acts of without(batch.acts))
      yield { ...scenario, plan: { ...scenario.plan, batch: { ...batch, acts } } };
    for (const ways of without(batch.ways))
      yield { ...scenario, plan: { ...scenario.plan, batch: { ...batch, ways } } };
  }
  for (const jobs of without(scenario.plan.jobs)) yield { ...scenario, plan: { ...scenario.plan, jobs } };
}

function* without<T>(list: readonly T[]): Generator<readonly T[]> {
  for (const left of list) yield list.filter((each) => each !== left);
}
