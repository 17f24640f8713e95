import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  ListTaskDefinitionsCommand,
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
import type { TaskDefinition } from '../core/task-definition.ts';
import type { BatchAnswer } from './batching.ts';
import { batched, pagesOf, remembered } from './batching.ts';
import { clientSettings, within } from './client.ts';
import { serviceDeploymentOf, serviceOf, serviceRevisionOf, taskOf } from './ecs-shapes.ts';
import { faultOf, nameOf, readFrom } from './errors.ts';
import { taskDefinitionOf } from './task-definition-shape.ts';

/** How many each Describe takes (API_DescribeServices, API_DescribeTasks, API_DescribeServiceDeployments, …Revisions). */
const limits = { services: 10, tasks: 100, serviceDeployments: 20, serviceRevisions: 20 };

/** More tasks than this of one service are not read: the counts of the service tell enough. */
const mostTasks = 500;

/** What is kept of what never changes, per container of the function. */
const mostRemembered = 200;

export function openEcs(): ECSClient {
  return new ECSClient(clientSettings);
}

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
  const taskDefinition = remembered(
    mostRemembered,
    joined(async (arn) => describeTaskDefinition(client, clock, arn)),
  );
  return {
    service: async ({ cluster, service }) => services(cluster, service),
    task: async ({ cluster, task }) => tasks(cluster, task),
    tasks: async (query) => tasksOf(client, clock, query),
    taskDefinition,
    previousTaskDefinition: async (arn) => previousOf(client, clock, arn, taskDefinition),
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

/** Equal questions at the same time are one request. */
function joined<Value>(read: (key: string) => Promise<Read<Value>>): (key: string) => Promise<Read<Value>> {
  const under = new Map<string, Promise<Read<Value>>>();
  return async (key) => {
    const running = under.get(key);
    if (running !== undefined) return running;
    const asked = read(key).finally(() => under.delete(key));
    under.set(key, asked);
    return asked;
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
  return new Map(found.flatMap((task) => [[task.arn, task] as const, [idOf(task.arn), task] as const]));
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

/** A revision that does not exist, or was deleted, is a ClientException (API_DescribeTaskDefinition). */
async function describeTaskDefinition(client: ECSClient, clock: Clock, arn: string): Promise<Read<TaskDefinition>> {
  let missing = false;
  const read = await readFrom(clock, async () => {
    try {
      const answer = await client.send(new DescribeTaskDefinitionCommand({ taskDefinition: arn }), within());
      return answer.taskDefinition === undefined ? undefined : taskDefinitionOf(answer.taskDefinition);
    } catch (error) {
      missing = nameOf(error) === 'ClientException';
      throw error;
    }
  });
  if (!read.ok) return missing ? { ok: false, reason: 'not-found' } : read;
  return read.value === undefined ? { ok: false, reason: 'not-found' } : { ...read, value: read.value };
}

/** The revision before: nearly always one less, and then one request; else the newest active one that is older. */
async function previousOf(
  client: ECSClient,
  clock: Clock,
  arn: string,
  read: (arn: string) => Promise<Read<TaskDefinition>>,
): Promise<Read<TaskDefinition>> {
  const [family, number] = idOf(arn).split(':');
  const revision = Number(number);
  if (family === undefined || !(revision > 1)) return { ok: false, reason: 'not-found' };
  const before = await read(`${arn.slice(0, arn.lastIndexOf(':'))}:${revision - 1}`);
  if (before.ok || before.reason !== 'not-found') return before;
  const listed = await readFrom(clock, async () =>
    client.send(new ListTaskDefinitionsCommand({ familyPrefix: family, sort: 'DESC', status: 'ACTIVE' }), within()),
  );
  if (!listed.ok) return listed;
  const older = (listed.value.taskDefinitionArns ?? []).find(
    (each) => Number(each.slice(each.lastIndexOf(':') + 1)) < revision,
  );
  return older === undefined ? before : read(older);
}

function idOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
