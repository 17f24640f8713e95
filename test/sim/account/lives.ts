import { stopTask } from '../../../sim/account/tasks/stop.ts';
import type { Task } from '../../../sim/account/task.ts';
import { targets, World } from './world.ts';

export type Life = 'standalone, own exit' | 'service, own exit' | 'service, stopped';

const service = { capacityProvider: 'FARGATE_SPOT', startedBy: 'ecs-svc/6386526185668842883', targets };

/** One task of each kind that the recorded streams show, from its launch to its end. */
export const lives: Readonly<Record<Life, (world: World) => Task>> = {
  'standalone, own exit': (world) => {
    world.program('build:v1', { pullMs: 6_500, ends: { afterMs: 70_000, exitCode: 1 } });
    const containers = [
      { name: 'build', image: 'build:v1' },
      { name: 'log', image: 'log:v1', essential: false },
    ];
    const overrides = { containers: [{ name: 'build', command: ['--now'], environment: {} }] };
    const task = world.launch(world.fargate({ containers }), { group: 'family:build', overrides });
    world.pass(300_000);
    return task;
  },
  'service, own exit': (world) => {
    world.program('web:v1', { pullMs: 1_200, ends: { afterMs: 5_000, exitCode: 99 } });
    const task = world.launch(world.fargate(), service);
    world.pass(300_000);
    return task;
  },
  'service, stopped': (world) => {
    world.account.drainMsOf = () => 20_000;
    const task = world.launch(world.fargate(), service);
    world.pass(120_000);
    stopTask(world.account, task, {
      stopCode: 'ServiceSchedulerInitiated',
      reason: 'Scaling activity initiated by (deployment ecs-svc/6386526185668842883)',
    });
    world.pass(300_000);
    return task;
  },
};
