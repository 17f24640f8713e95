import { describe, expect, test } from 'vitest';
import type { EcsHost, TaskOnHost } from '../../lib/core/host-reads.ts';
import type { Read } from '../../lib/core/ports.ts';
import { minuteMs, secondMs } from '../../lib/core/time.ts';
import { decideInstance } from '../../lib/drain/decide-instance.ts';
import type { DrainReads } from '../../lib/drain/facts.ts';
import { gather } from '../../lib/drain/gather.ts';
import { freshState } from '../../lib/drain/hear.ts';
import { instanceKey } from '../../lib/drain/names.ts';
import type { DrainPolicy } from '../../lib/drain/policy.ts';
import { defaultGroupPolicy } from '../../lib/drain/policy.ts';
import type { InstanceState, LeftTask } from '../../lib/drain/state.ts';

const began = Date.UTC(2026, 10, 20, 18);
const now = began + 12 * minuteMs;
const id = 'i-0c4f91b2d3e4f5a60';
const key = instanceKey('eu-west-1', id);
const arn = 'arn:aws:ecs:eu-west-1:123456789012:container-instance/web/6f1f0a7e';

const policy: DrainPolicy = {
  stack: { account: '123456789012', region: 'eu-west-1' },
  hookMark: 'watchkeeper',
  ignoredClusters: [],
  defaults: { ...defaultGroupPolicy, mode: 'act' },
  overrides: [],
  live: new Map(),
};

const left = (name: string, more: Partial<LeftTask> = {}): LeftTask => ({
  arn: `task/${name}`,
  cluster: 'web',
  name,
  service: name,
  isDaemon: false,
  isStopping: false,
  ...more,
});

const hook = { name: 'watchkeeper', owner: 'own', startedAt: began, beatenAt: now, heartbeatMs: 900_000 } as const;

/** DRAINING for twelve minutes, listed once, and due to be looked at. */
const waiting = (more: Partial<InstanceState>): InstanceState => ({
  ...freshState(id, began),
  group: 'hosts',
  hooks: [{ ...hook, globalMs: 90_000_000 }],
  hosts: [
    { arn, cluster: 'web', status: 'DRAINING', agentConnected: true, counted: 0, orderedAt: began, drainingAt: began },
  ],
  mappedAt: began,
  lookedAt: began + 10 * secondMs,
  looks: 1,
  lookAt: now,
  ...more,
});

const task = (name: string, lastStatus: string): TaskOnHost => ({
  arn: `task/${name}`,
  lastStatus,
  desiredStatus: lastStatus === 'RUNNING' ? 'RUNNING' : 'STOPPED',
  group: `service:${name}`,
});

type Truth = { readonly tasks: readonly TaskOnHost[]; readonly tokens?: number };

/** ECS as it is, and what was asked of it. */
function ecs({ tasks, tokens = 100 }: Truth) {
  const asked: string[] = [];
  const ok = <Value>(what: string, value: Value): Read<Value> => {
    asked.push(what);
    return { ok: true, value, at: now };
  };
  const host: EcsHost = {
    arn,
    cluster: 'web',
    ec2InstanceId: id,
    status: 'DRAINING',
    agentConnected: true,
    counted: 0,
  };
  const reads: Partial<DrainReads> = {
    hostsOf: async () => ok('hosts', [host]),
    tasksListed: async (_, desired) =>
      ok(
        desired,
        tasks.filter((each) => each.desiredStatus === desired).map((each) => each.arn),
      ),
    tasksNamed: async (_, arns) => {
      const found = tasks.filter((each) => arns.includes(each.arn));
      return ok('tasks', { tasks: found, missing: arns.filter((each) => found.every((one) => one.arn !== each)) });
    },
    schedulingOf: async ({ service }) => ok(`scheduling of ${service}`, service === 'logs' ? 'DAEMON' : 'REPLICA'),
    tokens: async ({ may }) => Math.min(may, tokens),
  };
  return { asked, reads: reads as DrainReads };
}

async function lookAt(state: InstanceState, truth: Truth) {
  const { asked, reads } = ecs(truth);
  const question = { key, state, events: [{ kind: 'wake' }] as const, endedAt: undefined };
  const facts = (await gather([question], reads, { policy, now })).get(key);
  if (facts?.kind !== 'instance') throw new Error('nothing was gathered');
  const rest = { policy, now, unfinished: [], inFlight: [], takenOver: false };
  const { state: next, actions } = decideInstance({ ...question, facts, ...rest });
  if (next.kind !== 'instance') throw new Error('another kind');
  return { asked, next, isLetGo: actions.some((action) => action.key === 'complete watchkeeper') };
}

const allHeard = waiting({ left: [], heard: [left('shop')] });

describe('an instance is let go', () => {
  test('when both lists show nothing that has not stopped', async () => {
    const { asked, isLetGo } = await lookAt(allHeard, { tasks: [task('shop', 'STOPPED')] });
    expect({ asked, isLetGo }).toEqual({ asked: ['RUNNING', 'tasks', 'STOPPED', 'tasks', 'hosts'], isLetGo: true });
  });

  test('not on what is known alone, when there is no token for a list', async () => {
    const { asked, isLetGo, next } = await lookAt(allHeard, { tasks: [task('shop', 'STOPPED')], tokens: 0 });
    expect({ asked, isLetGo }).toEqual({ asked: [], isLetGo: false });
    expect(next.lookAt).toBeGreaterThan(now);
  });

  test.each([0, 100])('not with what came while it was ACTIVE for a moment, with %d tokens', async (tokens) => {
    const tasks = [task('shop', 'STOPPED'), task('late', 'STOPPING')];
    const { isLetGo, next } = await lookAt(allHeard, { tasks, tokens });
    expect(isLetGo).toBe(false);
    if (tokens > 0) expect(next.left.map(({ name }) => name)).toEqual(['late']);
  });
});

describe('a glance, when no event has come', () => {
  const held = waiting({ left: [left('shop'), left('logs', { isDaemon: true })] });

  test('lists nothing while something it knows holds the instance', async () => {
    const { asked, next } = await lookAt(held, {
      tasks: [task('shop', 'RUNNING'), task('logs', 'RUNNING')],
      tokens: 0,
    });
    expect(asked.filter((what) => what === 'RUNNING' || what === 'STOPPED')).toEqual([]);
    expect(next.lookAt).toBeGreaterThan(now + 5 * minuteMs);
    expect(next.left.map(({ name, isDaemon }) => [name, isDaemon])).toEqual([
      ['shop', false],
      ['logs', true],
    ]);
  });

  test.each([
    { name: 'nothing of it runs any more', tasks: [task('shop', 'STOPPED'), task('logs', 'STOPPED')] },
    { name: 'nothing but daemons is left', tasks: [task('shop', 'STOPPED'), task('logs', 'RUNNING')] },
    { name: 'something of it cannot be found', tasks: [task('logs', 'RUNNING')] },
  ])('asks for a look, and decides nothing, when $name', async ({ tasks }) => {
    const { isLetGo, next } = await lookAt(held, { tasks });
    expect({ isLetGo, clear: next.clear, daemons: next.daemonsOnlyAt }).toEqual({ isLetGo: false });
    expect(next.lookAt).toBe(now + secondMs);
    const after = await lookAt({ ...next, lookAt: now }, { tasks });
    expect(after.asked).toContain('STOPPED');
  });

  test('daemons alone have their minute, and then hold nobody', async () => {
    const tasks = [task('shop', 'STOPPED'), task('logs', 'RUNNING')];
    const first = await lookAt({ ...allHeard, left: [] }, { tasks });
    expect({ isLetGo: first.isLetGo, lookAt: first.next.lookAt }).toEqual({ isLetGo: false, lookAt: now + minuteMs });
    const waited = await lookAt({ ...first.next, daemonsOnlyAt: now - minuteMs, lookAt: now }, { tasks });
    expect(waited.isLetGo).toBe(true);
  });
});

describe('who is asked whether it is a daemon', () => {
  const fresh = waiting({ left: [] });
  const { lookedAt: _, ...unlisted } = fresh;
  const just: InstanceState = {
    ...unlisted,
    hosts: unlisted.hosts.map((host) => ({ ...host, drainingAt: now - 11 * secondMs })),
  };

  test('a service with one task there; one with two is none', async () => {
    const two = [task('shop', 'RUNNING'), { ...task('shop', 'RUNNING'), arn: 'task/shop-2' }];
    expect((await lookAt(just, { tasks: two })).asked).toEqual(['RUNNING', 'tasks']);
    const { asked, next } = await lookAt(just, { tasks: [...two, task('logs', 'RUNNING')] });
    expect(asked).toEqual(['RUNNING', 'tasks', 'scheduling of logs']);
    expect(next.left.filter(({ isDaemon }) => isDaemon).map(({ name }) => name)).toEqual(['logs']);
  });
});
