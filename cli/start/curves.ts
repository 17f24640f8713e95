import type { SeriesView } from '../../console/series.ts';
import type { Instant } from '../../lib/core/time.ts';
import { secondMs } from '../../lib/core/time.ts';
import type { Service } from '../../sim/account/service.ts';
import { countsOf, standingOf } from '../../sim/account/services/standing.ts';
import type { ServicePlan } from '../../sim/scenario/plan.ts';
import type { Stage } from '../../sim/scenario/stage.ts';
import { serviceNamed } from '../../sim/scenario/stage.ts';

const everyMs = 15 * secondMs;
const mostPoints = 240;

type Curve = (number | null)[];
type Curved = {
  readonly plan: ServicePlan;
  readonly desired: Curve;
  readonly running: Curve;
  readonly healthy: Curve;
  readonly load: Curve;
};

/** What the services were over the last hour, one point every quarter of a minute. */
export class Curves {
  private readonly stage: Stage;
  private readonly loadAt: (plan: ServicePlan, at: Instant) => number;
  private readonly at: number[] = [];
  private readonly services: readonly Curved[];

  constructor(stage: Stage, loadAt: (plan: ServicePlan, at: Instant) => number) {
    this.stage = stage;
    this.loadAt = loadAt;
    this.services = stage.plan.services.map((plan) => ({ plan, desired: [], running: [], healthy: [], load: [] }));
  }

  /** Takes a point now and, by the account's clock, again and again. */
  follow(): void {
    this.take();
    this.stage.account.agenda.after(everyMs, 'a point of the curves', () => this.follow());
  }

  view(scaling: SeriesView['scaling'] = []): SeriesView {
    const named = this.services.map((each) => ({ ...each, service: `${each.plan.cluster}/${each.plan.name}` }));
    return {
      at: this.at,
      services: named.map(({ service, desired, running, healthy }) => ({ service, desired, running, healthy })),
      loads: named.map(({ service, plan, load }) => ({
        service,
        unit: plan.kind === 'web' ? 'requests/s' : 'messages/s',
        values: load,
      })),
      scaling,
    };
  }

  private take(): void {
    const now = this.stage.account.agenda.now();
    add(this.at, now);
    for (const { plan, desired, running, healthy, load } of this.services) {
      const service = serviceNamed(this.stage, plan);
      add(desired, service === undefined ? null : wantedOf(this.stage, service));
      add(running, service === undefined ? null : countsOf(service).running);
      add(healthy, service === undefined ? null : healthyOf(this.stage, service));
      add(load, this.loadAt(plan, now));
    }
  }
}

/** A daemon is wanted once on each host. */
export function wantedOf({ account }: Stage, service: Service): number {
  if (service.scheduling === 'REPLICA') return service.desired;
  const hosts = [...account.instances.values()].filter(
    ({ clusterArn, status }) => clusterArn === service.clusterArn && status === 'ACTIVE',
  );
  return hosts.length;
}

export function healthyOf({ account }: Stage, service: Service): number {
  return [...service.tasks].filter((task) => standingOf(account, service, task) === 'healthy').length;
}

function add<T>(list: T[], value: T): void {
  list.push(value);
  if (list.length > mostPoints) list.shift();
}
