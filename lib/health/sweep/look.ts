import type { EcsService } from '../../core/ecs-reads.ts';
import type { Read } from '../../core/ports.ts';
import type { ClusterStanding, ServicePlace } from '../../core/sweep-reads.ts';
import type { Instant } from '../../core/time.ts';
import type { HealthReads, TargetCount } from '../facts.ts';
import type { HealthPolicy } from '../policy.ts';
import { isIgnored } from '../policy.ts';
import { targetsOfService } from '../targets.ts';
import type { AgentsSeen } from './agents.ts';
import { agentsSeenIn } from './agents.ts';
import type { StoppedAlone } from './families.ts';
import { stoppedAloneIn } from './families.ts';
import { markOf } from './memory.ts';
import type { SweepPlan } from './plan.ts';
import { areAgentsFirst, callsOf, extraCalls, isTargetRound, pageSize, planOf } from './plan.ts';
import type { SweepState } from './state.ts';

/** One service as it was seen; `targets` absent: not read this time. */
export type Seen = {
  readonly cluster: string;
  readonly mark: string;
  readonly service: EcsService;
  readonly targets?: Read<TargetCount>;
};

/** What one look has seen. `left`: where the round has still to look. `ended`: clusters looked at to their end. */
export type SweepLook = {
  readonly clusters: readonly ClusterStanding[];
  readonly plan: SweepPlan;
  readonly seen: readonly Seen[];
  readonly left: readonly ServicePlace[];
  readonly ended: readonly string[];
  readonly unread: readonly string[];
  /** Agents that were looked for. */
  readonly agents?: AgentsSeen;
  /** Standalone tasks that stopped in one of the clusters. */
  readonly alone?: StoppedAlone;
};

/** Target groups asked for at the same time: Elastic Load Balancing has one bucket for all that describes. */
const targetsAtOnce = 10;

type Context = { readonly policy: HealthPolicy; readonly now: Instant };

/** Reads what is next in the round, as far as this look's calls go. */
export async function lookAround(state: SweepState, read: HealthReads, context: Context): Promise<Read<SweepLook>> {
  const standings = await read.clusterStandings();
  if (!standings.ok) return standings;
  const clusters = standings.value;
  const plan = planOf(state, clusters, context);
  const { services, ...walked } = await walk(plan, read);
  const seen: Seen[] = [];
  const lastRoundMs = context.now - state.round.startedAt;
  for (let at = 0; at < services.length; at += targetsAtOnce) {
    const some = services.slice(at, at + targetsAtOnce);
    const isDue = ({ service, mark }: Seen): boolean =>
      service.status === 'ACTIVE' && (service.running !== service.desired || isTargetRound(state, mark, lastRoundMs));
    seen.push(...(await Promise.all(some.map(async (each) => (isDue(each) ? withTargets(each, read) : each)))));
  }
  const own = clusters.filter(({ name }) => !isIgnored(context.policy, name));
  const agents = areAgentsFirst(context.now)
    ? await agentsSeenIn(own, state, { read, now: context.now, most: extraCalls })
    : undefined;
  const alone = plan.isHurry || agents !== undefined ? undefined : await stoppedAloneIn(own, state, read);
  return {
    ok: true,
    at: standings.at,
    value: {
      clusters,
      plan,
      seen,
      ...walked,
      ...(agents !== undefined && { agents }),
      ...(alone !== undefined && { alone }),
    },
  };
}

type Walked = Pick<SweepLook, 'left' | 'ended' | 'unread'> & { readonly services: readonly Seen[] };

/** Page after page, until this look's calls are used up. What cannot be read is tried again when the others are done. */
async function walk({ places, calls }: SweepPlan, read: HealthReads): Promise<Walked> {
  const services: Seen[] = [];
  const ended: string[] = [];
  const unread: ServicePlace[] = [];
  const left = [...places];
  let callsLeft = calls;
  for (let place = left.shift(); place !== undefined; place = left.shift()) {
    const most = pageSize(callsLeft);
    if (most === 0) {
      left.unshift(place);
      break;
    }
    const page = await read.servicePage({ ...place, most });
    callsLeft -= page.ok ? callsOf(page.value.services.length) : 1;
    if (!page.ok) {
      // A token may have grown too old: the cluster's list is begun again.
      if (page.reason !== 'not-found') unread.push({ cluster: place.cluster });
      continue;
    }
    const { cluster } = place;
    services.push(...page.value.services.map((service) => ({ cluster, mark: markOf(cluster, service.name), service })));
    if (page.value.next === undefined) ended.push(cluster);
    else left.unshift({ cluster, token: page.value.next });
  }
  return {
    services,
    ended,
    left: [...left, ...unread],
    unread: unread.map(({ cluster }) => cluster),
  };
}

async function withTargets(seen: Seen, read: HealthReads): Promise<Seen> {
  const targets = await targetsOfService(seen.service, read);
  return targets === undefined ? seen : { ...seen, targets };
}
