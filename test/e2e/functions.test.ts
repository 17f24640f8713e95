import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Alert } from '../../lib/core/alert.ts';
import { registerTaskDefinition } from '../../sim/account/definitions.ts';
import { quietProgram } from '../../sim/account/images.ts';
import { addGroup, autoScalingOf } from '../../sim/account/autoscaling/group.ts';
import { stand } from '../../sim/account/autoscaling/lifecycle.ts';
import { terminateInstance } from '../../sim/account/autoscaling/scale.ts';
import { ensureCluster } from '../../sim/account/identities.ts';
import { createService } from '../../sim/account/services/create.ts';
import { runServices } from '../../sim/account/services/scheduler.ts';
import { startTask } from '../../sim/account/start-task.ts';
import { postsOf } from '../../sim/chat/slack-state.ts';
import { startSlackServer } from '../../sim/chat/slack.ts';
import type { EmbeddedDynamo } from '../../sim/dynamodb.ts';
import { startDynamo } from '../../sim/dynamodb.ts';
import type { Front } from '../../sim/front/front.ts';
import { startFront } from '../../sim/front/front.ts';
import { answers, bodiesSentTo, stoppedTask } from '../../sim/sample-calls.ts';
import { releaseOnHosts } from '../sim/services/scene.ts';
import type { BuiltAccount } from './built-account.ts';
import { openBuilt } from './built-account.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'watchkeeper-'));

let dynamo: EmbeddedDynamo;
let aws: Front;
let slack: Awaited<ReturnType<typeof startSlackServer>>;

beforeAll(async () => {
  await run('npm', ['run', '--silent', 'build'], { cwd: root });
  dynamo = await startDynamo('watchkeeper');
  slack = await startSlackServer({ now: () => Date.now() });
  aws = await startFront(answers);
  writeFileSync(join(folder, 'watchkeeper.json'), JSON.stringify({ receivers: { team: { slack: 'C0123456789' } } }));
}, 120_000);

afterAll(async () => {
  await Promise.all([dynamo.close(), aws.close(), slack.close()]);
});

function sqsEvent(bodies: readonly string[]): unknown {
  return { Records: bodies.map((body, at) => ({ messageId: `m${at}`, body, eventSource: 'aws:sqs' })) };
}

type Invoked = { readonly answer: unknown; readonly ms: number; readonly loaded: readonly string[] };

async function invoke(name: string, event: unknown): Promise<Invoked> {
  const file = join(folder, `${randomUUID()}.json`);
  writeFileSync(file, JSON.stringify(event));
  const { stdout } = await run(
    join(root, 'node_modules/.bin/node'),
    [join(import.meta.dirname, 'invoke.mjs'), join(root, 'dist', name, 'index.js'), file],
    {
      env: environment(name),
    },
  );
  return JSON.parse(stdout.slice(stdout.lastIndexOf('@@') + 2)) as Invoked;
}

/** Only what is documented. */
function environment(name: string): Record<string, string> {
  const queue = (feature: string): string => `${aws.url}/123456789012/watchkeeper-${feature}`;
  return {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL: aws.url,
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
    SLACK_API_URL: slack.url,
    WATCHKEEPER_TABLE: 'watchkeeper',
    WATCHKEEPER_CONFIG: join(folder, 'watchkeeper.json'),
    WATCHKEEPER_QUEUE_URL: name === 'tick' ? queue('{feature}') : queue(name),
    WATCHKEEPER_ALERTS_QUEUE_URL: `${queue('alerts')}.fifo`,
  };
}

describe('the built functions, with nothing but the documented environment', () => {
  test('a task event goes in, a chat post comes out, and a malformed message is put aside', async () => {
    const health = await invoke('health', sqsEvent([stoppedTask(), 'not json', '{"source":"aws.ecs"}']));
    expect(health.answer).toEqual({ batchItemFailures: [] });
    // Some 15 ms of each start, for a client nobody uses.
    expect(health.loaded).toEqual([]);
    expect(
      bodiesSentTo('health-dead-letter', aws.requests).map(
        (body) => (JSON.parse(body) as { fault: { path: string } }).fault.path,
      ),
    ).toEqual(['$', 'detail-type']);
    const alerts = bodiesSentTo('alerts.fifo', aws.requests);
    expect(alerts).toHaveLength(1);
    const alert = await invoke('alert', sqsEvent(alerts));
    expect(alert.answer).toEqual({ batchItemFailures: [] });
    expect(alert.loaded).toEqual([]);
    const [message] = postsOf(slack.state, 'C0123456789');
    expect(JSON.stringify(message)).toContain('orders-api');
    expect(JSON.stringify(message)).toContain('3/4');
    const again = await invoke('alert', sqsEvent(alerts));
    expect(again.answer).toEqual({ batchItemFailures: [] });
    expect(postsOf(slack.state, 'C0123456789')).toHaveLength(1);
  }, 60_000);

  test('the tick wakes nobody before the time, and needs no configuration', async () => {
    const { answer } = await invoke('tick', {});
    expect(answer).toEqual({ batchItemFailures: [] });
  }, 60_000);

  test('each function carries its configuration and says that it is a module', () => {
    for (const name of ['health', 'drain', 'alert', 'tick']) {
      const file = (each: string): string => join(root, 'dist', name, each);
      expect(readFileSync(file('package.json'), 'utf8').trim()).toBe('{"type":"module"}');
      expect(existsSync(file('index.js'))).toBe(true);
      expect(JSON.parse(readFileSync(file('watchkeeper.json'), 'utf8'))).toHaveProperty('receivers');
    }
  });
});

describe('the built drain function, over HTTP', () => {
  const dist = join(root, 'dist');

  test('an instance leaves when the last of its tasks has stopped', async () => {
    const { built, leaving, ended } = await leave({ rules: true });
    const tasks = [...(leaving.host?.tasks ?? [])];
    expect(tasks).toHaveLength(2);
    await built.run(4 * 60);
    expect(ended).toEqual([{ how: 'completed', tasks: 0 }]);
    expect(tasks.map(({ lastStatus }) => lastStatus)).toEqual(['STOPPED', 'STOPPED']);
    expect(completed(built)).toMatchObject([{ InstanceId: leaving.id, LifecycleActionResult: 'CONTINUE' }]);
    expect(built.errors).toEqual([]);
    await built.close();
  }, 60_000);

  test('without any event, and with a task that never ends, it leaves at its deadline', async () => {
    const { built, leaving, ended } = await leave({ rules: false, standalone: true });
    await built.run(9 * 60);
    expect(ended).toEqual([]);
    await built.run(4 * 60);
    expect(ended).toEqual([{ how: 'completed', tasks: 1 }]);
    expect(completed(built)).toMatchObject([{ InstanceId: leaving.id, LifecycleActionResult: 'CONTINUE' }]);
    expect(built.errors).toEqual([]);
    await built.close();
  }, 120_000);

  function completed({ aws: { requests } }: BuiltAccount): readonly unknown[] {
    return requests
      .filter(({ operation }) => operation === 'AutoScaling.CompleteLifecycleAction')
      .map(({ input }) => input);
  }

  /** Two instances with two tasks of a service each; Auto Scaling takes one of them. */
  async function leave({ rules, standalone = false }: { readonly rules: boolean; readonly standalone?: boolean }) {
    const built = await openBuilt(dist, {
      configuration: 'receivers: { team: { slack: C0123456789 } }\ndrain: { web: { mode: act, deadline: 10m } }\n',
      rules,
    });
    const { account } = built;
    const scaling = autoScalingOf(account);
    runServices(account);
    const cluster = ensureCluster(account, 'prod');
    const hook = {
      name: 'watchkeeper',
      transition: 'autoscaling:EC2_INSTANCE_TERMINATING',
      heartbeatTimeoutS: 300,
      defaultResult: 'ABANDON',
    } as const;
    const group = addGroup(scaling, { name: 'web', desired: 2, max: 2, cluster, hooks: [hook] });
    const hosts = group.zones.slice(0, 2).map((zone) => stand(scaling, group, zone));
    account.repositories.set('shop', { name: 'shop', tags: new Map() });
    const definition = releaseOnHosts({ account, cluster, events: [], run: () => {} }, 'v1');
    createService(account, { cluster, name: 'shop', definition, desired: 4, launchType: 'EC2' });
    await built.run(3 * 60);
    const [leaving] = hosts;
    if (leaving?.host === undefined) throw new Error('there is no host');
    if (standalone)
      startTask(account, { cluster, definition, startedBy: 'somebody', containerInstances: [leaving.host.arn] });
    const ended: { readonly how: string; readonly tasks: number }[] = [];
    account.actionEndListeners.push(({ how }) => ended.push({ how, tasks: leaving.host?.tasks.size ?? 0 }));
    terminateInstance(scaling, leaving.id, { decrement: true });
    return { built, leaving, ended };
  }
});

describe('the built batch function, over HTTP', () => {
  const jobs = `jobs:
  close: { cron: 0 17 * * ? *, cluster: batch, capacity: [FARGATE], network: { subnets: [subnet-01111111111111111] } }
`;

  test.each([
    { name: 'with events', rules: true },
    { name: 'without any event', rules: false },
  ])(
    'launches a job that is due, once, and sees it to its end, $name',
    async ({ rules }) => {
      const configuration = `receivers: { team: { slack: C0123456789 } }\n${jobs}`;
      const built = await openBuilt(join(root, 'dist'), { configuration, rules, name: 'batch' });
      const { account, aws: front } = built;
      ensureCluster(account, 'batch');
      account.programs.set('close:v1', { ...quietProgram, ends: { afterMs: 60_000, exitCode: 3 } });
      registerTaskDefinition(account, {
        family: 'close',
        containers: [{ name: 'app', image: 'close:v1' }],
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        cpu: 256,
        memoryMiB: 512,
      });
      const trigger = {
        v: 1,
        job: 'close',
        scheduleArn: 'arn:aws:scheduler:eu-west-1:123456789012:schedule/watchkeeper/close',
        scheduledTime: '2026-11-20T17:00:00Z',
      };
      built.send(trigger);
      built.send(trigger);
      await built.run(6 * 60);
      const launches = front.requests.filter(({ operation }) => operation === 'ECS.RunTask');
      expect(launches).toHaveLength(1);
      const alerts = bodiesSentTo('alerts.fifo', front.requests).map((body) => JSON.parse(body) as Alert);
      expect(alerts).toMatchObject([
        { subject: { kind: 'job', name: 'close' }, impact: { level: 'failed' }, causes: [{ exitCode: 3 }] },
      ]);
      expect(built.errors).toEqual([]);
      await built.close();
    },
    60_000,
  );
});
