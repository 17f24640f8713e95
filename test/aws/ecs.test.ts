import { ECSClient } from '@aws-sdk/client-ecs';
import { describe, expect, test } from 'vitest';
import { ecsReads } from '../../lib/aws/ecs.ts';
import type { WireHandlers } from '../../sim/wire.ts';
import { awsError, wire } from '../../sim/wire.ts';

const at = Date.UTC(2026, 10, 21, 3, 0);
const cluster = 'arn:aws:ecs:eu-west-1:123456789012:cluster/web';
const arnOf = (name: string): string => `arn:aws:ecs:eu-west-1:123456789012:service/web/${name}`;

const taskArn = (id: string): string => `arn:aws:ecs:eu-west-1:123456789012:task/web/${id}`;

type Names = { services?: string[]; tasks?: string[]; cluster?: string };

function reads(handlers: WireHandlers, maxAttempts = 1) {
  const client = new ECSClient({ maxAttempts });
  const requests = wire(client, handlers);
  return { ecs: ecsReads(client, { now: () => at }), requests };
}

const service = (name: string) => ({
  serviceName: name,
  serviceArn: arnOf(name),
  clusterArn: cluster,
  status: 'ACTIVE',
  desiredCount: 4,
  runningCount: 3,
  pendingCount: 1,
});

const all: WireHandlers = {
  'ECS.DescribeServices': ({ services = [] }: Names) => ({
    services: services.filter((name) => !name.startsWith('gone')).map(service),
    failures: services
      .filter((name) => name.startsWith('gone'))
      .map((name) => ({ arn: arnOf(name), reason: 'MISSING' })),
  }),
};

describe('services', () => {
  test('asked at the same time are read in requests of ten per cluster, equal ones once, tags included', async () => {
    const { ecs, requests } = reads(all);
    const names = Array.from({ length: 12 }, (_, n) => `s${n}`);
    const found = await Promise.all([
      ...[...names, 's0'].map(async (name) => ecs.service({ cluster: 'web', service: name })),
      ecs.service({ cluster: 'batch', service: 's0' }),
    ]);
    expect(found.map((read) => read.ok && read.value.name)).toEqual([...names, 's0', 's0']);
    expect(requests).toHaveLength(3);
    expect(requests.map(({ input }) => input)).toEqual(
      expect.arrayContaining([
        { cluster: 'web', services: names.slice(0, 10), include: ['TAGS'] },
        { cluster: 'web', services: names.slice(10), include: ['TAGS'] },
        { cluster: 'batch', services: ['s0'], include: ['TAGS'] },
      ]),
    );
  });

  test('a missing one is not found, its neighbours are; by ARN as well as by name', async () => {
    const { ecs } = reads({
      'ECS.DescribeServices': () => ({
        services: [service('orders')],
        failures: [{ arn: arnOf('gone'), reason: 'MISSING' }],
      }),
    });
    const [gone, byName, byArn] = await Promise.all([
      ecs.service({ cluster, service: 'gone' }),
      ecs.service({ cluster, service: 'orders' }),
      ecs.service({ cluster, service: arnOf('orders') }),
    ]);
    expect(gone).toEqual({ ok: false, reason: 'not-found' });
    expect(byName).toMatchObject({ ok: true, at, value: { desired: 4, running: 3 } });
    expect(byArn).toEqual(byName);
  });

  test('a name ECS refuses does not take its neighbours along', async () => {
    const { ecs } = reads({
      'ECS.DescribeServices': ({ services = [] }: Names) => {
        if (services.includes('bad')) throw awsError('InvalidParameterException');
        return { services: services.map(service) };
      },
    });
    const [bad, good] = await Promise.all(['bad', 'good'].map(async (name) => ecs.service({ cluster, service: name })));
    expect(bad?.ok).toBe(false);
    expect(good).toMatchObject({ ok: true, value: { name: 'good' } });
  });

  const failures = [
    { name: 'AccessDeniedException', reason: 'denied' },
    { name: 'ClusterNotFoundException', reason: 'not-found' },
    { name: 'ThrottlingException', reason: 'throttled' },
    { name: 'ServerException', reason: 'unreadable', status: 500 },
  ];
  test.each(failures)('$name is $reason, to all who asked', async ({ name, reason, ...options }) => {
    const { ecs } = reads({
      'ECS.DescribeServices': () => {
        throw awsError(name, options);
      },
    });
    const found = await Promise.all(['a', 'b'].map(async (each) => ecs.service({ cluster, service: each })));
    expect(found).toEqual([
      { ok: false, reason },
      { ok: false, reason },
    ]);
  });

  test('a throttled request is repeated by the SDK', async () => {
    let calls = 0;
    const { ecs, requests } = reads(
      {
        'ECS.DescribeServices': ({ services = [] }: Names) => {
          calls += 1;
          if (calls === 1) throw awsError('ThrottlingException');
          return { services: services.map(service) };
        },
      },
      2,
    );
    expect((await ecs.service({ cluster, service: 'orders' })).ok).toBe(true);
    expect(requests.map(({ attempt }) => attempt)).toEqual([1, 2]);
  });

  test('a request that never ends is unreadable after its time', async () => {
    const { ecs } = reads({ 'ECS.DescribeServices': async () => new Promise(() => {}) });
    expect(await ecs.service({ cluster, service: 'orders' })).toEqual({ ok: false, reason: 'unreadable' });
  });

  test('deployments, breaker, controller, target groups and tags', async () => {
    const { ecs } = reads({
      'ECS.DescribeServices': () => ({
        services: [
          {
            ...service('orders'),
            deploymentConfiguration: {
              minimumHealthyPercent: 100,
              maximumPercent: 200,
              deploymentCircuitBreaker: {
                enable: true,
                rollback: true,
                thresholdConfiguration: { type: 'BOUNDED_PERCENT', value: 50 },
              },
            },
            loadBalancers: [
              { targetGroupArn: 'tg-1', advancedConfiguration: { alternateTargetGroupArn: 'tg-2' } },
              { targetGroupArn: 'tg-1' },
            ],
            deployments: [
              {
                id: 'ecs-svc/1',
                status: 'PRIMARY',
                rolloutState: 'IN_PROGRESS',
                failedTasks: 2,
                taskDefinition: 'orders:142',
                createdAt: new Date(at),
              },
            ],
            capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }],
            tags: [{ key: 'Team', value: 'orders' }],
            events: [{ createdAt: new Date(at), message: '(service orders) has reached a steady state.' }],
          },
        ],
      }),
    });
    expect(await ecs.service({ cluster, service: 'orders' })).toMatchObject({
      value: {
        policy: {
          minimumHealthyPercent: 100,
          maximumPercent: 200,
          circuitBreaker: { enabled: true, rollback: true, threshold: { type: 'BOUNDED_PERCENT', value: 50 } },
        },
        deploymentController: 'ECS',
        targetGroupArns: ['tg-1', 'tg-2'],
        deployments: [
          { id: 'ecs-svc/1', status: 'PRIMARY', rolloutState: 'IN_PROGRESS', failedTasks: 2, createdAt: at },
        ],
        capacityProviders: ['FARGATE_SPOT'],
        tags: { Team: 'orders' },
        events: [{ at }],
      },
    });
  });

  const breakers = [
    { name: 'with a threshold', given: { type: 'COUNT', value: 1 }, expected: { type: 'COUNT', value: 1 } },
    { name: 'with the default threshold, which is left open', given: undefined, expected: undefined },
  ];
  test.each(breakers)('a circuit breaker $name', async ({ given, expected }) => {
    const { ecs } = reads({
      'ECS.DescribeServices': () => ({
        services: [
          {
            ...service('orders'),
            deploymentConfiguration: {
              deploymentCircuitBreaker: {
                enable: true,
                rollback: false,
                ...(given && { thresholdConfiguration: given }),
              },
            },
          },
        ],
      }),
    });
    const read = await ecs.service({ cluster, service: 'orders' });
    expect(read.ok && read.value.policy.circuitBreaker).toEqual({
      enabled: true,
      rollback: false,
      ...(expected !== undefined && { threshold: expected }),
    });
  });

  test('of CodeDeploy: each task set has its target group', async () => {
    const taskSet = (status: string, targetGroupArn: string): object => ({
      id: `ecs-svc/${status}`,
      status,
      loadBalancers: [{ targetGroupArn }],
    });
    const { ecs } = reads({
      'ECS.DescribeServices': () => ({
        services: [
          {
            ...service('orders'),
            deploymentController: { type: 'CODE_DEPLOY' },
            taskSets: [taskSet('ACTIVE', 'green'), taskSet('PRIMARY', 'blue')],
          },
        ],
      }),
    });
    expect(await ecs.service({ cluster, service: 'orders' })).toMatchObject({
      value: {
        targetGroupArns: ['green', 'blue'],
        taskSets: [
          { status: 'ACTIVE', targetGroupArns: ['green'] },
          { status: 'PRIMARY', targetGroupArns: ['blue'] },
        ],
      },
    });
  });
});

describe('tasks', () => {
  test('are read a hundred at a time, by id or ARN; a forgotten one is not found', async () => {
    const { ecs, requests } = reads({ 'ECS.DescribeTasks': describeTasks });
    const ids = [...Array.from({ length: 100 }, (_, n) => `t${n}`), taskArn('last'), 'gone'];
    const found = await Promise.all(ids.map(async (task) => ecs.task({ cluster, task })));
    expect(found.filter((read) => read.ok)).toHaveLength(101);
    expect(found.at(-1)).toEqual({ ok: false, reason: 'not-found' });
    expect(new Set(requests.map(({ input }) => (input as Names).tasks?.length))).toEqual(new Set([100, 2]));
  });

  test('of a service are listed through all pages', async () => {
    const { ecs, requests } = reads({
      'ECS.ListTasks': ({ nextToken }: { nextToken?: string }) =>
        nextToken === undefined
          ? { taskArns: [taskArn('a'), taskArn('b')], nextToken: 'more' }
          : { taskArns: [taskArn('c')] },
      'ECS.DescribeTasks': describeTasks,
    });
    const read = await ecs.tasks({ cluster: 'web', service: 'orders', desiredStatus: 'STOPPED' });
    expect(read.ok && read.value.map(({ arn }) => arn)).toEqual([taskArn('a'), taskArn('b'), taskArn('c')]);
    expect(requests[0]?.input).toMatchObject({ serviceName: 'orders', desiredStatus: 'STOPPED' });
  });

  test('of a service without any: no second request', async () => {
    const { ecs, requests } = reads({ 'ECS.ListTasks': () => ({ taskArns: [] }) });
    expect(await ecs.tasks({ cluster: 'web', service: 'orders', desiredStatus: 'RUNNING' })).toEqual({
      ok: true,
      value: [],
      at,
    });
    expect(requests).toHaveLength(1);
  });
});

describe('task definitions', () => {
  const base = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/orders';
  const definition = (revision: number) => ({
    taskDefinitionArn: `${base}:${revision}`,
    family: 'orders',
    revision,
    cpu: '256',
    runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' },
    memory: '512',
    containerDefinitions: [
      {
        name: 'app',
        image: 'orders:v1',
        cpu: 0,
        environment: [{ name: 'DB_URL', value: 'postgres://u:hunter2@db' }],
        secrets: [{ name: 'KEY', valueFrom: 'arn:aws:ssm:…' }],
        logConfiguration: { logDriver: 'splunk', options: { 'splunk-token': 'hunter2' } },
        healthCheck: { command: ['CMD', 'true'], interval: 30 },
        user: 'node',
        links: [],
      },
    ],
  });
  const describeOne = ({ taskDefinition }: { taskDefinition: string }) => {
    const revision = Number(taskDefinition.split(':').at(-1));
    if (revision === 7) throw awsError('ClientException', { message: 'Unable to describe task definition.' });
    return { taskDefinition: definition(revision) };
  };

  test('keep no values of the environment or of log options', async () => {
    const { ecs } = reads({ 'ECS.DescribeTaskDefinition': describeOne });
    const read = await ecs.taskDefinition(`${base}:1`);
    expect(JSON.stringify(read)).not.toContain('hunter2');
    expect(read).toMatchObject({
      ok: true,
      value: {
        family: 'orders',
        revision: 1,
        cpuUnits: 256,
        memoryMiB: 512,
        architecture: 'ARM64',
        others: [],
        containers: [
          {
            name: 'app',
            essential: true,
            environment: [{ name: 'DB_URL' }],
            secrets: [{ name: 'KEY', from: 'arn:aws:ssm:…' }],
            log: { driver: 'splunk', options: [{ name: 'splunk-token' }] },
            healthCheck: { command: ['CMD', 'true'], intervalSeconds: 30 },
            others: [{ name: 'user' }],
          },
        ],
      },
    });
  });

  test('are read once: they never change', async () => {
    const { ecs, requests } = reads({ 'ECS.DescribeTaskDefinition': describeOne });
    await Promise.all([ecs.taskDefinition(`${base}:1`), ecs.taskDefinition(`${base}:1`)]);
    await ecs.taskDefinition(`${base}:1`);
    expect(requests).toHaveLength(1);
  });

  test('that are missing are not found, and asked for again', async () => {
    const { ecs, requests } = reads({ 'ECS.DescribeTaskDefinition': describeOne });
    expect(await ecs.taskDefinition(`${base}:7`)).toEqual({ ok: false, reason: 'not-found' });
    await ecs.taskDefinition(`${base}:7`);
    expect(requests).toHaveLength(2);
  });

  test('the one before is one less', async () => {
    const { ecs, requests } = reads({ 'ECS.DescribeTaskDefinition': describeOne });
    expect(await ecs.previousTaskDefinition(`${base}:6`)).toMatchObject({ value: { revision: 5 } });
    expect(requests).toHaveLength(1);
  });

  test('the one before a deleted one is the newest active that is older', async () => {
    const { ecs } = reads({
      'ECS.DescribeTaskDefinition': describeOne,
      'ECS.ListTaskDefinitions': () => ({ taskDefinitionArns: [`${base}:9`, `${base}:8`, `${base}:4`, `${base}:3`] }),
    });
    expect(await ecs.previousTaskDefinition(`${base}:8`)).toMatchObject({ value: { revision: 4 } });
  });

  test('the first has none before it', async () => {
    const { ecs, requests } = reads({});
    expect(await ecs.previousTaskDefinition(`${base}:1`)).toEqual({ ok: false, reason: 'not-found' });
    expect(requests).toHaveLength(0);
  });
});

describe('service deployments', () => {
  test('show how far the circuit breaker has counted, and what is rolled out', async () => {
    const { ecs } = reads({
      'ECS.DescribeServiceDeployments': ({ serviceDeploymentArns = [] }: { serviceDeploymentArns?: string[] }) => ({
        serviceDeployments: serviceDeploymentArns.map((serviceDeploymentArn) => ({
          serviceDeploymentArn,
          status: 'IN_PROGRESS',
          deploymentCircuitBreaker: { status: 'MONITORING', failureCount: 2, threshold: 3 },
          sourceServiceRevisions: [{ arn: 'rev-141' }],
          targetServiceRevision: { arn: 'rev-142' },
          lifecycleHookDetails: [{ hookId: 'h-1', status: 'AWAITING_ACTION', expiresAt: new Date(at) }],
        })),
      }),
    });
    expect(await ecs.serviceDeployment('sd-1')).toMatchObject({
      value: {
        status: 'IN_PROGRESS',
        breaker: { failures: 2, threshold: 3 },
        sourceRevisionArns: ['rev-141'],
        targetRevisionArn: 'rev-142',
        hooks: [{ id: 'h-1', status: 'AWAITING_ACTION', expiresAt: at }],
      },
    });
  });

  test('of a service come newest first', async () => {
    const { ecs } = reads({
      'ECS.ListServiceDeployments': () => ({
        serviceDeployments: [{ serviceDeploymentArn: 'sd-1' }, { serviceDeploymentArn: 'sd-2' }],
      }),
      'ECS.DescribeServiceDeployments': () => ({
        serviceDeployments: [
          { serviceDeploymentArn: 'sd-1', createdAt: new Date(1) },
          { serviceDeploymentArn: 'sd-2', createdAt: new Date(2) },
        ],
      }),
    });
    const read = await ecs.serviceDeployments({ cluster: 'web', service: 'orders' }, 5);
    expect(read.ok && read.value.map(({ arn }) => arn)).toEqual(['sd-2', 'sd-1']);
  });

  test('revisions resolve images, and are read once', async () => {
    const { ecs, requests } = reads({
      'ECS.DescribeServiceRevisions': () => ({
        serviceRevisions: [
          {
            serviceRevisionArn: 'rev-1',
            taskDefinition: 'orders:1',
            containerImages: [{ containerName: 'app', imageDigest: 'sha256:a' }],
          },
        ],
      }),
    });
    expect(await ecs.serviceRevision('rev-1')).toMatchObject({
      value: { images: [{ container: 'app', digest: 'sha256:a' }] },
    });
    await ecs.serviceRevision('rev-1');
    expect(requests).toHaveLength(1);
  });
});

function describeTasks({ tasks = [] }: Names) {
  return {
    tasks: tasks
      .filter((each) => !each.endsWith('gone'))
      .map((each) => ({
        taskArn: each.includes(':') ? each : taskArn(each),
        lastStatus: 'RUNNING',
        healthStatus: 'HEALTHY',
      })),
    failures: tasks.filter((each) => each.endsWith('gone')).map((arn) => ({ arn, reason: 'MISSING' })),
  };
}
