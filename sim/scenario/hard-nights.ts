import { minuteMs } from '../../lib/core/time.ts';
import type { Random } from '../random.ts';
import type { Hindrance } from './hindrances.ts';
import type { DrainSetting, GroupPlan, HostPlan, Plan, ServicePlan } from './plan.ts';
import type { Scenario } from './scenario.ts';
import type { TroubleName } from './troubles.ts';

/** What goes wrong in a night, and on the way, all of it at once and all the while; and what is otherwise in it. */
type HardNight = {
  readonly troubles: readonly TroubleName[];
  readonly hindrances: readonly Hindrance[];
  /** What comes and goes besides. */
  readonly often?: Hindrance;
  readonly oldReads?: true;
  readonly itemsPerPage?: number;
  readonly group?: Partial<GroupPlan>;
  readonly policy?: Partial<DrainSetting>;
  readonly service?: Partial<ServicePlan>;
};

const leaving = ['group-scaled-in', 'half-scaled-in', 'hosts-replaced'] as const;

/** A hundred times its time-out is all a hook lasts (API_PutLifecycleHook): of thirty seconds, fifty minutes. */
const hook = (name: string, heartbeatTimeoutS: number) =>
  ({ name: `watchkeeper-${name}`, heartbeatTimeoutS, defaultResult: 'CONTINUE' }) as const;

/** Each is rare where all is drawn by itself, and nobody who drains hosts may be wrong in it. */
const hardNights: readonly HardNight[] = [
  // What holds a host cannot be listed.
  { troubles: leaving, hindrances: ['lists-denied'] },
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
  },
  // People want it otherwise.
  { troubles: ['set-active-again', 'set-active-again', 'drain-meddled-with', ...leaving], hindrances: [] },
  // Some want it drained, and others want it left alone.
  {
    troubles: ['held-and-asked-for', 'held-and-asked-for', 'instance-held', 'drain-requested', 'maintenance-planned'],
    hindrances: [],
  },
  // Of two hooks one is heard of.
  {
    troubles: leaving,
    hindrances: ['events-lost', 'messages-doubled'],
    group: { ownHooks: [hook('drain', 300), hook('second', 300)] },
  },
  // Of two hooks one ends first.
  {
    troubles: ['group-scaled-in', 'half-scaled-in'],
    hindrances: [],
    group: { ownHooks: [hook('drain', 30), hook('second', 3600)] },
    policy: { deadlineMinutes: 60, standalone: 'wait' },
    service: { program: 'endless', stopTimeoutS: 7200 },
  },
  // What went to the warm pool comes back and goes again, and some of it is not heard of.
  {
    troubles: ['group-scaled-in', 'group-scaled-in', 'half-scaled-in'],
    hindrances: ['events-lost'],
    group: { reuses: true },
    policy: { deadlineMinutes: 15 },
  },
  // Hosts come back under another registration, and what can wait has no leave.
  {
    troubles: ['root-volumes-replaced', 'root-volumes-replaced', 'rebalance-advised', 'group-scaled-in'],
    hindrances: ['events-lost', 'events-late', 'function-dies'],
    policy: { budget: '0' },
  },
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
export function hardened(plan: Plan, { group, policy, service }: HardNight, random: Random): Plan {
  const { drain } = plan;
  if (drain === undefined) return plan;
  const count = plan.hosts.reduce((sum, host) => sum + host.count, 0);
  const policies = Object.entries(drain.policies).map(([name, each]): [string, DrainSetting] => [
    name,
    { ...each, mode: 'act', budget: '100%', perZone: 0, ...policy },
  ]);
  const hasTwo = random.fork('hooks').chance(0.5);
  return {
    ...plan,
    hosts: plan.hosts.map((host) => withGroup(host, group ?? (hasTwo ? secondHookOf(host) : {}))),
    services: [...plan.services, { ...slowService(random, Math.min(4, count)), ...service }],
    drain: { stack: 'act', policies: Object.fromEntries(policies) },
  };
}

function withGroup(host: HostPlan, other: Partial<GroupPlan>): HostPlan {
  const { group } = host;
  return group === undefined ? host : { ...host, group: { ...group, ...other } };
}

function secondHookOf({ group }: HostPlan): Partial<GroupPlan> {
  const [first] = group?.ownHooks ?? [];
  return first === undefined ? {} : { ownHooks: [first, { ...first, name: 'watchkeeper-second' }] };
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
