import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deregisterInstance, loseInstance, setAgent, setInstanceStatus } from '../../../sim/account/instances.ts';
import { runTask } from '../../../sim/account/run-task.ts';
import type { Task } from '../../../sim/account/task.ts';
import type { TaskDefinition } from '../../../sim/account/task-definition.ts';
import { failTask } from '../../../sim/account/tasks/fail.ts';
import { interruptTask, stopTask } from '../../../sim/account/tasks/stop.ts';
import { loseZone, restoreZone } from '../../../sim/account/zones.ts';
import { targets, World } from './world.ts';

const kinds = [
  'run on EC2',
  'run on EC2 with awsvpc',
  'run on Fargate',
  'serve',
  'stop',
  'fail',
  'interrupt',
  'agent',
  'drain',
  'lose host',
  'deregister',
  'lose zone',
  'restore zone',
  'add host',
  'registry',
  'wait',
] as const;
type Step = { readonly kind: (typeof kinds)[number]; readonly which: number };
const steps = fc.array(fc.record({ kind: fc.constantFrom(...kinds), which: fc.nat(1_000) }), {
  minLength: 1,
  maxLength: 40,
});

const byScheduler = {
  stopCode: 'ServiceSchedulerInitiated',
  reason: 'Scaling activity initiated by (deployment ecs-svc/1)',
};
const ecr = '123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/shop:v1';

type Scene = {
  readonly world: World;
  readonly definitions: Readonly<Record<'bridge' | 'awsvpc' | 'crash', TaskDefinition>>;
};

function sceneOf(seed: number, flip: boolean): Scene {
  const world = new World(`seed ${seed}`, {
    stoppedTasksAnswerEarly: flip,
    spotStopsWithoutCode: flip,
    drainingEmitsInstanceEvent: flip,
  });
  world.program('crash:v1', { ends: { afterMs: 4_000, exitCode: 1 } });
  world.program('slow:v1', { stopMs: 45_000, stopExitCode: 143 });
  world.account.repositories.set('shop', {
    name: 'shop',
    tags: new Map([['v1', { pushedAt: 0, digest: 'sha256:1' }]]),
  });
  world.account.drainMsOf = () => 15_000;
  const portMappings = [{ containerPort: 80, hostPort: 8080, protocol: 'tcp' }] as const;
  const definitions = {
    bridge: world.bridge({
      containers: [{ name: 'web', image: ecr, cpu: 300, memoryMiB: 700, portMappings, gpus: 1 }],
    }),
    awsvpc: world.fargate({
      containers: [
        { name: 'web', image: 'slow:v1' },
        { name: 'log', image: 'log:v1', essential: false },
      ],
    }),
    crash: world.fargate({ containers: [{ name: 'web', image: 'crash:v1' }] }),
  };
  for (const gpus of [1, 2]) world.instance({ gpus });
  return { world, definitions };
}

function take<T>(list: Iterable<T>, which: number): T | undefined {
  const all = [...list];
  return all[which % Math.max(all.length, 1)];
}

function live({ world }: Scene, which: number): Task | undefined {
  return take(
    [...world.account.tasks.values()].filter(({ lastStatus }) => lastStatus !== 'STOPPED'),
    which,
  );
}

function perform(scene: Scene, { kind, which }: Step): void {
  const { world, definitions } = scene;
  const { account, cluster } = world;
  const instance = take(
    [...account.instances.values()].filter(({ status }) => status !== 'INACTIVE'),
    which,
  );
  const task = live(scene, which);
  const zone = account.zones[which % 3] ?? '';
  const count = (which % 3) + 1;
  switch (kind) {
    case 'run on EC2':
      if (instance?.status === 'ACTIVE') runTask(account, { cluster, definition: definitions.bridge, count });
      break;
    case 'run on EC2 with awsvpc':
      if (instance?.status === 'ACTIVE')
        runTask(account, { cluster, definition: definitions.awsvpc, count, group: 'service:web' });
      break;
    case 'run on Fargate':
      runTask(account, {
        cluster,
        definition: which % 2 === 0 ? definitions.crash : definitions.awsvpc,
        launchType: 'FARGATE',
        count,
      });
      break;
    case 'serve':
      world.launch(which % 2 === 0 ? definitions.crash : definitions.awsvpc, { zone, targets });
      break;
    case 'stop':
      if (task !== undefined) stopTask(account, task, byScheduler);
      break;
    case 'fail':
      if (task !== undefined)
        failTask(account, task, { stopCode: 'InfrastructureHealth', reason: 'gone', hostGone: which % 2 === 0 });
      break;
    case 'interrupt':
      if (task !== undefined) interruptTask(account, task);
      break;
    case 'agent':
      if (instance !== undefined) setAgent(account, instance, !instance.agentConnected);
      break;
    case 'drain':
      if (instance !== undefined) setInstanceStatus(account, instance, which % 2 === 0 ? 'DRAINING' : 'ACTIVE');
      break;
    case 'lose host':
      if (instance !== undefined) loseInstance(account, instance);
      break;
    case 'deregister':
      if (instance !== undefined) deregisterInstance(account, instance, true);
      break;
    case 'lose zone':
      loseZone(account, zone);
      break;
    case 'restore zone':
      restoreZone(account, zone);
      break;
    case 'add host':
      world.instance({ zone, gpus: which % 3 });
      break;
    case 'registry':
      account.weather.registryDown = !account.weather.registryDown;
      break;
    case 'wait':
      world.pass(which * 100);
      break;
  }
}

function checkResources({ world }: Scene): void {
  for (const { registered, taken, tasks } of world.account.instances.values()) {
    const sum = (field: 'cpu' | 'memoryMiB' | 'networkInterfaces'): number =>
      [...tasks].reduce((total, task) => total + (task.taken?.[field] ?? 0), 0);
    for (const field of ['cpu', 'memoryMiB', 'networkInterfaces'] as const) {
      expect(taken[field]).toBe(sum(field));
      expect(taken[field]).toBeGreaterThanOrEqual(0);
      expect(taken[field]).toBeLessThanOrEqual(registered[field]);
    }
    expect(new Set(taken.tcpPorts).size).toBe(taken.tcpPorts.length);
    expect(new Set(taken.gpus).size).toBe(taken.gpus.length);
    expect(taken.gpus.every((id) => registered.gpus.includes(id))).toBe(true);
  }
}

const ranks = 'PROVISIONING PENDING ACTIVATING RUNNING DEACTIVATING STOPPING DEPROVISIONING STOPPED'.split(' ');

function checkStream({ world }: Scene): void {
  const last = new Map<unknown, { version: number; rank: number }>();
  for (const detail of world.told()) {
    const before = last.get(detail['taskArn']) ?? { version: 0, rank: 0 };
    const rank = ranks.indexOf(String(detail['lastStatus']));
    expect(detail['version']).toBe(before.version + 1);
    expect(rank).toBeGreaterThanOrEqual(before.rank);
    last.set(detail['taskArn'], { version: before.version + 1, rank });
  }
  expect(JSON.stringify(world.events)).not.toMatch(/null|undefined|NaN/u);
}

test('whatever happens: resources add up, versions rise by one, states go one way, and what is stopped ends', () => {
  fc.assert(
    fc.property(fc.nat(), fc.boolean(), steps, (seed, flip, todo) => {
      const scene = sceneOf(seed, flip);
      const { world } = scene;
      for (const step of todo) {
        perform(scene, step);
        checkResources(scene);
      }
      const all = new Set(world.account.tasks.values());
      for (const task of all) stopTask(world.account, task, byScheduler);
      for (const instance of world.account.instances.values()) setAgent(world.account, instance, true);
      // A host lost while its agent was away never gets it back: only ECS's word ends its tasks.
      world.pass(900_000);
      checkResources(scene);
      checkStream(scene);
      expect([...all].filter(({ lastStatus }) => lastStatus !== 'STOPPED')).toEqual([]);
      for (const { taken } of world.account.instances.values()) {
        expect(taken).toEqual({ cpu: 0, memoryMiB: 0, tcpPorts: [], udpPorts: [], gpus: [], networkInterfaces: 0 });
      }
      world.pass(3 * 3_600_000);
      expect(world.account.tasks.size).toBe(0);
    }),
    { numRuns: 150 },
  );
});

test('the same seed tells the same story', () => {
  fc.assert(
    fc.property(fc.nat(), steps, (seed, todo) => {
      const [one = '', other = ''] = [0, 1].map(() => {
        const scene = sceneOf(seed, false);
        for (const step of todo) perform(scene, step);
        scene.world.pass(600_000);
        return JSON.stringify(scene.world.events);
      });
      expect(one === other).toBe(true);
    }),
    { numRuns: 25 },
  );
});
