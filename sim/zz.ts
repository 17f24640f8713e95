process.env['AWS_REGION'] = 'ap-northeast-1';
process.env['AWS_ACCESS_KEY_ID'] = 'a';
process.env['AWS_SECRET_ACCESS_KEY'] = 'b';
import { allFaults, scenarioOf } from './scenario/scenario.ts';
import { runScenario } from './scenario/run.ts';
const [from = 1, to = 5, mode = 'all'] = [Number(process.argv[2] ?? 1), Number(process.argv[3] ?? 5), process.argv[4]];
for (let seed = from; seed <= to; seed++) {
  const s = scenarioOf(
    seed,
    mode === 'none'
      ? { troubles: [], hindrances: [] }
      : mode === 'troubles'
        ? { ...allFaults, hindrances: [] }
        : allFaults,
  );
  const t = performance.now();
  try {
    const o = await runScenario(s);
    console.log(
      o.broken ? 'BROKEN' : 'ok',
      seed,
      'events',
      o.events,
      'posts',
      o.posts,
      'deaths',
      o.deaths,
      o.trace,
      (performance.now() - t).toFixed(0) + 'ms',
      s.troubles.map((t) => t.name).join(','),
      '|',
      s.hindrances.map((h) => h.name).join(','),
    );
    if (o.broken) {
      console.log('   ', o.broken.invariant, ':', o.broken.what, new Date(o.broken.at).toISOString());
      if (process.argv[5]) console.log(o.last.join('\n'));
    }
  } catch (e) {
    console.log('THREW', seed, e, s.troubles.map((t) => t.name).join(','));
  }
}
