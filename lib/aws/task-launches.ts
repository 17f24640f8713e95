import type { ECSClient, Service, TaskDefinition } from '@aws-sdk/client-ecs';
import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ListTasksCommand,
} from '@aws-sdk/client-ecs';
import type { EcsTask } from '../core/ecs-reads.ts';
import type { Clock, Read } from '../core/ports.ts';
import { present } from '../core/present.ts';
import type { LaunchDefinition, RunReads, ServicePlace } from '../core/run-reads.ts';
import type { BatchAnswer } from './batching.ts';
import { batched, joined, pagesOf } from './batching.ts';
import { within } from './client.ts';
import { taskOf } from './ecs-shapes.ts';
import { nameOf, readFrom } from './errors.ts';
import { allPages } from './listing.ts';

/** API_DescribeTasks, API_DescribeServices. */
const limits = { tasks: 100, services: 10 };

/** What a launch and its tasks are judged by. A failed read is a value; nothing here throws. */
export function runReads(client: ECSClient, clock: Clock): RunReads {
  const tasks = batched<EcsTask>({
    size: limits.tasks,
    load: async (cluster, arns) => readFrom(clock, async () => describeTasks(client, cluster, arns)),
  });
  const places = batched<ServicePlace>({
    size: limits.services,
    load: async (cluster, services) => readFrom(clock, async () => describePlaces(client, cluster, services)),
  });
  return {
    // The newest revision changes, and so does a revision's status: equal questions of one turn are one request.
    definition: joined(async (name) => definitionOf(client, clock, name)),
    servicePlace: async ({ cluster, service }) => places(cluster, service),
    task: async ({ cluster, task }) => tasks(cluster, task),
    startedBy: async ({ cluster, startedBy }) =>
      readFrom(clock, async () => {
        const arns = await listStartedBy(client, cluster, startedBy);
        const found = await Promise.all(
          pagesOf(arns, limits.tasks).map(async (page) => describeTasks(client, cluster, page)),
        );
        const described = found.flatMap((page) => [...page.values()]);
        // Listed and not described is not "none": it is there, and nothing more is known of it.
        const unknown = arns.filter((arn) => !described.some((task) => task.arn === arn));
        return [...described, ...unknown.map((arn) => undescribed(arn, cluster))];
      }),
  };
}

function undescribed(arn: string, cluster: string): EcsTask {
  return {
    arn,
    clusterArn: cluster,
    taskDefinitionArn: '',
    lastStatus: 'PROVISIONING',
    desiredStatus: 'RUNNING',
    containers: [],
  };
}

/** Without a desired status ListTasks shows only those wanted running (API_ListTasks). */
async function listStartedBy(client: ECSClient, cluster: string, startedBy: string): Promise<readonly string[]> {
  const lists = await Promise.all(
    (['RUNNING', 'STOPPED'] as const).map(async (desiredStatus) =>
      allPages('list the tasks of a launch', async (token, options) =>
        client.send(new ListTasksCommand({ cluster, startedBy, desiredStatus, maxResults: 100, ...token }), options),
      ),
    ),
  );
  return [...new Set(lists.flat().flatMap(({ taskArns = [] }) => taskArns))];
}

async function describeTasks(
  client: ECSClient,
  cluster: string,
  arns: readonly string[],
): Promise<BatchAnswer<EcsTask>> {
  const answer = await client.send(new DescribeTasksCommand({ cluster, tasks: [...arns] }), within());
  return new Map((answer.tasks ?? []).map(taskOf).map((task) => [task.arn, task]));
}

/** A family without an active revision, and a revision that was deleted, are ClientExceptions (API_DescribeTaskDefinition). */
async function definitionOf(client: ECSClient, clock: Clock, name: string): Promise<Read<LaunchDefinition>> {
  let isMissing = false;
  const read = await readFrom(clock, async () => {
    try {
      const answer = await client.send(new DescribeTaskDefinitionCommand({ taskDefinition: name }), within());
      return definitionShape(answer.taskDefinition ?? {});
    } catch (error) {
      isMissing = nameOf(error) === 'ClientException';
      throw error;
    }
  });
  return !read.ok && isMissing ? { ok: false, reason: 'not-found' } : read;
}

function definitionShape(aws: TaskDefinition): LaunchDefinition {
  return {
    arn: aws.taskDefinitionArn ?? '',
    family: aws.family ?? '',
    status: aws.status ?? '',
    ...present({
      networkMode: aws.networkMode,
      taskRoleArn: aws.taskRoleArn,
      executionRoleArn: aws.executionRoleArn,
    }),
    // Containers are essential unless it says otherwise (API_ContainerDefinition).
    containers: (aws.containerDefinitions ?? []).map(({ name = '', essential = true }) => ({ name, essential })),
  };
}

async function describePlaces(
  client: ECSClient,
  cluster: string,
  services: readonly string[],
): Promise<BatchAnswer<ServicePlace>> {
  const answer = await client.send(new DescribeServicesCommand({ cluster, services: [...services] }), within());
  // A service that was deleted is described for a while (API_DescribeServices).
  const active = (answer.services ?? []).filter(({ status }) => status !== 'INACTIVE');
  return new Map(active.map((service) => [service.serviceName ?? '', placeOf(service)]));
}

function placeOf(aws: Service): ServicePlace {
  const vpc = aws.networkConfiguration?.awsvpcConfiguration;
  return {
    shares: (aws.capacityProviderStrategy ?? []).map(({ capacityProvider = '', weight = 0, base = 0 }) => ({
      provider: capacityProvider,
      weight,
      base,
    })),
    ...present({ launchType: aws.launchType, platformVersion: aws.platformVersion }),
    ...(vpc?.subnets !== undefined && {
      network: {
        subnets: vpc.subnets,
        securityGroups: vpc.securityGroups ?? [],
        publicIp: vpc.assignPublicIp === 'ENABLED',
      },
    }),
  };
}
