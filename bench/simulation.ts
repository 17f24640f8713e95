import { emptyAccount } from '../sim/account/account.ts';
import { Agenda } from '../sim/agenda.ts';
import { seeded } from '../sim/random.ts';
import { shopPlan } from '../sim/scenario/plan.ts';
import { runScenario } from '../sim/scenario/run.ts';
import { allFaults } from '../sim/scenario/faults.ts';
import { scenarioOf } from '../sim/scenario/scenario.ts';
import { deploy, raiseStage } from '../sim/scenario/stage.ts';

const hourMs = 3_600_000;
const seedsPlayed = 60;

/** How fast the simulated account is: alone, and with the functions over it. */
export async function benchSimulation(): Promise<readonly string[]> {
  const alone = accountAlone();
  const began = performance.now();
  let events = 0;
  for (let seed = 1; seed <= seedsPlayed; seed += 1) events += (await runScenario(scenarioOf(seed, allFaults))).events;
  const seconds = (performance.now() - began) / 1000;
  return [
    `account alone, crash loops       ${alone.toFixed(0).padStart(8)} task events per real second (goal 2000)`,
    `with the functions, all faults   ${(events / seconds).toFixed(0).padStart(8)} events per real second`,
    `seeds                            ${((60 * seedsPlayed) / seconds).toFixed(0).padStart(8)} a minute on one core (goal 150)`,
  ];
}

function accountAlone(): number {
  const random = seeded('bench');
  const agenda = new Agenda(Date.UTC(2026, 2, 2));
  let events = 0;
  const emit = ({ detailType }: { readonly detailType: string }): void => {
    if (detailType === 'ECS Task State Change') events += 1;
  };
  const stage = raiseStage(emptyAccount({ agenda, random, emit }), shopPlan, random.fork('stage'));
  for (const plan of shopPlan.services) if (plan.kind !== 'daemon') deploy(stage, plan, { program: 'crash' });
  const end = agenda.now() + 24 * hourMs;
  const began = performance.now();
  while (agenda.step(end) !== undefined);
  return (1000 * events) / (performance.now() - began);
}
