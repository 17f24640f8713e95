import type { ProgramName } from './programs.ts';

/** A team's account, in a few words: what stands there when a scenario begins. */
export type Plan = {
  readonly clusters: readonly string[];
  readonly hosts: readonly HostPlan[];
  readonly services: readonly ServicePlan[];
  readonly jobs: readonly JobPlan[];
};

export type HostPlan = {
  readonly cluster: string;
  readonly instanceType: 'm5.large' | 'c5.xlarge';
  readonly count: number;
};

export type ServicePlan = {
  readonly cluster: string;
  readonly name: string;
  /** Two capacity providers of Fargate's, or instances of the cluster. */
  readonly runsOn: 'FARGATE' | 'FARGATE_SPOT' | 'EC2';
  readonly kind: 'web' | 'worker' | 'daemon';
  readonly program: ProgramName;
  readonly desired: number;
  readonly cpu: number;
  readonly memoryMiB: number;
  /** On EC2: a port of the host that can be taken once. Absent: any free one. */
  readonly hostPort?: number;
  readonly circuitBreaker: 'none' | 'stop' | 'rollback';
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  readonly team?: string;
};

/** A standalone task somebody starts again and again. */
export type JobPlan = {
  readonly cluster: string;
  readonly family: string;
  readonly everyMinutes: number;
  readonly program: ProgramName;
};

/** The account the page shows: a web shop with workers, an agent on each host, and jobs. */
export const shopPlan: Plan = {
  clusters: ['web', 'batch'],
  hosts: [
    { cluster: 'web', instanceType: 'm5.large', count: 3 },
    { cluster: 'batch', instanceType: 'c5.xlarge', count: 2 },
  ],
  services: [
    web('orders-api', { team: 'checkout', desired: 4 }),
    web('payments-api', { team: 'checkout', desired: 6 }),
    web('shop-front', { team: 'catalog', desired: 3, runsOn: 'FARGATE_SPOT' }),
    web('admin-web', { team: 'platform', desired: 2, runsOn: 'EC2', hostPort: 80, circuitBreaker: 'none' }),
    web('mail-worker', { team: 'platform', desired: 2, runsOn: 'EC2', kind: 'worker', program: 'worker' }),
    web('log-agent', { desired: 3, runsOn: 'EC2', kind: 'daemon', program: 'worker', cpu: 128, memoryMiB: 128 }),
    web('report-worker', {
      team: 'catalog',
      cluster: 'batch',
      desired: 2,
      runsOn: 'EC2',
      kind: 'worker',
      program: 'worker',
    }),
  ],
  jobs: [
    { cluster: 'batch', family: 'billing-close', everyMinutes: 15, program: 'job' },
    { cluster: 'batch', family: 'reindex', everyMinutes: 40, program: 'job' },
  ],
};

function web(name: string, changes: Partial<ServicePlan>): ServicePlan {
  return {
    cluster: 'web',
    name,
    runsOn: 'FARGATE',
    kind: 'web',
    program: 'web',
    desired: 2,
    cpu: 256,
    memoryMiB: 512,
    circuitBreaker: 'rollback',
    minimumHealthyPercent: changes.kind === 'daemon' ? 0 : 100,
    maximumPercent: changes.kind === 'daemon' ? 100 : 200,
    ...changes,
  };
}
