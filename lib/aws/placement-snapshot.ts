import type { ECSClient } from '@aws-sdk/client-ecs';
import { DescribeClustersCommand, ListClustersCommand } from '@aws-sdk/client-ecs';
import type {
  ClusterItems,
  ClusterPart,
  ClusterReading,
  ClusterReads,
  ClusterScope,
  RawItem,
} from '../core/cluster-reads.ts';
import { PortError } from '../core/outcome.ts';
import { lastPart } from '../core/last-part.ts';
import { faultOf } from './errors.ts';
import { allPages, asked } from './listing.ts';
import { itemOf } from './kept-item.ts';
import { keptOfCluster } from './placement-items.ts';
import { definitionReads } from './placement-definitions.ts';
import type { Described, TaskSubnet } from './placement-lists.ts';
import {
  describedInstances,
  describedProviders,
  describedServices,
  describedTasks,
  instanceArns,
  serviceArns,
} from './placement-lists.ts';

/** Reads of a whole cluster: every page, in AWS's batch sizes. */
export function clusterReads(client: ECSClient): ClusterReads {
  const calls: Calls = { client, definitions: definitionReads(client) };
  return {
    clusters: async () => {
      const pages = await allPages('list the clusters', async (token, options) =>
        client.send(new ListClustersCommand({ maxResults: 100, ...token }), options),
      );
      return pages.flatMap(({ clusterArns = [] }) => clusterArns).map(lastPart);
    },
    serviceNames: async (cluster) => (await serviceArns(client, cluster)).map(lastPart),
    read: async (scope) => readCluster(calls, scope),
    matching: async (cluster, expression) => new Set(await instanceArns(client, cluster, expression)),
  };
}

type Calls = { readonly client: ECSClient; readonly definitions: ReturnType<typeof definitionReads> };

/** Parts that could not be read, and what has gone meanwhile. */
class Losses {
  readonly unread: { readonly part: ClusterPart; readonly error: PortError }[] = [];
  gone = 0;
  readonly scope: ClusterScope;

  constructor(scope: ClusterScope) {
    this.scope = scope;
  }

  /** A part that others can do without. */
  async part<Part extends Described>(part: ClusterPart, read: () => Promise<Part>): Promise<Part | undefined> {
    try {
      const described = await read();
      this.gone += described.gone;
      this.scope.heard?.(part, described.items.length);
      return described;
    } catch (error) {
      if (!(error instanceof PortError) || isHopeless(error)) throw error;
      this.unread.push({ part, error });
      return undefined;
    }
  }
}

/** Not signed in, or no way to AWS: nothing else will be read either. */
const isHopeless = (error: PortError): boolean => faultOf(error.cause) === 'unsent';

async function readCluster(calls: Calls, scope: ClusterScope): Promise<ClusterReading | undefined> {
  const losses = new Losses(scope);
  const found = await losses.part('cluster', async () => describedCluster(calls.client, scope.cluster));
  if (found?.items.length === 0) return undefined;
  const cluster = found?.items[0] ?? { clusterName: lastPart(scope.cluster) };
  const { gone, ...items } = await itemsOf(calls, scope, { cluster, losses });
  return { items, unread: losses.unread, gone: losses.gone + gone };
}

type Found = { readonly cluster: RawItem; readonly losses: Losses };

async function itemsOf(
  { client, definitions: readDefinitions }: Calls,
  scope: ClusterScope,
  { cluster, losses }: Found,
): Promise<ClusterItems & { readonly gone: number }> {
  if (isLeftAlone(cluster, scope)) return withoutAll(cluster);
  // Without its instances there is nothing to say of a cluster.
  const [instances, tasks, services] = await Promise.all([
    describedInstances(client, scope.cluster),
    hasTooManyTasks(cluster, scope)
      ? undefined
      : losses.part('tasks', async () => describedTasks(client, scope.cluster, scope.mostTasks)),
    losses.part('services', async () => servicesOf(client, scope)),
  ]);
  scope.heard?.('containerInstances', instances.items.length);
  const [definitions, providers] = await Promise.all([
    losses.part('taskDefinitions', async () =>
      readDefinitions(definitionNames(scope, services?.items ?? [], tasks?.items ?? [])),
    ),
    losses.part('capacityProviders', async () =>
      describedProviders(client, scope.cluster, providerNames(cluster, services?.items ?? [])),
    ),
  ]);
  return {
    cluster,
    containerInstances: instances.items,
    ...(tasks?.isWhole === true && { tasks: tasks.items }),
    ...(tasks?.isWhole === true && scope.history !== undefined && { stoppedTasks: tasks.stopped }),
    ...(services !== undefined && { services: services.items }),
    ...(definitions !== undefined && { taskDefinitions: definitions.items }),
    instanceTypes: [],
    ...(providers !== undefined && { capacityProviders: providers.items }),
    subnets: subnetsOf(tasks?.subnets ?? [], instances.items),
    gone: instances.gone,
  };
}

/** By its own counts: nothing more of it is wanted. */
function isLeftAlone(cluster: RawItem, { onlyWithInstances, mostServices = Infinity }: ClusterScope): boolean {
  const isEmpty = cluster['registeredContainerInstancesCount'] === 0;
  return (onlyWithInstances === true && isEmpty) || countIn(cluster['activeServicesCount']) > mostServices;
}

/** By its own count: a list of so many, which nobody would describe, need not be read first. */
function hasTooManyTasks(
  { runningTasksCount: running, pendingTasksCount: pending }: RawItem,
  scope: ClusterScope,
): boolean {
  return countIn(running) + countIn(pending) > (scope.mostTasks ?? Infinity);
}

const countIn = (count: unknown): number => (typeof count === 'number' ? count : 0);

const withoutAll = (cluster: RawItem): ClusterItems & { readonly gone: number } => ({
  cluster,
  containerInstances: [],
  instanceTypes: [],
  subnets: [],
  gone: 0,
});

/** A missing one is `failures[]` in a 200; a deleted one is INACTIVE for a while (API_DescribeClusters). */
async function describedCluster(client: ECSClient, cluster: string): Promise<Described> {
  const answer = await asked(`describe cluster ${cluster}`, async (options) =>
    client.send(new DescribeClustersCommand({ clusters: [cluster] }), options),
  );
  const active = (answer.clusters ?? []).filter(({ status }) => status !== 'INACTIVE');
  return { items: active.map((each) => itemOf(each, keptOfCluster)), gone: 0 };
}

/** Daemons are always read: ECS keeps room for them. */
async function servicesOf(client: ECSClient, { cluster, services, history }: ClusterScope): Promise<Described> {
  const ownerTags = history?.ownerTags;
  if (services === undefined)
    return describedServices(client, cluster, { names: await serviceArns(client, cluster), ownerTags });
  const daemons = await serviceArns(client, cluster, 'DAEMON');
  const others = services.filter((name) => !daemons.some((arn) => arn === name || lastPart(arn) === name));
  const found = await describedServices(client, cluster, { names: [...others, ...daemons], ownerTags });
  // Whoever asked by name sees that it is not there.
  return { ...found, gone: 0 };
}

function definitionNames(
  { services: wanted, taskDefinitions = [] }: ClusterScope,
  services: readonly RawItem[],
  tasks: readonly RawItem[],
): readonly string[] {
  const ofServices = services.flatMap((service) =>
    [service, ...listOf(service, 'deployments'), ...listOf(service, 'taskSets')].map((each) => each['taskDefinition']),
  );
  const ofTasks = wanted === undefined ? tasks.filter(isStandalone).map((task) => task['taskDefinitionArn']) : [];
  const names = [...taskDefinitions, ...ofServices, ...ofTasks];
  return [...new Set(names.filter((name) => typeof name === 'string'))];
}

const isStandalone = ({ group }: RawItem): boolean => typeof group !== 'string' || !group.startsWith('service:');

/** Fargate's are everybody's, and have nothing to say. */
function providerNames(cluster: RawItem, services: readonly RawItem[]): readonly string[] {
  const ofCluster = cluster['capacityProviders'];
  const ofServices = services.flatMap((service) =>
    listOf(service, 'capacityProviderStrategy').map((each) => each['capacityProvider']),
  );
  const names = [...(Array.isArray(ofCluster) ? (ofCluster as unknown[]) : []), ...ofServices];
  return [...new Set(names.filter((name) => typeof name === 'string' && !name.startsWith('FARGATE')))].map(String);
}

function listOf(item: RawItem, key: string): readonly RawItem[] {
  const value = item[key];
  return Array.isArray(value) ? (value as RawItem[]) : [];
}

/** Subnets that tasks stand in; those of instances are among their attributes, with more. */
function subnetsOf(subnets: readonly TaskSubnet[], instances: readonly RawItem[]): readonly RawItem[] {
  const attributes = instances.flatMap((instance) => listOf(instance, 'attributes'));
  const known = new Set(attributes.flatMap(({ name, value }) => (name === 'ecs.subnet-id' ? [value] : [])));
  const zones = new Map(subnets.filter(({ id }) => !known.has(id)).map(({ id, zone }) => [id, zone]));
  return [...zones].map(([SubnetId, AvailabilityZone]) => ({ SubnetId, AvailabilityZone }));
}
