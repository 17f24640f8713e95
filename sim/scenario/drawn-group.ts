import type { Random } from '../random.ts';
import type { GroupPlan, HookPlan, HostPlan, ServicePlan } from './plan.ts';

const cluster = 'web';
const instanceType = 'm5.large';
const cpuOfHost = 2048;

/**
 * The groups of a cluster: mostly one, at times one of On-Demand and one of Spot instances beside it. All of them are
 * capacity providers or none; how many hosts they have, the services decide (`sized`).
 */
export function groupsOf(random: Random): readonly HostPlan[] {
  const provider = random.chance(0.75) ? providerOf(random) : undefined;
  const names = random.chance(0.2) ? ['web-hosts', 'web-spot'] : ['web-hosts'];
  return names.map((name, at) => ({
    cluster,
    instanceType,
    count: names.length > 1 ? 1 : random.whole(2, 3),
    group: groupOf(random, { name, spot: at > 0 || random.chance(0.3), provider }),
  }));
}

function providerOf(random: Random): NonNullable<GroupPlan['provider']> {
  const managedScaling = random.chance(0.65);
  return {
    managedScaling,
    managedDraining: random.chance(0.65),
    // Needs managed scaling (managed-termination-protection).
    managedTerminationProtection: managedScaling && random.chance(0.4),
  };
}

function groupOf(
  random: Random,
  { name, spot, provider }: { readonly name: string; readonly spot: boolean; readonly provider: GroupPlan['provider'] },
): GroupPlan {
  return {
    name,
    least: 1,
    most: 8,
    spot,
    rebalances: spot && random.chance(0.5),
    drainsAtWarning: spot && random.chance(0.5),
    ...(provider !== undefined && { provider }),
    ...(random.chance(0.35) && { hook: hookOf(random) }),
  };
}

/** The team's own hook. */
export function hookOf(random: Random): HookPlan {
  const launching = random.chance(0.25);
  const answered = launching || random.chance(0.7);
  return {
    transition: launching ? 'autoscaling:EC2_INSTANCE_LAUNCHING' : 'autoscaling:EC2_INSTANCE_TERMINATING',
    heartbeatTimeoutS: random.pick([60, 300, 600]),
    ...(answered && { answeredAfterS: random.whole(5, 50) }),
  };
}

/** Services on a group ask for more than those on a few hosts that stay the same: there is more to scale. */
export function onGroup(random: Random, service: ServicePlan, host: HostPlan): ServicePlan {
  const provider = host.group?.provider;
  const byStrategy = provider !== undefined && service.kind !== 'daemon' && random.chance(0.8);
  return {
    ...service,
    ...(byStrategy && { byStrategy }),
    ...(byStrategy && provider.managedScaling && { cpu: random.pick([256, 512, 1024]) }),
    ...(service.kind === 'worker' && random.chance(0.3) && { protectsMinutes: random.whole(2, 12) }),
  };
}

/** Enough hosts for what runs on them, and one to spare where they do not come by themselves. */
export function sized(hosts: readonly HostPlan[], services: readonly ServicePlan[]): readonly HostPlan[] {
  const here = services.filter(({ runsOn }) => runsOn === 'EC2');
  const everywhere = here.filter(({ kind }) => kind === 'daemon').reduce((sum, { cpu }) => sum + cpu, 0);
  const wanted = here.filter(({ kind }) => kind !== 'daemon').reduce((sum, { cpu, desired }) => sum + cpu * desired, 0);
  const least = Math.ceil(wanted / (cpuOfHost - everywhere) / hosts.length) + 1;
  return hosts.map((host) => ({ ...host, count: Math.max(host.count, least) }));
}
