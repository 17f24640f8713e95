import { minuteMs, secondMs } from '../../lib/core/time.ts';
import { seeded } from '../../sim/random.ts';
import type { Reading } from '../../lib/scale/sources.ts';
import { ours, stepScaling, targetTracking } from './controllers.ts';
import type { Controller, Load, Seen, Week } from './plant.ts';
import { queueLoad, webLoad, weekOf } from './plant.ts';

/** So many weeks that differ; what is printed is their mean, and in how many of them ours was better. */
const weeks = ['one', 'two', 'three', 'four', 'five'] as const;

/** Made anew for each week: a controller remembers. */
type Rival = () => Controller;

const web = { min: 2, max: 12 };
const queue = { min: 1, max: 40 };

const cpu = (seen: Seen): readonly number[] => seen.cpuPercent;
const cpuSource = { kind: 'metric', id: 'cpu', queries: [], of: 'average', activation: 0 } as const;
// Nothing is forgiven for good by a small tolerance, and the longer window of the way down keeps it from swinging.
const follows = { ...web, windowMs: 10 * minuteMs, tolerance: 0.01 };
const cpuName = (target: number): string => `Watchkeeper, CPU ${target}, tolerance 1 %, window 10 min`;
const byCpu =
  (target: number): Rival =>
  () =>
    ours(follows, { ...cpuSource, target }, cpuReading, cpuName(target));

const tracksCpu =
  (reading: 'calm' | 'eager'): Rival =>
  () =>
    targetTracking(web, { target: 60, metric: cpu, name: 'CPU 60', reading });

const queueSource = {
  kind: 'queue',
  id: 'queue',
  queue: 'images',
  perTask: 20,
  counting: { inFlight: true, delayed: false },
  activation: 0,
} as const;
const byQueue: Rival = () =>
  ours(
    { min: 0, max: queue.max },
    queueSource,
    ({ visible, inFlight }) => ({ kind: 'queue', depth: { visible, inFlight, delayed: 0 } }),
    'Watchkeeper, 20 messages for each of 0 to 40',
  );

const tracksQueue =
  (reading: 'calm' | 'eager'): Rival =>
  () =>
    targetTracking(queue, { target: 20, metric: (seen) => seen.backlogPerTask, name: 'backlog per task 20', reading });

/** Simulated weeks of a queue's workers and of a web service, by several controllers side by side; ours is the last. */
export function benchWeeks(): readonly string[] {
  const webWeeks = (rivals: readonly Rival[]): readonly string[] =>
    table(rivals, (name) => webLoad(seeded(`web ${name}`)), 4);
  const queueWeeks = (rivals: readonly Rival[]): readonly string[] =>
    table(rivals, (name) => queueLoad(seeded(`queue ${name}`)), 1);
  return [
    `web service, mean of ${weeks.length} weeks: latency p95, against step scaling (2 to 12 tasks)`,
    ...webWeeks([() => stepScaling(web), byCpu(60)]),
    `web service, mean of ${weeks.length} weeks: latency p95, against target tracking`,
    ...webWeeks([tracksCpu('calm'), tracksCpu('eager'), byCpu(60), byCpu(62)]),
    `queue workers, mean of ${weeks.length} weeks: age of a message p95`,
    ...queueWeeks([
      () => stepScaling({ min: 2, max: 12 }),
      () => stepScaling(queue),
      tracksQueue('calm'),
      tracksQueue('eager'),
      byQueue,
    ]),
  ];
}

const cpuReading = ({ atS, cpuPercent }: Seen): Reading => ({
  kind: 'series',
  points: cpuPercent.slice(-5).map((value, at, all) => ({ value, at: (atS - 60 * (all.length - at)) * secondMs })),
});

function table(rivals: readonly Rival[], loadOf: (week: string) => Load, first: number): readonly string[] {
  const played = rivals.map((rival) => weeks.map((name) => weekOf(loadOf(name), rival(), first)));
  const mine = played.at(-1) ?? [];
  return played.map((each) => lineOf(each, mine));
}

function lineOf(played: readonly Week[], mine: readonly Week[]): string {
  const mean = (of: (week: Week) => number, all = played): number =>
    all.reduce((sum, week) => sum + of(week), 0) / all.length;
  const [wait, hours] = [mean(({ waitP95S }) => waitP95S), mean(({ taskHours }) => taskHours)];
  const ratio = [wait / mean(({ waitP95S }) => waitP95S, mine), hours / mean(({ taskHours }) => taskHours, mine)];
  const worse = played.filter((week, at) => {
    const own = mine[at];
    return own !== undefined && own.waitP95S < week.waitP95S && own.taskHours < week.taskHours;
  }).length;
  const cells = [
    `  ${(played[0]?.name ?? '').padEnd(58)}`,
    `${wait.toFixed(wait < 1 ? 3 : 0).padStart(6)} s  worst ${mean(({ worstWaitS }) => worstWaitS)
      .toFixed(0)
      .padStart(5)} s`,
    `${hours.toFixed(0).padStart(5)} task-hours`,
    `${mean(({ scaleEvents }) => scaleEvents)
      .toFixed(0)
      .padStart(4)} changes, ${mean(({ turns }) => turns).toFixed(0)} turns`,
    played === mine
      ? ''
      : `(of ours ${ratio.map((each) => `${each.toFixed(2)} x`).join(' the wait, ')} the hours; ours better at both in ${worse} of ${weeks.length})`,
  ];
  return cells.join('  ').trimEnd();
}
