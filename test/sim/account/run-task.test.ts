import { describe, expect, test } from 'vitest';
import { deregisterTaskDefinition } from '../../../sim/account/definitions.ts';
import { setInstanceStatus } from '../../../sim/account/instances.ts';
import { Refusal } from '../../../sim/account/refusal.ts';
import type { RunRequest } from '../../../sim/account/run-rules.ts';
import { runTask } from '../../../sim/account/run-task.ts';
import { startTask } from '../../../sim/account/start-task.ts';
import { stopTask } from '../../../sim/account/tasks/stop.ts';
import { World } from './world.ts';

const hour = 3_600_000;
const byUser = { stopCode: 'UserInitiated', reason: 'Task stopped by user' };

function job(world: World, more: Partial<RunRequest> = {}): RunRequest {
  return { cluster: world.cluster, definition: world.fargate({ family: 'job' }), launchType: 'FARGATE', ...more };
}

/** The code and the members of what was refused. */
function refusal(run: () => unknown): Pick<Refusal, 'code' | 'members'> | undefined {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return { code: error.code, members: error.members };
    throw error;
  }
  return undefined;
}

describe('RunTask', () => {
  test('groups by family, and keeps who started it', () => {
    const world = new World();
    const { tasks, failures } = runTask(world.account, job(world, { count: 10, startedBy: 'nightly/report' }));
    expect(failures).toEqual([]);
    expect(tasks).toHaveLength(10);
    expect(new Set(tasks.map(({ group, startedBy }) => `${group} ${startedBy}`))).toEqual(
      new Set(['family:job nightly/report']),
    );
  });

  test('starts what fits and says why the rest does not', () => {
    const world = new World();
    const instance = world.instance({ memoryMiB: 1100 });
    const { tasks, failures } = runTask(world.account, {
      cluster: world.cluster,
      definition: world.bridge(),
      count: 3,
    });
    expect(tasks).toHaveLength(2);
    expect(failures).toEqual([{ arn: instance.arn, reason: 'RESOURCE:MEMORY' }]);
  });

  test('has a sentence for Fargate without capacity', () => {
    const world = new World();
    world.account.weather.fargateFull.add('*');
    const { tasks, failures } = runTask(world.account, job(world));
    expect(tasks).toEqual([]);
    expect(failures[0]?.reason).toMatch(/^Capacity is unavailable at this time\./u);
  });

  test('shares copies among providers: base first, then by weight', () => {
    const world = new World();
    const { launchType: _none, ...request } = job(world, {
      count: 8,
      capacityProviderStrategy: [
        { provider: 'FARGATE', weight: 1, base: 2 },
        { provider: 'FARGATE_SPOT', weight: 2, base: 0 },
      ],
    });
    const names = runTask(world.account, request).tasks.map(({ capacityProvider }) => capacityProvider);
    expect(names.slice(0, 2)).toEqual(['FARGATE', 'FARGATE']);
    expect(names.filter((name) => name === 'FARGATE_SPOT')).toHaveLength(4);
  });

  test.each<{ name: string; more: (world: World) => Partial<RunRequest>; code: string }>([
    { name: 'eleven copies', more: () => ({ count: 11 }), code: 'InvalidParameterException' },
    { name: 'no copy', more: () => ({ count: 0 }), code: 'InvalidParameterException' },
    { name: 'a startedBy with a blank', more: () => ({ startedBy: 'by hand' }), code: 'InvalidParameterException' },
    { name: 'a long token', more: () => ({ clientToken: 'x'.repeat(65) }), code: 'InvalidParameterException' },
    {
      name: 'a launch type beside a strategy',
      more: () => ({ capacityProviderStrategy: [{ provider: 'FARGATE', weight: 1, base: 0 }] }),
      code: 'InvalidParameterException',
    },
    {
      name: 'a bridge task on Fargate',
      more: (world) => ({ definition: world.bridge() }),
      code: 'InvalidParameterException',
    },
    {
      name: 'a cluster without instances',
      more: (world) => ({ definition: world.bridge(), launchType: 'EC2' }),
      code: 'InvalidParameterException',
    },
    {
      name: 'an inactive revision',
      more: (world) => ({ definition: deregisterTaskDefinition(world.account, world.fargate().arn) }),
      code: 'ClientException',
    },
  ])('refuses $name', ({ more, code }) => {
    const world = new World();
    expect(refusal(() => runTask(world.account, job(world, more(world))))?.code).toBe(code);
    expect(world.account.tasks.size).toBe(0);
  });
});

describe('client tokens', () => {
  test('the same request is answered as before and starts nothing', () => {
    const world = new World();
    const request = job(world, { clientToken: 'night-1', count: 2 });
    const answer = runTask(world.account, request);
    world.pass(60_000);
    expect(runTask(world.account, { ...request }).tasks).toEqual(answer.tasks);
    expect(world.account.tasks.size).toBe(2);
  });

  test('another request with it is a conflict that names the tasks', () => {
    const world = new World();
    const request = job(world, { clientToken: 'night-1' });
    const { tasks } = runTask(world.account, request);
    expect(refusal(() => runTask(world.account, { ...request, count: 2 }))).toEqual({
      code: 'ConflictException',
      members: { resourceIds: tasks.map(({ arn }) => arn) },
    });
  });

  test('a failure is remembered, too', () => {
    const world = new World();
    world.account.weather.fargateFull.add('*');
    const request = job(world, { clientToken: 'night-1' });
    runTask(world.account, request);
    world.account.weather.fargateFull.clear();
    expect(runTask(world.account, request).failures).toHaveLength(1);
    expect(runTask(world.account, { ...request, clientToken: 'night-2' }).tasks).toHaveLength(1);
  });

  test.each([
    { name: 'an hour after its task stopped it starts again', stop: true, passMs: 1.1 * hour, tasks: 1 },
    { name: 'while its task runs it does not', stop: false, passMs: 23 * hour, tasks: 0 },
    { name: 'after 24 hours it starts again even so', stop: false, passMs: 24.1 * hour, tasks: 1 },
  ])('$name', ({ stop, passMs, tasks }) => {
    const world = new World();
    const request = job(world, { clientToken: 'night-1' });
    const [task] = runTask(world.account, request).tasks;
    world.pass(60_000);
    if (stop && task !== undefined) stopTask(world.account, task, byUser);
    world.pass(passMs);
    const again = runTask(world.account, request).tasks.filter((each) => each !== task);
    expect(again).toHaveLength(tasks);
  });

  test('tokens of different clusters do not meet', () => {
    const world = new World();
    const request = job(world, { clientToken: 'night-1' });
    runTask(world.account, request);
    const cluster = { ...world.cluster, arn: `${world.cluster.arn}-2`, name: 'shop-2' };
    expect(runTask(world.account, { ...request, cluster }).tasks).toHaveLength(1);
    expect(world.account.tasks.size).toBe(2);
  });
});

test('StartTask: on the named instances, or why not', () => {
  const world = new World();
  const [fits, small, drains] = [world.instance(), world.instance({ cpu: 128 }), world.instance()];
  setInstanceStatus(world.account, drains, 'DRAINING');
  const containerInstances = [fits.arn, small.arn.slice(small.arn.lastIndexOf('/') + 1), drains.arn, 'nobody'];
  const answer = startTask(world.account, { cluster: world.cluster, definition: world.bridge(), containerInstances });
  expect(answer.tasks.map(({ instance }) => instance)).toEqual([fits]);
  expect(answer.failures).toEqual([
    { arn: small.arn, reason: 'RESOURCE:CPU' },
    { arn: drains.arn, reason: 'INACTIVE' },
    { arn: 'nobody', reason: 'MISSING' },
  ]);
});
