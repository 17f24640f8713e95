import { scenarioOf, allFaults } from '/work/main/sim/scenario/scenario.ts';
import { runScenario } from '/work/main/sim/scenario/run.ts';
import { appendFileSync } from 'node:fs';
const crash = new Set(['crash-after-start','bad-image','deploy-loop']);
let n = 0;
const until = Date.now() + 6*60_000;
for (let seed = 1; seed < 4000 && Date.now() < until; seed++) {
  const s = scenarioOf(seed, allFaults);
  if (s.plan.loops !== 'act' || !s.troubles.some(t => /crash|image|memory|exit|env|secret/.test(t.name))) continue;
  let calls = 0;
  const o: any = await runScenario(s, {} as any).catch((e: unknown) => ({ error: String(e) }));
  n++;
  appendFileSync('/tmp/loops.txt', `${seed} ${s.troubles.map(t=>t.name).join(',')} ${JSON.stringify(o.broken ?? o.error ?? 'ok')}\n`);
}
appendFileSync('/tmp/loops.txt', `done ${n}\n`);
process.exit(0);
