import type { FaultView } from '../../console/view.ts';
import type { Instant } from '../../lib/core/time.ts';
import { hourMs, minuteMs } from '../../lib/core/time.ts';
import { carryLoad } from '../../sim/account/metrics/counts.ts';
import type { WorkQueue } from '../../sim/account/work/work-queue.ts';
import { openWork } from '../../sim/account/work/work-queue.ts';
import { loadOf } from '../../sim/scenario/load.ts';
import type { ServicePlan } from '../../sim/scenario/plan.ts';
import type { Stage } from '../../sim/scenario/stage.ts';
import { serviceNamed } from '../../sim/scenario/stage.ts';

/** The service that works off a queue, the queue, and the one whose processors follow its requests. */
export const scaled = { worker: 'thumbnail-worker', queue: 'thumbnails', front: 'shop-front' } as const;

const perMessageMs = 4_000;

/** What one copy of the front carries when its processor is full. */
const requestsPerTask = 80;

/** A night comes by and by, and a collapse at once. */
const duskMs = 12 * minuteMs;
const nightShare = 0.08;
const collapseShare = 0.05;

const floodMessages = 1_200;

type Button = Pick<FaultView, 'id' | 'label' | 'hint'>;

const buttons: readonly Button[] = [
  { id: 'flood-the-queue', label: 'Flood the queue', hint: `${floodMessages} images at once for ${scaled.worker}` },
  {
    id: 'traffic-collapse',
    label: 'Traffic collapse',
    hint: 'Nearly all requests stay away, from one minute to the next',
  },
  { id: 'night', label: 'Night', hint: 'Requests and images grow few, slowly' },
];

/** What comes in: requests and messages, as the visitor makes them. */
export class Traffic {
  private readonly stage: Stage;
  private readonly work: WorkQueue | undefined;
  private nightSince: Instant | undefined;
  private isCollapsed = false;

  constructor(stage: Stage) {
    this.stage = stage;
    this.work = this.openQueue();
    this.loadFront();
  }

  /** Requests or messages a second. */
  readonly of = (plan: ServicePlan, at: Instant): number => {
    const usual = loadOf(plan, at, hourMs);
    if (plan.name === scaled.worker) return (usual / 80) * this.dim(at);
    return usual * this.dim(at) * (this.isCollapsed ? collapseShare : 1);
  };

  depths(): readonly {
    readonly name: string;
    readonly visible: number;
    readonly inFlight: number;
    readonly delayed: number;
  }[] {
    return this.work === undefined ? [] : [{ name: scaled.queue, ...this.work.counts() }];
  }

  views(): readonly FaultView[] {
    const active: Readonly<Record<string, boolean>> = {
      'flood-the-queue': (this.work?.backlog ?? 0) > floodMessages / 10,
      'traffic-collapse': this.isCollapsed,
      night: this.nightSince !== undefined,
    };
    return buttons.map((button) => ({ ...button, group: 'Traffic', active: active[button.id] ?? false }));
  }

  /** False: it is no button of these. */
  press(id: string): boolean {
    if (id === 'flood-the-queue') this.work?.add(floodMessages);
    else if (id === 'traffic-collapse') this.isCollapsed = !this.isCollapsed;
    else if (id === 'night')
      this.nightSince = this.nightSince === undefined ? this.stage.account.agenda.now() : undefined;
    else return false;
    return true;
  }

  private dim(at: Instant): number {
    if (this.nightSince === undefined) return 1;
    return Math.max(nightShare, 1 - (at - this.nightSince) / duskMs);
  }

  private openQueue(): WorkQueue | undefined {
    const plan = this.stage.plan.services.find(({ name }) => name === scaled.worker);
    const service = plan && serviceNamed(this.stage, plan);
    if (plan === undefined || service === undefined) return undefined;
    return openWork(this.stage.account, {
      queue: scaled.queue,
      service,
      perMessageMs,
      arrivals: (at) => this.of(plan, at),
    });
  }

  private loadFront(): void {
    const plan = this.stage.plan.services.find(({ name }) => name === scaled.front);
    const service = plan && serviceNamed(this.stage, plan);
    if (plan === undefined || service === undefined) return;
    carryLoad(this.stage.account, service, (at, _, tasks) => ({
      cpuPercent: Math.min(100, (100 * this.of(plan, at)) / (tasks * requestsPerTask)),
      memoryPercent: 40,
    }));
  }
}
