import type { ECSClient } from '@aws-sdk/client-ecs';
import {
  DescribeClustersCommand,
  DescribeContainerInstancesCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListClustersCommand,
  ListContainerInstancesCommand,
  ListServicesCommand,
  ListTasksCommand,
} from '@aws-sdk/client-ecs';
import type { Clock } from '../core/ports.ts';
import type { EcsTask } from '../core/ecs-reads.ts';
import type { ClusterStanding, LostAgent, SweepReads } from '../core/sweep-reads.ts';
import { pagesOf } from './batching.ts';
import { serviceOf } from './ecs-service-shape.ts';
import { taskOf } from './ecs-shapes.ts';
import { readFrom } from './errors.ts';
import { allPages, asked, fewAtOnce } from './listing.ts';

/** How many each call takes (API_ListClusters, API_DescribeClusters, API_ListServices, API_DescribeServices). */
const limits = { clusters: 100, listed: 100, services: 10, instances: 100, tasks: 100 };

/** Looks at all that is there, page by page. A failed read is a value. */
export function sweepReads(client: ECSClient, clock: Clock): SweepReads {
  return {
    clusterStandings: async () => readFrom(clock, async () => standings(client)),
    servicePage: async ({ cluster, token, most }) =>
      readFrom(clock, async () => {
        const listing = { cluster, maxResults: Math.min(most, limits.listed), ...(token && { nextToken: token }) };
        const page = await asked(`list services of ${cluster}`, async (options) =>
          client.send(new ListServicesCommand(listing), options),
        );
        const answers = await fewAtOnce(pagesOf(page.serviceArns ?? [], limits.services), async (services) =>
          asked(`describe services of ${cluster}`, async (options) =>
            client.send(new DescribeServicesCommand({ cluster, services }), options),
          ),
        );
        const services = answers.flatMap((answer) => answer.services ?? []).map(serviceOf);
        return { services, ...(page.nextToken && { next: page.nextToken }) };
      }),
    stoppedAlone: async (cluster) => readFrom(clock, async () => stoppedAlone(client, cluster)),
    lostAgents: async (cluster) => readFrom(clock, async () => lostAgents(client, cluster)),
  };
}

async function standings(client: ECSClient): Promise<readonly ClusterStanding[]> {
  const pages = await allPages('list clusters', async (token, options) =>
    client.send(new ListClustersCommand({ maxResults: limits.clusters, ...token }), options),
  );
  const arns = pages.flatMap(({ clusterArns = [] }) => clusterArns);
  const answers = await fewAtOnce(pagesOf(arns, limits.clusters), async (clusters) =>
    asked('describe clusters', async (options) => client.send(new DescribeClustersCommand({ clusters }), options)),
  );
  const found = answers.flatMap(({ clusters = [] }) => clusters).filter(({ status }) => status === 'ACTIVE');
  return found.map((each) => ({
    arn: each.clusterArn ?? '',
    name: each.clusterName ?? '',
    running: each.runningTasksCount ?? 0,
    pending: each.pendingTasksCount ?? 0,
    services: each.activeServicesCount ?? 0,
    instances: each.registeredContainerInstancesCount ?? 0,
  }));
}

/** ListTasks has no filter for tasks of no service; their group is that of their family (API_Task). */
async function stoppedAlone(client: ECSClient, cluster: string): Promise<readonly EcsTask[]> {
  const page = await asked(`list stopped tasks of ${cluster}`, async (options) =>
    client.send(new ListTasksCommand({ cluster, desiredStatus: 'STOPPED', maxResults: limits.tasks }), options),
  );
  const tasks = page.taskArns ?? [];
  if (tasks.length === 0) return [];
  const answer = await asked(`describe stopped tasks of ${cluster}`, async (options) =>
    client.send(new DescribeTasksCommand({ cluster, tasks }), options),
  );
  return (answer.tasks ?? [])
    .map(taskOf)
    .filter(({ group, lastStatus }) => lastStatus === 'STOPPED' && group?.startsWith('family:') === true);
}

/** `agentConnected` is a subject of the cluster query language (cluster-query-language). The first hundred are enough. */
async function lostAgents(client: ECSClient, cluster: string): Promise<readonly LostAgent[]> {
  const wanted = { cluster, status: 'ACTIVE', filter: 'agentConnected==false', maxResults: limits.instances } as const;
  const page = await asked(`list disconnected instances of ${cluster}`, async (options) =>
    client.send(new ListContainerInstancesCommand(wanted), options),
  );
  const arns = page.containerInstanceArns ?? [];
  if (arns.length === 0) return [];
  const answer = await asked(`describe disconnected instances of ${cluster}`, async (options) =>
    client.send(new DescribeContainerInstancesCommand({ cluster, containerInstances: arns }), options),
  );
  return (answer.containerInstances ?? [])
    .filter(({ status, agentConnected }) => status === 'ACTIVE' && agentConnected === false)
    .map(({ containerInstanceArn: arn = '', ec2InstanceId }) => ({
      arn,
      cluster,
      ...(ec2InstanceId !== undefined && { ec2InstanceId }),
    }));
}
