import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { ECSClient } from '@aws-sdk/client-ecs';
import { describe, expect, test } from 'vitest';
import { autoScalingReads } from '../../lib/aws/auto-scaling.ts';
import { hostOrders } from '../../lib/aws/host-orders.ts';
import { hostReads } from '../../lib/aws/hosts.ts';
import { lifecycleOrders } from '../../lib/aws/lifecycle-orders.ts';
import { setInstanceStatus } from '../../sim/account/instances.ts';
import { joinInstance } from '../../sim/account/services/join.ts';
import { stopTask } from '../../sim/account/tasks/stop.ts';
import { terminateInstance } from '../../sim/account/autoscaling/scale.ts';
import type { AwsApiOptions } from '../../sim/api/aws-api.ts';
import { awsApi } from '../../sim/api/aws-api.ts';
import { seeded } from '../../sim/random.ts';
import type { WireHandlers } from '../../sim/wire.ts';
import { awsError, wire } from '../../sim/wire.ts';
import type { Fleet } from '../sim/autoscaling/fleet.ts';
import { drain, first, fleet, onFleet } from '../sim/autoscaling/fleet.ts';
import { ensureCluster } from '../../sim/account/identities.ts';
import { managedFleet } from '../sim/autoscaling/fleet.ts';

const settings = {
  region: 'ap-northeast-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
};

/** The adapters over an account, and what stood on the wire. */
function over({ account }: Fleet, options: Partial<AwsApiOptions> = {}, more: WireHandlers = {}) {
  const handlers = { ...awsApi(account, { random: seeded('hosts'), ...options }), ...more };
  const [ecs, scaling] = [new ECSClient(settings), new AutoScalingClient(settings)];
  const clock = { now: account.agenda.now };
  const requests = [wire(ecs, handlers), wire(scaling, handlers)];
  return {
    reads: { ...hostReads(ecs, clock), ...autoScalingReads(scaling, clock) },
    orders: { ...hostOrders(ecs, clock), ...lifecycleOrders(scaling, clock) },
    count: (operation: string) => requests.flat().filter((each) => each.operation === operation).length,
  };
}

function hostOf(here: Fleet) {
  const { host } = first(here);
  if (host === undefined) throw new Error('no host');
  return { arn: host.arn, cluster: 'prod' };
}

describe('the container instances of an EC2 instance', () => {
  test('are found in every cluster, for many at once, page by page', async () => {
    const here = fleet();
    const other = ensureCluster(here.account, 'other');
    const { id } = first(here);
    joinInstance(here.account, {
      cluster: other,
      instanceType: 'm5.large',
      zone: here.account.zones[0] ?? '',
      ec2InstanceId: id,
      cpu: 1024,
      memoryMiB: 2048,
    });
    const { reads, count } = over(here, { mostPerPage: 1 });
    const ids = [...here.group.instances.keys(), 'i-0nobody'];
    const found = await Promise.all(ids.map(async (each) => reads.hostsOf(each)));
    expect(found.map((read) => (read.ok ? read.value.length : read.reason))).toEqual([2, 1, 1, 0]);
    expect(found[0]).toMatchObject({ value: [{ ec2InstanceId: id }, { ec2InstanceId: id }] });
    expect(count('ECS.ListContainerInstances')).toBe(3 + 1);
    await reads.hostsOf(id);
    expect(count('ECS.ListClusters')).toBe(2);
  });

  test('are unknown, and not none, when one cluster does not answer', async () => {
    const here = fleet();
    ensureCluster(here.account, 'other');
    let asked = 0;
    const api = awsApi(here.account, { random: seeded('hosts') });
    const { reads } = over(
      here,
      {},
      {
        'ECS.ListContainerInstances': (input: never, call) => {
          asked += 1;
          if (asked === 2) throw awsError('ThrottlingException');
          return api['ECS.ListContainerInstances']?.(input, call);
        },
      },
    );
    expect(await reads.hostsOf(first(here).id)).toEqual({ ok: false, reason: 'throttled' });
  });
});

describe('the tasks on a container instance', () => {
  test('are those of both lists, on all pages: also what is to stop and has not', async () => {
    const here = managedFleet({}, { managedScaling: false });
    onFleet(here, { desired: 6 });
    here.run(60);
    const host = first(here).host;
    const [task] = host?.tasks ?? [];
    if (host === undefined || task === undefined) throw new Error('no task');
    stopTask(here.account, task, { stopCode: 'UserInitiated', reason: 'a test' });
    const { reads, count } = over(here, { mostPerPage: 1 });
    const which = { cluster: 'prod', containerInstance: host.arn };
    const lists = [await reads.tasksListed(which, 'RUNNING'), await reads.tasksListed(which, 'STOPPED')];
    const [wanted, ended] = lists.map((read) => (read.ok ? read.value : []));
    expect(ended).toEqual([task.arn]);
    expect([...(wanted ?? []), task.arn].sort()).toEqual([...host.tasks].map(({ arn }) => arn).sort());
    const read = await reads.tasksNamed('prod', [task.arn]);
    expect(read).toMatchObject({ value: { tasks: [{ arn: task.arn, desiredStatus: 'STOPPED' }], missing: [] } });
    expect(count('ECS.ListTasks')).toBeGreaterThan(1);
  });

  test('that are listed and not described are told apart from those that stopped', async () => {
    const here = fleet();
    const { reads } = over(
      here,
      {},
      {
        'ECS.DescribeTasks': () => ({ tasks: [], failures: [{ reason: 'MISSING' }] }),
      },
    );
    const read = await reads.tasksNamed('prod', ['arn:aws:ecs:x:1:task/prod/lost']);
    expect(read).toMatchObject({ ok: true, value: { tasks: [], missing: ['arn:aws:ecs:x:1:task/prod/lost'] } });
  });

  test.each(['ECS.ListTasks', 'ECS.DescribeTasks'])('are unknown when %s fails', async (operation) => {
    const here = managedFleet({}, { managedScaling: false });
    onFleet(here, { desired: 6 });
    here.run(60);
    const { reads } = over(
      here,
      {},
      {
        [operation]: () => {
          throw awsError('ServerException', { status: 500 });
        },
      },
    );
    const read =
      operation === 'ECS.ListTasks'
        ? await reads.tasksListed({ cluster: 'prod', containerInstance: hostOf(here).arn }, 'RUNNING')
        : await reads.tasksNamed('prod', ['arn:aws:ecs:x:1:task/prod/lost']);
    expect(read).toEqual({ ok: false, reason: 'unreadable' });
  });
});

describe('orders', () => {
  test('to set instances of one turn are requests of ten', async () => {
    const here = fleet({ desired: 12, max: 12 });
    const { orders, count } = over(here);
    const hosts = [...here.group.instances.values()].flatMap(({ host }) => host ?? []);
    const done = await Promise.all(hosts.map(async ({ arn }) => orders.setState({ arn, cluster: 'prod' }, 'DRAINING')));
    expect(done.map(({ result }) => result)).toEqual(hosts.map(() => 'done'));
    expect(count('ECS.UpdateContainerInstancesState')).toBe(2);
    expect(hosts.every(({ status }) => status === 'DRAINING')).toBe(true);
  });

  test('to set what is gone are done already; what cannot be set yet is tried again', async () => {
    const here = fleet();
    const [one, two] = [...here.group.instances.values()].flatMap(({ host }) => host ?? []);
    if (one === undefined || two === undefined) throw new Error('no hosts');
    one.status = 'INACTIVE';
    two.status = 'REGISTERING';
    const { orders } = over(here);
    const results = await Promise.all(
      [one, two].map(async ({ arn }) => orders.setState({ arn, cluster: 'prod' }, 'DRAINING')),
    );
    expect(results.map(({ result }) => result)).toEqual(['already-done', 'retry']);
  });

  test.each([
    ['AccessDeniedException', 'permanent'],
    ['ThrottlingException', 'retry'],
    ['TimeoutError', 'unknown'],
    ['ClusterNotFoundException', 'already-done'],
  ])('that end in %s are %s', async (name, result) => {
    const here = fleet();
    const { orders } = over(
      here,
      {},
      {
        'ECS.UpdateContainerInstancesState': () => {
          throw awsError(name, { status: name === 'TimeoutError' ? 500 : 400 });
        },
      },
    );
    expect(await orders.setState(hostOf(here), 'DRAINING')).toMatchObject({ result });
  });

  test('to complete what is completed are done already, and to beat its heart, too', async () => {
    const here = fleet({ hooks: [drain] });
    const { id } = first(here);
    const name = { group: 'web', hook: 'drain', instanceId: id };
    const { orders } = over(here);
    expect(await orders.complete(name)).toMatchObject({ result: 'already-done' });
    terminateInstance(here.scaling, id, { decrement: true });
    expect(await orders.heartbeat(name)).toMatchObject({ result: 'done' });
    expect(await orders.complete(name)).toMatchObject({ result: 'done' });
    expect(await orders.complete(name)).toMatchObject({ result: 'already-done' });
    expect(await orders.heartbeat(name)).toMatchObject({ result: 'already-done' });
  });

  test('to stop and to deregister what is not there are done already', async () => {
    const here = fleet();
    const { orders } = over(here);
    const { arn, cluster } = hostOf(here);
    expect(await orders.deregister({ arn, cluster })).toMatchObject({ result: 'done' });
    expect(await orders.deregister({ arn, cluster })).toMatchObject({ result: 'already-done' });
    const nobody = arn.replace('container-instance', 'task');
    expect(await orders.stopTask({ arn: nobody, cluster }, 'a test')).toMatchObject({ result: 'already-done' });
  });
});

describe('what Auto Scaling says', () => {
  test('of an instance, of hooks and of those that leave', async () => {
    const here = fleet({
      hooks: [drain, { ...drain, name: 'launch', transition: 'autoscaling:EC2_INSTANCE_LAUNCHING' }],
    });
    const { id } = first(here);
    const { reads, count } = over(here);
    expect(await reads.member(id)).toMatchObject({ value: { group: 'web', instanceId: id } });
    expect(await reads.member('i-0nobody')).toEqual({ ok: false, reason: 'not-found' });
    expect(await reads.leaving()).toMatchObject({ value: { groups: 1, members: [] } });
    terminateInstance(here.scaling, id, { decrement: true });
    expect(await reads.leaving()).toMatchObject({
      value: { members: [{ instanceId: id, group: 'web', state: 'Terminating:Wait' }] },
    });
    const hooks = { ok: true, value: [{ name: 'drain', heartbeatMs: 300_000, globalMs: 30_000_000 }] };
    expect(await reads.terminateHooks('web')).toMatchObject(hooks);
    expect(await reads.terminateHooks('web')).toMatchObject(hooks);
    expect(count('AutoScaling.DescribeLifecycleHooks')).toBe(1);
  });
});

test('a host that is set DRAINING says so when it is read again', async () => {
  const here = fleet();
  const { host, id } = first(here);
  if (host === undefined) throw new Error('no host');
  setInstanceStatus(here.account, host, 'DRAINING');
  const { reads } = over(here);
  expect(await reads.hostsOf(id)).toMatchObject({ value: [{ status: 'DRAINING', agentConnected: true, counted: 0 }] });
});
