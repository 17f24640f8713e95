import type { Plan, ServicePlan } from '../../sim/scenario/plan.ts';

/** The kinds of services, and a job, of which each account has one beside others that are well. */
const kinds = [
  'web on Fargate',
  'worker on Fargate',
  'web on Spot',
  'web on hosts',
  'web with a host port',
  'worker on hosts',
  'daemon',
  'web without a breaker',
  'worker without a breaker',
  'breaker that only stops',
  'blue/green',
  'paused blue/green',
  'web with an alarm',
  'CodeDeploy',
  'CodeDeploy that waits',
  'external',
  'many workers on Fargate',
  'many workers on hosts',
  'many web on Fargate',
  'job',
] as const;

export type Kind = (typeof kinds)[number];

const base: ServicePlan = {
  cluster: 'web',
  name: 'orders-api',
  runsOn: 'FARGATE',
  kind: 'web',
  program: 'web',
  desired: 3,
  cpu: 256,
  memoryMiB: 256,
  circuitBreaker: 'rollback',
  minimumHealthyPercent: 100,
  maximumPercent: 200,
};

const worker = { kind: 'worker', program: 'worker' } as const;

const services: Readonly<Record<Exclude<Kind, 'job'>, Partial<ServicePlan>>> = {
  'web on Fargate': {},
  'worker on Fargate': worker,
  'web on Spot': { runsOn: 'FARGATE_SPOT' },
  'web on hosts': { runsOn: 'EC2' },
  'web with a host port': { runsOn: 'EC2', hostPort: 8080, minimumHealthyPercent: 50, maximumPercent: 100 },
  'worker on hosts': { runsOn: 'EC2', ...worker },
  daemon: {
    runsOn: 'EC2',
    kind: 'daemon',
    program: 'worker',
    minimumHealthyPercent: 0,
    maximumPercent: 100,
  },
  'web without a breaker': { circuitBreaker: 'none' },
  'worker without a breaker': { ...worker, circuitBreaker: 'none' },
  'breaker that only stops': { circuitBreaker: 'stop' },
  'blue/green': { circuitBreaker: 'none', blueGreen: { bakeMinutes: 5, pauseHooks: [] } },
  'paused blue/green': {
    circuitBreaker: 'none',
    blueGreen: {
      bakeMinutes: 5,
      pauseHooks: [{ stage: 'POST_TEST_TRAFFIC_SHIFT', timeoutMinutes: 30, action: 'ROLLBACK' }],
    },
  },
  CodeDeploy: { circuitBreaker: 'none', deployedBy: { rollsBack: true, terminationWaitMinutes: 5 } },
  'CodeDeploy that waits': {
    circuitBreaker: 'none',
    deployedBy: { rollsBack: false, readyWaitMinutes: 30, terminationWaitMinutes: 5 },
  },
  external: { circuitBreaker: 'none', deployedBy: 'external' },
  'many workers on Fargate': { ...worker, desired: 5 },
  'many workers on hosts': { runsOn: 'EC2', ...worker, desired: 6 },
  'many web on Fargate': { desired: 6 },
  'web with an alarm': { alarms: ['orders-5xx'] },
};

function serviceOf(kind: Exclude<Kind, 'job'>): ServicePlan {
  return { ...base, ...services[kind] };
}

/** Whose incident it is. */
export function subjectOf(kind: Kind): string {
  return kind === 'job' ? 'web/family/nightly-close' : 'web/service/orders-api';
}

/** Three hosts, the service, one that is well, and where it is about a job, a job. */
export function planOf(kind: Kind): Plan {
  const others: ServicePlan[] = [{ ...base, name: 'shop-front', desired: 2 }];
  return {
    clusters: ['web'],
    hosts: [{ cluster: 'web', instanceType: 'm5.large', count: 3 }],
    services: kind === 'job' ? others : [serviceOf(kind), ...others],
    jobs: kind === 'job' ? [{ cluster: 'web', family: 'nightly-close', everyMinutes: 60, program: 'job' }] : [],
  };
}
