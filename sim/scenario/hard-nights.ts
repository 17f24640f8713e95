import { minuteMs } from '../../lib/core/time.ts';
import type { Random } from '../random.ts';
import type { Hindrance } from './hindrances.ts';
import type { DrainSetting, HostPlan, Plan, ServicePlan } from './plan.ts';
import type { Scenario } from './scenario.ts';
import type { TroubleName } from './troubles.ts';

/** What goes wrong in a night, and on the way, all of it at once and all the while. */
type HardNight = {
  readonly troubles: readonly TroubleName[];
  readonly hindrances: readonly Hindrance[];
  /** What comes and goes besides. */
  readonly often?: Hindrance;
  readonly oldReads: boolean;
  readonly itemsPerPage?: number;
  /** Tasks stay longer than one of the hooks can, and no longer than the policy lets them. */
  readonly outlasts?: boolean;
};

const leaving = ['group-scaled-in', 'half-scaled-in', 'hosts-replaced'] as const;

/** Each is rare where all is drawn by itself, and nobody who drains hosts may be wrong in it. */
const hardNights: readonly HardNight[] = [
  // What holds a host cannot be listed.
  { troubles: leaving, hindrances: ['lists-denied'], oldReads: false },
  // Lists are old, and what matters stands on their last page.
  {
    troubles: ['newcomer-sent-back', 'newcomer-sent-back', 'host-ended-by-hand', ...leaving],
    hindrances: [],
    oldReads: true,
    itemsPerPage: 2,
  },
  // Agents go and come, nobody hears of it, and who asks has no answer at times.
  {
    troubles: ['leaving-agent-away', 'leaving-agent-away', 'agent-gone', ...leaving],
    hindrances: ['events-stopped'],
    often: 'reads-denied',
    oldReads: false,
  },
  // People want it otherwise.
  {
    troubles: ['set-active-again', 'set-active-again', 'drain-meddled-with', ...leaving],
    hindrances: [],
    oldReads: false,
  },
  // Some want it drained, and others want it left alone.
  {
    troubles: ['held-and-asked-for', 'held-and-asked-for', 'instance-held', 'drain-requested', 'maintenance-planned'],
    hindrances: [],
    oldReads: false,
  },
  // Of two hooks one is heard of.
  { troubles: leaving, hindrances: ['events-lost', 'messages-doubled'], oldReads: false },
  // Of two hooks one ends first.
  { troubles: ['group-scaled-in', 'half-scaled-in'], hindrances: [], oldReads: false, outlasts: true },
];

/** Every other night is one of these. */
const hardShare = 1 / 2;

export function hardNightOf(random: Random): HardNight | undefined {
  return random.chance(hardShare) ? random.pick(hardNights) : undefined;
}

/** It comes so often, and stays so long. */
const oftenTimes = 5;
const stayMs = [minuteMs, 4 * minuteMs] as const;

/** What stands in the way of it, from when until when. */
export function hindrancesIn(
  { hindrances, often }: HardNight,
  random: Random,
  brokenMs: number,
): Scenario['hindrances'] {
  const always = hindrances.map((name) => ({ name, fromMs: 0, untilMs: brokenMs }));
  if (often === undefined) return always;
  const spanMs = brokenMs / oftenTimes;
  const visits = Array.from({ length: oftenTimes }, (_, time) => {
    const fromMs = Math.round(time * spanMs + random.whole(0, spanMs - stayMs[1]));
    return { name: often, fromMs, untilMs: fromMs + random.whole(...stayMs) };
  });
  return [...always, ...visits];
}

/** Its hosts are ours to drain, as many as have to be, and something on them takes its time. */
export function hardened(plan: Plan, { outlasts = false }: HardNight, random: Random): Plan {
  const { drain } = plan;
  if (drain === undefined) return plan;
  const count = plan.hosts.reduce((sum, host) => sum + host.count, 0);
  const policies = Object.entries(drain.policies).map(([name, each]): [string, DrainSetting] => [
    name,
    { ...each, mode: 'act', budget: '100%', perZone: 0, ...(outlasts && { deadlineMinutes: 60, standalone: 'wait' }) },
  ]);
  const hasTwo = outlasts || random.fork('hooks').chance(0.5);
  const slow = slowService(random, Math.min(4, count));
  return {
    ...plan,
    hosts: hasTwo ? plan.hosts.map((host) => withSecondHook(host, outlasts)) : plan.hosts,
    services: [...plan.services, outlasts ? { ...slow, program: 'endless', stopTimeoutS: 7200 } : slow],
    drain: { stack: 'act', policies: Object.fromEntries(policies) },
  };
}

/** A hundred times its time-out is all a hook lasts (API_PutLifecycleHook): of thirty seconds, fifty minutes. */
const [shortS, longS] = [30, 3600];

function withSecondHook(host: HostPlan, outlasts: boolean): HostPlan {
  const { group } = host;
  const [first] = group?.ownHooks ?? [];
  if (group === undefined || first === undefined) return host;
  const second = { ...first, name: 'watchkeeper-second' };
  const ownHooks = outlasts
    ? [
        { ...first, heartbeatTimeoutS: shortS },
        { ...second, heartbeatTimeoutS: longS },
      ]
    : [first, second];
  return { ...host, group: { ...group, ownHooks } };
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
