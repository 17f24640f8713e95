import { runScenario } from '../../sim/scenario/run.ts';
import { scenarioOf, allFaults } from '../../sim/scenario/scenario.ts';
const [from, to, only] = process.argv.slice(2);
for (let seed = Number(from); seed <= Number(to); seed++) {
  let s = scenarioOf(seed, { ...allFaults, drains: false });
  if (only === 'never')
    s = { ...s, hindrances: [{ name: 'events-stopped', fromMs: 0, untilMs: s.lengthMs }] } as typeof s;
  if (only === 'none') s = { ...s, hindrances: [] };
  const t = performance.now();
  const { broken, posts, events } = await runScenario(s);
  console.log(
    seed,
    broken === undefined
      ? 'ok'
      : `BROKEN ${broken.invariant}: ${broken.what} at ${(broken.at - Date.UTC(2026, 2, 2)) / 60000}`,
    posts,
    events,
    s.troubles.map((t) => t.name + '@' + Math.round(t.atMs / 60000)).join(),
    Math.round(performance.now() - t),
  );
}
