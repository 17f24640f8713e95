import { scenarioOf, allFaults } from '../sim/scenario/scenario.ts';
import { runScenario } from '../sim/scenario/run.ts';
const o: any = await runScenario(scenarioOf(303, allFaults), {} as any);
console.log(JSON.stringify(o.broken ?? 'ok'));
process.exit(0);
