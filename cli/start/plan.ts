import type { GroupPlan, Plan } from '../../sim/scenario/plan.ts';
import { shopPlan } from '../../sim/scenario/plan.ts';

/** Its instances wait for Watchkeeper when they are to go: nobody else drains them. */
const drained = {
  drainsAtWarning: false,
  ownHooks: [{ name: 'watchkeeper-drain', heartbeatTimeoutS: 300, defaultResult: 'CONTINUE' }],
} as const satisfies Partial<GroupPlan>;

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
  services: shopPlan.services.map((service) =>
    service.runsOn === 'EC2' && service.kind === 'web' ? { ...service, deregistrationDelayS: 120 } : service,
  ),
};
