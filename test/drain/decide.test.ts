import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HostEvent } from '../../lib/core/host-event.ts';
import type { EcsHost, GroupMember, TaskOnHost, TasksOnHost } from '../../lib/core/host-reads.ts';
import type { Heard } from '../../lib/core/decision.ts';
import type { Read } from '../../lib/core/ports.ts';
import { hourMs, minuteMs, secondMs } from '../../lib/core/time.ts';
import { decideInstance } from '../../lib/drain/decide-instance.ts';
import type { InstanceFacts } from '../../lib/drain/facts.ts';
import { freshState } from '../../lib/drain/hear.ts';
import { instanceKey } from '../../lib/drain/names.ts';
import type { DrainPolicy } from '../../lib/drain/policy.ts';
import { defaultGroupPolicy } from '../../lib/drain/policy.ts';
import type { Hook, Host, InstanceState } from '../../lib/drain/state.ts';
import { settleMs, verdictOf } from '../../lib/drain/verdict.ts';
import { policyOf, wantedOf } from '../../lib/drain/wanted.ts';

const now = Date.UTC(2026, 10, 20, 18);
const id = 'i-0c4f91b2d3e4f5a60';
const region = 'eu-west-1';
const arn = `arn:aws:ecs:${region}:123456789012:container-instance/web/6f1f0a7e4b0d4f3c9a1b2c3d4e5f6a7b`;
const envelope = { id: 'event', at: now, account: '123456789012', region };

const policy: DrainPolicy = {
  stack: { account: '123456789012', region },
  hookMark: 'watchkeeper',
  ignoredClusters: [],
  defaults: { ...defaultGroupPolicy, mode: 'act' },
  overrides: [],
  live: new Map(),
};

const terminating: HostEvent = {
  ...envelope,
  kind: 'lifecycle-action',
  instanceId: id,
  group: 'hosts',
  hook: 'watchkeeper',
  token: 'one',
};
const host: EcsHost = { arn, cluster: 'web', ec2InstanceId: id, status: 'ACTIVE', agentConnected: true, counted: 0 };
const ok = <Value>(value: Value, at = now): Read<Value> => ({ ok: true, value, at });
const none: InstanceFacts = { kind: 'instance', looked: false, tasks: new Map(), daemons: new Map() };

function decide(
  state: InstanceState | undefined,
  events: readonly Heard<HostEvent>[],
  facts: Partial<InstanceFacts> = {},
  at: { readonly now?: number; readonly endedAt?: number; readonly policy?: DrainPolicy } = {},
) {
  const decision = decideInstance({
    key: instanceKey(region, id),
    state,
    events,
    facts: { ...none, ...facts },
    policy: at.policy ?? policy,
    now: at.now ?? now,
    endedAt: at.endedAt,
    unfinished: [],
    inFlight: [],
    takenOver: false,
  });
  const made = decision.state;
  if (made.kind !== 'instance') throw new Error('another kind');
  return {
    ...decision,
    state: made,
    // Holds change nothing of AWS's.
    orders: decision.actions
      .filter(({ type, key }) => type === 'order' && !key.startsWith('hold '))
      .map(({ key }) => key),
  };
}

const drainingHost: Host = {
  arn,
  cluster: 'web',
  status: 'DRAINING',
  agentConnected: true,
  counted: 0,
  orderedAt: now,
  drainingAt: now,
};
const begun: InstanceState = {
  ...freshState(id, now),
  group: 'hosts',
  hooks: [
    {
      name: 'watchkeeper',
      owner: 'own',
      token: 'one',
      startedAt: now,
      beatenAt: now,
      aliveAt: now,
      heartbeatMs: 300_000,
      globalMs: 30_000_000,
    },
  ],
  hosts: [drainingHost],
  mappedAt: now,
};
const done: InstanceState = { ...begun, hooks: begun.hooks.map((hook) => ({ ...hook, doneAt: now })) };
const look = (tasks: readonly TaskOnHost[], at: number, more: Partial<TasksOnHost> = {}): Partial<InstanceFacts> => ({
  looked: true,
  hosts: ok([{ ...host, status: 'DRAINING' }], at),
  tasks: new Map([[arn, ok({ tasks, missing: [], ...more }, at)]]),
});
const task = (name: string, lastStatus: string, desiredStatus = 'RUNNING'): TaskOnHost => ({
  arn: `task/${name}`,
  lastStatus,
  desiredStatus,
  group: `service:${name}`,
});
const later = now + settleMs;
const stopOf = (taskArn: string): HostEvent => ({
  ...envelope,
  kind: 'task',
  taskArn,
  clusterArn: `arn:aws:ecs:${region}:123456789012:cluster/web`,
  taskDefinitionArn: `arn:aws:ecs:${region}:123456789012:task-definition/a:1`,
  containerInstanceArn: arn,
  lastStatus: 'STOPPED',
  desiredStatus: 'STOPPED',
  containers: [],
});

describe('what is ordered', () => {
  test('an instance that is to go is set to DRAINING, and that is written before', () => {
    const { orders, state } = decide(undefined, [terminating], { hosts: ok([host]) });
    expect(orders).toEqual([`drain ${arn}`]);
    expect(state.hosts[0]?.orderedAt).toBe(now);
  });

  test('one that somebody has set to DRAINING is not, and is not ours to set back', () => {
    const { orders, state } = decide(undefined, [terminating], { hosts: ok([{ ...host, status: 'DRAINING' }]) });
    expect(orders).toEqual([]);
    expect(state.hosts[0]?.orderedAt).toBeUndefined();
  });

  test.each([
    { name: 'an empty look after it has settled', facts: look([], later), orders: ['complete watchkeeper'] },
    { name: 'a look that began too soon', facts: look([], later - 1), orders: [] },
    { name: 'a task that runs', facts: look([task('a', 'RUNNING')], later), orders: [] },
    { name: 'a task that is to stop and has not', facts: look([task('a', 'STOPPING', 'STOPPED')], later), orders: [] },
    {
      name: 'tasks that all have stopped',
      facts: look([task('a', 'STOPPED', 'STOPPED')], later),
      orders: ['complete watchkeeper'],
    },
    { name: 'a task nobody could describe', facts: look([], later, { missing: ['task/a'] }), orders: [] },
    {
      name: 'tasks that could not be read',
      facts: { ...look([], later), tasks: new Map([[arn, { ok: false, reason: 'throttled' } as const]]) },
      orders: [],
    },
    {
      name: 'instances that could not be read',
      facts: { looked: true, hosts: { ok: false, reason: 'throttled' } as const },
      orders: [],
    },
    {
      name: 'counts of ECS that object',
      facts: { ...look([], later), hosts: ok([{ ...host, status: 'DRAINING', counted: 2 }], later) },
      orders: [],
    },
    {
      name: 'a second registration that is ACTIVE',
      facts: {
        ...look([], later),
        hosts: ok(
          [
            { ...host, status: 'DRAINING' },
            { ...host, arn: `${arn}2` },
          ],
          later,
        ),
      },
      orders: [`drain ${arn}2`],
    },
  ])('$name', ({ facts, orders }) =>
    expect(decide(begun, [{ kind: 'wake' }], facts, { now: later }).orders).toEqual(orders),
  );

  test('what vanished without having been seen to stop is looked for once more', () => {
    const state = {
      ...begun,
      lookedAt: now,
      left: [{ arn: 'task/a', cluster: 'web', name: 'a', isDaemon: false, isStopping: false }],
    };
    const first = decide(state, [{ kind: 'wake' }], look([], later), { now: later });
    expect(first.orders).toEqual([]);
    const at = later + settleMs;
    expect(decide(first.state, [{ kind: 'wake' }], look([], at), { now: at }).orders).toEqual(['complete watchkeeper']);
  });

  test('a task that the last list did not have is of an older answer: it is looked at again in a moment', () => {
    const left = [{ arn: 'task/a', cluster: 'web', name: 'a', isDaemon: false, isStopping: true }];
    const state: InstanceState = { ...begun, lookedAt: later, looks: 1, left, heard: [] };
    const at = later + 2 * secondMs;
    const nextLook = (name: string): number =>
      (decide(state, [{ kind: 'wake' }], look([task(name, 'STOPPING', 'STOPPED')], at), { now: at }).state.lookAt ??
        NaN) - at;
    expect(nextLook('b')).toBeLessThan(10 * secondMs);
    expect(nextLook('a')).toBeGreaterThan(5 * minuteMs);
  });

  test('an answer that does not know of the last stop is asked for again soon, however long it was doubted before', () => {
    const left = [{ arn: 'task/a', cluster: 'web', name: 'a', isDaemon: false, isStopping: true }];
    const at = later + 3 * minuteMs;
    const before: InstanceState = { ...begun, lookedAt: later, looks: 7, left, heard: [], doubtAt: later, lookAt: at };
    const old = look([task('a', 'STOPPING', 'STOPPED')], at);
    const { state } = decide(before, [stopOf('task/a')], old, { now: at });
    expect((state.lookAt ?? NaN) - at).toBeLessThan(10 * secondMs);
  });

  test('what ECS drains beside us and is not all DRAINING yet is not looked at all the while', () => {
    const hooks = begun.hooks.map((hook): Hook => ({ ...hook, name: 'ecs-managed-draining', owner: 'managed' }));
    const at = now + hourMs;
    const facts = {
      ...look([], at),
      hosts: ok(
        [
          { ...host, status: 'DRAINING' },
          { ...host, arn: `${arn}2`, agentConnected: false },
        ],
        at,
      ),
    };
    const before: InstanceState = { ...begun, hooks, lookAt: at, looks: 3 };
    const { state } = decide(before, [{ kind: 'wake' }], facts, { now: at });
    expect((state.lookAt ?? NaN) - at).toBeGreaterThanOrEqual(10 * minuteMs);
  });

  test('whose group still waits for the hook of an instance that EC2 has terminated is asked again within minutes', () => {
    const gone = { at: now, state: 'terminated' } as const;
    const member = ok({ group: 'hosts', instanceId: id, state: 'Terminating:Wait' });
    const observing = { ...policy, defaults: { ...policy.defaults, mode: 'observe' as const } };
    const before: InstanceState = { ...begun, gone, memberAt: now };
    const { state } = decide(before, [{ kind: 'wake' }], { member }, { policy: observing });
    expect((state.memberAt ?? NaN) - now).toBeLessThanOrEqual(10 * minuteMs);
  });

  test('what was counted before and is in neither list is looked for once more: the lists may differ in age', () => {
    const hosts = begun.hosts.map((each) => ({ ...each, counted: 1 }));
    const first = decide({ ...begun, hosts }, [{ kind: 'wake' }], look([], later), { now: later });
    expect(first.orders).toEqual([]);
    const at = later + settleMs;
    expect(decide(first.state, [{ kind: 'wake' }], look([], at), { now: at }).orders).toEqual(['complete watchkeeper']);
    const seen = look([task('web', 'STOPPED', 'STOPPED')], later);
    expect(decide({ ...begun, hosts }, [{ kind: 'wake' }], seen, { now: later }).orders).toEqual([
      'complete watchkeeper',
    ]);
  });

  test('a heartbeat is given at half of the time-out, and not past the end', () => {
    const at = (ms: number) =>
      decide({ ...begun, lookAt: now + 3_600_000 }, [{ kind: 'wake' }], {}, { now: now + ms }).orders;
    expect(at(149_000)).toEqual([]);
    expect(at(150_000)).toEqual(['heartbeat watchkeeper']);
    expect(at(60 * minuteMs)).toEqual(['complete watchkeeper']);
  });

  test.each([
    { name: 'that is away still', agentConnected: false, seenMs: minuteMs, orders: ['complete watchkeeper'] },
    { name: 'that was away for a moment, then and now', agentConnected: true, seenMs: minuteMs, orders: [] },
    { name: 'that nobody could look for meanwhile', agentConnected: false, seenMs: 9 * minuteMs, orders: [] },
  ])('patience with an agent $name ends as it is seen then', ({ agentConnected, seenMs, orders }) => {
    const at = now + 15 * minuteMs;
    const beaten = begun.hooks.map((hook) => ({ ...hook, beatenAt: at }));
    const state = { ...begun, hooks: beaten, agentAwayAt: now, lookAt: at + minuteMs, mappedAt: at - seenMs };
    const seen = { hosts: ok([{ ...host, status: 'DRAINING', agentConnected }], at) };
    expect(decide(state, [{ kind: 'wake' }], seen, { now: at }).orders).toEqual(orders);
    const unread = { hosts: { ok: false, reason: 'throttled' } as const };
    expect(decide(state, [{ kind: 'wake' }], unread, { now: at }).orders).toEqual([]);
  });

  test.each([
    { name: 'found by the sweep', changes: { beatenAt: 0, aliveAt: undefined }, at: now },
    { name: 'kept alive by nobody for as long as its hook waits', changes: {}, at: now + 300 * secondMs },
  ])('one $name is drained when a heartbeat has said that it still waits', ({ changes, at }) => {
    const hooks = begun.hooks.map((hook) => JSON.parse(JSON.stringify({ ...hook, ...changes })) as Hook);
    const waiting: InstanceState = { ...begun, hooks, hosts: [], mappedAt: at };
    const first = decide(waiting, [{ kind: 'wake' }], { hosts: ok([host], at) }, { now: at });
    expect(first.orders).toEqual(['heartbeat watchkeeper']);
    const outcome = (result: 'done' | 'already-done' | 'observed') =>
      ({ kind: 'outcome', action: 'heartbeat watchkeeper', result, at, attempt: 1, reason: '' }) as const;
    const wait = decide(first.state, [outcome('done')], {}, { now: at });
    expect(wait.orders).toEqual([`drain ${arn}`]);
    for (const result of ['already-done', 'observed'] as const)
      expect(decide(first.state, [outcome(result)], {}, { now: at }).orders).toEqual([]);
  });

  const request = { kind: 'request', at: now, by: 'kaori' } as const;
  test.each([
    {
      name: 'a rebalance that is only observed',
      reason: { kind: 'rebalance', at: now } as const,
      first: 'heartbeat watchkeeper',
    },
    { name: 'a request that has no leave yet', reason: request, first: 'heartbeat watchkeeper' },
    {
      name: 'a Spot interruption',
      reason: { kind: 'spot', at: now, endsAt: now + 7 * minuteMs } as const,
      first: `drain ${arn}`,
    },
  ])('beside a hook that may be over, $name has what is its own', ({ reason, first }) => {
    const at = now + 300 * secondMs;
    const waiting: InstanceState = { ...begun, reasons: [reason], hosts: [], mappedAt: at };
    const { orders } = decide(waiting, [{ kind: 'wake' }], { hosts: ok([host], at) }, { now: at });
    expect(orders.filter((key) => key === first || key.startsWith('drain '))).toEqual([first]);
  });

  test('who is registered anew has leave of its own, and no hook that is over stands in for it', () => {
    const at = now + 3 * minuteMs;
    const found = begun.hooks.map((hook) => ({ ...hook, beatenAt: 0, aliveAt: 0 }));
    const back: InstanceState = { ...begun, reasons: [request], hooks: found, mappedAt: at };
    const seen = {
      hosts: ok(
        [
          { ...host, status: 'DRAINING', agentConnected: false },
          { ...host, arn: 'new' },
        ],
        at,
      ),
    };
    const first = decide(back, [{ kind: 'wake' }], seen, { now: at });
    expect(first.orders).toEqual(['heartbeat watchkeeper']);
    const over = { kind: 'outcome', action: 'heartbeat watchkeeper', result: 'already-done', at, attempt: 1 } as const;
    const second = decide(first.state, [{ ...over, reason: '' }], {}, { now: at });
    expect(second.orders).toEqual([]);
    // Whether it goes or is in service again, its group knows.
    expect(wantedOf(second.state, policyOf(second.state, policy), at).member).toBe(true);
    const member = ok({ instanceId: id, group: 'hosts', state: 'InService' });
    expect(decide(second.state, [{ kind: 'wake' }], { member }, { now: at }).orders).toEqual([`activate ${arn}`]);
    const leave = { place: { key: 'budget', askedAt: now, heldAt: now }, hold: { askedAt: now, at: now } };
    const held = decide({ ...second.state, ...leave }, [{ kind: 'wake' }], { member }, { now: at });
    expect(held.orders).toEqual(['drain new']);
  });

  test('what was found to be empty a minute ago is not completed without another look', () => {
    const state: InstanceState = { ...begun, clear: { at: now, how: 'drained' } };
    expect(decide(state, [{ kind: 'wake' }], {}, { now: now + 59 * secondMs }).orders).toEqual([
      'complete watchkeeper',
    ]);
    expect(decide(state, [{ kind: 'wake' }], {}, { now: now + 61 * secondMs }).orders).toEqual([]);
  });
});

describe('instances that come back', () => {
  const member = (state: string): Read<GroupMember> => ok({ instanceId: id, group: 'hosts', state });

  test.each(['InService'])('%s: set ACTIVE again', (state) => {
    expect(decide(done, [{ kind: 'wake' }], { member: member(state) }).orders).toEqual([`activate ${arn}`]);
  });

  test.each(['Terminating:Wait', 'Terminating:Proceed', 'Warmed:Stopped', 'ReplacingRootVolume:Wait'])(
    '%s: not yet',
    (state) => {
      const { orders, next } = decide(done, [{ kind: 'wake' }], { member: member(state) });
      expect(orders).toEqual([]);
      expect(next).toHaveProperty('wakeAt');
    },
  );

  test('gone: that is the end', () => {
    const { next, state } = decide(done, [{ kind: 'wake' }], { member: { ok: false, reason: 'not-found' } });
    expect(next).toEqual({ final: true });
    expect(state.ended).toBe('gone');
  });

  test('kept after an abandoned termination: nobody waits for that', () => {
    const { next, orders } = decide(done, [{ kind: 'wake' }], { member: member('Terminating:Retained') });
    expect({ next, orders }).toEqual({ next: { final: true }, orders: [] });
  });

  test.each([
    { name: 'whose agent was away', changes: { agentAwayAt: now } },
    { name: 'that nobody waited for any longer', changes: { clear: { at: now, how: 'forced' } as const } },
  ])('where it is only observed, one $name is forgotten when it is gone', ({ changes }) => {
    const state: InstanceState = { ...begun, ...changes, gone: { at: now, state: 'terminated' } };
    const observing = { ...policy, defaults: { ...policy.defaults, mode: 'observe' as const } };
    const { next, orders } = decide(state, [{ kind: 'wake' }], {}, { policy: observing });
    expect({ next, orders }).toEqual({ next: { final: true }, orders: [] });
  });

  test('where it is only observed, one that nobody waited for any longer is asked for', () => {
    const observing = { ...policy, defaults: { ...policy.defaults, mode: 'observe' as const } };
    const state: InstanceState = { ...begun, clear: { at: now, how: 'forced' } };
    const at = decide(state, [{ kind: 'wake' }], {}, { policy: observing }).state.memberAt;
    expect(at).toBeGreaterThan(now);
  });

  test('what somebody else had set to DRAINING stays so', () => {
    const { orderedAt: _, ...theirs } = drainingHost;
    const { orders, state } = decide({ ...done, hosts: [theirs] }, [{ kind: 'wake' }], { member: member('InService') });
    expect({ orders, ended: state.ended }).toEqual({ orders: [], ended: 'kept' });
  });

  test.each([
    { name: 'it was: it is set back', status: 'DRAINING', orders: [`activate ${arn}`], ended: undefined },
    { name: 'it was not: that is the end', status: 'ACTIVE', orders: [], ended: 'kept' },
  ])('cancelled when nobody knows whether it was set DRAINING. $name', ({ status, orders, ended }) => {
    const { drainingAt: _, ...unanswered } = { ...drainingHost, status: 'ACTIVE' };
    const cancelled = { by: 'somebody', at: now };
    const state: InstanceState = { ...begun, hooks: [], hosts: [unanswered], cancelled };
    const first = decide(state, [{ kind: 'wake' }], { hosts: ok([host]) });
    expect({ orders: first.orders, ended: first.state.ended }).toEqual({ orders: [], ended: undefined });
    const at = now + 4 * minuteMs;
    const second = decide(first.state, [{ kind: 'wake' }], { hosts: ok([{ ...host, status }], at) }, { now: at });
    expect({ orders: second.orders, ended: second.state.ended }).toEqual({ orders, ended });
  });

  test('one that a person has set ACTIVE is not drained a second time', () => {
    const at = now + 2 * minuteMs;
    const { orders, state } = decide(begun, [{ kind: 'wake' }], { looked: true, hosts: ok([host], at) }, { now: at });
    expect(orders).toEqual([]);
    expect(state.hosts[0]?.overruledAt).toBe(at);
  });
});

describe('an instance whose group does not count on it', () => {
  const waits = { for: { is: 'absent' }, since: now, askAt: now } as const;
  const request = { kind: 'request', at: now, by: 'somebody' } as const;
  const state: InstanceState = { ...begun, hooks: [], reasons: [request], hosts: [], waits };

  test('was detached: it is in none, and its cluster counts', () => {
    const { state: after } = decide(state, [{ kind: 'wake' }], { member: { ok: false, reason: 'not-found' } });
    expect([after.group, after.groupless, after.gone]).toEqual([undefined, true, undefined]);
  });

  test.each([
    { name: 'is set aside in it', member: ok({ instanceId: id, group: 'hosts', state: 'Standby' }), group: 'hosts' },
    { name: 'is in another now', member: ok({ instanceId: id, group: 'others', state: 'InService' }), group: 'others' },
    {
      name: 'may be in it: that could not be read',
      member: { ok: false, reason: 'throttled' } as const,
      group: 'hosts',
    },
  ])('$name', ({ member, group }) => {
    expect(decide(state, [{ kind: 'wake' }], { member }).state.group).toBe(group);
  });
});

describe('what is heard', () => {
  test('the same action again changes nothing', () => {
    expect(decide(begun, [terminating]).state.hooks).toEqual(begun.hooks);
  });

  test('an action that was found has no token: one that begins later is another, and has its own time', () => {
    const { token: _, ...found } = begun.hooks[0] ?? { name: '', owner: 'own', startedAt: now, beatenAt: now };
    const state: InstanceState = { ...begun, hooks: [found] };
    const same = decide(state, [{ ...terminating, at: now - 20 * secondMs }]).state;
    expect(same.hooks).toEqual([{ ...found, token: 'one' }]);
    const at = now + 10 * minuteMs;
    const other = decide(same, [{ ...terminating, token: 'two', at }], {}, { now: at }).state;
    expect(other.hooks).toMatchObject([{ startedAt: at, token: 'two' }]);
    const unnamed = decide(state, [{ ...terminating, token: 'two', at }], {}, { now: at }).state;
    expect(unnamed.hooks).toMatchObject([{ startedAt: at, token: 'two' }]);
  });

  test('of a drain that is over opens nothing; a new action does', () => {
    const over: InstanceState = { ...done, ended: 'gone', gone: { at: now, state: 'terminated' } };
    expect(decide(over, [terminating], {}, { endedAt: now }).next).toEqual({ final: true });
    const again = decide(
      over,
      [{ ...terminating, token: 'two', at: now + 1 }],
      { hosts: ok([host]) },
      { endedAt: now },
    );
    expect(again.orders).toEqual([`drain ${arn}`]);
  });

  test('what was found leaving, told again after it has gone, does not stay', () => {
    const request = { kind: 'request', at: now, by: 'somebody' } as const;
    const goneHosts = begun.hosts.map((each) => ({ ...each, status: 'GONE' }));
    const gone = { at: now + 1, state: 'terminated' } as const;
    const over: InstanceState = { ...done, hosts: goneHosts, reasons: [request], ended: 'gone', gone };
    const found: HostEvent = { ...envelope, kind: 'found-leaving', instanceId: id, group: 'hosts' };
    const facts = { hosts: ok([], now + 2), hooks: ok([]) };
    const again = decide(over, [found], facts, { now: now + 2, endedAt: now });
    expect(again.state.reasons).toEqual([]);
    const open = { ...begun, hooks: [], reasons: [request], hosts: goneHosts };
    const first = decide(open, [{ kind: 'wake' }], { hosts: ok([]) });
    const at = first.state.lookAt ?? 0;
    expect(at).toBeGreaterThan(now);
    const last = decide(first.state, [{ kind: 'wake' }], { looked: true, hosts: ok([], at) }, { now: at });
    expect(last.state.clear?.how).toBe('drained');
  });

  test('a drain that is not refused any more, and not late, is told to be over, and told again when it is stuck', () => {
    const told = { order: 1, gist: 'x', standing: 'stuck' } as const;
    const { state, actions } = decide({ ...begun, told }, [{ kind: 'wake' }], {}, { now: now + minuteMs });
    expect([state.told?.standing, state.told?.order]).toEqual(['over', 2]);
    expect(actions.map(({ key }) => key)).toContain('stands');
  });

  test('who waits in a termination is heard of again, though its record had ended before', () => {
    const over: InstanceState = { ...begun, ended: 'gone' };
    const found: HostEvent = { ...envelope, kind: 'found-leaving', instanceId: id, group: 'hosts' };
    expect(decide(over, [found], {}, { endedAt: now }).next).toHaveProperty('wakeAt');
    expect(decide(begun, [found]).state.hooksUnknown).toBeUndefined();
  });

  test('a hold that was taken beside its being let go is let go once more', () => {
    const gone = { at: now, state: 'terminated' } as const;
    const taken = {
      kind: 'outcome',
      action: `hold instance/${id}`,
      result: 'done',
      at: now,
      attempt: 1,
      reason: '',
    } as const;
    const { actions, state } = decide({ ...done, gone }, [taken], { member: { ok: false, reason: 'not-found' } });
    expect(actions.map(({ key }) => key)).toContain(`letGo instance/${id}`);
    expect(state.hold).toBeUndefined();
  });

  test.each([
    {
      name: 'its agent is connected: it runs again',
      read: ok([host], now + hourMs),
      orders: ['heartbeat watchkeeper'],
    },
    { name: 'it is in no cluster: it is gone', read: ok([], now + hourMs), orders: ['complete watchkeeper'] },
    { name: 'nobody could look', read: { ok: false, reason: 'throttled' } as const, orders: ['heartbeat watchkeeper'] },
  ])('stopped in a drain that is over, and found waiting an hour later. $name', ({ read, orders }) => {
    const stopped = { at: now, state: 'stopped' } as const;
    const over: InstanceState = { ...done, ended: 'gone', gone: stopped, hosts: [{ ...drainingHost, status: 'GONE' }] };
    const at = now + hourMs;
    const found: HostEvent = { ...envelope, at, kind: 'found-leaving', instanceId: id, group: 'hosts' };
    const hooks = ok([{ name: 'watchkeeper', heartbeatMs: 300_000, globalMs: 30_000_000 }]);
    const { orders: made } = decide(over, [found], { hosts: read, hooks }, { now: at, endedAt: now });
    expect(made).toEqual(orders);
  });

  test('that it was stopped, told late, is nothing to one whose agent was connected since', () => {
    const stopping = { ...envelope, kind: 'instance-state', instanceId: id, state: 'stopped' } as const;
    const seen = { ...begun, mappedAt: now + 5 * minuteMs };
    expect(decide(seen, [stopping]).state.gone).toBeUndefined();
    expect(decide(begun, [stopping]).state.gone).toEqual({ at: now, state: 'stopped' });
  });

  test('hours late opens nothing', () => {
    expect(decide(undefined, [terminating], {}, { now: now + 7 * 60 * minuteMs }).next).toEqual({ final: true });
  });
});

test('never empty while a task that is no daemon has not stopped, in whatever order and however many instances', () => {
  const statuses = [
    'PROVISIONING',
    'PENDING',
    'ACTIVATING',
    'RUNNING',
    'DEACTIVATING',
    'STOPPING',
    'DEPROVISIONING',
    'STOPPED',
  ];
  const aTask = fc.record({
    name: fc.constantFrom('a', 'b', 'logs'),
    lastStatus: fc.constantFrom(...statuses),
    desiredStatus: fc.constantFrom('RUNNING', 'STOPPED'),
  });
  const aHost = fc.record({
    tasks: fc.array(aTask, { maxLength: 5 }),
    missing: fc.integer({ min: 0, max: 1 }),
    isRead: fc.boolean(),
    ageMs: fc.integer({ min: 0, max: 2 * settleMs }),
    status: fc.constantFrom('DRAINING', 'DRAINING', 'DRAINING', 'ACTIVE', 'REGISTERING', 'GONE'),
  });
  fc.assert(
    fc.property(fc.array(aHost, { minLength: 1, maxLength: 3 }), (hosts) => {
      const state: InstanceState = {
        ...begun,
        hosts: hosts.map(({ status }, at) => ({ ...drainingHost, arn: `${arn}${at}`, status })),
      };
      const reads = hosts.map(({ tasks, missing, isRead, ageMs }, at): [string, Read<TasksOnHost>] => [
        `${arn}${at}`,
        isRead
          ? ok(
              {
                tasks: tasks.map(({ name, lastStatus, desiredStatus }, index) => ({
                  ...task(name, lastStatus, desiredStatus),
                  arn: `${at}/${index}`,
                })),
                missing: Array.from({ length: missing }, () => 'lost'),
              },
              now + ageMs,
            )
          : { ok: false, reason: 'throttled' },
      ]);
      const daemons = new Map([['web/logs', true]]);
      const facts: InstanceFacts = { ...none, looked: true, hosts: ok([], now), tasks: new Map(reads), daemons };
      const verdict = verdictOf(state, state, facts);
      const there = hosts.filter(({ status }) => status !== 'GONE');
      const isSafe = there.every(
        ({ tasks, missing, isRead, ageMs, status }) =>
          status === 'DRAINING' &&
          isRead &&
          missing === 0 &&
          ageMs >= settleMs &&
          tasks.every(({ name, lastStatus }) => name === 'logs' || lastStatus === 'STOPPED'),
      );
      expect(verdict.is === 'empty').toBe(isSafe);
    }),
    { numRuns: 2000 },
  );
});
