import type { Random } from '../random.ts';
import { hookOf, sized } from './drawn-group.ts';
import type { DrainPlan, DrainSetting, GroupPlan, HostPlan, OwnHookPlan, Plan, ServicePlan } from './plan.ts';

const cluster = 'web';

/** An account whose hosts go and come: groups with hooks that are Watchkeeper's to complete, and what runs on them. */
export function drainedPlanOf(random: Random): Plan {
  const groups = random.chance(0.25) ? ['web-hosts', 'web-spot'] : ['web-hosts'];
  const provider = random.chance(0.3) ? providerOf(random) : undefined;
  // In one of ten many hosts go at once.
  const count = random.chance(0.1) ? random.whole(8, 24) : random.whole(2, 4);
  const hosts = groups.map((name, at): HostPlan => ({
    cluster,
    instanceType: 'm5.large',
    count: at === 0 ? count : 2,
    group: groupOf(random.fork(name), { name, spot: at > 0 || random.chance(0.25), provider }),
  }));
  const services = servicesOf(random.fork('services'), count);
  return {
    clusters: random.chance(0.3) ? ['web', 'batch'] : ['web'],
    hosts: sized(hosts, services),
    services,
    jobs: [],
    drain: drainOf(random.fork('policies'), groups),
  };
}

function providerOf(random: Random): NonNullable<GroupPlan['provider']> {
  const managedScaling = random.chance(0.3);
  return { managedScaling, managedDraining: random.chance(0.6), managedTerminationProtection: false };
}

function groupOf(
  random: Random,
  { name, spot, provider }: { readonly name: string; readonly spot: boolean; readonly provider: GroupPlan['provider'] },
): GroupPlan {
  return {
    name,
    least: 0,
    most: 40,
    spot,
    rebalances: spot && random.chance(0.5),
    drainsAtWarning: spot && random.chance(0.3),
    ...(provider !== undefined && { provider }),
    ...(random.chance(0.25) && { hook: hookOf(random) }),
    ownHooks: ownHooksOf(random),
    reuses: !spot && random.chance(0.15),
    retains: random.chance(0.15),
  };
}

function ownHooksOf(random: Random): readonly OwnHookPlan[] {
  const hook = (name: string, metadata?: string): OwnHookPlan => ({
    name,
    heartbeatTimeoutS: random.pick([30, 60, 120, 300, 300, 600, 3600, 7200]),
    defaultResult: random.chance(0.7) ? 'CONTINUE' : 'ABANDON',
    ...(metadata !== undefined && { metadata }),
  });
  const first = random.chance(0.8) ? hook('watchkeeper-drain') : hook('leave', '{"by":"watchkeeper"}');
  // One group in twelve has none of ours: only people, Spot and maintenance drain there.
  if (random.chance(1 / 12)) return [];
  return random.chance(0.2) ? [first, hook('watchkeeper-second')] : [first];
}

const kinds = ['web', 'worker', 'worker', 'daemon'] as const;

function servicesOf(random: Random, hosts: number): readonly ServicePlan[] {
  const names = random.shuffled(['orders-api', 'payments-api', 'mail-worker', 'search']).slice(0, random.whole(1, 2));
  const services = names.map((name) => serviceOf(random.fork(name), name, hosts));
  return random.chance(0.4) ? [...services, daemonOf(random.fork('log-agent'), 'log-agent')] : services;
}

/** Some flush for minutes what they have gathered: nobody is to wait for that. */
function daemonOf(random: Random, name: string): ServicePlan {
  return { ...daemon, name, ...(random.chance(1 / 3) && { program: 'slow', stopTimeoutS: 600 }) };
}

const daemon: Omit<ServicePlan, 'name'> = {
  cluster,
  runsOn: 'EC2',
  kind: 'daemon',
  program: 'worker',
  desired: 1,
  cpu: 64,
  memoryMiB: 128,
  circuitBreaker: 'none',
  minimumHealthyPercent: 0,
  maximumPercent: 100,
};

function serviceOf(random: Random, name: string, hosts: number): ServicePlan {
  const kind = random.pick(kinds);
  if (kind === 'daemon') return daemonOf(random.fork('daemon'), name);
  const [minimumHealthyPercent, maximumPercent] = random.pick([
    [100, 200],
    [50, 200],
    [50, 100],
    [0, 100],
    [100, 100],
  ] as const);
  // More than a page of tasks on a host, now and then.
  const isDense = random.chance(0.08);
  const desired = isDense ? random.whole(22, 45) : Math.min(30, random.whole(1, 3 * hosts));
  return {
    cluster,
    name,
    runsOn: 'EC2',
    kind,
    program: random.pick(['worker', 'worker', 'web', 'stubborn', 'slow'] as const),
    desired,
    cpu: isDense ? 32 : 256,
    memoryMiB: isDense ? 128 : 512,
    stopTimeoutS: random.pick([30, 30, 120, 600]),
    ...(kind === 'web' && { deregistrationDelayS: random.pick([15, 15, 300, 1800]) }),
    ...(kind === 'worker' && random.chance(0.2) && { protectsMinutes: random.whole(2, 30) }),
    circuitBreaker: 'none',
    minimumHealthyPercent,
    maximumPercent,
  };
}

/** For the cluster, or for one group of it; what is not named is observed. */
function drainOf(random: Random, groups: readonly string[]): DrainPlan {
  const named = random.chance(0.7) ? [cluster] : groups;
  return {
    stack: random.chance(0.9) ? 'act' : 'watch',
    policies: Object.fromEntries(
      named.filter(() => random.chance(0.95)).map((name): [string, DrainSetting] => [name, settingOf(random)]),
    ),
  };
}

function settingOf(random: Random): DrainSetting {
  // A stream of its own: the rest stays what it is.
  const room = random.fork('room');
  const budget = room.pick([undefined, '0', '1', '2', '10%', '25%', '50%', '100%']);
  const perZone = room.pick([undefined, 0, 0, 1, 2]);
  return {
    ...(budget !== undefined && { budget }),
    ...(perZone !== undefined && { perZone }),
    mode: random.chance(0.85) ? 'act' : random.pick(['observe', 'none'] as const),
    deadlineMinutes: random.pick([15, 20, 25, 40, 60]),
    standalone: random.pick(['wait', 'stop'] as const),
    stopAfterMinutes: random.whole(1, 6),
    rebalance: random.pick(['observe', 'act'] as const),
    maintenanceLeadMinutes: random.pick([10, 60, 24 * 60]),
    agentPatienceMinutes: random.pick([4, 8, 15]),
    ...(random.chance(0.4) && { managedCapMinutes: random.whole(5, 30) }),
  };
}

/** The lines of a `watchkeeper.yml`. */
export function drainLines({ policies }: Pick<DrainPlan, 'policies'>): string {
  const lines = Object.entries(policies).map(([pattern, each]) => {
    const cap = each.managedCapMinutes === undefined ? '' : `, managedCap: ${each.managedCapMinutes}m`;
    const budget = each.budget === undefined ? '' : `, budget: ${each.budget}`;
    const room = each.perZone === undefined ? budget : `${budget}, perZone: ${each.perZone}`;
    return `  ${pattern}: { mode: ${each.mode}, deadline: ${each.deadlineMinutes}m, standalone: ${each.standalone}, stopAfter: ${each.stopAfterMinutes}m, rebalance: ${each.rebalance}, maintenanceLead: ${each.maintenanceLeadMinutes}m, agentPatience: ${each.agentPatienceMinutes}m${cap}${room} }`;
  });
  return lines.length === 0 ? '' : `drain:\n${lines.join('\n')}\n`;
}
