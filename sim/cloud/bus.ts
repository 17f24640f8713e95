import { isoTime } from '../../lib/core/time.ts';
import type { Emitted } from '../account/model.ts';
import type { Agenda } from '../agenda.ts';
import type { EventPattern } from '../event-pattern.ts';
import { matchesPattern } from '../event-pattern.ts';
import type { Random } from '../random.ts';
import type { Queue } from './queue.ts';

type Rule = { readonly name: string; readonly pattern: EventPattern; readonly queue: Queue };

/** What EventBridge may do to an event. It promises to deliver at least once, at some time, in any order. */
export type Delivery = {
  /** How long it takes, by usual luck. */
  readonly latencyMs: readonly [least: number, most: number];
  readonly lost: number;
  readonly doubled: number;
  /** Delivered minutes late. */
  readonly late: number;
};

export const calmDelivery: Delivery = { latencyMs: [200, 900], lost: 0, doubled: 0, late: 0 };

/** How late a late event is. */
const lateMs: readonly [number, number] = [5_000, 240_000];

/** An event as EventBridge sends it: the envelope around what a service said. */
export type BusEvent = {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
};

/** One account's default bus: events in, rules, queues out. */
export class Bus {
  delivery: Delivery = calmDelivery;
  /** Nobody listens yet. */
  muted = false;
  /** Everything that was put on the bus, whether or not a rule took it. */
  onEvent: (event: BusEvent) => void = () => {};
  /** Each time a queue has got it. */
  onDelivered: (event: BusEvent) => void = () => {};
  private readonly rules: readonly Rule[];
  private readonly agenda: Agenda;
  private readonly random: Random;
  private readonly place: { readonly account: string; readonly region: string };

  constructor(
    rules: readonly Rule[],
    on: { readonly agenda: Agenda; readonly random: Random },
    place: { readonly account: string; readonly region: string },
  ) {
    this.rules = rules;
    this.agenda = on.agenda;
    this.random = on.random;
    this.place = place;
  }

  readonly emit = ({ source, detailType, resources, detail }: Emitted): void => {
    if (this.muted) return;
    const event: BusEvent = {
      version: '0',
      id: uuidOf(this.random),
      'detail-type': detailType,
      source,
      account: this.place.account,
      // Whole seconds, rounded down.
      time: `${isoTime(this.agenda.now()).slice(0, 19)}Z`,
      region: this.place.region,
      resources,
      detail,
    };
    this.onEvent(event);
    for (const rule of this.rules) if (matchesPattern(rule.pattern, event)) this.deliver(rule, event);
  };

  private deliver({ queue, name }: Rule, event: BusEvent): void {
    const { latencyMs, lost, doubled, late } = this.delivery;
    if (this.random.chance(lost)) return;
    const body = JSON.stringify(event);
    const copies = this.random.chance(doubled) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const [least, most] = this.random.chance(late) ? lateMs : latencyMs;
      this.agenda.after(this.random.whole(least, most), `rule ${name}`, () => {
        queue.send({ body });
        this.onDelivered(event);
      });
    }
  }
}

function uuidOf(random: Random): string {
  return [8, 4, 4, 4, 12].map((digits) => random.hex(digits)).join('-');
}
