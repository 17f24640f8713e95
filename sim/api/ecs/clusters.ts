import type {
  Cluster as AwsCluster,
  CreateClusterRequest,
  CreateClusterResponse,
  DescribeCapacityProvidersRequest,
  DescribeCapacityProvidersResponse,
  CapacityProvider as AwsCapacityProvider,
  DescribeClustersRequest,
  DescribeClustersResponse,
  ListClustersRequest,
  ListClustersResponse,
} from '@aws-sdk/client-ecs';
import { present } from '../../../lib/core/present.ts';
import { clusterArn, ecsArn, ensureCluster } from '../../account/identities.ts';
import type { Account, CapacityProvider, Cluster } from '../../account/model.ts';
import type { Api } from '../api.ts';
import { invalid, tagsOf } from '../api.ts';
import { byArn, pageOf } from '../pages.ts';
import { failure } from './find.ts';

export function clusterOperations(api: Api) {
  return {
    'ECS.ListClusters': (input: ListClustersRequest) => listClusters(api, input),
    'ECS.DescribeClusters': (input: DescribeClustersRequest) => describeClusters(api, input),
    'ECS.CreateCluster': (input: CreateClusterRequest) => createCluster(api, input),
    'ECS.DescribeCapacityProviders': (input: DescribeCapacityProvidersRequest) => describeCapacityProviders(api, input),
  };
}

function listClusters(api: Api, { maxResults, nextToken }: ListClustersRequest): ListClustersResponse {
  const active = [...api.account.clusters.values()].filter(({ status }) => status === 'ACTIVE');
  const page = pageOf(api, byArn(active.map(({ arn }) => arn)), (arn) => arn, {
    wanted: maxResults,
    token: nextToken,
    most: 100,
  });
  return { clusterArns: page.items, ...present({ nextToken: page.nextToken }) };
}

function describeClusters(
  api: Api,
  { clusters = ['default'], include = [] }: DescribeClustersRequest,
): DescribeClustersResponse {
  if (clusters.length > 100) throw invalid('Clusters can have at most 100 elements.');
  const arns = clusters.map((name) => (name.startsWith('arn:') ? name : clusterArn(api.account, name)));
  return {
    clusters: arns.flatMap((arn) => {
      const cluster = api.account.clusters.get(arn);
      return cluster === undefined ? [] : [shapeOf(api, cluster, include)];
    }),
    failures: arns.filter((arn) => !api.account.clusters.has(arn)).map((arn) => failure(arn)),
  };
}

/** A name that is taken answers with the cluster that has it (API_CreateCluster does not call that an error). */
function createCluster(
  api: Api,
  { clusterName = 'default', tags = [], ...rest }: CreateClusterRequest,
): CreateClusterResponse {
  const cluster = ensureCluster(api.account, clusterName);
  cluster.status = 'ACTIVE';
  for (const { key = '', value = '' } of tags) cluster.tags.set(key, value);
  for (const name of rest.capacityProviders ?? []) {
    const arn = ecsArn(api.account, `capacity-provider/${name}`);
    if (!cluster.capacityProviders.has(name)) cluster.capacityProviders.set(name, { arn, name });
  }
  return { cluster: shapeOf(api, cluster, ['TAGS']) };
}

function describeCapacityProviders(
  api: Api,
  input: DescribeCapacityProvidersRequest,
): DescribeCapacityProvidersResponse {
  const known = new Map([...api.account.clusters.values()].flatMap((each) => [...each.capacityProviders]));
  for (const name of ['FARGATE', 'FARGATE_SPOT']) {
    known.set(name, { name, arn: ecsArn(api.account, `capacity-provider/${name}`) });
  }
  const named = input.capacityProviders?.map((each) => each.replace(/^arn:.*\//u, '')) ?? [...known.keys()].sort();
  const found = named.flatMap((name) => known.get(name) ?? []);
  const missing = named.filter((name) => !known.has(name));
  const page = pageOf(api, found, ({ name }) => name, {
    wanted: input.maxResults,
    token: input.nextToken,
    most: 10,
  });
  return {
    capacityProviders: page.items.map((each) => capacityProviderShape(api.account, each)),
    failures: missing.map((name) => failure(ecsArn(api.account, `capacity-provider/${name}`))),
    ...present({ nextToken: page.nextToken }),
  };
}

function shapeOf(api: Api, cluster: Cluster, include: readonly string[]): AwsCluster {
  const instances = [...api.account.instances.values()].filter((each) => each.clusterArn === cluster.arn);
  const services = [...api.account.services.values()].filter((each) => each.clusterArn === cluster.arn);
  return {
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    status: cluster.status,
    registeredContainerInstancesCount: instances.filter(({ status }) => status !== 'INACTIVE').length,
    ...tasksIn(api, cluster),
    activeServicesCount: services.filter(({ status }) => status === 'ACTIVE').length,
    statistics: [],
    tags: include.includes('TAGS') ? tagsOf(cluster.tags) : [],
    settings: include.includes('SETTINGS') ? [{ name: 'containerInsights', value: 'disabled' }] : [],
    capacityProviders: [...cluster.capacityProviders.keys()],
    defaultCapacityProviderStrategy: [],
  };
}

function tasksIn({ account }: Api, { arn }: Cluster): Pick<AwsCluster, 'runningTasksCount' | 'pendingTasksCount'> {
  let runningTasksCount = 0;
  let pendingTasksCount = 0;
  for (const { clusterArn: its, lastStatus, desiredStatus } of account.tasks.values()) {
    if (its !== arn) continue;
    if (lastStatus === 'RUNNING') runningTasksCount += 1;
    else if (desiredStatus === 'RUNNING') pendingTasksCount += 1;
  }
  return { runningTasksCount, pendingTasksCount };
}

/** An item of DescribeCapacityProviders. */
export function capacityProviderShape(account: Account, provider: CapacityProvider): AwsCapacityProvider {
  const { arn, name, autoScalingGroup, managedDraining = false, targetCapacity = 100 } = provider;
  return {
    capacityProviderArn: arn,
    name,
    status: 'ACTIVE',
    tags: [],
    ...(autoScalingGroup !== undefined && {
      autoScalingGroupProvider: {
        autoScalingGroupArn: autoScalingGroupArn(account, autoScalingGroup),
        managedScaling: {
          status: onOff(provider.managedScaling),
          targetCapacity,
          minimumScalingStepSize: 1,
          maximumScalingStepSize: 10_000,
          instanceWarmupPeriod: 300,
        },
        managedDraining: onOff(managedDraining),
        managedTerminationProtection: onOff(provider.managedTerminationProtection),
      },
    }),
  };
}

function autoScalingGroupArn({ region, id, groups }: Account, name: string): string {
  const known = groups.get(name);
  if (known !== undefined) return known.arn;
  return `arn:aws:autoscaling:${region}:${id}:autoScalingGroup:00000000-0000-4000-8000-000000000000:autoScalingGroupName/${name}`;
}

function onOff(on: boolean | undefined): 'ENABLED' | 'DISABLED' {
  return on === true ? 'ENABLED' : 'DISABLED';
}
