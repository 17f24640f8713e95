import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cli, directory, jsonLines } from './run.ts';

const events = join(import.meta.dirname, '../../events');

const configuration = `
receivers: { replay: { slack: C0REPLAY } }
drain: { shop-hosts: { mode: act, maintenanceLead: 30d } }
scale:
  shop/orders: { mode: observe, tasks: 2..20, queue: orders, perTask: 100 }
jobs:
  defaults: { cluster: batch }
  close-books: { cron: 30 18 * * ? *, roles: [batch-task] }
`;

type Line = Readonly<Record<string, unknown>>;

async function replayed(files: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const cwd = directory({ 'watchkeeper.yml': configuration, ...files });
  const { out, code } = await cli(['replay', '--json', '--config', 'watchkeeper.yml', ...args], { cwd });
  const lines: readonly Line[] = jsonLines(out);
  const of = (type: string): readonly Line[] => lines.filter((line) => line['type'] === type);
  return { code, events: of('event'), decisions: of('decision'), alerts: of('alert') };
}

const sample = (name: string): string => join(events, `${name}.json`);

/** What the first decision of each sample is. */
const samples: readonly (readonly [name: string, kind: string, feature: string, reason: RegExp])[] = [
  ['lifecycle-action/terminate', 'lifecycle-action', 'drain', /^own hook watchkeeper-drain; .*; drain$/],
  ['lifecycle-action/terminate-with-metadata', 'lifecycle-action', 'drain', /^own hook .*; drain$/],
  ['lifecycle-action/terminate-managed-draining', 'lifecycle-action', 'drain', /^managed hook .*; beside$/],
  ['spot-interruption/terminate', 'spot-interruption', 'drain', /^spot; drain$/],
  ['rebalance-recommendation/recommended', 'rebalance-recommendation', 'drain', /^rebalance; no reason is left; kept$/],
  ['maintenance/retirement', 'maintenance', 'drain', /^maintenance AWS_EC2_\w+; its time has not come; await$/],
  ['maintenance/closed', 'maintenance', 'drain', /^nothing of ours$/],
  ['instance-state/terminated', 'instance-state', 'drain', /^nothing of ours$/],
  ['drain-request/requested', 'drain-request', 'drain', /^requested by cli\/akiko; request; drain$/],
  ['drain-request/cancelled', 'drain-request', 'drain', /^nothing of ours$/],
  ['alarm/queue-depth', 'alarm', 'scale', /^the service could not be read: not-asked$/],
  ['run-request/requested', 'run-request', 'batch', /^begun by cli\/akiko; close-books: observed$/],
  ['slot-trigger/scheduled', 'slot-triggered', 'batch', /^begun by schedule; close-books: observed$/],
];

/** What stands in the message of each, and what must not: a command that fails at 3 a.m. is worse than none. */
const told: readonly (readonly [name: string, says: readonly string[], not: string])[] = [
  [
    'daemon/start-impaired-not-created',
    [
      'unknown: a daemon, not a service',
      'aws ecs describe-daemon --region ap-northeast-1 --daemon-arn arn:aws:ecs:ap-northeast-1:123456789012:daemon/shop/log-router',
    ],
    'describe-services',
  ],
  ['daemon/deployment-rollback-in-progress', ['Next  ECS is rolling back'], 'tries the daemon again'],
  ['daemon/deployment-rollback-failed', ['Next  nothing, it waits for you'], 'tries the daemon again'],
  [
    'container-instance-health/impaired',
    [
      '--container-instances 6f1f0a7e4b0d4f3c9a1b2c3d4e5f6a7b --status DRAINING',
      '--instance-id i-0a1b2c3d4e5f60718 --no-should-decrement-desired-capacity',
    ],
    'describe-services',
  ],
  ['hook/failed-lambda', ['Next  ECS is rolling back'], 'nothing is known'],
  ['hook/timed-out', ['Next  ECS carries out the time-out action: ROLLBACK unless'], 'nothing is known'],
  [
    'codedeploy/failure',
    ['aws deploy get-deployment --region ap-northeast-1 --deployment-id d-7K2M9QX4F'],
    'shop-checkout --',
  ],
];

test.each(told)('what %s comes to is said with what helps', async (name, says, not) => {
  const { out } = await cli(['replay', sample(name)], { cwd: directory({}) });
  const flat = out.replaceAll(/\s*\n\|? */g, ' ');
  for (const each of says) expect(flat).toContain(each);
  expect(flat).not.toContain(not);
});

describe('each feature decides what is its own', () => {
  test.each(samples)('%s', async (name, kind, feature, reason) => {
    const { code, events: heard, decisions } = await replayed({}, sample(name));
    expect(code).toBe(0);
    expect(heard.map((line) => line['kind'])).toEqual([kind]);
    expect(decisions[0]).toMatchObject({
      feature,
      eventIds: [heard[0]?.['eventId']],
      reason: expect.stringMatching(reason),
    });
    // Nobody can be asked, so nobody is asked again and again.
    expect(decisions.length).toBeLessThan(20);
  });
});

const arn = 'arn:aws:ecs:ap-northeast-1:123456789012:container-instance/shop/6f1f0a7e4b0d4f3c9a1b2c3d4e5f6a7b';
const ec2InstanceId = 'i-0c4f91b2d3e4f5a60';

const registered = JSON.stringify({
  version: '0',
  id: 'registered',
  'detail-type': 'ECS Container Instance State Change',
  source: 'aws.ecs',
  account: '123456789012',
  time: '2026-11-20T17:00:00Z',
  region: 'ap-northeast-1',
  resources: [arn],
  detail: {
    clusterArn: 'arn:aws:ecs:ap-northeast-1:123456789012:cluster/shop',
    containerInstanceArn: arn,
    ec2InstanceId,
    status: 'ACTIVE',
    agentConnected: true,
    version: 3,
  },
});

describe('where an instance is', () => {
  test('is not known from its hook alone: nothing would be set', async () => {
    const { decisions } = await replayed({}, sample('lifecycle-action/terminate'));
    expect(decisions.flatMap((line) => line['actions'])).toEqual([]);
  });

  test('is known from its own events before: it would be set DRAINING, and is not', async () => {
    const files = { 'registered.json': registered };
    const { decisions } = await replayed(files, 'registered.json', sample('lifecycle-action/terminate'));
    const ours = decisions.filter((line) => line['feature'] === 'drain');
    expect(ours[0]).toMatchObject({ actions: [`drain ${arn}`] });
    expect(ours[1]).toMatchObject({ eventIds: [`outcome of drain ${arn}`], actions: [] });
  });

  test('is known from a snapshot', async () => {
    const facts = {
      services: [],
      cluster: { clusterArn: 'arn:aws:ecs:ap-northeast-1:123456789012:cluster/shop', clusterName: 'shop' },
      containerInstances: [{ containerInstanceArn: arn, ec2InstanceId, status: 'ACTIVE', agentConnected: true }],
      tasks: [],
    };
    const files = { 'facts.json': JSON.stringify(facts) };
    const { decisions } = await replayed(files, '--facts', 'facts.json', sample('spot-interruption/terminate'));
    expect(decisions[0]).toMatchObject({ feature: 'drain', actions: [`drain ${arn}`] });
  });
});

describe('a drain that ECS itself does not finish', () => {
  test('is told of when it takes long, with what is seen to hold it', async () => {
    const task = JSON.stringify({
      ...JSON.parse(registered),
      id: 'runs',
      'detail-type': 'ECS Task State Change',
      detail: {
        clusterArn: 'arn:aws:ecs:ap-northeast-1:123456789012:cluster/shop',
        taskArn: 'arn:aws:ecs:ap-northeast-1:123456789012:task/shop/0f0e3d5c8a7b4c6d9e1f2a3b4c5d6e7f',
        taskDefinitionArn: 'arn:aws:ecs:ap-northeast-1:123456789012:task-definition/api:7',
        containerInstanceArn: arn,
        group: 'service:api',
        lastStatus: 'RUNNING',
        desiredStatus: 'RUNNING',
        containers: [],
        version: 2,
      },
    });
    const draining = registered.replace('"ACTIVE"', '"DRAINING"');
    const files = { 'seen.jsonl': `${draining}\n${task}\n` };
    const hook = sample('lifecycle-action/terminate-managed-draining');
    const { alerts } = await replayed(files, '--settle', '40m', 'seen.jsonl', hook);
    expect(alerts.length).toBeGreaterThan(0);
    expect(JSON.stringify(alerts)).toContain('api');
  });
});

describe('the input', () => {
  test('of a directory is all events in it, and none twice', async () => {
    const night = directory({ 'a.json': registered, 'b.jsonl': `${registered}\n${registered}\n`, 'c.txt': 'x' });
    const { events: heard, code } = await replayed({}, night, join(night, 'a.json'));
    expect({ heard: heard.length, code }).toEqual({ heard: 3, code: 0 });
  });
});

/** A directory of published events that is not part of the repository. */
const corpus = process.env['EVENT_CORPUS'];

describe.skipIf(corpus === undefined)('published events', () => {
  test('have a line each, in their order, and nothing breaks', { timeout: 300_000 }, async () => {
    const { events: heard, code, decisions } = await replayed({}, '--as-given', corpus ?? '');
    expect([0, 1]).toContain(code);
    expect(heard.length).toBeGreaterThan(200);
    expect(new Set(decisions.map((line) => line['feature']))).toContain('drain');
    expect(decisions.length).toBeLessThan(100_000);
  });
});
