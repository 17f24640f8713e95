import type { ContainerInstance, ECSClient } from '@aws-sdk/client-ecs';
import {
  DescribeContainerInstancesCommand,
  DescribeServicesCommand,
  ListClustersCommand,
  ListContainerInstancesCommand,
} from '@aws-sdk/client-ecs';
import type { EcsHost, HostReads } from '../core/host-reads.ts';
import { PortError } from '../core/outcome.ts';
import type { Clock, Read } from '../core/ports.ts';
import { present } from '../core/present.ts';
import { minuteMs } from '../core/time.ts';
import { lastPart } from '../core/last-part.ts';
import type { BatchAnswer } from './batching.ts';
import { batched, mostRemembered, pagesOf, remembered } from './batching.ts';
import { within } from './client.ts';
import { faultOf, readFrom } from './errors.ts';
import { allPages, fewAtOnce } from './listing.ts';
import type { CountedEcs } from './tasks-on-host.ts';
import { taskReads } from './tasks-on-host.ts';

/** API_DescribeContainerInstances, API_DescribeServices; ids in one filter: as many as one page shows. */
const limits = { instances: 100, services: 10, ids: 100 };

/** A cluster made just now has no instance that leaves. */
const clustersKeptMs = minuteMs;

/**
 * What is read of ECS's instances and of the tasks on them. A failed read is a value; nothing here throws. `spend` hears
 * of each request that takes a token of the bucket for cluster resources (request-throttling).
 */
export function hostReads(ecs: ECSClient, clock: Clock, spend: () => void = () => {}): HostReads {
  const clusters = clustersOf(ecs, clock);
  const client: CountedEcs = { ecs, spend };
  const hosts = batched<readonly EcsHost[]>({
    size: limits.ids,
    load: async (_, ids) => readFrom(clock, async () => findHosts(client, await clusters(), ids)),
  });
  const registrations = batched<EcsHost>({
    size: limits.instances,
    load: async (cluster, arns) => readFrom(clock, async () => describeHosts(client, cluster, arns)),
  });
  const everywhere = batched<readonly EcsHost[]>({
    size: 1,
    load: async (_, [cluster = '']) =>
      readFrom(clock, async () => new Map([[cluster, await hostsIn(client, cluster)]])),
  });
  return {
    hostsOf: async (id, before = []) => {
      const found = await Promise.all(before.map(async ({ cluster, arn }) => registrations(cluster, arn)));
      return connectedOf(found) ?? hosts('', id);
    },
    hostsIn: async (cluster) => everywhere('', cluster),
    ...taskReads(client, clock),
    schedulingOf: schedulingOf(ecs, clock),
  };
}

/** Of a service it never changes. */
function schedulingOf(ecs: ECSClient, clock: Clock): HostReads['schedulingOf'] {
  const scheduling = batched<string>({
    size: limits.services,
    load: async (cluster, names) => readFrom(clock, async () => describeScheduling(ecs, cluster, names)),
  });
  const known = remembered(mostRemembered, async (key) => {
    const [cluster = '', name = ''] = key.split('/');
    return scheduling(cluster, name);
  });
  return async ({ cluster, service }) => known(`${cluster}/${service}`);
}

/**
 * What is known, when it is all there is: an agent is connected as one container instance at a time. What could not be
 * read is not looked for elsewhere.
 */
function connectedOf(found: readonly Read<EcsHost>[]): Read<readonly EcsHost[]> | undefined {
  const refused = found.find((read) => !read.ok && read.reason !== 'not-found');
  if (refused?.ok === false) return refused;
  const there = found.flatMap((read) => (read.ok ? [read] : []));
  const isWhole = there.length === found.length && there.every(({ value }) => value.agentConnected);
  if (there.length === 0 || !isWhole) return undefined;
  return { ok: true, value: there.map(({ value }) => value), at: Math.min(...there.map(({ at }) => at)) };
}

function clustersOf(client: ECSClient, clock: Clock): () => Promise<readonly string[]> {
  let known: { readonly names: readonly string[]; readonly until: number } | undefined;
  return async () => {
    if (known !== undefined && clock.now() < known.until) return known.names;
    const pages = await allPages('list the clusters', async (token, options) =>
      client.send(new ListClustersCommand({ maxResults: 100, ...token }), options),
    );
    const names = pages.flatMap(({ clusterArns = [] }) => clusterArns).map(lastPart);
    known = { names, until: clock.now() + clustersKeptMs };
    return names;
  };
}

/**
 * By the filter `ec2InstanceId in [...]` (cluster-query-language), in every cluster: one EC2 instance may be registered
 * more than once, in one cluster or in several. An answer without all clusters is none.
 */
async function findHosts(
  client: CountedEcs,
  clusters: readonly string[],
  ids: readonly string[],
): Promise<BatchAnswer<readonly EcsHost[]>> {
  const filter = `ec2InstanceId in [${ids.join(', ')}]`;
  const found = await fewAtOnce(clusters, async (cluster) => hostsIn(client, cluster, filter));
  const byId = new Map<string, EcsHost[]>(ids.map((id) => [id, []]));
  for (const host of found.flat()) byId.get(host.ec2InstanceId)?.push(host);
  return byId;
}

async function hostsIn({ ecs, spend }: CountedEcs, cluster: string, filter?: string): Promise<readonly EcsHost[]> {
  const scope = { cluster, maxResults: 100, ...present({ filter }) };
  const pages = await untilDeleted(async () =>
    allPages(`list the container instances of ${cluster}`, async (token, options) => {
      spend();
      return ecs.send(new ListContainerInstancesCommand({ ...scope, ...token }), options);
    }),
  );
  const arns = pages.flatMap(({ containerInstanceArns = [] }) => containerInstanceArns);
  const answers = await fewAtOnce(pagesOf(arns, limits.instances), async (page) =>
    describeHosts({ ecs, spend }, cluster, page),
  );
  return answers.flatMap((hosts) => [...hosts.values()]);
}

/** By ARN. Those that are INACTIVE are there no more. */
async function describeHosts(
  { ecs, spend }: CountedEcs,
  cluster: string,
  containerInstances: readonly string[],
): Promise<BatchAnswer<EcsHost>> {
  spend();
  const command = new DescribeContainerInstancesCommand({ cluster, containerInstances: [...containerInstances] });
  const answer = await ecs.send(command, within());
  const hosts = (answer.containerInstances ?? []).map((each) => hostOf(cluster, each));
  return new Map(hosts.filter(({ status }) => status !== 'INACTIVE').map((host) => [host.arn, host]));
}

/** A cluster that was deleted since the clusters were listed has no instances. */
async function untilDeleted<Page>(list: () => Promise<readonly Page[]>): Promise<readonly Page[]> {
  try {
    return await list();
  } catch (error) {
    if (error instanceof PortError && faultOf(error.cause) === 'not-found') return [];
    throw error;
  }
}

function hostOf(cluster: string, aws: ContainerInstance): EcsHost {
  const zone = aws.attributes?.find(({ name }) => name === 'ecs.availability-zone')?.value;
  return {
    arn: aws.containerInstanceArn ?? '',
    cluster,
    ec2InstanceId: aws.ec2InstanceId ?? '',
    status: aws.status ?? '',
    agentConnected: aws.agentConnected === true,
    counted: (aws.runningTasksCount ?? 0) + (aws.pendingTasksCount ?? 0),
    ...present({ zone, capacityProvider: aws.capacityProviderName }),
  };
}

async function describeScheduling(
  client: ECSClient,
  cluster: string,
  services: readonly string[],
): Promise<BatchAnswer<string>> {
  const answer = await client.send(new DescribeServicesCommand({ cluster, services: [...services] }), within());
  return new Map(
    (answer.services ?? []).map(({ serviceName = '', schedulingStrategy = 'REPLICA' }) => [
      serviceName,
      schedulingStrategy,
    ]),
  );
}
