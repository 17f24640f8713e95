import { describe, expect, test } from 'vitest';
import { reservationOf } from '../../../sim/account/autoscaling/reservation.ts';
import { runTask } from '../../../sim/account/run-task.ts';
import { createService } from '../../../sim/account/services/create.ts';
import { updateService } from '../../../sim/account/services/update.ts';
import { stopTask } from '../../../sim/account/tasks/stop.ts';
import { waitingIn } from '../../../sim/account/tasks/capacity-wait.ts';
import { releaseOnHosts } from '../services/scene.ts';
import type { Fleet } from './fleet.ts';
import { managedFleet, onFleet } from './fleet.ts';

const percent = (here: Fleet): number => Math.round(reservationOf(here.account, here.group).percent);
const waiting = (here: Fleet): number => waitingIn(here.account, here.cluster.arn).length;
const taskEvents = (here: Fleet): Readonly<Record<string, unknown>>[] =>
  here.events.filter(({ detailType }) => detailType === 'ECS Task State Change').map(({ detail }) => detail);

describe('tasks that find no place', () => {
  test('wait in PROVISIONING without a host, and run when the group has grown', () => {
    const here = managedFleet({ desired: 1 });
    const service = onFleet(here, { desired: 5 });
    here.run(30);
    expect([waiting(here), percent(here)]).toEqual([3, 300]);
    const waits = taskEvents(here).find(({ containerInstanceArn }) => containerInstanceArn === undefined);
    expect(waits).toMatchObject({
      lastStatus: 'PROVISIONING',
      desiredStatus: 'RUNNING',
      launchType: 'EC2',
      capacityProviderName: 'hosts',
      attachments: [],
    });
    expect(waits).not.toHaveProperty('availabilityZone');
    here.run(600);
    expect([waiting(here), here.group.desired, percent(here)]).toEqual([0, 3, 100]);
    expect([...service.tasks].map(({ lastStatus, zone }) => lastStatus === 'RUNNING' && zone !== undefined)).toEqual(
      Array.from({ length: 5 }, () => true),
    );
    expect(here.events.filter(({ detail }) => detail['eventType'] === 'ERROR')).toEqual([]);
  });

  test('are refused at once without managed scaling', () => {
    const here = managedFleet({ desired: 1 }, { managedScaling: false });
    onFleet(here, { desired: 5 });
    here.run(60);
    expect([waiting(here), here.group.desired]).toEqual([0, 1]);
    const failures = here.events.filter(({ detail }) => detail['eventName'] === 'SERVICE_TASK_PLACEMENT_FAILURE');
    expect(failures.map(({ detail }) => detail['reason'])).toEqual(['RESOURCE:CPU']);
  });

  test('take the place another task leaves', () => {
    const here = managedFleet({ desired: 1, max: 1 });
    const service = onFleet(here, { desired: 3 });
    here.run(120);
    const [leaves] = service.tasks;
    expect(waiting(here)).toBe(1);
    updateService(here.account, service, { desired: 2 });
    here.run(60);
    expect(waiting(here)).toBe(0);
    if (leaves !== undefined) stopTask(here.account, leaves, { stopCode: 'UserInitiated', reason: 'by hand' });
    here.run(120);
    expect([...service.tasks].map(({ lastStatus }) => lastStatus)).toEqual(['RUNNING', 'RUNNING']);
  });

  test.each([
    { name: 'its group is at its most', request: { desired: 1, max: 1 }, reason: 'TaskFailedToStart: RESOURCE:CPU' },
    {
      name: 'its group is empty',
      request: { desired: 0, max: 0 },
      reason: 'TaskFailedToStart: EMPTY CAPACITY PROVIDER',
    },
  ])('give up between ten and thirty minutes later when $name', ({ request, reason }) => {
    const here = managedFleet(request);
    onFleet(here, { desired: 3 });
    here.run(590);
    const stopped = (): unknown[] => taskEvents(here).filter(({ lastStatus }) => lastStatus === 'STOPPED');
    expect(stopped()).toEqual([]);
    here.run(1_240);
    expect(stopped()[0]).toMatchObject({ stopCode: 'TaskFailedToStart', stoppedReason: reason });
  });

  test('of RunTask wait as well, and can be stopped', () => {
    const here = managedFleet({ desired: 0, max: 0 });
    const capacityProviderStrategy = [{ provider: 'hosts', weight: 1, base: 0 }];
    const request = { cluster: here.cluster, definition: releaseOnHosts(here, 'job'), capacityProviderStrategy };
    const { tasks, failures } = runTask(here.account, { ...request, count: 2 });
    expect([tasks.length, failures]).toEqual([2, []]);
    for (const task of tasks) stopTask(here.account, task, { stopCode: 'UserInitiated', reason: 'by hand' });
    here.run(60);
    expect(tasks.map(({ lastStatus }) => lastStatus)).toEqual(['STOPPED', 'STOPPED']);
    expect(waiting(here)).toBe(0);
  });
});

describe('cluster auto scaling', () => {
  test('from nothing it goes to two', () => {
    const here = managedFleet({ desired: 0 });
    expect(percent(here)).toBe(100);
    onFleet(here, { desired: 1 });
    here.run(20);
    expect(percent(here)).toBe(200);
    here.run(100);
    expect(here.group.desired).toBe(2);
  });

  test('nothing is added while an instance is younger than five minutes', () => {
    const here = managedFleet({ desired: 1 });
    const service = onFleet(here, { desired: 3 });
    here.run(150);
    expect(here.group.desired).toBe(2);
    const [, second] = here.group.instances.values();
    updateService(here.account, service, { desired: 6 });
    let grew = 0;
    here.run(900, () => {
      if (here.group.desired > 2 && grew === 0) grew = here.account.agenda.now();
    });
    expect(here.group.desired).toBe(3);
    expect(grew - (second?.launchedAt ?? 0)).toBeGreaterThanOrEqual(300_000);
  });

  test('a task that fits no host of the group adds none', () => {
    const here = managedFleet({ desired: 1 });
    const definition = releaseOnHosts(here, 'good', {}, { cpu: 4_096 });
    onFleet(here, { desired: 1, definition });
    here.run(300);
    expect([waiting(here), here.group.desired, percent(here)]).toEqual([1, 1, 0]);
  });

  test('hosts without tasks go after a quarter of an hour, and daemons do not keep them', () => {
    const here = managedFleet({ desired: 4, min: 1 });
    const definition = releaseOnHosts(here, 'daemon', {}, { cpu: 128 });
    createService(here.account, { cluster: here.cluster, name: 'agent', definition, scheduling: 'DAEMON' });
    onFleet(here, { desired: 1 });
    here.run(13 * 60);
    expect([here.group.desired, percent(here)]).toEqual([4, 25]);
    here.run(4 * 60);
    expect(here.group.desired).toBeLessThan(4);
    here.run(10 * 60);
    expect(here.group.desired).toBe(1);
  });

  test('with managed termination protection, those with tasks stay', () => {
    const provider = { managedTerminationProtection: true };
    const here = managedFleet({ desired: 3, protectsNewInstances: true }, provider);
    const service = onFleet(here, { desired: 1 });
    here.run(60);
    const [task] = service.tasks;
    here.run(30 * 60);
    expect(here.group.instances.size).toBe(1);
    expect([...here.group.instances.keys()]).toEqual([task?.instance?.ec2InstanceId]);
    expect(task?.lastStatus).toBe('RUNNING');
  });
});
