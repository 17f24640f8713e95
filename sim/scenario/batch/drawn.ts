import { minuteMs } from '../../../lib/core/time.ts';
import type { Random } from '../../random.ts';
import type { Plan } from '../plan.ts';
import type { BatchActName } from './acts.ts';
import { batchActs } from './acts.ts';
import type { BatchActPlan, BatchJobPlan } from './plan.ts';
import { batchWays } from './ways.ts';

/** The last minute at which a job is due: what it begins ends while nothing is broken any more. */
const lastMinute = 18;

const actNames = (Object.keys(batchActs) as readonly BatchActName[]).filter((name) => name !== 'watchdog-asleep');

/** An account with nothing in it but jobs. */
export function batchPlanOf(random: Random, brokenMs: number): Plan {
  const count = random.whole(1, 3);
  const jobs = Array.from({ length: count }, (_, at) => ({
    ...jobOf(random, at),
    ...arrayOf(random.fork(`array ${at}`)),
  }));
  const acts = Array.from({ length: random.whole(0, 4) }, () => ({
    name: random.pick(actNames),
    atMs: random.whole(3 * minuteMs, brokenMs - minuteMs),
    healedAfterMs: random.whole(2, 8) * minuteMs,
  }));
  const asleep = asleepOf(random.fork('asleep'), brokenMs);
  const ways = random.chance(0.2) ? [] : batchWays.filter(() => random.chance(0.4));
  return { clusters: ['batch'], hosts: [], services: [], jobs: [], batch: { jobs, acts: [...acts, ...asleep], ways } };
}

/** Some jobs are of many tasks. */
function arrayOf(random: Random): Pick<BatchJobPlan, 'array'> {
  if (!random.chance(0.15)) return {};
  const size = random.whole(2, 4);
  return { array: { size, parallelism: random.whole(1, size), maxFailedIndexes: random.whole(0, 1) } };
}

/** For a while nobody watches: long enough that what came due then, and was not begun, is not known. */
function asleepOf(random: Random, brokenMs: number): readonly BatchActPlan[] {
  if (!random.chance(0.2)) return [];
  const atMs = random.whole(3 * minuteMs, brokenMs / 2);
  return [{ name: 'watchdog-asleep', atMs, healedAfterMs: random.whole(7, 14) * minuteMs }];
}

function jobOf(random: Random, at: number): BatchJobPlan {
  const minutes = Array.from({ length: random.whole(1, 3) }, () => random.whole(4, lastMinute));
  const follows = at > 0 && random.chance(0.2);
  return {
    name: `job-${at}`,
    minutes: follows ? [] : [...new Set(minutes)].toSorted((a, b) => a - b),
    ...(follows && { after: `job-${at - 1}` }),
    policy: random.pick(['forbid', 'queue', 'replace', 'allow']),
    key: random.chance(0.3) ? 'shared' : `job-${at}`,
    attempts: random.whole(1, 3),
    deadlineMinutes: random.pick([5, 20]),
    startSeconds: random.pick([90, 300]),
    totalMinutes: random.pick([15, 40]),
    backoffSeconds: random.pick([2, 20]),
    spotFirst: random.chance(0.5),
    resume: random.pick(['none', 'latest']),
    isTooLong: random.chance(0.04),
    ...(random.chance(0.4) && { runMinutes: random.pick([3, 10]) }),
    ...(random.chance(0.3) && { mostFree: random.whole(1, 2) }),
  };
}
