import { performance } from 'node:perf_hooks';
import type { AskedTask } from '../lib/ecs/placement/asked.ts';
import { cheapestChanges } from '../lib/ecs/placement/changes.ts';
import { copiesThatFit } from '../test/ecs/placement/examples.ts';
import { explainPlacement } from '../lib/ecs/placement/explain.ts';
import type { PlacementInstance } from '../lib/ecs/placement/instance.ts';
import { median, row } from './measure.ts';
import { clusterOf, taskWith } from './placement-cluster.ts';
import { naiveCopies, naiveExplanation } from './placement-naive.ts';

type Work = (asked: AskedTask, instances: readonly PlacementInstance[]) => unknown;

const rounds = 9;

/** Milliseconds, the median of several after a warm-up. */
function msOf(work: () => unknown, times = rounds): number {
  work();
  const samples = Array.from({ length: times }, () => {
    const begin = performance.now();
    work();
    return performance.now() - begin;
  });
  return median(samples);
}

/** The engine against a naive scan, and how it grows with the cluster. */
export function benchPlacement(): readonly string[] {
  const task = taskWith(20);
  const widths = [42, 12, 12, 9, 24];
  const line = (name: string, ours: Work, naive: Work, count: number): string => {
    const instances = clusterOf(count);
    const growth = [1, 2, 4].map((factor) => {
      const more = clusterOf(count * factor);
      return msOf(() => ours(task, more));
    });
    const [least = 0] = growth;
    const naiveMs = msOf(() => naive(task, instances), 3);
    const times = growth.map((each) => `×${(each / least).toFixed(1)}`).join(' ');
    return row(
      [name, `${least.toFixed(1)} ms`, `${naiveMs.toFixed(0)} ms`, (naiveMs / least).toFixed(0), times],
      widths,
    );
  };
  const few = clusterOf(300);
  if (copiesThatFit(task, few).copies !== naiveCopies(task, few)) throw new Error('the two do not count alike');
  const changes = msOf(() => cheapestChanges(task, clusterOf(1000)), 3);
  return [
    row(['', 'engine', 'naive', 'naive ÷', 'engine at n, 2n, 4n'], widths),
    line('explain 1,000 instances × 20 constraints', explainPlacement, naiveExplanation, 1000),
    line('count for 10,000 instances', copiesThatFit, naiveCopies, 10_000),
    row(['cheapest changes, 1,000 × 20', `${changes.toFixed(1)} ms`], widths),
    'naive: for each copy every constraint is parsed and asked again',
  ];
}

if (import.meta.main) for (const text of benchPlacement()) console.log(text);
