import type { Answer, Cloud, Message, Scheme } from './rival.ts';
import { complete } from './rival.ts';

/**
 * How three drainers wait, written from descriptions of them and from none of their code. All have their time-outs at 900 s,
 * so that none fails for its settings alone.
 */
const cluster = 'prod';
const deadlineS = 900;

/** An asynchronous invocation is tried twice more, after one minute and after two (Lambda, "Error handling"). */
const asynchronous = { concurrency: 1000, retriesS: [60, 120] };

/**
 * The AWS CDK's InstanceDrainHook: one function for each group and cluster. Lists the tasks before it drains, and looks every
 * ten seconds until those have stopped and nothing is pending. Sleeps in the function.
 */
export const cdk: Scheme = {
  name: 'CDK InstanceDrainHook',
  timeoutS: deadlineS,
  ...asynchronous,
  drain: async (message, cloud) => {
    const arn = await filtered(message, cloud);
    if (arn === undefined) return;
    let { taskArns: tasks = [] } = await cloud.call('ECS.ListTasks', { cluster, containerInstance: arn });
    await drain(cloud, arn);
    for (;;) {
      const [host] = (await described(cloud, [arn])).containerInstances ?? [];
      const answer = tasks.length === 0 ? {} : await cloud.call('ECS.DescribeTasks', { cluster, tasks });
      tasks = notStopped(answer);
      if (tasks.length === 0 && (host?.pendingTasksCount ?? 0) === 0) break;
      await cloud.sleep(10);
    }
    await complete(cloud, message);
  },
};

/**
 * getsocial's drainer: finds the cluster in the instance's user data, then the instance by reading all of the cluster,
 * twice. Looks every ten seconds at the tasks it found. Sleeps in the function.
 */
export const getsocial: Scheme = {
  name: 'getsocial',
  timeoutS: deadlineS,
  ...asynchronous,
  drain: async (message, cloud) => {
    await cloud.call('EC2.DescribeInstances', { InstanceIds: [message.instanceId] });
    await cloud.call('EC2.DescribeInstanceAttribute', { InstanceId: message.instanceId, Attribute: 'userData' });
    const found = await scanned(message, cloud);
    if (found?.status === 'DRAINING') return complete(cloud, message);
    const arn = (await scanned(message, cloud))?.containerInstanceArn;
    if (arn === undefined) throw new Error('the instance is not in the cluster');
    await drain(cloud, arn);
    const { taskArns: tasks = [] } = await cloud.call('ECS.ListTasks', { cluster, containerInstance: arn });
    while (tasks.length > 0 && notStopped(await cloud.call('ECS.DescribeTasks', { cluster, tasks })).length > 0)
      await cloud.sleep(10);
    return complete(cloud, message);
  },
};

/**
 * The cluster template of widdix: one message a minute to its own queue, one at a time. Nothing listed as RUNNING is drained;
 * else a heartbeat. No sleep: the cheapest waiter before.
 */
export const widdix: Scheme = {
  name: 'widdix',
  timeoutS: 30,
  concurrency: 1,
  // Its queue's visibility time-out, until the message is a dead letter.
  retriesS: [180, 180, 180, 180],
  drain: async (message, cloud) => {
    const arn = await filtered(message, cloud);
    if (arn === undefined) throw new Error('the instance is not in the cluster');
    const isFirst = !widdixBegan.has(message);
    if (isFirst) await drain(cloud, arn);
    const { taskArns = [] } = await cloud.call('ECS.ListTasks', { cluster, containerInstance: arn });
    const isOver = cloud.now() - message.startedAt >= deadlineS * 1000;
    if (!isFirst && (taskArns.length === 0 || isOver)) return complete(cloud, message);
    await cloud.call('AutoScaling.RecordLifecycleActionHeartbeat', {
      AutoScalingGroupName: message.group,
      LifecycleHookName: 'watchkeeper-drain',
      InstanceId: message.instanceId,
    });
    const next = { ...message };
    widdixBegan.add(next);
    return cloud.send(next, 60);
  },
};

/** Messages that come from its own queue. */
const widdixBegan = new WeakSet<Message>();

export const schemes: readonly Scheme[] = [cdk, getsocial, widdix];

async function filtered({ instanceId }: Message, cloud: Cloud): Promise<string | undefined> {
  const filter = `ec2InstanceId == ${instanceId}`;
  const { containerInstanceArns = [] } = await cloud.call('ECS.ListContainerInstances', { cluster, filter });
  return containerInstanceArns[0];
}

/** Every page of the cluster. */
async function scanned({ instanceId }: Message, cloud: Cloud) {
  let nextToken: string | undefined;
  do {
    const page: Answer = await cloud.call('ECS.ListContainerInstances', {
      cluster,
      ...(nextToken !== undefined && { nextToken }),
    });
    const { containerInstances = [] } = await described(cloud, page.containerInstanceArns ?? []);
    const found = containerInstances.find(({ ec2InstanceId }) => ec2InstanceId === instanceId);
    if (found !== undefined) return found;
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return undefined;
}

async function described(cloud: Cloud, containerInstances: readonly string[]): Promise<Answer> {
  return cloud.call('ECS.DescribeContainerInstances', { cluster, containerInstances });
}

async function drain(cloud: Cloud, arn: string): Promise<void> {
  const input = { cluster, containerInstances: [arn], status: 'DRAINING' };
  await cloud.call('ECS.UpdateContainerInstancesState', input);
}

function notStopped({ tasks = [] }: Answer): readonly string[] {
  return tasks.flatMap(({ taskArn, lastStatus }) =>
    taskArn !== undefined && lastStatus !== 'STOPPED' ? [taskArn] : [],
  );
}
