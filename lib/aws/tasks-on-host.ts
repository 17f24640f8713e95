import type { ECSClient, Task } from '@aws-sdk/client-ecs';
import { DescribeTasksCommand, ListTasksCommand } from '@aws-sdk/client-ecs';
import type { HostReads, TaskOnHost, TasksOnHost } from '../core/host-reads.ts';
import type { Clock, Read } from '../core/ports.ts';
import { present } from '../core/present.ts';
import type { Instant } from '../core/time.ts';
import type { BatchAnswer } from './batching.ts';
import { batched } from './batching.ts';
import { within } from './client.ts';
import { readFrom } from './errors.ts';
import { allPages } from './listing.ts';

/** `spend` hears of each request that takes a token of the bucket for cluster resources (request-throttling). */
export type CountedEcs = { readonly ecs: ECSClient; readonly spend: () => void };

/** API_DescribeTasks. */
const mostTasks = 100;

/** What is read of the tasks on an instance. */
export function taskReads(client: CountedEcs, clock: Clock): Pick<HostReads, 'tasksListed' | 'tasksNamed'> {
  const tasks = batched<TaskOnHost>({
    size: mostTasks,
    load: async (cluster, arns) => readFrom(clock, async () => describeTasks(client, cluster, arns)),
  });
  return {
    tasksListed: async ({ cluster, containerInstance }, desiredStatus) =>
      readFrom(clock, async () => listTasks(client, { cluster, containerInstance, desiredStatus })),
    tasksNamed: async (cluster, arns) => {
      const at = clock.now();
      return together(at, await Promise.all(arns.map(async (arn) => [arn, await tasks(cluster, arn)] as const)));
    },
  };
}

/** A description that failed makes the whole unknown; one that is not there is told apart. */
function together(
  at: Instant,
  described: readonly (readonly [arn: string, read: Read<TaskOnHost>])[],
): Read<TasksOnHost> {
  const tasks: TaskOnHost[] = [];
  const missing: string[] = [];
  for (const [arn, read] of described) {
    if (read.ok) tasks.push(read.value);
    else if (read.reason === 'not-found') missing.push(arn);
    else return read;
  }
  return { ok: true, value: { tasks, missing }, at };
}

type TaskList = {
  readonly cluster: string;
  readonly containerInstance: string;
  /** Without it ListTasks shows only those wanted running (API_ListTasks). */
  readonly desiredStatus: 'RUNNING' | 'STOPPED';
};

async function listTasks({ ecs, spend }: CountedEcs, list: TaskList): Promise<readonly string[]> {
  const pages = await allPages(`list the tasks on an instance of ${list.cluster}`, async (token, options) => {
    spend();
    return ecs.send(new ListTasksCommand({ ...list, maxResults: 100, ...token }), options);
  });
  return [...new Set(pages.flatMap(({ taskArns = [] }) => taskArns))];
}

async function describeTasks(
  { ecs, spend }: CountedEcs,
  cluster: string,
  arns: readonly string[],
): Promise<BatchAnswer<TaskOnHost>> {
  spend();
  const answer = await ecs.send(new DescribeTasksCommand({ cluster, tasks: [...arns] }), within());
  return new Map((answer.tasks ?? []).map(taskOf).map((task) => [task.arn, task]));
}

function taskOf({ taskArn = '', lastStatus = '', desiredStatus = '', group, startedBy }: Task): TaskOnHost {
  return { arn: taskArn, lastStatus, desiredStatus, ...present({ group, startedBy }) };
}
