import type { Random } from '../random.ts';
import type { Hindrance } from './hindrances.ts';
import type { DrainSetting, Plan, ServicePlan } from './plan.ts';
import type { TroubleName } from './troubles.ts';

/** What goes wrong in a night, and on the way, all of it at once and all the while. */
export type HardNight = {
  readonly troubles: readonly TroubleName[];
  readonly hindrances: readonly Hindrance[];
  readonly oldReads: boolean;
  readonly itemsPerPage: number;
};

const leaving = ['group-scaled-in', 'half-scaled-in', 'hosts-replaced'] as const;

/** Each is rare where all is drawn by itself, and nobody who drains hosts may be wrong in it. */
const hardNights: readonly HardNight[] = [
  // What holds a host cannot be listed.
  { troubles: leaving, hindrances: ['lists-denied'], oldReads: false, itemsPerPage: 20 },
  // Lists are old, and what matters stands on their last page.
  {
    troubles: ['newcomer-sent-back', 'newcomer-sent-back', 'drained-and-ended-by-hand', ...leaving],
    hindrances: [],
    oldReads: true,
    itemsPerPage: 2,
  },
  // Agents go and come, and nobody hears of it.
  {
    troubles: ['agent-gone', 'agent-gone', 'agent-gone', ...leaving],
    hindrances: ['events-stopped'],
    oldReads: false,
    itemsPerPage: 20,
  },
  // People want it otherwise.
  {
    troubles: ['set-active-again', 'set-active-again', 'drain-meddled-with', ...leaving],
    hindrances: [],
    oldReads: false,
    itemsPerPage: 20,
  },
  // Some want it drained, and others want it left alone.
  {
    troubles: ['instance-held', 'instance-held', 'drain-requested', 'drain-requested', 'maintenance-planned'],
    hindrances: [],
    oldReads: false,
    itemsPerPage: 20,
  },
];

/** One night in three is one of these. */
const hardShare = 1 / 3;

export function hardNightOf(random: Random): HardNight | undefined {
  return random.chance(hardShare) ? random.pick(hardNights) : undefined;
}

/** Its hosts are ours to drain, and have something on them that takes its time, beside what goes at once. */
export function hardened(plan: Plan, random: Random): Plan {
  const { drain } = plan;
  if (drain === undefined) return plan;
  const hosts = plan.hosts.reduce((sum, { count }) => sum + count, 0);
  const policies = Object.entries(drain.policies).map(([name, each]): [string, DrainSetting] => [
    name,
    { ...each, mode: 'act' },
  ]);
  return {
    ...plan,
    services: [...plan.services, slowService(random, Math.min(4, hosts))],
    drain: { stack: 'act', policies: Object.fromEntries(policies) },
  };
}

function slowService(random: Random, desired: number): ServicePlan {
  return {
    cluster: 'web',
    name: 'exports',
    runsOn: 'EC2',
    kind: 'worker',
    program: random.pick(['stubborn', 'slow']),
    desired,
    cpu: 32,
    memoryMiB: 64,
    stopTimeoutS: random.pick([120, 600]),
    circuitBreaker: 'none',
    minimumHealthyPercent: 0,
    maximumPercent: 200,
  };
}
