import type { Instant } from '../../lib/core/time.ts';
import type { EndedAction } from '../../sim/account/autoscaling/group.ts';
import type { Account } from '../../sim/account/model.ts';

/** How an instance's wait in its termination ended. */
export type Departure = {
  readonly at: Instant;
  readonly how: EndedAction['how'];
  /** The last stop on it before; absent: nothing has stopped there. */
  readonly lastStopAt?: Instant;
  /** What still was on it. */
  readonly tasks: number;
};

/** What becomes of instances that go, as the account has it. */
export class Departures {
  private readonly stops = new Map<string, Instant>();
  private readonly ends = new Map<string, Departure>();

  constructor({ agenda, taskListeners, actionEndListeners, actionListeners }: Account) {
    taskListeners.push(({ instance, lastStatus }) => {
      if (instance !== undefined && lastStatus === 'STOPPED') this.stops.set(instance.ec2InstanceId, agenda.now());
    });
    actionListeners.push(({ instance: { id } }) => void this.ends.delete(id));
    actionEndListeners.push(({ instance: { id, host }, how }) => {
      const lastStopAt = this.stops.get(id);
      const end = { at: agenda.now(), how, tasks: host?.tasks.size ?? 0 };
      this.ends.set(id, { ...end, ...(lastStopAt !== undefined && { lastStopAt }) });
    });
  }

  of(instance: string): Departure | undefined {
    return this.ends.get(instance);
  }
}
