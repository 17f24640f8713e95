import { row } from '../measure.ts';
import type { Case } from './night.ts';
import type { Outcome } from './outcome.ts';
import { quantile, total } from './outcome.ts';
import { playRival } from './rival.ts';
import { schemes } from './schemes.ts';
import { heartbeat, playWatchkeeper, sweep } from './watchkeeper.ts';

const cases: readonly Case[] = [
  { name: '1 of 100, successors come late', hosts: 100, leaving: 1, drainS: 600, slow: 'starts' },
  { name: '1 of 100, tasks stop slowly', hosts: 100, leaving: 1, drainS: 600, slow: 'stops' },
  { name: '1 of 1,000, tasks stop slowly', hosts: 1000, leaving: 1, drainS: 600, slow: 'stops' },
  { name: '300 of 600 at once, tasks stop slowly', hosts: 600, leaving: 300, drainS: 600, slow: 'stops' },
];

/** By Watchkeeper alone: what its cost depends on, and what not. */
const alone: readonly Case[] = [
  { name: '1 of 100, in 10 clusters', hosts: 100, leaving: 1, drainS: 600, slow: 'stops', clusters: 10 },
  { name: '1 of 100, for 40 minutes', hosts: 100, leaving: 1, drainS: 2400, slow: 'stops' },
  { name: '1 of 100, for 2 minutes', hosts: 100, leaving: 1, drainS: 120, slow: 'stops' },
];

const widths = [24, 9, 7, 9, 8, 18, 18, 6, 8];
const head = ['a drain', 'calls', '×', 'Lambda s', '×', 'lag s (p50 p95 max)', 'killed', 'late', 'all in s'];

type Row = { readonly name: string; readonly calls: number; readonly lambdaS: number; readonly outcome: Outcome };

/** The same drains by us and by others, in the same simulated account; all times are virtual, and the same in each run. */
export async function benchDrains(print: (lines: readonly string[]) => void): Promise<void> {
  print(notes);
  for (const given of cases) {
    print(['', `${given.name}, 10 tasks each, ${given.drainS} s`, row(head, widths)]);
    const ours = rowOf('Watchkeeper', await playWatchkeeper(given));
    print([line(ours, ours), kinds(ours)]);
    for (const scheme of schemes) {
      const theirs = rowOf(scheme.name, await playRival(given, scheme));
      print([line(theirs, ours), kinds(theirs)]);
    }
  }
  print(['', 'Watchkeeper alone', row(head, widths)]);
  for (const given of alone) {
    const each = rowOf(given.name, await playWatchkeeper(given));
    print([line(each, each), kinds(each)]);
  }
}

const notes = [
  'Calls: ECS, Auto Scaling, EC2, all attempts. Lambda s: virtual time in which invocations run, sleeping included; each',
  'call takes 2 to 40 ms, and 10 ms are added to each invocation for its own work; ours without what an idle account',
  'costs: a call a minute, and a function that runs some 0.1 s for it. Lag: from the last stop on an instance to its end,',
  'of those that ended empty. Killed: instances that ended with tasks on them. Late: ended by a time-out, or not at all.',
  'A hook is completed only on both task lists of its instance: of many that end at once, later ones wait for reads (10 a',
  'second, half of what ECS gives an account). Daemons are asked for once, one call for ten services.',
  'The others are written from descriptions of how they wait, with none of their code, and all have 900 s to wait.',
];

function rowOf(name: string, outcome: Outcome): Row {
  const calls = total(outcome.calls, [sweep]) / outcome.drains;
  return { name, calls, lambdaS: outcome.lambdaS / outcome.drains, outcome };
}

function line({ name, calls, lambdaS, outcome }: Row, ours: Row): string {
  const { lagsS, killed, late, tookS } = outcome;
  const lags = [quantile(lagsS, 0.5), quantile(lagsS, 0.95), lagsS.at(-1) ?? Number.NaN];
  return row(
    [
      name,
      calls.toFixed(1),
      (calls / ours.calls).toFixed(1),
      lambdaS.toFixed(1),
      (lambdaS / ours.lambdaS).toFixed(1),
      lagsS.length === 0 ? '-' : lags.map((lag) => lag.toFixed(1)).join(' '),
      killed.instances === 0 ? '0' : `${killed.instances} (${killed.tasks} tasks)`,
      String(late),
      tookS.toFixed(0),
    ],
    widths,
  );
}

/** What of it were calls of which kind, for all drains together. */
function kinds({ outcome: { calls, throttled } }: Row): string {
  const shown = [...calls]
    .filter(([operation]) => operation !== sweep)
    .sort(([, a], [, b]) => b - a)
    .map(([operation, count]) => `${operation === heartbeat ? 'Heartbeat' : operation.replace(/^\w+\./, '')} ${count}`);
  return `  ${shown.join(', ')}${throttled > 0 ? `; ${throttled} of them throttled` : ''}`;
}
