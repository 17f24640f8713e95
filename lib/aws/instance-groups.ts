import type { AutoScalingClient, AutoScalingGroup, LifecycleHook } from '@aws-sdk/client-auto-scaling';
import { DescribeAutoScalingGroupsCommand, DescribeLifecycleHooksCommand } from '@aws-sdk/client-auto-scaling';
import type { CapacityProvider, ECSClient } from '@aws-sdk/client-ecs';
import {
  DescribeCapacityProvidersCommand,
  DescribeClustersCommand,
  DescribeContainerInstancesCommand,
  ListClustersCommand,
  ListContainerInstancesCommand,
} from '@aws-sdk/client-ecs';
import type { GroupHook, GroupReads, InstanceGroup } from '../core/group-reads.ts';
import { present } from '../core/present.ts';
import { secondMs } from '../core/time.ts';
import { lastPart } from '../core/last-part.ts';
import { pagesOf } from './batching.ts';
import { allPages, asked, fewAtOnce } from './listing.ts';

/** API_DescribeContainerInstances, API_DescribeCapacityProviders, API_DescribeAutoScalingGroups (MaxRecords). */
const limits = { instances: 100, providers: 100, groups: 100 };

type Clients = { readonly ecs: ECSClient; readonly scaling: AutoScalingClient };

/** One cluster: the EC2 instances in it and the capacity providers it may use. */
type Cluster = {
  readonly name: string;
  readonly instances: ReadonlySet<string>;
  readonly providers: readonly string[];
};

/** The Auto Scaling groups under ECS clusters, with their hooks. Throws PortError. */
export function groupReads(clients: Clients): GroupReads {
  return {
    groups: async (wanted) => {
      const names = wanted ?? (await clusterNames(clients));
      const clusters = await fewAtOnce(names, async (name) => clusterOf(clients, name));
      const [providers, groups] = await Promise.all([
        providersNamed(clients, [...new Set(clusters.flatMap((cluster) => cluster.providers))]),
        allGroups(clients),
      ]);
      const found = groups.flatMap((group) => under(group, clusters, providers) ?? []);
      return fewAtOnce(found, async (group) => ({ ...group, hooks: await hooksOf(clients, group.name) }));
    },
  };
}

async function clusterNames({ ecs }: Clients): Promise<readonly string[]> {
  const pages = await allPages('list the clusters', async (token, options) =>
    ecs.send(new ListClustersCommand({ maxResults: 100, ...token }), options),
  );
  return pages.flatMap(({ clusterArns = [] }) => clusterArns).map(lastPart);
}

async function clusterOf({ ecs }: Clients, name: string): Promise<Cluster> {
  const { clusters = [] } = await asked(`describe the cluster ${name}`, async (options) =>
    ecs.send(new DescribeClustersCommand({ clusters: [name] }), options),
  );
  const pages = await allPages(`list the container instances of ${name}`, async (token, options) =>
    ecs.send(new ListContainerInstancesCommand({ cluster: name, maxResults: 100, ...token }), options),
  );
  const arns = pages.flatMap(({ containerInstanceArns = [] }) => containerInstanceArns);
  const answers = await fewAtOnce(pagesOf(arns, limits.instances), async (containerInstances) =>
    asked(`describe the container instances of ${name}`, async (options) =>
      ecs.send(new DescribeContainerInstancesCommand({ cluster: name, containerInstances }), options),
    ),
  );
  const ids = answers.flatMap(({ containerInstances = [] }) =>
    containerInstances.map((each) => each.ec2InstanceId ?? ''),
  );
  return { name, instances: new Set(ids), providers: clusters[0]?.capacityProviders ?? [] };
}

async function providersNamed({ ecs }: Clients, names: readonly string[]): Promise<readonly CapacityProvider[]> {
  const own = names.filter((name) => !name.startsWith('FARGATE'));
  const answers = await fewAtOnce(pagesOf(own, limits.providers), async (capacityProviders) =>
    asked('describe capacity providers', async (options) =>
      ecs.send(new DescribeCapacityProvidersCommand({ capacityProviders }), options),
    ),
  );
  return answers.flatMap(({ capacityProviders = [] }) => capacityProviders);
}

async function allGroups({ scaling }: Clients): Promise<readonly AutoScalingGroup[]> {
  const pages = await allPages('list the Auto Scaling groups', async ({ nextToken }, options) => {
    const { AutoScalingGroups: groups = [], NextToken } = await scaling.send(
      new DescribeAutoScalingGroupsCommand({ MaxRecords: limits.groups, ...present({ NextToken: nextToken }) }),
      options,
    );
    return { groups, ...present({ nextToken: NextToken }) };
  });
  return pages.flatMap(({ groups }) => groups);
}

/** The group as one of ECS's; undefined: none of its instances is in a cluster, and no capacity provider is made of it. */
function under(
  group: AutoScalingGroup,
  clusters: readonly Cluster[],
  providers: readonly CapacityProvider[],
): Omit<InstanceGroup, 'hooks'> | undefined {
  const name = group.AutoScalingGroupName ?? '';
  const own = providers.filter(
    ({ autoScalingGroupProvider: each }) =>
      each?.autoScalingGroupArn === group.AutoScalingGroupARN || lastPart(each?.autoScalingGroupArn ?? '') === name,
  );
  const ids = (group.Instances ?? []).map(({ InstanceId = '' }) => InstanceId);
  const names = own.flatMap((each) => each.name ?? []);
  const found = clusters.filter(
    (cluster) => ids.some((id) => cluster.instances.has(id)) || cluster.providers.some((each) => names.includes(each)),
  );
  if (found.length === 0) return undefined;
  return {
    name,
    clusters: found.map((cluster) => cluster.name),
    capacityProviders: names,
    instances: ids.length,
    tags: Object.fromEntries((group.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
    hasWarmPool: group.WarmPoolConfiguration !== undefined,
    isManaged: own.some(({ autoScalingGroupProvider: each }) => each?.managedDraining === 'ENABLED'),
  };
}

async function hooksOf({ scaling }: Clients, group: string): Promise<readonly GroupHook[]> {
  const answer = await asked(`describe the hooks of ${group}`, async (options) =>
    scaling.send(new DescribeLifecycleHooksCommand({ AutoScalingGroupName: group }), options),
  );
  return (answer.LifecycleHooks ?? []).map(hookOf);
}

/** API_LifecycleHook: 3600 s, ABANDON, and 100 time-outs up to 48 h where nothing is said. */
function hookOf(hook: LifecycleHook): GroupHook {
  const { HeartbeatTimeout: heartbeat = 3600, GlobalTimeout: whole = Math.min(48 * 3600, 100 * heartbeat) } = hook;
  return {
    name: hook.LifecycleHookName ?? '',
    transition: hook.LifecycleTransition ?? '',
    heartbeatMs: heartbeat * secondMs,
    globalMs: whole * secondMs,
    defaultResult: hook.DefaultResult ?? 'ABANDON',
    ...present({ metadata: hook.NotificationMetadata, target: hook.NotificationTargetARN }),
  };
}
