import { minuteMs } from '../../lib/core/time.ts';
import type { ServiceState } from '../../lib/scale/state.ts';
import { ensureCluster } from '../../sim/account/identities.ts';
import type { Cluster } from '../../sim/account/model.ts';
import type { Service } from '../../sim/account/service.ts';
import { createService } from '../../sim/account/services/create.ts';
import { runServices } from '../../sim/account/services/scheduler.ts';
import { runLoadBalancers } from '../../sim/account/targets.ts';
import type { WorkPlan, WorkQueue } from '../../sim/account/work/work-queue.ts';
import { openWork } from '../../sim/account/work/work-queue.ts';
import { operationsOf } from '../../sim/scenario/operations.ts';
import type { SimulationOptions } from '../../sim/simulation.ts';
import { Simulation } from '../../sim/simulation.ts';
import type { WireHandlers } from '../../sim/wire.ts';
import { release } from '../sim/services/scene.ts';
import type { Call } from '../noted-calls.ts';
import { noting } from '../noted-calls.ts';

/** A Saturday at noon in Tokyo. */
const noon = Date.parse('2026-11-21T03:00:00Z');

/** An account with one Fargate service that works off a queue, and Watchkeeper's functions. */
export type Mill = {
  readonly simulation: Simulation;
  readonly cluster: Cluster;
  readonly service: Service;
  readonly work: WorkQueue;
  readonly calls: Call[];
  readonly run: (minutes: number) => Promise<void>;
  readonly policy: () => ServiceState | undefined;
  /** The desired counts that were set, in their order. */
  readonly set: () => readonly number[];
};

export type MillOptions = {
  readonly scale?: string;
  readonly mode?: 'watch' | 'act';
  readonly desired?: number;
  /** How its tasks are shared out; else all are on Fargate. */
  readonly shares?: Service['capacityProviderStrategy'];
  readonly work?: Partial<Omit<WorkPlan, 'service'>>;
  readonly seed?: string;
  readonly options?: Partial<SimulationOptions>;
  readonly answers?: (operations: WireHandlers, simulation: Simulation) => WireHandlers;
};

const usual = 'shop/resizer: { mode: act, tasks: 0..40, queue: image-jobs, perTask: 20 }';

export async function openMill(given: MillOptions = {}): Promise<Mill> {
  const { scale = usual, mode = 'act', desired = 2, seed = 'mill' } = given;
  const calls: Call[] = [];
  const simulation = new Simulation({
    seed,
    start: noon,
    configuration: `receivers: { alerts: { slack: C0ALERTS } }\npager: live\ntimezone: Asia/Tokyo\nscale:\n  ${scale}\n`,
    operations: (each) => {
      const noted = noting(operationsOf(each), calls, each);
      return given.answers === undefined ? noted : given.answers(noted, each);
    },
    mode,
    ...given.options,
  });
  const { account } = simulation;
  runLoadBalancers(account);
  runServices(account);
  const cluster = ensureCluster(account, 'shop');
  account.repositories.set('shop', { name: 'shop', tags: new Map() });
  const definition = release({ account, cluster, events: [], run: () => {} }, 'resizer-v1', { stopMs: 2_000 });
  const capacity =
    given.shares === undefined ? ({ launchType: 'FARGATE' } as const) : { capacityProviderStrategy: given.shares };
  const service = createService(account, { cluster, name: 'resizer', definition, desired, ...capacity });
  const work = openWork(account, {
    queue: 'image-jobs',
    service,
    perMessageMs: 3_000,
    arrivals: () => 0,
    ...given.work,
  });
  return {
    simulation,
    cluster,
    service,
    work,
    calls,
    run: async (minutes) => simulation.run(simulation.agenda.now() + minutes * minuteMs),
    policy: () =>
      simulation.store.all().find(({ key }) => key.endsWith('#service/shop/resizer'))?.state as
        | ServiceState
        | undefined,
    set: () =>
      calls.flatMap(({ operation, input }) => {
        const { desiredCount } = input;
        return operation === 'ECS.UpdateService' && typeof desiredCount === 'number' ? [desiredCount] : [];
      }),
  };
}
