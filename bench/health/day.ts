import { newsMs } from '../../lib/health/watch.ts';
import { roundMs } from '../../lib/health/sweep/plan.ts';
import { dayMs, hourMs, minuteMs, secondMs } from '../../lib/core/time.ts';
import type { Service } from '../../sim/account/service.ts';
import { updateService } from '../../sim/account/services/update.ts';
import { loseZone, restoreZone } from '../../sim/account/zones.ts';
import type { BucketName } from '../../sim/api/throttle.ts';
import { bucketNameOf, buckets } from '../../sim/api/throttle.ts';
import { postsOf } from '../../sim/chat/slack-state.ts';
import { operationsOf } from '../../sim/scenario/operations.ts';
import { witnessed } from '../../sim/scenario/setting.ts';
import { Simulation } from '../../sim/simulation.ts';
import type { DayCase } from './account.ts';
import { raise, release } from './account.ts';

export const wholeDay: DayCase = {
  services: 2000,
  tasksEach: 10,
  clusters: 4,
  hours: dayMs / hourMs,
  deploymentsPerHour: 10,
  stormAtHour: 12,
};

/** How much of what a throttle bucket holds is taken at its emptiest (Amazon ECS API reference, request-throttling). */
export type Share = { readonly bucket: BucketName; readonly calm: number; readonly storm: number };

/**
 * What a day of it costs. `quiet`: minutes before which nothing had happened to any task for so long that nobody looks
 * closer any more. `calm`: all of the day, deployments too, but for the hour of the storm. `busyAfterStormMinutes`: from
 * the last change of a task to the first minute that costs no more than a quiet one. `posts`: what stands in the channel.
 */
export type DayCost = {
  readonly tasks: number;
  readonly quietMinutes: number;
  readonly mostInQuietMinute: number;
  readonly meanInQuietMinute: number;
  readonly shares: readonly Share[];
  readonly busyAfterStormMinutes: number;
  readonly posts: number;
  readonly refused: number;
  readonly calls: number;
  readonly errors: number;
  readonly realSeconds: number;
};

const begins = Date.UTC(2026, 2, 2);
const settlesMs = 30 * minuteMs;
const channel = 'C0ALERTS';

/** What a quiet minute may cost. */
const quietCalls = 15;

/** Reads of many records at once take turns, within their part of a bucket. */
const turnsMs = 5 * minuteMs;

/** The records of what happened look for so long; a round of all services may find it once more. */
const quietAfterMs = ({ services }: DayCase): number =>
  newsMs + turnsMs + Math.max(roundMs, (services / 100) * minuteMs);

type Call = { readonly at: number; readonly bucket: BucketName };

export async function playDay(given: DayCase): Promise<DayCost> {
  const began = performance.now();
  const calls: Call[] = [];
  let refused = 0;
  const simulation: Simulation = new Simulation({
    seed: 'day',
    start: begins - settlesMs,
    configuration: `receivers: { alerts: { slack: ${channel} } }\npager: live\n`,
    everyMinute: true,
    operations: (each) =>
      witnessed(
        counted(operationsOf(each, { mostPerPage: 100 }), () => (refused += 1)),
        ({ operation }) => {
          const bucket = bucketNameOf(operation);
          if (operation.startsWith('ECS.') && bucket !== undefined && !each.bus.muted)
            calls.push({ at: each.agenda.now(), bucket });
        },
      ),
  });
  const { account, agenda, bus } = simulation;
  bus.muted = true;
  raise(simulation, given);
  await simulation.run(begins);
  bus.muted = false;
  // A first round finds all of it new.
  const from = begins + hourMs;
  await simulation.run(from);
  calls.length = 0;
  const moved: number[] = [];
  account.taskListeners.push(() => {
    if (moved.at(-1) !== agenda.now()) moved.push(agenda.now());
  });
  plan(simulation, given, from);
  const until = from + given.hours * hourMs;
  await simulation.run(until);
  await simulation.close();
  const span = { from, until };
  const perMinute = quietMinutes(countedByMinute(calls), moved, { ...span, quietAfterMs: quietAfterMs(given) });
  const stormFrom = from + (given.stormAtHour ?? given.hours) * hourMs;
  return {
    tasks: [...account.services.values()].reduce((sum, { tasks }) => sum + tasks.size, 0),
    quietMinutes: perMinute.length,
    mostInQuietMinute: Math.max(0, ...perMinute),
    meanInQuietMinute: perMinute.reduce((sum, each) => sum + each, 0) / Math.max(1, perMinute.length),
    shares: sharesOf(calls, (at) => at >= stormFrom && at < stormFrom + hourMs),
    busyAfterStormMinutes: busyAfter(calls, moved, { from: stormFrom + hourMs / 2, until }),
    posts: postsOf(simulation.slack.state, channel).length,
    refused,
    calls: calls.length,
    errors: simulation.errors.length,
    realSeconds: (performance.now() - began) / secondMs,
  };
}

type Operations = ReturnType<typeof operationsOf>;

/** Hears of each call that AWS refuses for being one too many. */
function counted(operations: Operations, hear: () => void): Operations {
  return Object.fromEntries(
    Object.entries(operations).map(([name, handler]) => [
      name,
      (input: never, call: Parameters<typeof handler>[1]) => {
        try {
          return handler(input, call);
        } catch (error) {
          if (name.startsWith('ECS.') && error instanceof Error && /throttl/iu.test(error.name)) hear();
          throw error;
        }
      },
    ]),
  );
}

/** All deployments of an hour fall into its first ten minutes; the rest of it is quiet. After a storm nobody deploys. */
function plan({ account, agenda }: Simulation, given: DayCase, from: number): void {
  const services = [...account.services.values()];
  const deploy = (service: Service, number: number): void =>
    updateService(account, service, { definition: release(account, given, { family: service.name, number }) });
  for (let hour = 0; hour < given.hours; hour += 1) {
    if (hour - 1 === given.stormAtHour) continue;
    for (let each = 0; each < given.deploymentsPerHour; each += 1) {
      const service = services[(hour * given.deploymentsPerHour + each) % services.length];
      const at = from + hour * hourMs + (each * 10 * minuteMs) / given.deploymentsPerHour;
      agenda.at(at, 'a deployment', () => {
        if (service !== undefined) deploy(service, hour + 2);
      });
    }
  }
  if (given.stormAtHour === undefined) return;
  const [zone = ''] = account.zones;
  const at = from + given.stormAtHour * hourMs + 30 * minuteMs;
  agenda.at(at, 'a zone is lost', () => loseZone(account, zone));
  agenda.at(at + 20 * minuteMs, 'it is back', () => restoreZone(account, zone));
}

type Span = { readonly from: number; readonly until: number };
type Counts = ReadonlyMap<number, number>;

/** By whole minutes since the epoch. */
function countedByMinute(calls: readonly Call[]): Counts {
  const counts = new Map<number, number>();
  for (const { at } of calls) {
    const minute = Math.floor(at / minuteMs);
    counts.set(minute, (counts.get(minute) ?? 0) + 1);
  }
  return counts;
}

/** Calls in each minute before which nothing had happened for long. */
function quietMinutes(
  counts: Counts,
  moved: readonly number[],
  { from, until, quietAfterMs: quietMs }: Span & { readonly quietAfterMs: number },
): readonly number[] {
  const perMinute: number[] = [];
  let last = 0;
  for (let at = from; at < until; at += minuteMs) {
    while ((moved[last + 1] ?? Number.POSITIVE_INFINITY) <= at + minuteMs) last += 1;
    const lastAt = moved[last] ?? Number.NEGATIVE_INFINITY;
    const isQuiet = lastAt > at + minuteMs || at - lastAt >= quietMs;
    if (isQuiet) perMinute.push(counts.get(at / minuteMs) ?? 0);
  }
  return perMinute;
}

/** How long after the last task of a storm has moved a minute costs more than a quiet one. */
function busyAfter(calls: readonly Call[], moved: readonly number[], { from, until }: Span): number {
  const counts = countedByMinute(calls);
  const last = Math.max(from, ...moved.filter((at) => at >= from && at < from + hourMs / 2));
  let minute = Math.ceil(last / minuteMs);
  while (minute * minuteMs < until && (counts.get(minute) ?? 0) > quietCalls) minute += 1;
  return minute - Math.ceil(last / minuteMs);
}

/** How much of each bucket is taken at most, when a call has been made. */
function sharesOf(calls: readonly Call[], isStorm: (at: number) => boolean): readonly Share[] {
  const levels = new Map<BucketName, { readonly taken: number; readonly at: number }>();
  const shares = new Map<BucketName, Share>();
  for (const { at, bucket } of calls) {
    const { burst, perSecond } = buckets[bucket];
    const before = levels.get(bucket) ?? { taken: 0, at };
    const taken = Math.max(0, before.taken - ((at - before.at) / secondMs) * perSecond) + 1;
    levels.set(bucket, { taken, at });
    const { calm, storm } = shares.get(bucket) ?? { calm: 0, storm: 0 };
    const share = taken / burst;
    shares.set(bucket, {
      bucket,
      calm: isStorm(at) ? calm : Math.max(calm, share),
      storm: isStorm(at) ? Math.max(storm, share) : storm,
    });
  }
  return [...shares.values()].toSorted((a, b) => b.calm - a.calm);
}

/** The same on instances, in clusters whose room is looked at; for some hours, since hosts and their tasks take longer here. */
const { stormAtHour: _, ...calmDay } = wholeDay;
const onInstances: DayCase = { ...calmDay, onInstances: true, clusters: 20, hours: 6 };

/** As the benchmark prints it. */
export async function benchDay(): Promise<readonly string[]> {
  const cost = await playDay(wholeDay);
  const other = await playDay(onInstances);
  const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
  return [
    `${wholeDay.services} services, ${cost.tasks} tasks, ${wholeDay.hours} h, a zone lost at noon (${cost.realSeconds.toFixed(0)} s here)`,
    `ECS reads in a quiet minute   ${cost.meanInQuietMinute.toFixed(1)}, at most ${cost.mostInQuietMinute} (goal ${quietCalls}; ${cost.quietMinutes} such minutes)`,
    ...cost.shares.map(
      ({ bucket, calm, storm }) =>
        `of the bucket "${bucket}", at most ${percent(calm)} with deployments (goal 20 %), ${percent(storm)} in the storm`,
    ),
    `refused by ECS ${cost.refused}; quiet again ${cost.busyAfterStormMinutes} minutes after the storm's last task; ${cost.posts} posts in chat, ${cost.errors} errors`,
    `on instances, in ${onInstances.clusters} clusters, ${onInstances.hours} h: ECS reads in a quiet minute ${other.meanInQuietMinute.toFixed(1)}, at most ${other.mostInQuietMinute} (${other.quietMinutes} such minutes); of a bucket at most ${percent(Math.max(...other.shares.map(({ calm }) => calm)))}`,
  ];
}
