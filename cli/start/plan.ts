import { scaled } from './traffic.ts';
import type { GroupPlan, Plan, ServicePlan } from '../../sim/scenario/plan.ts';
import { shopPlan } from '../../sim/scenario/plan.ts';

/** Its instances wait for Watchkeeper when they are to go: nobody else drains them. */
const drained = {
  drainsAtWarning: false,
  ownHooks: [{ name: 'watchkeeper-drain', heartbeatTimeoutS: 300, defaultResult: 'CONTINUE' }],
} as const satisfies Partial<GroupPlan>;

/** Works off the queue of thumbnails, and is scaled by it. */
const worker: ServicePlan = {
  cluster: 'web',
  name: scaled.worker,
  runsOn: 'FARGATE',
  kind: 'worker',
  program: 'worker',
  desired: 2,
  cpu: 256,
  memoryMiB: 512,
  circuitBreaker: 'rollback',
  minimumHealthyPercent: 100,
  maximumPercent: 200,
  team: 'catalog',
};

/** The account the page shows: as scenarios have it, with hosts that are Watchkeeper's to drain, and one more of them. */
export const demoPlan: Plan = {
  ...shopPlan,
  hosts: shopPlan.hosts.map((host) => {
    const { group } = host;
    if (group === undefined) return host;
    const provider = group.provider && { provider: { ...group.provider, managedDraining: false } };
    return { ...host, count: host.count + 1, group: { ...group, ...provider, ...drained } };
  }),
  // As long as people's do: seconds would pass unseen.
  services: [
    ...shopPlan.services.map((service) =>
      service.runsOn === 'EC2' && service.kind === 'web' ? { ...service, deregistrationDelayS: 120 } : service,
    ),
    worker,
  ],
};
