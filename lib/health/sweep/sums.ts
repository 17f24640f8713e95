import { clusterMetrics, serviceMetrics } from '../metrics.ts';
import type { HealthPolicy } from '../policy.ts';
import { isMeasured } from '../policy.ts';
import type { Seen, SweepLook } from './look.ts';
import type { Sign } from './signs.ts';
import { isUnwell } from './signs.ts';
import type { SweepState } from './state.ts';

type Sums = SweepState['sums'];

const none = { unhealthy: 0, missing: 0 };

/** What has been seen of each cluster in this round, this look included. One that was put first begins anew. */
export function sumsWith(
  { sums }: Pick<SweepState, 'sums'>,
  seen: readonly (Seen & { readonly signs: readonly Sign[] })[],
  { plan }: SweepLook,
): Sums {
  const going = Object.entries(sums).filter(([cluster]) => !plan.fallen.includes(cluster));
  const all: Record<string, Sums[string]> = Object.fromEntries(going);
  for (const { cluster, service, signs } of seen) {
    const { unhealthy, missing } = all[cluster] ?? none;
    const lacks = service.status === 'ACTIVE' ? Math.max(0, service.desired - service.running) : 0;
    all[cluster] = { unhealthy: unhealthy + (signs.some(isUnwell) ? 1 : 0), missing: missing + lacks };
  }
  return all;
}

/** Those of clusters whose list goes on in the next look. */
export function openSums(sums: Sums, { left }: SweepLook): Sums {
  const halfway = new Set(left.filter(({ token }) => token !== undefined).map(({ cluster }) => cluster));
  return Object.fromEntries(Object.entries(sums).filter(([cluster]) => halfway.has(cluster)));
}

/** Of clusters that were looked at to their end, and of services whose own metric is wanted. */
export function metricsIn(
  sums: Sums,
  { ended, seen }: SweepLook,
  policy: HealthPolicy,
): Readonly<Record<string, number>> {
  const clusters = ended.map((cluster) => clusterMetrics(cluster, sums[cluster] ?? none));
  const services = seen
    .filter(({ cluster, service }) => isMeasured(policy, cluster, service.name))
    .map(({ cluster, service, targets }) => {
      const serving = targets?.ok === true ? targets.value.healthy : service.running;
      const healthy = Math.min(service.running, serving);
      return serviceMetrics({ cluster, name: service.name }, { desired: service.desired, healthy });
    });
  return Object.assign({}, ...clusters, ...services) as Readonly<Record<string, number>>;
}
