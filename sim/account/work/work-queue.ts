import type { Instant } from '../../../lib/core/time.ts';
import { secondMs } from '../../../lib/core/time.ts';
import { countMessages } from '../metrics/counts.ts';
import type { Account } from '../model.ts';
import type { Service } from '../service.ts';

/** Work is looked at so often; what comes between is spread evenly over it. */
const stepMs = 5 * secondMs;

export type WorkPlan = {
  readonly queue: string;
  readonly service: Service;
  /** A task works on one message at a time. */
  readonly perMessageMs: number;
  /** Messages a second. */
  readonly arrivals: (at: Instant) => number;
};

/** Messages that came at the same time and are still there. */
type Lot = { readonly at: Instant; left: number };

/**
 * A queue somebody fills, and the tasks of a service work off, as a flow: fractions of messages are carried on. What a
 * task that stops was working on is there again, so nothing is lost but time.
 */
export class WorkQueue {
  readonly plan: WorkPlan;
  private readonly lots: Lot[] = [];
  private readonly account: Account;
  private stepped: Instant;
  arrived = 0;
  done = 0;
  /** Message-seconds of waiting, all in all. */
  waitedS = 0;
  oldestMs = 0;
  /** Messages worked off in a millisecond, of late. */
  private pace = 0;

  constructor(account: Account, plan: WorkPlan) {
    this.account = account;
    this.plan = plan;
    this.stepped = account.agenda.now();
  }

  /** Messages that were not worked off. */
  get backlog(): number {
    return this.lots.reduce((sum, { left }) => sum + left, 0);
  }

  counts(): { readonly visible: number; readonly inFlight: number; readonly delayed: number } {
    const there = Math.ceil(this.backlog - 1e-9);
    // Who keeps up has messages in hand all the same: as many as come in the time that one takes.
    const inHand = Math.ceil(this.pace * this.plan.perMessageMs - 1e-9);
    const inFlight = Math.min(Math.max(there, inHand), this.workers());
    return { visible: Math.max(0, there - inFlight), inFlight, delayed: 0 };
  }

  add(messages: number): void {
    this.arrived += messages;
    this.lots.push({ at: this.account.agenda.now(), left: messages });
    this.note();
  }

  step(): void {
    const now = this.account.agenda.now();
    const spanMs = now - this.stepped;
    this.stepped = now;
    const coming = (this.plan.arrivals(now) * spanMs) / secondMs;
    if (coming > 0) {
      this.arrived += coming;
      this.lots.push({ at: now, left: coming });
    }
    this.workOff((this.workers() * spanMs) / this.plan.perMessageMs);
    this.waitedS += (this.backlog * spanMs) / secondMs;
    const [oldest] = this.lots;
    this.oldestMs = oldest === undefined ? 0 : now - oldest.at;
    this.note();
  }

  private workOff(capacity: number): void {
    let left = capacity;
    while (left > 1e-9) {
      const [lot] = this.lots;
      if (lot === undefined) break;
      const taken = Math.min(left, lot.left);
      lot.left -= taken;
      left -= taken;
      if (lot.left <= 1e-9) this.lots.shift();
    }
    const amount = capacity - left;
    this.pace = amount / stepMs;
    if (amount <= 0) return;
    this.done += amount;
  }

  private workers(): number {
    let running = 0;
    for (const { lastStatus } of this.plan.service.tasks) if (lastStatus === 'RUNNING') running += 1;
    return running;
  }

  private note(): void {
    countMessages(this.account, this.plan.queue, this.counts());
  }
}

/** Opens a queue and lets its work go on until the end of all time. */
export function openWork(account: Account, plan: WorkPlan): WorkQueue {
  const queue = new WorkQueue(account, plan);
  account.work.set(plan.queue, queue);
  const next = (): void => {
    account.agenda.after(stepMs, `work of ${plan.queue}`, () => {
      queue.step();
      next();
    });
  };
  next();
  return queue;
}
