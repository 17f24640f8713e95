import { describe, expect, test } from 'vitest';
import { completeAction } from '../../sim/account/autoscaling/hooks.ts';
import { setDesiredCapacity, terminateInstance } from '../../sim/account/autoscaling/scale.ts';
import { interruptInstance, recommendRebalance } from '../../sim/account/autoscaling/spot.ts';
import type { GroupInstance } from '../../sim/account/autoscaling/group.ts';
import { managedDrainingHook } from '../../sim/account/autoscaling/managed-draining.ts';
import { setAgent, setInstanceStatus } from '../../sim/account/instances.ts';
import { startTask } from '../../sim/account/start-task.ts';
import { noticeInstance } from '../../sim/account/services/scheduler.ts';
import { postsOf } from '../../sim/chat/slack-state.ts';
import type { Yard, YardOptions } from './yard.ts';
import { countOf, firstOf, openYard, ownHook, serve, writes } from './yard.ts';

function end(yard: Yard, instance: GroupInstance): void {
  terminateInstance(yard.scaling, instance.id, { decrement: true });
}

/** Tells drain's own queue, as an event on the bus would. */
function say(yard: Yard, source: string, detailType: string, detail: Readonly<Record<string, unknown>>): void {
  yard.simulation.bus.emit({ source, detailType, resources: [], detail });
}

function standalone(yard: Yard, on: GroupInstance, stopMs = 1_000): void {
  const { account } = yard.simulation;
  const service = serve(yard, 'reindex', { desired: 0 }, stopMs);
  const definition = service.deployments[0]?.definition;
  if (definition === undefined || on.host === undefined) throw new Error('no definition');
  startTask(account, { cluster: yard.cluster, definition, startedBy: 'somebody', containerInstances: [on.host.arn] });
}

const said = (yard: Yard): readonly string[] =>
  postsOf(yard.simulation.slack.state, 'C0ALERTS').map((message) => JSON.stringify(message));

async function yardWith(
  options: YardOptions = {},
  services: (yard: Yard) => void = (yard) => void serve(yard, 'shop', { desired: 6 }),
) {
  const yard = await openYard(options);
  services(yard);
  await yard.run(120);
  yard.calls.length = 0;
  return { yard, leaving: firstOf(yard) };
}

function checkWell(yard: Yard): void {
  expect(yard.simulation.errors).toEqual([]);
  expect(yard.killed).toEqual([]);
  expect(yard.lines.filter((line) => line.includes('could not be decided'))).toEqual([]);
}

describe('an instance that Auto Scaling ends', () => {
  test('is set to DRAINING, and let go when its last task has stopped', async () => {
    const { yard, leaving } = await yardWith();
    expect(leaving.host?.tasks.size).toBeGreaterThan(0);
    end(yard, leaving);
    await yard.run(120);
    checkWell(yard);
    expect(leaving.state).toBe('Terminated');
    expect(countOf(yard, 'AutoScaling.CompleteLifecycleAction')).toBe(1);
    expect(countOf(yard, 'ECS.UpdateContainerInstancesState')).toBe(1);
    expect(yard.drainOf(leaving)).toMatchObject({ ended: 'gone' });
    expect(said(yard)).toEqual([]);
  });

  test('whose tasks take long to stop is kept alive by heartbeats until the last of them has stopped', async () => {
    const { yard, leaving } = await yardWith({}, (each) => void serve(each, 'shop', { desired: 6 }, 11 * 60_000));
    for (const { definition } of yard.simulation.account.services.values().next().value?.deployments ?? [])
      for (const container of definition.containers) Reflect.set(container, 'stopTimeoutS', 900);
    end(yard, leaving);
    await yard.run(20 * 60);
    checkWell(yard);
    expect(leaving.state).toBe('Terminated');
    expect(countOf(yard, 'AutoScaling.RecordLifecycleActionHeartbeat')).toBeGreaterThanOrEqual(3);
  });

  test('that holds nothing goes as soon as that is certain', async () => {
    const { yard, leaving } = await yardWith({}, () => {});
    end(yard, leaving);
    await yard.run(60);
    checkWell(yard);
    expect(leaving.state.startsWith('Terminat') && leaving.actions.size === 0).toBe(true);
  });

  test('that holds nothing but a daemon goes without waiting for it for long', async () => {
    const { yard, leaving } = await yardWith(
      {},
      (each) => void serve(each, 'logs', { scheduling: 'DAEMON', desired: 0 }),
    );
    end(yard, leaving);
    await yard.run(150);
    checkWell(yard);
    expect(leaving.actions.size).toBe(0);
  });

  test('although every event is lost', async () => {
    const { yard, leaving } = await yardWith({ deliver: () => false });
    end(yard, leaving);
    await yard.run(15 * 60);
    checkWell(yard);
    expect(leaving.state).toBe('Terminated');
  });

  test('although every event comes twice', async () => {
    const { yard, leaving } = await yardWith({
      options: { delivery: { latencyMs: [200, 900], lost: 0, doubled: 1, late: 0.2 } },
    });
    end(yard, leaving);
    await yard.run(10 * 60);
    checkWell(yard);
    expect(leaving.state).toBe('Terminated');
    expect(countOf(yard, 'AutoScaling.CompleteLifecycleAction')).toBe(1);
  });

  test('in the midst of forty', async () => {
    const { yard } = await yardWith({ hosts: 45 }, (each) => void serve(each, 'shop', { desired: 90 }));
    setDesiredCapacity(yard.scaling, yard.group, 15);
    await yard.run(15 * 60);
    checkWell(yard);
    expect(yard.group.instances.size).toBe(15);
    const updates = yard.calls.filter(({ operation }) => operation === 'ECS.UpdateContainerInstancesState');
    expect(updates.length).toBeLessThanOrEqual(8);
  });

  test('with our hook and no cluster is let go after a while', async () => {
    const { yard, leaving } = await yardWith({ group: { cluster: undefined as never } }, () => {});
    end(yard, leaving);
    await yard.run(4 * 60);
    checkWell(yard);
    expect(leaving.actions.size).toBe(0);
  });
});

describe('whose it is', () => {
  const foreign = { ...ownHook, name: 'backup' };

  test('a hook of somebody else is never completed, and alone no reason to drain', async () => {
    const { yard, leaving } = await yardWith({ hooks: [foreign] });
    end(yard, leaving);
    await yard.run(200);
    expect(countOf(yard, ...writes)).toBe(0);
    expect(leaving.actions.size).toBe(1);
  });

  test('beside ours, only ours is', async () => {
    const { yard, leaving } = await yardWith({
      hooks: [ownHook, foreign, { ...ownHook, name: 'mine', metadata: '{"by":"watchkeeper"}' }],
    });
    end(yard, leaving);
    await yard.run(120);
    checkWell(yard);
    expect([...leaving.actions.keys()]).toEqual(['backup']);
    completeAction(yard.scaling, { group: 'web', hook: 'backup', instanceId: leaving.id }, 'CONTINUE');
    await yard.run(120);
    expect(leaving.state).toBe('Terminated');
  });

  test('what ECS drains by itself is looked on', async () => {
    const { yard, leaving } = await yardWith({ hooks: [managedDrainingHook] });
    end(yard, leaving);
    await yard.run(300);
    checkWell(yard);
    expect(countOf(yard, ...writes)).toBe(0);
    expect(leaving.state).toBe('Terminated');
  });

  test('what ECS has drained and does not let go is looked at every ten minutes', async () => {
    // Nobody in the simulated account completes it: its name is not the one ECS gives.
    const { yard, leaving } = await yardWith({
      hooks: [{ ...managedDrainingHook, name: 'ecs-managed-draining-of-old', heartbeatTimeoutS: 7200 }],
    });
    const { host } = leaving;
    if (host === undefined) throw new Error('no host');
    setInstanceStatus(yard.simulation.account, host, 'DRAINING');
    noticeInstance(yard.simulation.account, host);
    end(yard, leaving);
    await yard.run(45 * 60);
    yard.calls.length = 0;
    await yard.run(30 * 60);
    const lists = yard.calls.filter(({ input }) => Object.hasOwn(input, 'containerInstance')).length;
    expect(lists).toBeGreaterThan(0);
    expect(lists).toBeLessThanOrEqual(2 * 3);
    expect([...leaving.actions.keys()]).toEqual(['ecs-managed-draining-of-old']);
  });

  test('what a person drains before stays theirs', async () => {
    const { yard, leaving } = await yardWith();
    const host = leaving.host;
    if (host === undefined) throw new Error('no host');
    setInstanceStatus(yard.simulation.account, host, 'DRAINING');
    noticeInstance(yard.simulation.account, host);
    say(yard, 'watchkeeper', 'Drain Requested', { instanceId: leaving.id, by: 'a test' });
    await yard.run(120);
    say(yard, 'watchkeeper', 'Drain Cancelled', { instanceId: leaving.id, by: 'a test' });
    await yard.run(120);
    checkWell(yard);
    expect(countOf(yard, ...writes)).toBe(0);
    expect(host.status).toBe('DRAINING');
  });

  test('an instance that is DRAINING already is not taken for empty', async () => {
    const { yard, leaving } = await yardWith({}, (each) => void serve(each, 'shop', { desired: 6 }, 28_000));
    const host = leaving.host;
    if (host === undefined) throw new Error('no host');
    setInstanceStatus(yard.simulation.account, host, 'DRAINING');
    noticeInstance(yard.simulation.account, host);
    await yard.run(3);
    end(yard, leaving);
    await yard.run(200);
    checkWell(yard);
    expect(leaving.state).toBe('Terminated');
  });
});

describe('who may act', () => {
  test.each([
    { name: 'by default', options: { drain: 'other: { mode: act }' }, ended: 'gone' },
    { name: 'told to observe', options: { drain: 'web: { mode: observe }' }, ended: 'gone' },
    { name: 'told to act, in a stack that only watches', options: { mode: 'watch' as const }, ended: 'gone' },
    { name: 'told to leave it alone', options: { drain: 'web: { mode: none }' }, ended: undefined },
  ])('$name, nothing is written', async ({ options, ended }) => {
    const { yard, leaving } = await yardWith(options);
    end(yard, leaving);
    await yard.run(15 * 60);
    expect(yard.simulation.errors).toEqual([]);
    expect(countOf(yard, ...writes)).toBe(0);
    expect(leaving.state).toBe('Terminated');
    expect(yard.drainOf(leaving)?.ended).toBe(ended);
  });

  test('what would have been done is noted', async () => {
    const { yard, leaving } = await yardWith({ drain: 'web: { mode: observe }' });
    end(yard, leaving);
    await yard.run(60);
    expect(yard.drainOf(leaving)?.hosts[0]?.observedAt).toBeGreaterThan(0);
    // Health lists what has failed in a cluster; of one instance only drain asks.
    const read = yard.calls.filter(({ input }) => input['containerInstance'] !== undefined);
    expect(read).toEqual([]);
  });
});

describe('what holds an instance', () => {
  test('a standalone task is waited for until the deadline, and then named', async () => {
    const { yard, leaving } = await yardWith({ drain: 'web: { mode: act, deadline: 20m }' });
    standalone(yard, leaving);
    await yard.run(60);
    end(yard, leaving);
    await yard.run(15 * 60);
    expect(said(yard).join()).toContain('standalone');
    expect(leaving.actions.size).toBe(1);
    await yard.run(7 * 60);
    expect(leaving.actions.size).toBe(0);
    expect(yard.killed).toHaveLength(1);
    expect(said(yard).join()).toContain('let go');
  });

  test('it is stopped where the policy says so', async () => {
    const { yard, leaving } = await yardWith({ drain: 'web: { mode: act, standalone: stop, stopAfter: 2m }' });
    standalone(yard, leaving);
    await yard.run(60);
    end(yard, leaving);
    await yard.run(5 * 60);
    checkWell(yard);
    expect(countOf(yard, 'ECS.StopTask')).toBe(1);
    expect(leaving.state).toBe('Terminated');
  });

  test('a service that may lose no task and finds no place is named, and forced at the deadline', async () => {
    const { yard, leaving } = await yardWith(
      { hosts: 2, drain: 'web: { mode: act, deadline: 30m }' },
      (each) => void serve(each, 'fixed', { desired: 2, minimumHealthyPercent: 100, maximumPercent: 100 }),
    );
    end(yard, leaving);
    await yard.run(20 * 60);
    expect(said(yard).join()).toContain('fixed');
    expect(leaving.actions.size).toBe(1);
    await yard.run(12 * 60);
    expect(leaving.actions.size).toBe(0);
  });

  test('without its agent an instance is let go when patience ends', async () => {
    const { yard, leaving } = await yardWith({ drain: 'web: { mode: act, agentPatience: 5m }' });
    if (leaving.host === undefined) throw new Error('no host');
    setAgent(yard.simulation.account, leaving.host, false);
    // Answers may be some seconds old: of an agent that leaves with the hook they do not know.
    await yard.run(15);
    end(yard, leaving);
    await yard.run(4 * 60);
    expect(leaving.actions.size).toBe(1);
    await yard.run(3 * 60);
    expect(leaving.actions.size).toBe(0);
  });

  test('a person ends the wait', async () => {
    const { yard, leaving } = await yardWith();
    standalone(yard, leaving);
    await yard.run(60);
    end(yard, leaving);
    await yard.run(60);
    say(yard, 'watchkeeper', 'Drain Forced', { instanceId: leaving.id, by: 'a test' });
    await yard.run(10);
    expect(leaving.actions.size).toBe(0);
  });
});

describe('other reasons', () => {
  test('a Spot instance is drained in its two minutes, and what is left is told to stop', async () => {
    const { yard, leaving } = await yardWith(
      { group: { spot: true } },
      (each) => void serve(each, 'fixed', { desired: 6, minimumHealthyPercent: 100, maximumPercent: 100 }),
    );
    interruptInstance(yard.scaling, yard.group, leaving);
    await yard.run(119);
    expect(countOf(yard, 'ECS.UpdateContainerInstancesState')).toBe(1);
    expect(countOf(yard, 'ECS.StopTask')).toBeGreaterThan(0);
    // A registration might stay behind: that is looked for ten minutes later.
    await yard.run(12 * 60);
    checkWell(yard);
    expect(yard.drainOf(leaving)?.ended).toBe('gone');
  });

  test('a recommendation alone drains nothing', async () => {
    const { yard, leaving } = await yardWith({ group: { spot: true } });
    recommendRebalance(yard.scaling, yard.group, leaving);
    await yard.run(120);
    expect(countOf(yard, ...writes)).toBe(0);
  });

  test('where it does, and nobody follows it up, the instance is set back', async () => {
    const { yard, leaving } = await yardWith({
      hosts: 6,
      group: { spot: true },
      drain: 'web: { mode: act, rebalance: act }',
    });
    recommendRebalance(yard.scaling, yard.group, leaving);
    await yard.run(120);
    checkWell(yard);
    expect(leaving.host?.status).toBe('DRAINING');
    await yard.run(65 * 60);
    expect(leaving.host?.status).toBe('ACTIVE');
    expect(yard.drainOf(leaving)?.ended).toBe('kept');
  });

  test('a request drains, and its end sets back', async () => {
    const { yard, leaving } = await yardWith({ hosts: 6 });
    say(yard, 'watchkeeper', 'Drain Requested', { instanceId: leaving.id, by: 'a test' });
    await yard.run(90);
    expect(leaving.host?.status).toBe('DRAINING');
    expect(leaving.host?.tasks.size).toBe(0);
    say(yard, 'watchkeeper', 'Drain Cancelled', { instanceId: leaving.id, by: 'a test' });
    await yard.run(30);
    checkWell(yard);
    expect(leaving.host?.status).toBe('ACTIVE');
  });

  test('maintenance drains a day ahead, and not when it is cancelled', async () => {
    const { yard, leaving } = await yardWith({ hosts: 6 });
    const startTime = new Date(yard.simulation.agenda.now() + 25 * 3_600_000).toUTCString();
    const detail = {
      eventArn: 'arn:aws:health:ap-northeast-1::event/EC2/AWS_EC2_INSTANCE_STOP_SCHEDULED/one',
      service: 'EC2',
      eventTypeCode: 'AWS_EC2_INSTANCE_STOP_SCHEDULED',
      eventTypeCategory: 'scheduledChange',
      startTime,
      affectedEntities: [{ entityValue: leaving.id }],
    };
    say(yard, 'aws.health', 'AWS Health Event', detail);
    await yard.run(50 * 60);
    expect(countOf(yard, ...writes)).toBe(0);
    await yard.run(15 * 60);
    expect(leaving.host?.status).toBe('DRAINING');
    say(yard, 'aws.health', 'AWS Health Event', { ...detail, statusCode: 'closed' });
    await yard.run(30);
    checkWell(yard);
    expect(leaving.host?.status).toBe('ACTIVE');
  });
});
