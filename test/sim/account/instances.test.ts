import { describe, expect, test } from 'vitest';
import {
  addInstance,
  deregisterInstance,
  loseInstance,
  setAgent,
  setInstanceStatus,
} from '../../../sim/account/instances.ts';
import { stopTask } from '../../../sim/account/tasks/stop.ts';
import { loseZone, restoreZone } from '../../../sim/account/zones.ts';
import { World } from './world.ts';

describe('events of a container instance', () => {
  test('registration, then its agent, then each task that comes and goes', () => {
    const world = new World();
    const instance = world.instance();
    const task = world.launch(world.bridge(), { instance });
    world.pass(60_000);
    stopTask(world.account, task, { stopCode: 'UserInitiated', reason: 'Task stopped by user' });
    world.pass(60_000);
    const events = world.instanceEvents(instance);
    expect(events.map(({ version }) => version)).toEqual([1, 2, 3, 4]);
    expect(events.map(({ agentConnected }) => agentConnected)).toEqual([false, true, true, true]);
    const cpu = events.map(
      ({ remainingResources }) => (remainingResources as { integerValue?: number }[])[0]?.integerValue,
    );
    expect(cpu).toEqual([2048, 2048, 1792, 2048]);
    expect(Object.keys(events[0] ?? {}).sort()).toEqual(
      'agentConnected attributes clusterArn containerInstanceArn ec2InstanceId registeredResources remainingResources status updatedAt version versionInfo'.split(
        ' ',
      ),
    );
  });

  test.each([
    { told: false, events: 2 },
    { told: true, events: 4 },
  ])('DRAINING and ACTIVE are told or not, as the switch says ($told)', ({ told, events }) => {
    const world = new World('one', { drainingEmitsInstanceEvent: told });
    const instance = world.instance();
    setInstanceStatus(world.account, instance, 'DRAINING');
    setInstanceStatus(world.account, instance, 'DRAINING');
    setInstanceStatus(world.account, instance, 'ACTIVE');
    expect(world.instanceEvents(instance)).toHaveLength(events);
  });

  test('an agent that leaves and comes back is two events', () => {
    const world = new World();
    const instance = world.instance();
    for (const connected of [false, false, true]) setAgent(world.account, instance, connected);
    expect(world.instanceEvents(instance).map(({ agentConnected }) => agentConnected)).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });

  test('and one that has registered anew comes back as that alone', () => {
    const world = new World();
    const before = world.instance();
    const { ec2InstanceId, instanceType, zone } = before;
    const anew = world.instance({ ec2InstanceId, instanceType, zone });
    setAgent(world.account, before, false);
    setAgent(world.account, before, true);
    expect([before.agentConnected, anew.agentConnected]).toEqual([false, true]);
    deregisterInstance(world.account, anew, true);
    setAgent(world.account, before, true);
    expect(before.agentConnected).toBe(true);
  });
});

describe('draining', () => {
  test('stops the tasks of services that are not up, and no others', () => {
    const world = new World();
    world.program('slow:v1', { pullMs: 600_000 });
    const instance = world.instance();
    const slow = world.bridge({ containers: [{ name: 'web', image: 'slow:v1', memoryMiB: 128 }] });
    const up = world.launch(world.bridge(), { instance });
    const pending = world.launch(slow, { instance });
    const job = world.launch(slow, { instance, group: 'family:job' });
    world.pass(60_000);
    setInstanceStatus(world.account, instance, 'DRAINING');
    world.pass(60_000);
    expect([up.lastStatus, pending.lastStatus, job.lastStatus]).toEqual(['RUNNING', 'STOPPED', 'PENDING']);
    expect(pending.stoppedReason).toContain('in DRAINING state');
  });

  test('is refused once the instance is INACTIVE', () => {
    const world = new World();
    const instance = world.instance();
    deregisterInstance(world.account, instance, false);
    expect(() => setInstanceStatus(world.account, instance, 'DRAINING')).toThrow('INACTIVE');
  });
});

describe('deregistration', () => {
  test('is refused while tasks run, unless forced', () => {
    const world = new World();
    const instance = world.instance();
    const task = world.launch(world.bridge(), { instance });
    world.pass(60_000);
    expect(() => deregisterInstance(world.account, instance, false)).toThrow('running tasks');
    deregisterInstance(world.account, instance, true);
    expect([instance.status, task.lastStatus]).toEqual(['INACTIVE', 'STOPPED']);
    expect(task.stoppedReason).toBe('Container instance deregistration forced by user');
    world.pass(2 * 3_600_000);
    expect(world.account.instances.size).toBe(0);
  });
});

describe('a terminated host', () => {
  test('whose agent was connected is deregistered; one whose agent was not stays', () => {
    const world = new World();
    const [connected, other] = [world.instance(), world.instance()];
    setAgent(world.account, other, false);
    for (const instance of [connected, other]) {
      world.launch(world.bridge(), { instance });
      loseInstance(world.account, instance);
    }
    world.pass(60_000);
    expect([connected.status, other.status]).toEqual(['INACTIVE', 'ACTIVE']);
    setAgent(world.account, other, true);
    expect(other.agentConnected).toBe(false);
    expect([...world.account.tasks.values()].map(({ lastStatus }) => lastStatus)).toEqual(['STOPPED', 'STOPPED']);
  });

  test('before its agent ever came stays without one', () => {
    const world = new World();
    const [zone = ''] = world.account.zones;
    const instance = addInstance(world.account, {
      cluster: world.cluster,
      instanceType: 'c5.large',
      zone,
      cpu: 1024,
      memoryMiB: 1024,
    });
    loseInstance(world.account, instance);
    world.pass(60_000);
    expect(instance.agentConnected).toBe(false);
  });
});

test('a zone that goes takes its hosts and its Fargate tasks, and leaves the others', () => {
  const world = new World();
  const [a = '', c = ''] = world.account.zones;
  const host = world.instance({ zone: a });
  const tasks = [
    world.launch(world.bridge(), { instance: host }),
    world.launch(world.fargate(), { zone: a }),
    world.launch(world.fargate(), { zone: c }),
  ];
  world.pass(60_000);
  loseZone(world.account, a);
  world.pass(60_000);
  expect(tasks.map(({ lastStatus }) => lastStatus)).toEqual(['STOPPED', 'STOPPED', 'RUNNING']);
  expect([...world.account.weather.zonesDown]).toEqual([a]);
  restoreZone(world.account, a);
  expect(world.account.weather.zonesDown.size).toBe(0);
});
