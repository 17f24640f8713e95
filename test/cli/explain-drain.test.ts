import { describe, expect, test } from 'vitest';
import { hourMs, minuteMs } from '../../lib/core/time.ts';
import type { InstanceState } from '../../lib/drain/state.ts';
import { memoryStore } from '../../sim/memory-store.ts';
import { drainKept, drainOf } from './drain-records.ts';
import { configurationKept, keepAll, region } from './kept.ts';
import { cli, directory, jsonLines, now } from './run.ts';

const arn = (kind: string, name: string): string => `arn:aws:ecs:${region}:123456789012:${kind}/${name}`;
const host = (name: string, status: string, cpu: number) => ({
  containerInstanceArn: arn('container-instance', `web/${name}`),
  ec2InstanceId: `i-0${name.repeat(16).slice(0, 16)}`,
  status,
  agentConnected: true,
  registeredResources: resources(2048),
  remainingResources: resources(cpu),
  attributes: [{ name: 'ecs.instance-type', value: 'm5.large' }],
  runningTasksCount: 2,
  pendingTasksCount: 0,
});
const resources = (cpu: number) => [
  { name: 'CPU', type: 'INTEGER', integerValue: cpu },
  { name: 'MEMORY', type: 'INTEGER', integerValue: 4096 },
  { name: 'PORTS', type: 'STRINGSET', stringSetValue: [] },
  { name: 'PORTS_UDP', type: 'STRINGSET', stringSetValue: [] },
];
const taskOn = (id: string, more: object) => ({
  taskArn: arn('task', `web/${id.padEnd(32, '0')}`),
  containerInstanceArn: arn('container-instance', 'web/a'),
  lastStatus: 'RUNNING',
  desiredStatus: 'RUNNING',
  taskDefinitionArn: arn('task-definition', 'api:7'),
  ...more,
});

const leaving = 'i-0aaaaaaaaaaaaaaaa';

/** A cluster of two instances, one of which is being drained and waits for a service and a standalone task. */
const account = {
  cluster: { clusterName: 'web' },
  containerInstances: [host('a', 'DRAINING', 1024), host('b', 'ACTIVE', 128)],
  tasks: [
    taskOn('aa', { group: 'service:api', startedBy: 'ecs-svc/1' }),
    taskOn('bb', { group: 'family:reindex', startedBy: 'ops', startedAt: new Date(now - 4 * hourMs).toISOString() }),
    taskOn('cc', {
      group: 'service:api',
      lastStatus: 'STOPPING',
      desiredStatus: 'STOPPED',
      stoppingAt: new Date(now - minuteMs).toISOString(),
    }),
  ],
  services: [
    {
      serviceArn: arn('service', 'web/api'),
      serviceName: 'api',
      status: 'ACTIVE',
      launchType: 'EC2',
      taskDefinition: arn('task-definition', 'api:7'),
      desiredCount: 4,
      runningCount: 4,
      pendingCount: 0,
      deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 200 },
    },
  ],
  taskDefinitions: [
    {
      taskDefinitionArn: arn('task-definition', 'api:7'),
      family: 'api',
      revision: 7,
      networkMode: 'bridge',
      containerDefinitions: [{ name: 'app', image: 'api:7', essential: true, cpu: 512, memory: 512, stopTimeout: 600 }],
    },
  ],
};

const cwd = directory({ 'web.json': JSON.stringify(account) });
const env = { TZ: 'Asia/Tokyo', AWS_REGION: region };
const acting = configurationKept('receivers: { team: { slack: C01TEAM } }\ndrain: { web-asg: { mode: act } }\n');

async function explain(args: readonly string[], states: readonly InstanceState[] = []) {
  const store = memoryStore();
  await keepAll(store, [acting, ...states.map(drainKept)]);
  return cli(['explain', '--instance', leaving, '--account', 'web.json', ...args], { cwd, env, store });
}

describe('why an instance is still there', () => {
  test('from the items of its cluster alone', async () => {
    const { code, out, err } = await explain([]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`${leaving} is being drained: who drains it is not known here`);
    expect(out).toContain('api aa000000: 4 of 4 run, 0 starting; at least 4 must');
    expect(out).toContain(
      'its successor: no room for one more copy on the only instance. Nearest: i-0bbbbb, 384 CPU units short',
    );
    expect(out).toContain('reindex bb000000: a standalone task, started 20 Nov 23:41 by ops');
    expect(out.replaceAll(/\s+/g, ' ')).toContain('told to stop at 03:40, and its stopTimeout gives it 10 min');
    expect(out).not.toContain('takes none');
  });

  test('with what is recorded of it', async () => {
    const { out } = await explain(['--table', 'table'], [drainOf(leaving)]);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      `${leaving} is being drained since 03:10: hook watchkeeper-drain of Auto Scaling group web-asg It goes as soon as it is empty; at 04:10 Watchkeeper lets it go`,
    );
    expect(out).toContain(`watchkeeper drain ${leaving} --extend 30m`);
  });

  test.each([
    {
      name: 'only observed',
      state: drainOf(leaving, { mode: 'observe' }),
      says: 'Watchkeeper only observes (mode observe)',
    },
    {
      name: 'by ECS itself',
      state: drainOf(leaving, {
        hooks: [{ name: 'ecs-managed-draining-x', owner: 'managed', startedAt: now - hourMs, beatenAt: 0 }],
      }),
      says: 'ECS drains it by itself and waits until 23 Nov 02:41 at most',
    },
    {
      name: 'on request',
      state: drainOf(leaving, { hooks: [], groupless: true, reasons: [{ kind: 'request', at: now, by: 'ken' }] }),
      says: 'asked for by ken',
    },
  ])('$name', async ({ state, says }) => {
    const { out } = await explain(['--table', 'table'], [state]);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(says);
  });

  test('as programs see it: one more field', async () => {
    const { out } = await explain(['--json', '--table', 'table'], [drainOf(leaving)]);
    const [answer] = jsonLines(out);
    expect(answer).toMatchObject({
      type: 'explanation',
      subject: { kind: 'instance', cluster: 'web' },
      fits: 'no',
      copies: 0,
      instances: [{ ec2InstanceId: leaving }],
      drain: {
        status: 'DRAINING',
        since: '2026-11-20T18:10:00.000Z',
        endsAt: '2026-11-20T19:10:00.000Z',
        mode: 'act',
        course: 'drain',
        hooks: [{ name: 'watchkeeper-drain', owner: 'own' }],
        reasons: [
          { id: 'drain_held', facts: { service: 'api', desired: 4, least: 4 }, successor: { fits: 'no', copies: 0 } },
          { id: 'drain_standalone', facts: { names: 'reindex', startedAt: '2026-11-20T14:41:00.000Z' } },
          { id: 'drain_stop_timeout', facts: { delayMs: 600_000 } },
        ],
      },
    });
  });

  test('one that stays has no such story', async () => {
    const { out } = await cli(['explain', '--instance', `i-0${'b'.repeat(16)}`, '--account', 'web.json', '--json'], {
      cwd,
      env,
    });
    expect(jsonLines(out)[0]).not.toHaveProperty('drain');
  });

  test('one that has left its cluster is known by what is recorded', async () => {
    const gone = 'i-0ccccccccccccccc3';
    const store = memoryStore();
    await keepAll(store, [acting, drainKept(drainOf(gone))]);
    const args = ['explain', '--instance', gone, '--account', 'web.json', '--table', 'table'];
    const { code, out } = await cli(args, { cwd, env, store });
    expect(code).toBe(0);
    expect(out).toContain(`${gone} is being drained since 03:10`);
    expect((await cli(args.slice(0, -2), { cwd, env, store })).code).toBe(1);
  });
});
