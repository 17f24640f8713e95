import type { Random } from '../random.ts';
import { groupsOf, onGroup, sized } from './drawn-group.ts';
import type { HostPlan, JobPlan, Plan, ServicePlan } from './plan.ts';

const names = ['orders-api', 'payments-api', 'shop-front', 'admin-web', 'mail-worker', 'search'];

/** A small account: on Fargate, on hosts registered once, or on hosts of Auto Scaling groups. */
export function planOf(random: Random): Plan {
  const clusters = random.chance(0.3) ? ['web', 'batch'] : ['web'];
  const plain: readonly HostPlan[] = random.chance(0.5)
    ? [{ cluster: 'web', instanceType: 'm5.large', count: random.whole(2, 3) }]
    : [];
  const services = random
    .shuffled(names)
    .slice(0, random.whole(1, 3))
    .map((name) => serviceOf(random, { name, cluster: random.pick(clusters), hosts: plain }));
  const jobs: readonly JobPlan[] = random.chance(0.5)
    ? [{ cluster: clusters[0] ?? 'web', family: 'billing-close', everyMinutes: random.whole(15, 40), program: 'job' }]
    : [];
  const plan = { clusters, hosts: plain, services, jobs };
  // A stream of its own: accounts without groups stay what they are.
  const chance = random.fork('groups');
  return plain.length > 0 && chance.chance(0.5) ? withGroups(chance, plan) : plan;
}

function withGroups(random: Random, plan: Plan): Plan {
  const hosts = groupsOf(random);
  const [first] = hosts;
  const services = withOneOnHosts(plan.services).map((each) =>
    first === undefined || each.runsOn !== 'EC2' ? each : onGroup(random, each, first),
  );
  const scales = first?.group?.provider?.managedScaling === true;
  const jobs = plan.jobs.map((job) => (scales && random.chance(0.5) ? { ...job, byStrategy: true } : job));
  return { ...plan, hosts: sized(hosts, services), services, jobs };
}

/** A group that nothing runs on would be of no interest. */
function withOneOnHosts(services: readonly ServicePlan[]): readonly ServicePlan[] {
  const [first, ...others] = services;
  if (first === undefined || services.some(({ runsOn }) => runsOn === 'EC2')) return services;
  return [{ ...first, cluster: 'web', runsOn: 'EC2' }, ...others];
}

function serviceOf(
  random: Random,
  { name, cluster, hosts }: { readonly name: string; readonly cluster: string; readonly hosts: readonly HostPlan[] },
): ServicePlan {
  const onHosts = hosts.some((host) => host.cluster === cluster) && random.chance(0.5);
  const runsOn = onHosts ? 'EC2' : random.pick(['FARGATE', 'FARGATE', 'FARGATE_SPOT'] as const);
  const kind = random.pick(onHosts ? (['web', 'worker', 'daemon'] as const) : (['web', 'worker'] as const));
  const [minimumHealthyPercent, maximumPercent] = random.pick([
    [100, 200],
    [50, 200],
    [50, 100],
  ] as const);
  return {
    cluster,
    name,
    runsOn,
    kind,
    program: random.chance(0.1) ? 'stubborn' : kind === 'web' ? 'web' : 'worker',
    // One task of at least one and at most one could never be replaced.
    desired: random.whole(maximumPercent === 100 ? 2 : 1, 4),
    cpu: 256,
    memoryMiB: 512,
    ...(onHosts && kind === 'web' && random.chance(0.4) && { hostPort: 80, desired: 1 }),
    circuitBreaker: random.pick(['none', 'stop', 'rollback', 'rollback'] as const),
    ...(kind === 'daemon'
      ? { minimumHealthyPercent: 0, maximumPercent: 100 }
      : { minimumHealthyPercent, maximumPercent }),
  };
}
