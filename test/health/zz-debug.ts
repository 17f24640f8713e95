import { runScenario } from '../../sim/scenario/run.ts';
import { scenarioOf, allFaults } from '../../sim/scenario/scenario.ts';
const seed = Number(process.argv[2]);
let s = scenarioOf(seed, { ...allFaults, drains: false });
s = { ...s, hindrances: [{ name: 'events-stopped', fromMs: 0, untilMs: s.lengthMs }] } as typeof s;
console.log(JSON.stringify(s.plan.services), JSON.stringify(s.troubles));
const out = await runScenario(s, {
  happened: (at, what) => console.log(new Date(at).toISOString().slice(11, 19), 'EVENT', what),
  logged: (line) => {
    const l = JSON.parse(line);
    if (l.message) console.log(String(l.time).slice(11, 19), l.function, (l.record ?? '').slice(-40), l.message);
  },
});
console.log(out.broken, out.posts);
