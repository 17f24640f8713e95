import type { ECSClient } from '@aws-sdk/client-ecs';
import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListServiceDeploymentsCommand,
  paginateListTasks,
} from '@aws-sdk/client-ecs';
import type {
  EcsReads,
  EcsService,
  EcsTask,
  ServiceDeployment,
  ServiceRevision,
  TaskQuery,
} from '../core/ecs-reads.ts';
import type { Clock, Read } from '../core/ports.ts';
import { lastPart } from '../core/last-part.ts';
import type { BatchAnswer } from './batching.ts';
import { batched, mostRemembered, pagesOf, remembered } from './batching.ts';
import { within } from './client.ts';
import { serviceOf } from './ecs-service-shape.ts';
import { serviceDeploymentOf, serviceRevisionOf, taskOf } from './ecs-shapes.ts';
import { faultOf, readFrom } from './errors.ts';
import { taskDefinitionReads } from './task-definitions.ts';

/** How many each Describe takes (API_DescribeServices, API_DescribeTasks, API_DescribeServiceDeployments, …Revisions). */
const limits = { services: 10, tasks: 100, serviceDeployments: 20, serviceRevisions: 20 };

/** More tasks than this of one service are not read: the counts of the service tell enough. */
const mostTasks = 500;

/** Everything read of ECS. A failed read is a value; nothing here throws. */
export function ecsReads(client: ECSClient, clock: Clock): EcsReads {
  const services = batched<EcsService>({
    size: limits.services,
    load: async (cluster, names) =>
      oneByOneIfRefused(clock, names, async (some) => describeServices(client, cluster, some)),
  });
  const tasks = batched<EcsTask>({
    size: limits.tasks,
    load: async (cluster, names) =>
      oneByOneIfRefused(clock, names, async (some) => describeTasks(client, cluster, some)),
  });
  const deployments = batched<ServiceDeployment>({
    size: limits.serviceDeployments,
    load: async (_, arns) => readFrom(clock, async () => describeDeployments(client, arns)),
  });
  const revisions = batched<ServiceRevision>({
    size: limits.serviceRevisions,
    load: async (_, arns) => readFrom(clock, async () => describeRevisions(client, arns)),
  });
  return {
    service: async ({ cluster, service }) => services(cluster, service),
    task: async ({ cluster, task }) => tasks(cluster, task),
    tasks: async (query) => tasksOf(client, clock, query),
    ...taskDefinitionReads(client, clock),
    serviceDeployment: async (arn) => deployments('', arn),
    serviceDeployments: async ({ cluster, service }, limit) =>
      readFrom(clock, async () => {
        const listed = await client.send(
          new ListServiceDeploymentsCommand({ cluster, service, maxResults: limit }),
          within(),
        );
        const arns = (listed.serviceDeployments ?? []).flatMap(({ serviceDeploymentArn: arn }) => arn ?? []);
        const found = await describeDeployments(client, arns.slice(0, limits.serviceDeployments));
        return [...found.values()].sort((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0));
      }),
    serviceRevision: remembered(mostRemembered, async (arn) => revisions('', arn)),
  };
}

/** One name ECS does not take (`InvalidParameterException`) refuses the whole request: then each is asked by itself. */
async function oneByOneIfRefused<Value>(
  clock: Clock,
  names: readonly string[],
  describe: (names: readonly string[]) => Promise<BatchAnswer<Value>>,
): Promise<Read<BatchAnswer<Value>>> {
  return readFrom(clock, async () => {
    try {
      return await describe(names);
    } catch (error) {
      if (names.length === 1 || faultOf(error) !== 'invalid') throw error;
      const each = await Promise.all(names.map(async (name) => readFrom(clock, async () => describe([name]))));
      return new Map(each.flatMap((read) => (read.ok ? [...read.value] : [])));
    }
  });
}

/** Services are found again by name or ARN, whichever was asked. Missing ones are `failures[]` in a 200. */
async function describeServices(
  client: ECSClient,
  cluster: string,
  names: readonly string[],
): Promise<BatchAnswer<EcsService>> {
  const answer = await client.send(
    new DescribeServicesCommand({ cluster, services: [...names], include: ['TAGS'] }),
    within(),
  );
  const found = (answer.services ?? []).map(serviceOf);
  return new Map(
    found.flatMap((service) => [[service.name, service] as const, [service.serviceArn, service] as const]),
  );
}

async function describeTasks(
  client: ECSClient,
  cluster: string,
  names: readonly string[],
): Promise<BatchAnswer<EcsTask>> {
  const answer = await client.send(new DescribeTasksCommand({ cluster, tasks: [...names] }), within());
  const found = (answer.tasks ?? []).map(taskOf);
  return new Map(found.flatMap((task) => [[task.arn, task] as const, [lastPart(task.arn), task] as const]));
}

async function tasksOf(client: ECSClient, clock: Clock, query: TaskQuery): Promise<Read<readonly EcsTask[]>> {
  return readFrom(clock, async () => {
    const { cluster, service: serviceName, family, desiredStatus } = query;
    const listing = {
      cluster,
      desiredStatus,
      ...(serviceName !== undefined && { serviceName }),
      ...(family !== undefined && { family }),
    };
    const arns: string[] = [];
    for await (const page of paginateListTasks({ client }, listing, within())) {
      arns.push(...(page.taskArns ?? []));
      if (arns.length >= mostTasks) break;
    }
    const pages = pagesOf(arns.slice(0, mostTasks), limits.tasks);
    const found = await Promise.all(pages.map(async (page) => describeTasks(client, cluster, page)));
    return found.flatMap((page) => [...new Set(page.values())]);
  });
}

async function describeDeployments(
  client: ECSClient,
  arns: readonly string[],
): Promise<BatchAnswer<ServiceDeployment>> {
  if (arns.length === 0) return new Map();
  const answer = await client.send(
    new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [...arns] }),
    within(),
  );
  return new Map((answer.serviceDeployments ?? []).map(serviceDeploymentOf).map((each) => [each.arn, each]));
}

async function describeRevisions(client: ECSClient, arns: readonly string[]): Promise<BatchAnswer<ServiceRevision>> {
  const answer = await client.send(new DescribeServiceRevisionsCommand({ serviceRevisionArns: [...arns] }), within());
  return new Map((answer.serviceRevisions ?? []).map(serviceRevisionOf).map((each) => [each.arn, each]));
}
