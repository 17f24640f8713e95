import { describe, expect, test } from 'vitest';
import type { LifecycleHook } from '../../../sim/account/autoscaling/group.ts';
import { globalTimeoutMs } from '../../../sim/account/autoscaling/group.ts';
import { completeAction, recordHeartbeat } from '../../../sim/account/autoscaling/hooks.ts';
import { setDesiredCapacity, terminateInstance } from '../../../sim/account/autoscaling/scale.ts';
import type { Fleet } from './fleet.ts';
import { drain, first, fleet, kinds, states } from './fleet.ts';

test('a group launches its instances over the zones, and they register', () => {
  const here = fleet();
  expect(states(here)).toEqual(['InService', 'InService', 'InService']);
  expect(new Set([...here.group.instances.values()].map(({ zone }) => zone)).size).toBe(3);
  expect([...here.account.instances.values()].map(({ ec2InstanceId }) => ec2InstanceId).toSorted()).toEqual(
    [...here.group.instances.keys()].toSorted(),
  );
  expect(kinds(here).filter((each) => each === 'EC2 Instance Launch Successful')).toHaveLength(3);
});

test('limits of the desired capacity are kept', () => {
  const here = fleet({ min: 1 });
  expect(() => setDesiredCapacity(here.scaling, here.group, 7)).toThrow('above max value 6');
  expect(() => setDesiredCapacity(here.scaling, here.group, 0)).toThrow('below min value 1');
});

test('scale-in takes unprotected instances alone', () => {
  const here = fleet();
  const [kept, ...others] = here.group.instances.values();
  if (kept !== undefined) kept.isProtected = true;
  setDesiredCapacity(here.scaling, here.group, 0);
  here.run(300);
  expect([...here.group.instances.values()]).toEqual([kept]);
  expect(others.map(({ ec2State }) => ec2State)).toEqual(['terminated', 'terminated']);
});

describe('hooks', () => {
  const second: LifecycleHook = { ...drain, name: 'logs', metadata: '{"team":"a"}' };
  const actions = (here: Fleet): Record<string, unknown>[] =>
    here.events
      .filter(({ detailType }) => detailType.endsWith('terminate Lifecycle Action'))
      .map(({ detail }) => detail);

  test('each hook sends one event, and the instance goes on when all are done', () => {
    const here = fleet({ hooks: [drain, second] });
    const { id } = terminateInstance(here.scaling, first(here).id, { decrement: true });
    here.run(60);
    expect(actions(here)).toMatchObject([
      { LifecycleHookName: 'drain', EC2InstanceId: id, LifecycleTransition: drain.transition },
      { LifecycleHookName: 'logs', NotificationMetadata: '{"team":"a"}' },
    ]);
    const name = { group: 'web', instanceId: id };
    completeAction(here.scaling, { ...name, hook: 'drain' }, 'CONTINUE');
    here.run(60);
    expect(here.group.instances.get(id)?.state).toBe('Terminating:Wait');
    expect(() => completeAction(here.scaling, { ...name, hook: 'drain' }, 'CONTINUE')).toThrow(
      `No active Lifecycle Action found with instance ID ${id}`,
    );
    completeAction(here.scaling, { ...name, hook: 'logs' }, 'CONTINUE');
    here.run(60);
    expect(here.group.instances.has(id)).toBe(false);
    expect(here.group.instances.size).toBe(2);
  });

  test('ABANDON skips the others', () => {
    const here = fleet({ hooks: [drain, second] });
    const { id } = terminateInstance(here.scaling, first(here).id, { decrement: true });
    const token = String(actions(here)[0]?.['LifecycleActionToken']);
    completeAction(here.scaling, { group: 'web', hook: 'drain', token }, 'ABANDON');
    here.run(60);
    expect(here.group.instances.has(id)).toBe(false);
  });

  test('heartbeats hold an instance, but not past the global time-out', () => {
    const here = fleet({ hooks: [drain] });
    const instance = terminateInstance(here.scaling, first(here).id, { decrement: true });
    const began = here.account.agenda.now();
    let ended = 0;
    for (let beats = 0; beats < 200 && ended === 0; beats += 1) {
      here.run(240);
      if (instance.actions.size === 0) ended = here.account.agenda.now();
      else recordHeartbeat(here.scaling, { group: 'web', hook: 'drain', instanceId: instance.id });
    }
    expect(globalTimeoutMs(drain)).toBe(30_000_000);
    expect(globalTimeoutMs({ ...drain, heartbeatTimeoutS: 7_200 })).toBe(48 * 3_600_000);
    expect(ended - began).toBeGreaterThanOrEqual(30_000_000);
    expect(ended - began).toBeLessThan(30_000_000 + 240_000);
  });

  test('one without an answer ends by its default at its heartbeat time-out', () => {
    const here = fleet({ hooks: [drain] });
    const { id } = terminateInstance(here.scaling, first(here).id, { decrement: false });
    here.run(299);
    expect(here.group.instances.get(id)?.state).toBe('Terminating:Wait');
    here.run(120);
    expect(here.group.instances.has(id)).toBe(false);
    expect(here.group.instances.size).toBe(3);
  });

  test('an abandoned launch is ended and tried again', () => {
    const hook: LifecycleHook = { ...drain, name: 'ready', transition: 'autoscaling:EC2_INSTANCE_LAUNCHING' };
    const here = fleet({ desired: 1, hooks: [hook] });
    const { id } = first(here);
    expect(states(here)).toEqual(['Pending:Wait']);
    completeAction(here.scaling, { group: 'web', hook: 'ready', instanceId: id }, 'ABANDON');
    here.run(120);
    expect([...here.group.instances.keys()]).toHaveLength(1);
    expect(here.group.instances.has(id)).toBe(false);
  });
});

test('EC2 gives nothing: said each minute until it does', () => {
  const here = fleet();
  here.group.refusedBecause =
    'We currently do not have sufficient m5.large capacity in the Availability Zone you requested.';
  here.events.length = 0;
  setDesiredCapacity(here.scaling, here.group, 4);
  here.run(200);
  expect(kinds(here)).toEqual(Array.from({ length: 4 }, () => 'EC2 Instance Launch Unsuccessful'));
  delete here.group.refusedBecause;
  here.run(300);
  expect(states(here)).toHaveLength(4);
});
