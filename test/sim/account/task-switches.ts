import { setAgent, loseInstance } from '../../../sim/account/instances.ts';
import type { Task } from '../../../sim/account/task.ts';
import { interruptTask, stopTask } from '../../../sim/account/tasks/stop.ts';
import { loseZone } from '../../../sim/account/zones.ts';
import type { Switches } from '../../../sim/switches.ts';
import { managedFleet, onFleet } from '../autoscaling/fleet.ts';
import type { SwitchCase } from './switch-case.ts';
import { targets, World } from './world.ts';

const second = 1_000;
const minute = 60 * second;
const byHand = { stopCode: 'UserInitiated', reason: 'Task stopped by user' };

function onFargate(flip: Partial<Switches>, how: { readonly targets?: typeof targets } = {}): [World, Task] {
  const world = new World('switch', flip);
  return [world, world.launch(world.fargate(), how)];
}

function onHost(flip: Partial<Switches>): [World, Task] {
  const world = new World('switch', flip);
  const task = world.launch(world.bridge(), { instance: world.instance() });
  world.pass(minute);
  return [world, task];
}

/** How long it took from its making to RUNNING, in seconds. */
function startS(world: World, task: Task): number {
  world.pass(3 * minute);
  return ((task.startedAt ?? Infinity) - task.createdAt) / second;
}

export const taskSwitches: readonly SwitchCase[] = [
  {
    name: 'fargateStepsTakeLong',
    off: false,
    on: true,
    see: (flip) => startS(...onFargate(flip)) > 25,
  },
  {
    name: 'hostStepsTakeLong',
    off: false,
    on: true,
    see: (flip) => {
      const world = new World('switch', flip);
      return startS(world, world.launch(world.bridge(), { instance: world.instance(), targets })) > 20;
    },
  },
  {
    name: 'earlyStopIsStopping',
    off: 'PROVISIONING DEPROVISIONING STOPPED',
    on: 'PROVISIONING STOPPING DEPROVISIONING STOPPED',
    see: (flip) => {
      const [world, task] = onFargate(flip);
      world.pass(3 * second);
      stopTask(world.account, task, byHand);
      world.pass(2 * minute);
      return world.statuses(task);
    },
  },
  {
    name: 'activatingCrashIsToldAtOnce',
    off: true,
    on: false,
    see: (flip) => {
      const world = new World('switch', flip);
      world.program('web:v1', { ends: { afterMs: second, exitCode: 1 } });
      const task = world.launch(world.fargate(), { targets });
      world.pass(3 * minute);
      return world.statuses(task).includes('RUNNING');
    },
  },
  {
    name: 'deprovisioningIsSilent',
    off: 'STOPPING DEPROVISIONING STOPPED',
    on: 'STOPPING STOPPED',
    see: (flip) => {
      const [world, task] = onFargate(flip);
      world.pass(minute);
      world.events.length = 0;
      stopTask(world.account, task, byHand);
      world.pass(2 * minute);
      return world.statuses(task);
    },
  },
  {
    name: 'hostStopStaysRunning',
    off: 'PENDING RUNNING STOPPING STOPPED',
    on: 'PENDING RUNNING RUNNING STOPPED',
    see: (flip) => {
      const [world, task] = onHost(flip);
      stopTask(world.account, task, byHand);
      world.pass(minute);
      return world.statuses(task);
    },
  },
  {
    name: 'disconnectedStopIsTold',
    off: 'PENDING RUNNING',
    on: 'PENDING RUNNING RUNNING',
    see: (flip) => {
      const [world, task] = onHost(flip);
      if (task.instance !== undefined) setAgent(world.account, task.instance, false);
      stopTask(world.account, task, byHand);
      world.pass(minute);
      return world.statuses(task);
    },
  },
  {
    name: 'hostLossHasNoCode',
    off: 'TerminationNotice',
    on: undefined,
    see: (flip) => {
      const [world, task] = onHost(flip);
      if (task.instance !== undefined) loseInstance(world.account, task.instance);
      world.pass(minute);
      return world.told(task).at(-1)?.['stopCode'];
    },
  },
  {
    name: 'zoneLossHasOtherWords',
    off: 'InfrastructureHealth',
    on: 'TerminationNotice',
    see: (flip) => {
      const [world, task] = onFargate(flip);
      world.pass(minute);
      loseZone(world.account, task.zone ?? '');
      world.pass(minute);
      return world.told(task).at(-1)?.['stopCode'];
    },
  },
  {
    name: 'spotStopsWithoutCode',
    off: 'SpotInterruption',
    on: undefined,
    see: (flip) => {
      const [world, task] = onFargate(flip);
      world.pass(minute);
      interruptTask(world.account, task);
      return world.told(task).at(-1)?.['stopCode'];
    },
  },
  {
    name: 'pullErrorChangesPlace',
    off: [true, false],
    on: [false, true],
    see: (flip) => {
      const world = new World('switch', flip);
      const image = '123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/web:gone';
      const task = world.launch(world.fargate({ containers: [{ name: 'web', image }] }));
      world.pass(2 * minute);
      return [task.stoppedReason, task.containers[0]?.reason].map((each) => each?.startsWith('CannotPull') === true);
    },
  },
  {
    name: 'stoppedTasksAnswerEarly',
    off: false,
    on: true,
    see: (flip) => {
      const [world, task] = onFargate(flip);
      stopTask(world.account, task, byHand);
      world.pass(minute);
      world.pass((task.stoppedAt ?? 0) + 60 * minute + second - world.agenda.now());
      return world.account.tasks.has(task.arn);
    },
  },
  {
    name: 'capacityWaitEndsBriefly',
    off: 'TaskFailedToStart: EMPTY CAPACITY PROVIDER',
    on: 'EMPTY CAPACITY PROVIDER',
    see: (flip) => {
      const here = managedFleet({ desired: 0, max: 0 }, {}, flip);
      onFleet(here, { desired: 1 });
      here.run(60);
      const [task] = here.account.tasks.values();
      here.run(1_800);
      return task?.stoppedReason;
    },
  },
];
