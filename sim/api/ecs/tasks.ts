import type {
  DescribeTasksRequest,
  DescribeTasksResponse,
  ListTasksRequest,
  ListTasksResponse,
  Task as AwsTask,
} from '@aws-sdk/client-ecs';
import { present } from '../../../lib/core/present.ts';
import type { Cluster } from '../../account/model.ts';
import type { Task } from '../../account/task.ts';
import type { Api } from '../api.ts';
import { invalid, someOf } from '../api.ts';
import { byArn, pageOf } from '../pages.ts';
import { arnOf, checkId, clusterOf, failure, instanceOf, serviceNamed } from './find.ts';

export function taskOperations(api: Api) {
  return {
    'ECS.ListTasks': (input: ListTasksRequest) => listTasks(api, input),
    'ECS.DescribeTasks': (input: DescribeTasksRequest) => describeTasks(api, input),
  };
}

/** Without a desired status those that shall run, which leaves out all that have stopped or are about to (API_ListTasks). */
function listTasks(api: Api, input: ListTasksRequest): ListTasksResponse {
  const cluster = clusterOf(api.account, input.cluster);
  checkStartedBy(input);
  const { desiredStatus = 'RUNNING' } = input;
  const fits = filterOf(api, input, cluster);
  const found = [...api.account.tasks.values()].filter(
    (task) => task.clusterArn === cluster.arn && fits(task) && api.past.wanted(task) === desiredStatus,
  );
  const page = pageOf(api, byArn(found.map(({ arn }) => arn)), (arn) => arn, {
    wanted: input.maxResults,
    token: input.nextToken,
    most: 100,
  });
  return { taskArns: page.items, ...present({ nextToken: page.nextToken }) };
}

function describeTasks(api: Api, input: DescribeTasksRequest): DescribeTasksResponse {
  const cluster = clusterOf(api.account, input.cluster);
  const arns = someOf('Tasks', input.tasks, 100).map((name) => {
    checkId('task', name);
    return arnOf(api.account, cluster, 'task', name);
  });
  const seen = arns.map((arn): AwsTask | string => {
    const task = api.account.tasks.get(arn);
    return (task && api.past.task(task)) ?? arn;
  });
  return {
    tasks: seen.filter((each) => typeof each !== 'string'),
    failures: seen.filter((each) => typeof each === 'string').map((arn) => failure(arn)),
  };
}

function filterOf(api: Api, input: ListTasksRequest, cluster: Cluster): (task: Task) => boolean {
  const { family, launchType, startedBy, serviceName, containerInstance } = input;
  const group =
    serviceName === undefined
      ? undefined
      : `service:${serviceNamed(api.account, cluster, serviceName, { inactive: true }).name}`;
  const instance = containerInstance === undefined ? undefined : instanceOf(api.account, cluster, containerInstance);
  if (containerInstance !== undefined && instance === undefined) {
    throw invalid('Referenced container instance not found.');
  }
  return (task) =>
    (family === undefined || task.definition.family === family) &&
    (launchType === undefined || task.launchType === launchType) &&
    (startedBy === undefined || task.startedBy === startedBy) &&
    (group === undefined || task.group === group) &&
    (instance === undefined || task.instance === instance);
}

/**
 * "When you specify `startedBy` as the filter, it must be the only filter that you use" (API_ListTasks); a desired status
 * beside it is in wide use.
 */
function checkStartedBy({ startedBy, family, launchType, serviceName, containerInstance }: ListTasksRequest): void {
  const others = [family, launchType, serviceName, containerInstance].filter((each) => each !== undefined);
  if (startedBy !== undefined && others.length > 0) {
    throw invalid('startedBy cannot be used with other filters.');
  }
}
