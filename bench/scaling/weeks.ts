import { minuteMs, secondMs } from '../../lib/core/time.ts';
import { seeded } from '../../sim/random.ts';
import type { Reading } from '../../lib/scale/sources.ts';
import { ours, stepScaling, targetTracking } from './controllers.ts';
import type { Controller, Seen, Week } from './plant.ts';
import { queueLoad, webLoad, weekOf } from './plant.ts';

/** A simulated week of a queue's workers and of a web service, by three controllers side by side. */
export function benchWeeks(): readonly string[] {
  const web = { min: 2, max: 12 };
  const cpu = (seen: Seen): readonly number[] => seen.cpuPercent;
  const cpuSource = {
    kind: 'metric',
    id: 'cpu',
    queries: [],
    target: 60,
    of: 'average',
    activation: 0,
  } as const;
  // Nothing is forgiven for good by a small tolerance, and the longer window of the way down keeps it from swinging.
  const follows = { ...web, windowMs: 10 * minuteMs, tolerance: 0.01 };
  const mine = (target: number): Controller =>
    ours(follows, { ...cpuSource, target }, cpuReading, `Watchkeeper, CPU ${target}`);
  const week = (controller: Controller): Week => weekOf(webLoad(seeded('web week')), controller, 4);
  const tracking = targetTracking(web, { target: 60, metric: cpu, name: 'CPU 60' });
  const queue = { min: 1, max: 40 };
  const queueSource = {
    kind: 'queue',
    id: 'queue',
    queue: 'images',
    perTask: 20,
    counting: { inFlight: true, delayed: false },
    activation: 0,
  } as const;
  const queueWeeks = [
    stepScaling({ min: 1, max: 12 }),
    targetTracking(queue, { target: 20, metric: (seen) => seen.backlogPerTask, name: 'backlog per task 20' }),
    ours({ min: 0, max: 40 }, queueSource, ({ visible, inFlight }) => ({
      kind: 'queue',
      depth: { visible, inFlight, delayed: 0 },
    })),
  ].map((controller) => weekOf(queueLoad(seeded('queue week')), controller, 1));
  return [
    'web service, a week: latency p95, against step scaling',
    ...table([week(stepScaling(web)), week(mine(60))]),
    'web service, a week: latency p95, against target tracking',
    ...table([week(tracking), week(mine(62))]),
    'queue workers, a week: age of a message p95',
    ...table(queueWeeks),
  ];
}

const cpuReading = ({ atS, cpuPercent }: Seen): Reading => ({
  kind: 'series',
  points: cpuPercent.slice(-5).map((value, at, all) => ({ value, at: (atS - 60 * (all.length - at)) * secondMs })),
});

function table(weeks: readonly Week[]): readonly string[] {
  const mine = weeks.at(-1);
  return weeks.map(({ name, waitP95S, worstWaitS, taskHours, scaleEvents, turns }) => {
    const ratio =
      mine === undefined ? '' : `${(waitP95S / mine.waitP95S).toFixed(2)} / ${(taskHours / mine.taskHours).toFixed(2)}`;
    const seconds = `${waitP95S.toFixed(waitP95S < 1 ? 3 : 2).padStart(8)} s  worst ${worstWaitS.toFixed(0).padStart(5)} s`;
    return `  ${name.padEnd(46)} ${seconds}  ${taskHours.toFixed(0).padStart(5)} task-hours  ${String(scaleEvents).padStart(4)} changes, ${turns} turns  (ratio to ours ${ratio})`;
  });
}
