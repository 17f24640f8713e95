import type { ClusterView, InstanceView, ServiceView, TaskView } from '../../console/view.ts';
import { minuteMs } from '../../lib/core/time.ts';
import { sampleNow } from './sample-series.ts';

let counter = 0;

function task(service: string, rest: Partial<TaskView> = {}): TaskView {
  counter += 1;
  const id = (0x4c1e9f00 + counter * 7_919_311).toString(16).padStart(32, '7');
  return { id, service, family: service, revision: 87, status: 'RUNNING', health: 'HEALTHY', ...rest };
}

function many(count: number, service: string, rest: Partial<TaskView> = {}): readonly TaskView[] {
  return Array.from({ length: count }, () => task(service, rest));
}

const pulling = { status: 'PENDING', health: 'UNKNOWN', revision: 142 } as const;
const daemon = (): TaskView => task('log-router', { revision: 12, health: 'UNKNOWN' });

function instance(
  id: string,
  zone: string,
  tasks: readonly TaskView[],
  rest: Partial<InstanceView> = {},
): InstanceView {
  const cpu = { used: 128 + tasks.length * 384, total: 4096 };
  const memory = { used: 256 + tasks.length * 1480, total: 15_563 };
  return { id, type: 'm6i.xlarge', zone, status: 'ACTIVE', agentConnected: true, cpu, memory, tasks, ...rest };
}

const instances: readonly InstanceView[] = [
  instance('i-0c4f91ab22d07e631', 'ap-northeast-1a', [
    ...many(2, 'orders-api', { revision: 141 }),
    ...many(2, 'payments-api'),
    task('orders-api', pulling),
    daemon(),
  ]),
  instance('i-09e7d24f06b8c315a', 'ap-northeast-1a', [
    ...many(2, 'search-api', { revision: 55 }),
    task('admin-web'),
    daemon(),
  ]),
  instance('i-0aa17b6c3e9d52f40', 'ap-northeast-1c', [
    task('orders-api', { revision: 141 }),
    ...many(2, 'payments-api'),
    task('orders-api', {
      ...pulling,
      status: 'STOPPED',
      reason: 'CannotPullContainerError: orders-api:v1.42.1: not found',
    }),
    task('search-api', { revision: 55, health: 'UNHEALTHY' }),
    daemon(),
  ]),
  instance(
    'i-0bb2c81d5f7a0e936',
    'ap-northeast-1c',
    [task('payments-api', { status: 'DEACTIVATING' }), task('admin-web', { status: 'STOPPING' }), daemon()],
    { status: 'DRAINING' },
  ),
  instance('i-0d51e3a9c7b64f208', 'ap-northeast-1d', [
    task('orders-api', { revision: 141 }),
    ...many(2, 'payments-api'),
    task('search-api', { revision: 55, status: 'PROVISIONING', health: 'UNKNOWN' }),
    task('admin-web'),
    daemon(),
  ]),
];

const ec2 = { launchType: 'EC2', pending: 0, health: 'ok', tasks: [] } as const;

/** EC2: a deployment whose image is not there, a service that runs out of memory, an instance that drains. */
export const web: ClusterView = {
  name: 'web',
  instances,
  services: [
    {
      ...ec2,
      name: 'orders-api',
      desired: 4,
      running: 4,
      pending: 1,
      health: 'ok',
      deployment: {
        from: '141',
        to: '142',
        state: 'in-progress',
        reason: 'image v1.42.1 cannot be pulled, circuit breaker 2/3',
      },
    },
    {
      ...ec2,
      name: 'payments-api',
      desired: 6,
      running: 6,
      deployment: { from: '88', to: '87', state: 'rolled-back' },
    },
    {
      ...ec2,
      name: 'search-api',
      desired: 4,
      running: 2,
      pending: 1,
      health: 'degraded',
      placement: {
        fits: 'no',
        room: 'no room for one more copy on 5 instances: memory 512 MiB short on every one',
        outlook: 'The next copy waits until others leave',
        instances: instances.map(({ id }) => ({ id, fits: 'no', why: ['memory 2048 MiB, has 1536: 512 short'] })),
      },
    },
    { ...ec2, name: 'admin-web', desired: 2, running: 2 },
    { ...ec2, name: 'log-router', desired: 5, running: 5 },
  ],
  drains: [
    {
      instance: 'i-0bb2c81d5f7a0e936',
      since: sampleNow - 31 * minuteMs,
      why: 'hook watchkeeper-drain',
      phase: 'stuck',
      tasks: [
        { name: 'search-api', count: 1, stopping: 0, isDaemon: false, isStandalone: false },
        { name: 'payments-api', count: 2, stopping: 1, isDaemon: false, isStandalone: false },
        { name: 'reindex', count: 1, stopping: 0, isDaemon: false, isStandalone: true },
        { name: 'log-router', count: 1, stopping: 0, isDaemon: true, isStandalone: false },
      ],
      endsAt: sampleNow + 29 * minuteMs,
    },
    {
      instance: 'i-07be3d19c20a45f68',
      since: sampleNow - 9 * minuteMs,
      why: 'hook watchkeeper-drain',
      phase: 'over',
      tasks: [],
      end: { at: sampleNow - 2 * minuteMs, text: 'let go, 1.4 s after its last task stopped', isGood: true },
    },
  ],
};

function fargate(name: string, desired: number, running: number, rest: Partial<ServiceView> = {}): ServiceView {
  const zones = ['ap-northeast-1a', 'ap-northeast-1c', 'ap-northeast-1d'];
  const tasks = Array.from({ length: running }, (_, index) =>
    task(name, { zone: zones[index % 3] ?? '', revision: 19 }),
  );
  return { name, launchType: 'FARGATE', desired, running, pending: 0, health: 'ok', tasks, ...rest };
}

/** Fargate. */
export const workers: ClusterView = {
  name: 'workers',
  instances: [],
  drains: [],
  services: [
    fargate('mail-sender', 2, 2),
    fargate('search-indexer', 6, 6, { deployment: { from: '18', to: '19', state: 'completed' } }),
    fargate('invoice-export', 3, 2, {
      pending: 1,
      health: 'at-risk',
      tasks: [
        ...fargate('invoice-export', 3, 2).tasks,
        task('invoice-export', { zone: 'ap-northeast-1d', revision: 19, status: 'PROVISIONING', health: 'UNKNOWN' }),
      ],
    }),
    fargate('image-resizer', 14, 14),
  ],
  standalone: [
    {
      id: '71ab'.padEnd(32, '3'),
      family: 'billing-close',
      revision: 7,
      status: 'RUNNING',
      health: 'UNKNOWN',
      zone: 'ap-northeast-1c',
    },
  ],
};
