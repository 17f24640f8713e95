import { describe, expect, test } from 'vitest';
import { loseInstance, setAgent } from '../../../sim/account/instances.ts';
import type { Program } from '../../../sim/account/surroundings.ts';
import type { Task } from '../../../sim/account/task.ts';
import { interruptTask, isProtected, protectTask, stopTask } from '../../../sim/account/tasks/stop.ts';
import { targets, World } from './world.ts';

const byScheduler = {
  stopCode: 'ServiceSchedulerInitiated',
  reason: 'Scaling activity initiated by (deployment ecs-svc/1)',
};
const minute = 60_000;

const codes = (task: Task): unknown[] => task.containers.map(({ exitCode }) => exitCode);

describe('the order of states without the recorded load balancer', () => {
  const cases: readonly { name: string; start: (world: World) => Task; stop: boolean; order: string }[] = [
    {
      name: 'Fargate, stopped',
      start: (world) => world.launch(world.fargate()),
      stop: true,
      order: 'PROVISIONING PENDING RUNNING STOPPING DEPROVISIONING STOPPED',
    },
    {
      name: 'EC2 with bridge, stopped: no network interface to come or go',
      start: (world) => world.launch(world.bridge(), { instance: world.instance() }),
      stop: true,
      order: 'PENDING RUNNING STOPPING STOPPED',
    },
    {
      name: 'EC2 with bridge, own exit',
      start: (world) => {
        world.program('web:v1', { ends: { afterMs: 10_000, exitCode: 0 } });
        return world.launch(world.bridge(), { instance: world.instance() });
      },
      stop: false,
      order: 'PENDING RUNNING STOPPED',
    },
    {
      name: 'EC2 with awsvpc',
      start: (world) => world.launch(world.fargate(), { instance: world.instance() }),
      stop: true,
      order: 'PROVISIONING PENDING RUNNING STOPPING DEPROVISIONING STOPPED',
    },
  ];
  test.each(cases)('$name', ({ start, stop, order }) => {
    const world = new World();
    const task = start(world);
    world.pass(2 * minute);
    if (stop) stopTask(world.account, task, byScheduler);
    world.pass(3 * minute);
    expect(world.statuses(task)).toBe(order);
    expect(world.told(task).map(({ version }) => version)).toEqual(order.split(' ').map((_, at) => at + 1));
  });
});

describe('a stop before the task runs', () => {
  const moments = [
    { name: 'while its network interface is made', afterMs: 1_000, seen: 'PROVISIONING' },
    { name: 'while its image is pulled', afterMs: 13_000, seen: 'PENDING' },
  ];
  test.each(moments)('$name', ({ afterMs, seen }) => {
    const world = new World();
    world.program('web:v1', { pullMs: 60_000 });
    const task = world.launch(world.fargate());
    world.pass(afterMs);
    expect(task.lastStatus).toBe(seen);
    stopTask(world.account, task, byScheduler);
    world.pass(2 * minute);
    expect(world.statuses(task)).toMatch(/ DEPROVISIONING STOPPED$/u);
    expect(world.statuses(task)).not.toContain('RUNNING');
    expect(codes(task)).toEqual([undefined]);
  });
});

describe('containers', () => {
  const cases: readonly {
    name: string;
    programs: Record<string, Partial<Program>>;
    exits: unknown[];
    reason?: string;
  }[] = [
    {
      name: 'a sidecar is stopped when the essential container ends',
      programs: { 'web:v1': { ends: { afterMs: 5_000, exitCode: 3 } }, 'log:v1': { stopExitCode: 143 } },
      exits: [3, 143],
    },
    {
      name: 'a sidecar that does not stop is killed',
      programs: { 'web:v1': { ends: { afterMs: 5_000, exitCode: 0 } }, 'log:v1': { stopMs: 600_000 } },
      exits: [0, 137],
    },
    {
      name: 'a sidecar may end by itself; the task ends with the essential container',
      programs: {
        'web:v1': { ends: { afterMs: 90_000, exitCode: 7 } },
        'log:v1': { ends: { afterMs: 1_000, exitCode: 2 } },
      },
      exits: [7, 2],
    },
    {
      name: 'a container killed for its memory says so',
      programs: { 'web:v1': { ends: { afterMs: 5_000, exitCode: 1, outOfMemory: true } } },
      exits: [137, 0],
      reason: 'OutOfMemoryError: Container killed due to memory usage',
    },
  ];
  test.each(cases)('$name', ({ programs, exits, reason }) => {
    const world = new World();
    for (const [image, program] of Object.entries(programs)) world.program(image, program);
    const containers = [
      { name: 'web', image: 'web:v1' },
      { name: 'log', image: 'log:v1', essential: false },
    ];
    const task = world.launch(world.fargate({ containers }));
    world.pass(4 * minute);
    expect([task.lastStatus, task.stopCode, task.stoppedReason]).toEqual([
      'STOPPED',
      'EssentialContainerExited',
      'Essential container in task exited',
    ]);
    expect(codes(task)).toEqual(exits);
    expect(task.containers[0]?.reason).toBe(reason);
  });

  test('a sidecar that ends is an event of its own, and an init container is over from the start', () => {
    const world = new World();
    world.program('init:v1', { ends: { afterMs: 1_000, exitCode: 0 } });
    world.program('log:v1', { ends: { afterMs: 60_000, exitCode: 4 } });
    const dependsOn = [{ container: 'init', condition: 'COMPLETE' }];
    const containers = [
      { name: 'web', image: 'web:v1', dependsOn },
      { name: 'init', image: 'init:v1', essential: false },
      { name: 'log', image: 'log:v1', essential: false },
    ];
    const task = world.launch(world.fargate({ containers }));
    world.pass(3 * minute);
    expect(world.statuses(task)).toBe('PROVISIONING PENDING RUNNING RUNNING');
    const states = world
      .told(task)
      .map((detail) =>
        (detail['containers'] as { lastStatus: string; exitCode?: number }[]).map(
          ({ lastStatus, exitCode = '' }) => `${lastStatus}${exitCode}`,
        ),
      );
    expect(states.slice(2)).toEqual([
      ['RUNNING', 'STOPPED0', 'RUNNING'],
      ['RUNNING', 'STOPPED0', 'STOPPED4'],
    ]);
  });

  test('each is signalled once: the slowest decides when all have ended', () => {
    const world = new World();
    world.program('web:v1', { startMs: 0, ends: { afterMs: 5_000, exitCode: 1 } });
    world.program('fast:v1', { startMs: 0, stopMs: 6_000 });
    world.program('slow:v1', { startMs: 0, stopMs: 20_000 });
    const containers = ['web', 'fast', 'slow'].map((name) => ({
      name,
      image: `${name}:v1`,
      essential: name === 'web',
    }));
    const task = world.launch(world.fargate({ containers }));
    world.pass(3 * minute);
    expect((task.executionStoppedAt ?? 0) - (task.pullStoppedAt ?? 0)).toBe(25_000);
  });

  test('one that is about to start when its task is stopped never does', () => {
    const world = new World();
    world.program('web:v1', { startMs: 30_000, lines: ['up'] });
    const log = { group: '/shop', streamPrefix: 'web' };
    const task = world.launch(world.fargate({ containers: [{ name: 'web', image: 'web:v1', log }] }));
    world.pass(30_000);
    expect(task.pullStoppedAt).toBeDefined();
    stopTask(world.account, task, byScheduler);
    world.pass(3 * minute);
    expect(codes(task)).toEqual([undefined]);
    expect(world.account.logs.size).toBe(0);
  });

  test('SIGKILL comes after the stop time-out, at most 120 seconds on Fargate', () => {
    const world = new World();
    world.program('web:v1', { stopMs: 900_000 });
    const containers = [{ name: 'web', image: 'web:v1', stopTimeoutS: 600 }];
    const task = world.launch(world.fargate({ containers }));
    world.pass(minute);
    stopTask(world.account, task, byScheduler);
    world.pass(5 * minute);
    expect(codes(task)).toEqual([137]);
    const signalledMs = (task.executionStoppedAt ?? 0) - (task.stoppingAt ?? 0);
    expect(signalledMs).toBeGreaterThanOrEqual(120_000);
    expect(signalledMs).toBeLessThan(135_000);
  });

  test('dependsOn: first the migration, then the application; in reverse on the way out', () => {
    const world = new World();
    world.program('migrate:v1', { ends: { afterMs: 20_000, exitCode: 0 } });
    const log = { group: '/shop', streamPrefix: 'web' };
    world.program('web:v1', { lines: ['up'] });
    const dependsOn = [
      { container: 'migrate', condition: 'SUCCESS' },
      { container: 'log', condition: 'START' },
    ];
    const containers = [
      { name: 'web', image: 'web:v1', dependsOn, log },
      { name: 'migrate', image: 'migrate:v1', essential: false },
      { name: 'log', image: 'log:v1' },
    ];
    const task = world.launch(world.fargate({ containers }));
    world.pass(2 * minute);
    expect(task.lastStatus).toBe('RUNNING');
    expect((task.startedAt ?? 0) - (task.pullStoppedAt ?? 0)).toBeGreaterThanOrEqual(20_000);
    const [line] = world.account.logs.get('/shop')?.streams.get(`web/web/${task.id}`) ?? [];
    expect(line?.text).toBe('up');
    stopTask(world.account, task, byScheduler);
    world.pass(2 * minute);
    expect(codes(task)).toEqual([0, 0, 0]);
  });

  const failures = [
    {
      name: 'the dependency fails',
      condition: 'SUCCESS',
      program: { ends: { afterMs: 2_000, exitCode: 1 } },
      words: 'did not exit successfully',
    },
    { name: 'the dependency never ends', condition: 'COMPLETE', program: {}, words: 'has timed out' },
  ];
  test.each(failures)('dependsOn: $name', ({ condition, program, words }) => {
    const world = new World();
    world.program('migrate:v1', program);
    const dependsOn = [{ container: 'migrate', condition }];
    const containers = [
      { name: 'web', image: 'web:v1', dependsOn },
      { name: 'migrate', image: 'migrate:v1', essential: false },
    ];
    const task = world.launch(world.fargate({ containers }));
    world.pass(6 * minute);
    expect(task.stopCode).toBe('TaskFailedToStart');
    expect(task.stoppedReason).toContain(words);
    expect(task.startedAt).toBeUndefined();
  });
});

describe('health', () => {
  const healthCheck = { command: ['CMD', 'true'], intervalS: 10, retries: 3 };
  const cases: readonly { name: string; program: Partial<Program>; path: string[] }[] = [
    { name: 'passes', program: { healthyAfterMs: 3_000 }, path: ['HEALTHY'] },
    { name: 'never passes', program: { healthyAfterMs: undefined as never }, path: ['UNHEALTHY'] },
    { name: 'passes late', program: { healthyAfterMs: 45_000 }, path: ['UNHEALTHY', 'HEALTHY'] },
    {
      name: 'fails later',
      program: { healthyAfterMs: 1_000, unhealthyAfterMs: 60_000 },
      path: ['HEALTHY', 'UNHEALTHY'],
    },
  ];
  test.each(cases)('$name, and no event says so', ({ program, path }) => {
    const world = new World();
    world.program('web:v1', program);
    const seen: string[] = [];
    world.account.taskListeners.push(({ health }) => {
      if (health !== 'UNKNOWN' && seen.at(-1) !== health) seen.push(health);
    });
    const task = world.launch(world.fargate({ containers: [{ name: 'web', image: 'web:v1', healthCheck }] }));
    world.pass(5 * minute);
    expect(seen).toEqual(path);
    expect(JSON.stringify(world.told(task))).not.toMatch(/health/iu);
    expect(world.told(task)).toHaveLength(3);
  });
});

describe('interruption of a Spot task', () => {
  test.each([
    { withoutCode: false, code: 'SpotInterruption' },
    { withoutCode: true, code: undefined },
  ])('is told while it runs ($code)', ({ withoutCode, code }) => {
    const world = new World('one', { spotStopsWithoutCode: withoutCode });
    world.program('web:v1', { stopMs: 20_000 });
    const task = world.launch(world.fargate(), { capacityProvider: 'FARGATE_SPOT', targets });
    world.pass(2 * minute);
    interruptTask(world.account, task);
    const warning = world.told(task).at(-1);
    expect(warning).toMatchObject({ lastStatus: 'RUNNING', desiredStatus: 'STOPPED' });
    expect(warning?.['stoppedReason']).toBe('Your Spot Task was interrupted.');
    expect(warning?.['stopCode']).toBe(code);
    world.pass(3 * minute);
    expect(world.statuses(task)).toMatch(/RUNNING RUNNING DEPROVISIONING STOPPED$/u);
    expect((task.executionStoppedAt ?? 0) - Date.parse(String(warning?.['updatedAt']))).toBe(20_000);
    expect(task.stopCode).toBe(code);
  });
});

describe('hosts', () => {
  test('an agent that is not connected stops nothing until it is back', () => {
    const world = new World();
    const instance = world.instance();
    const task = world.launch(world.bridge(), { instance });
    world.pass(minute);
    setAgent(world.account, instance, false);
    stopTask(world.account, task, byScheduler);
    world.pass(30 * minute);
    expect([task.lastStatus, task.desiredStatus]).toEqual(['RUNNING', 'STOPPED']);
    expect(world.told(task).at(-1)).toMatchObject({ lastStatus: 'RUNNING', desiredStatus: 'STOPPED' });
    setAgent(world.account, instance, true);
    world.pass(2 * minute);
    expect(task.lastStatus).toBe('STOPPED');
  });

  test('what an absent agent was to do is dropped when the task has taken another way', () => {
    const world = new World();
    const instance = world.instance();
    setAgent(world.account, instance, false);
    const task = world.launch(world.bridge(), { instance });
    world.pass(minute);
    stopTask(world.account, task, byScheduler);
    world.pass(minute);
    expect(task.lastStatus).toBe('PENDING');
    setAgent(world.account, instance, true);
    world.pass(10 * minute);
    expect(world.statuses(task)).toBe('PENDING STOPPED');
    expect(task.pullStartedAt).toBeUndefined();
  });

  test('a task on a terminated host ends without exit codes', () => {
    const world = new World();
    const instance = world.instance();
    const task = world.launch(world.bridge(), { instance });
    world.pass(minute);
    loseInstance(world.account, instance);
    world.pass(minute);
    expect(world.told(task).at(-1)).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'TerminationNotice',
      stoppedReason: `Host EC2 (instance ${instance.ec2InstanceId}) terminated.`,
    });
    expect(codes(task)).toEqual([undefined]);
    expect(world.told(task).at(-1)).not.toHaveProperty('executionStoppedAt');
    expect(instance.status).toBe('INACTIVE');
  });
});

describe('after the end', () => {
  test.each([
    { early: false, after: [59, true, 61, false] },
    { early: true, after: [59, true, 121, false] },
  ] as const)('ECS forgets a stopped task (switch: $early)', ({ early, after: [before, there, later, gone] }) => {
    const world = new World('one', { stoppedTasksAnswerEarly: early });
    const task = world.launch(world.fargate());
    stopTask(world.account, task, byScheduler);
    world.pass(minute);
    const stoppedMs = world.agenda.now() - (task.stoppedAt ?? 0);
    world.pass(before * minute - stoppedMs);
    expect(world.account.tasks.has(task.arn)).toBe(there);
    world.pass((later - before) * minute);
    expect(world.account.tasks.has(task.arn)).toBe(gone);
  });

  test('a stop is asked for once; the first reason stands', () => {
    const world = new World();
    const task = world.launch(world.fargate());
    world.pass(minute);
    stopTask(world.account, task, byScheduler);
    stopTask(world.account, task, { stopCode: 'UserInitiated', reason: 'again' });
    interruptTask(world.account, task);
    world.pass(2 * minute);
    stopTask(world.account, task, { stopCode: 'UserInitiated', reason: 'again' });
    expect(task.stopCode).toBe('ServiceSchedulerInitiated');
    expect(world.statuses(task).split(' ')).toHaveLength(6);
  });
});

test('protection ends by itself', () => {
  const world = new World();
  const task = world.launch(world.fargate());
  protectTask(world.account, task, 2);
  expect(isProtected(world.account, task)).toBe(true);
  world.pass(2 * minute);
  expect(isProtected(world.account, task)).toBe(false);
  protectTask(world.account, task, 5);
  protectTask(world.account, task, undefined);
  expect(isProtected(world.account, task)).toBe(false);
});
