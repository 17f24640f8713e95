import { ECSClient } from '@aws-sdk/client-ecs';
import { describe, expect, test } from 'vitest';
import { fewAtOnce } from '../../lib/aws/listing.ts';
import { clusterReads } from '../../lib/aws/placement-snapshot.ts';
import type { ClusterItems, ClusterReading, ClusterScope } from '../../lib/core/cluster-reads.ts';
import { PortError } from '../../lib/core/outcome.ts';
import { readSnapshot } from '../../lib/ecs/placement/snapshot.ts';
import { stopTask } from '../../sim/account/tasks/stop.ts';
import { instanceShape } from '../../sim/api/ecs/instance-shape.ts';
import { serviceShape } from '../../sim/api/ecs/service-shape.ts';
import { taskDefinitionShape } from '../../sim/api/ecs/task-definition-shape.ts';
import { taskShape } from '../../sim/api/ecs/task-shape.ts';
import type { WireHandlers } from '../../sim/wire.ts';
import { awsError, wire } from '../../sim/wire.ts';
import { webCluster } from '../cli/web-cluster.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

function over(handlers: WireHandlers) {
  const client = new ECSClient({ region: 'ap-northeast-1', credentials, maxAttempts: 1 });
  const requests = wire(client, handlers);
  return { reads: clusterReads(client), requests };
}

async function readingOf(handlers: WireHandlers, scope: Partial<ClusterScope> = {}): Promise<ClusterReading> {
  const reading = await over(handlers).reads.read({ cluster: 'web', ...scope });
  if (reading === undefined) throw new Error('there is no such cluster');
  return reading;
}

const refusing = (handlers: WireHandlers, operation: string, error: Error): WireHandlers => ({
  ...handlers,
  [operation]: () => {
    throw error;
  },
});

/** The third revision that is asked for cannot be read, once. */
function failingOnce(handlers: WireHandlers): WireHandlers {
  let asked = 0;
  return {
    ...handlers,
    'ECS.DescribeTaskDefinition': async (...call) => {
      asked += 1;
      if (asked === 3) throw awsError('ThrottlingException');
      return handlers['ECS.DescribeTaskDefinition']?.(...call);
    },
  };
}

const arns = (items: ClusterItems): readonly unknown[] =>
  items.containerInstances.map((each) => each['containerInstanceArn']);

describe('a whole cluster', () => {
  const web = webCluster();
  const { account } = web.world;

  test('with more tasks than are wanted has none of them listed', async () => {
    const { reads, requests } = over(web.answers());
    const few = await reads.read({ cluster: 'web', mostTasks: 1 });
    expect(few?.items.tasks).toBeUndefined();
    expect(few?.items.containerInstances.length).toBeGreaterThan(0);
    expect(requests.filter(({ operation }) => operation === 'ECS.ListTasks')).toEqual([]);
    expect((await readingOf(web.answers(), { mostTasks: 10_000 })).items.tasks?.length).toBeGreaterThan(1);
  });

  test('with more services than are wanted is not read at all', async () => {
    const { reads, requests } = over(web.answers());
    const few = await reads.read({ cluster: 'web', mostServices: 1 });
    expect(few?.items.services).toBeUndefined();
    expect(few?.unread).toEqual([]);
    expect(requests.map(({ operation }) => operation)).toEqual(['ECS.DescribeClusters']);
    expect((await readingOf(web.answers(), { mostServices: 1000 })).items.services?.length).toBeGreaterThan(1);
  });

  test('is read page after page, and nothing placement reads is missing', async () => {
    const { items, unread, gone } = await readingOf(web.answers({ mostPerPage: 2 }));
    expect({ unread, gone }).toEqual({ unread: [], gone: 0 });
    expect(new Set(arns(items))).toEqual(new Set([...account.instances.values()].map(({ arn }) => arn)));
    const read = readSnapshot({
      ...items,
      tasks: items.tasks?.toSorted((a, b) => (String(a['taskArn']) < String(b['taskArn']) ? -1 : 1)),
    });
    const raw = readSnapshot({
      cluster: items.cluster,
      containerInstances: [...account.instances.values()].map(instanceShape).map(plain),
      tasks: sorted([...account.tasks.values()])
        .map((task) => taskShape(account, task))
        .map(plain),
      services: [...account.services.values()].map((service) => serviceShape(account, service)).map(plain),
      taskDefinitions: [...account.taskDefinitions.values()]
        .map((each) => taskDefinitionShape(each, account.region))
        .map(plain),
      capacityProviders: [],
      subnets: items.subnets,
    });
    if ('faults' in read || 'faults' in raw) throw new Error(JSON.stringify([read, raw]));
    expect(sorted(read.instances)).toEqual(sorted(raw.instances));
    expect(sorted(read.tasks)).toEqual(sorted(raw.tasks.filter(({ lastStatus }) => lastStatus !== 'STOPPED')));
    expect(sorted(read.services)).toEqual(sorted(raw.services));
    // Nobody runs `nightly`, nor `filler` for itself: theirs are not read.
    const wanted = new Set(read.definitions.map(({ arn }) => arn));
    expect(read.definitions.length).toBeGreaterThan(3);
    expect(sorted(read.definitions)).toEqual(sorted(raw.definitions.filter(({ arn }) => wanted.has(arn))));
  });

  test('of one service reads that and the daemons, and their definitions', async () => {
    const { reads, requests } = over(web.answers());
    const reading = await reads.read({ cluster: 'web', services: ['orders-api'] });
    expect(reading?.items.services?.map((each) => each['serviceName'])).toEqual(['orders-api']);
    expect(reading?.items.taskDefinitions?.map((each) => each['family'])).toEqual(['orders-api']);
    expect(requests.filter(({ operation }) => operation === 'ECS.DescribeTaskDefinition')).toHaveLength(1);
  });

  test('that is not there is undefined', async () => {
    expect(await over(web.answers()).reads.read({ cluster: 'nope' })).toBeUndefined();
  });

  test('knows the zones of subnets that only tasks stand in', async () => {
    const { items } = await readingOf(web.answers());
    const ofInstances = new Set(
      items.containerInstances.flatMap((each) => JSON.stringify(each).match(/subnet-\w+/g) ?? []),
    );
    const subnets = items.subnets.map((each) => each['SubnetId']);
    expect(subnets.filter((id) => ofInstances.has(String(id)))).toEqual([]);
    const zones = new Map([['subnet-0elsewhere', 'ap-northeast-1c']]);
    const attachments = [
      { type: 'ElasticNetworkInterface', details: [{ name: 'subnetId', value: 'subnet-0elsewhere' }] },
    ];
    const tasks = [
      {
        taskArn: 'arn:aws:ecs:a:b:task/web/1',
        lastStatus: 'RUNNING',
        availabilityZone: 'ap-northeast-1c',
        attachments,
      },
    ];
    const elsewhere = await readingOf({ ...web.answers(), 'ECS.DescribeTasks': () => ({ tasks }) });
    expect(elsewhere.items.subnets).toEqual(
      [...zones].map(([SubnetId, AvailabilityZone]) => ({ SubnetId, AvailabilityZone })),
    );
  });
});

test('a task on its way out still holds what it has; one that has stopped does not', async () => {
  const web = webCluster();
  const { account } = web.world;
  const [leaving, stopped] = [...account.tasks.values()].filter(({ group }) => group === 'service:shop-nginx');
  if (leaving === undefined || stopped === undefined) throw new Error('no tasks');
  stopTask(account, stopped, { stopCode: 'UserInitiated', reason: 'test' });
  web.world.pass(120_000);
  stopTask(account, leaving, { stopCode: 'UserInitiated', reason: 'test' });
  expect([leaving.desiredStatus, leaving.lastStatus === 'STOPPED', stopped.lastStatus]).toEqual([
    'STOPPED',
    false,
    'STOPPED',
  ]);
  const { items } = await readingOf(web.answers());
  const listed = items.tasks?.map((each) => each['taskArn']);
  expect(listed).toContain(leaving.arn);
  expect(listed).not.toContain(stopped.arn);
});

describe('sizes', () => {
  const arnOf = (kind: string, at: number): string => `arn:aws:ecs:ap-northeast-1:123456789012:${kind}/web/${at}`;
  const many = (kind: string, count: number): string[] => Array.from({ length: count }, (_, at) => arnOf(kind, at));
  type Asked = { containerInstances?: string[]; tasks?: string[]; services?: string[]; desiredStatus?: string };

  test('of requests are what AWS takes, and what has gone meanwhile is counted', async () => {
    const sizes: Record<string, number[]> = { instances: [], tasks: [], services: [] };
    const { items, gone } = await readingOf({
      'ECS.DescribeClusters': () => ({ clusters: [{ clusterName: 'web', status: 'ACTIVE' }] }),
      'ECS.ListContainerInstances': () => ({ containerInstanceArns: many('container-instance', 230) }),
      'ECS.DescribeContainerInstances': ({ containerInstances = [] }: Asked) => {
        sizes['instances']?.push(containerInstances.length);
        const [missing, ...found] = containerInstances;
        return {
          containerInstances: found.map((containerInstanceArn) => ({ containerInstanceArn, status: 'ACTIVE' })),
          failures: [{ arn: missing, reason: 'MISSING' }],
        };
      },
      'ECS.ListTasks': ({ desiredStatus }: Asked) => ({
        taskArns: desiredStatus === 'STOPPED' ? many('task', 5) : many('task', 101),
      }),
      'ECS.DescribeTasks': ({ tasks = [] }: Asked) => {
        sizes['tasks']?.push(tasks.length);
        return { tasks: tasks.map((taskArn) => ({ taskArn, lastStatus: 'RUNNING' })) };
      },
      'ECS.ListServices': () => ({ serviceArns: many('service', 25) }),
      'ECS.DescribeServices': ({ services = [] }: Asked) => {
        sizes['services']?.push(services.length);
        return { services: services.map((serviceArn) => ({ serviceArn })) };
      },
    });
    expect(sizes).toEqual({ instances: [100, 100, 30], tasks: [100, 1], services: [10, 10, 5] });
    expect([items.containerInstances.length, items.tasks?.length, gone]).toEqual([227, 101, 3]);
  });

  test('a few calls at once, in the order of what was asked; the first failure ends it', async () => {
    let [under, most, begun] = [0, 0, 0];
    const work = async (item: number): Promise<number> => {
      under += 1;
      begun += 1;
      most = Math.max(most, under);
      await new Promise((go) => void setTimeout(go, item % 3));
      under -= 1;
      if (item === 7) throw new Error('seven');
      return item * 2;
    };
    const items = Array.from({ length: 40 }, (_, at) => at + 10);
    expect(await fewAtOnce(items, work)).toEqual(items.map((item) => item * 2));
    expect(most).toBe(4);
    begun = 0;
    await expect(fewAtOnce([7, ...items], work)).rejects.toThrow('seven');
    await new Promise((go) => void setTimeout(go, 30));
    expect(begun).toBeLessThan(10);
    expect(await fewAtOnce([], work)).toEqual([]);
  });

  test('a token that comes back is the end of the list', async () => {
    const { reads } = over({ 'ECS.ListClusters': () => ({ clusterArns: [arnOf('cluster', 1)], nextToken: 'again' }) });
    expect(await reads.clusters()).toEqual(['1', '1']);
  });
});

describe('what cannot be read', () => {
  const web = webCluster();
  const denied = awsError('AccessDeniedException', { status: 400 });

  test.each([
    ['ECS.ListTasks', 'tasks'],
    ['ECS.DescribeTasks', 'tasks'],
    ['ECS.ListServices', 'services'],
    ['ECS.DescribeTaskDefinition', 'taskDefinitions'],
    ['ECS.DescribeClusters', undefined],
  ] as const)('%s denied: the part is missing, and said', async (operation, part) => {
    const { items, unread } = await readingOf(refusing(web.answers(), operation, denied));
    expect(items.containerInstances).toHaveLength(12);
    expect(unread.map((each) => each.part)).toEqual([part ?? 'cluster']);
    expect(unread[0]?.error.message).toContain('AccessDeniedException');
    if (part !== undefined) expect(items).not.toHaveProperty(part);
    expect('faults' in readSnapshot(items)).toBe(false);
  });

  test.each([
    ['ECS.ListContainerInstances', denied],
    ['ECS.DescribeContainerInstances', denied],
    ['ECS.ListTasks', Object.assign(new Error('no credentials'), { name: 'CredentialsProviderError' })],
  ])('%s refused for good: there is nothing to say', async (operation, error) => {
    await expect(readingOf(refusing(web.answers(), operation, error))).rejects.toBeInstanceOf(PortError);
  });

  test('a deleted task definition is left out', async () => {
    const gone = awsError('ClientException', { message: 'Unable to describe task definition.' });
    const { items, unread, gone: count } = await readingOf(refusing(web.answers(), 'ECS.DescribeTaskDefinition', gone));
    expect([items.taskDefinitions, unread]).toEqual([[], []]);
    expect(count).toBeGreaterThan(0);
  });

  test('a revision that was read is not read again, and where one cannot be read the others are kept for the next time', async () => {
    const { reads, requests } = over(failingOnce(web.answers()));
    const described = (): number =>
      requests.filter(({ operation }) => operation === 'ECS.DescribeTaskDefinition').length;
    const first = await reads.read({ cluster: 'web' });
    expect(first?.unread.map(({ part }) => part)).toEqual(['taskDefinitions']);
    const second = await reads.read({ cluster: 'web' });
    const revisions = second?.items.taskDefinitions?.length ?? 0;
    expect(second?.unread).toEqual([]);
    expect(revisions).toBeGreaterThan(2);
    // One was asked for twice.
    expect(described()).toBe(revisions + 1);
    expect((await reads.read({ cluster: 'web' }))?.items).toEqual(second?.items);
    expect(described()).toBe(revisions + 1);
  });

  test('a family is asked for each time: its newest revision is another tomorrow', async () => {
    const { reads, requests } = over(web.answers());
    const scope = { cluster: 'web', services: [], taskDefinitions: ['orders'] };
    await reads.read(scope);
    await reads.read(scope);
    const asked = requests.flatMap(({ operation, input }) =>
      operation === 'ECS.DescribeTaskDefinition' ? [(input as { taskDefinition?: string }).taskDefinition] : [],
    );
    expect(asked.filter((name) => name === 'orders')).toHaveLength(2);
  });

  test('capacity providers of managed instances are found by their cluster', async () => {
    type Asked = { capacityProviders?: string[]; cluster?: string };
    const provider = {
      name: 'managed',
      status: 'ACTIVE',
      managedInstancesProvider: { infrastructureRoleArn: 'arn:of-a-role' },
    };
    const { items } = await readingOf({
      ...web.answers(),
      'ECS.DescribeClusters': () => ({ clusters: [{ clusterName: 'web', capacityProviders: ['managed', 'FARGATE'] }] }),
      'ECS.DescribeCapacityProviders': ({ cluster }: Asked) =>
        cluster === undefined
          ? { failures: [{ arn: 'managed', reason: 'MISSING' }] }
          : { capacityProviders: [provider] },
    });
    expect(items.capacityProviders).toEqual([{ name: 'managed', status: 'ACTIVE', managedInstancesProvider: {} }]);
  });
});

/** Everywhere in AWS's shapes where people put what nobody else should see. */
describe('secrets', () => {
  const planted = 'hunter2';
  const pairs = [{ name: 'PASSWORD', value: planted }];
  const container = {
    name: 'app',
    image: 'app:1',
    memory: 64,
    command: ['--password', planted],
    entryPoint: [planted],
    environment: pairs,
    environmentFiles: [{ type: 's3', value: planted }],
    secrets: [{ name: 'KEY', valueFrom: planted }],
    dockerLabels: { key: planted },
    extraHosts: [{ hostname: planted, ipAddress: '10.0.0.1' }],
    healthCheck: { command: ['CMD-SHELL', planted] },
    logConfiguration: {
      logDriver: 'splunk',
      options: { 'splunk-token': planted },
      secretOptions: [{ name: 'a', valueFrom: planted }],
    },
    firelensConfiguration: { type: 'fluentbit', options: { password: planted } },
    repositoryCredentials: { credentialsParameter: planted },
    credentialSpecs: [planted],
    systemControls: [{ namespace: 'a', value: planted }],
  };
  const definition = {
    taskDefinitionArn: 'arn:aws:ecs:ap-northeast-1:123456789012:task-definition/app:1',
    family: 'app',
    containerDefinitions: [container],
    volumes: [{ name: 'data', dockerVolumeConfiguration: { driverOpts: { o: planted }, labels: { a: planted } } }],
    proxyConfiguration: { containerName: 'a', properties: pairs },
    taskRoleArn: planted,
    tags: [{ key: 'a', value: planted }],
  };
  const task = {
    taskArn: 'arn:aws:ecs:ap-northeast-1:123456789012:task/web/1',
    lastStatus: 'RUNNING',
    startedBy: 'ops-nightly',
    stoppedReason: planted,
    overrides: { containerOverrides: [{ name: 'app', command: [planted], environment: pairs }] },
    attachments: [{ type: 'ElasticNetworkInterface', details: [{ name: 'privateDnsName', value: planted }] }],
    containers: [{ name: 'app', reason: planted }],
    tags: [{ key: 'a', value: planted }],
  };
  const service = {
    serviceArn: 'arn:aws:ecs:ap-northeast-1:123456789012:service/web/app',
    taskDefinition: definition.taskDefinitionArn,
    events: [{ id: '1', message: planted }],
    deployments: [
      {
        status: 'PRIMARY',
        taskDefinition: definition.taskDefinitionArn,
        serviceConnectConfiguration: {
          enabled: true,
          logConfiguration: { logDriver: 'splunk', options: { token: planted } },
        },
      },
    ],
    tags: [{ key: 'a', value: planted }],
  };
  const instance = {
    containerInstanceArn: 'arn:aws:ecs:ap-northeast-1:123456789012:container-instance/web/1',
    status: 'ACTIVE',
    statusReason: planted,
    attachments: [{ type: 'a', details: pairs }],
    tags: [{ key: 'a', value: planted }],
  };
  const cluster = {
    clusterName: 'web',
    configuration: { executeCommandConfiguration: { kmsKeyId: planted } },
    settings: pairs,
    tags: [{ key: 'a', value: planted }],
  };

  test('do not leave the adapter', async () => {
    const reading = await readingOf({
      'ECS.DescribeClusters': () => ({ clusters: [cluster] }),
      'ECS.ListContainerInstances': () => ({ containerInstanceArns: [instance.containerInstanceArn] }),
      'ECS.DescribeContainerInstances': () => ({ containerInstances: [instance] }),
      'ECS.ListTasks': () => ({ taskArns: [task.taskArn] }),
      'ECS.DescribeTasks': () => ({ tasks: [task] }),
      'ECS.ListServices': () => ({ serviceArns: [service.serviceArn] }),
      'ECS.DescribeServices': () => ({ services: [service] }),
      'ECS.DescribeTaskDefinition': () => ({ taskDefinition: definition, tags: definition.tags }),
    });
    const written = JSON.stringify(reading.items);
    expect(written).not.toContain(planted);
    expect(
      JSON.stringify([container, definition, task, service, instance, cluster]).split(planted).length,
    ).toBeGreaterThan(30);
    // And what placement reads is there.
    expect(written).toContain('"memory":64');
    expect(written).toContain('"enabled":true');
  });
});

const plain = (item: object): unknown => JSON.parse(JSON.stringify(item));

const sorted = <Item extends { readonly arn: string }>(items: readonly Item[]): readonly Item[] =>
  items.toSorted((a, b) => (a.arn < b.arn ? -1 : 1));
