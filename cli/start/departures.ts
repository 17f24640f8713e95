import type { Instant } from '../../lib/core/time.ts';
import type { EndedAction } from '../../sim/account/autoscaling/group.ts';
import type { Account } from '../../sim/account/model.ts';

/** How an instance's wait in its termination ended. */
type Departure = {
  readonly at: Instant;
  readonly how: EndedAction['how'];
  /** The last stop on it before; absent: nothing has stopped there. */
  readonly lastStopAt?: Instant;
  /** What still was on it. */
  readonly tasks: number;
  /** EC2 took it: its hooks began when it did not run any more. */
  readonly isTaken: boolean;
};

/** What becomes of instances that go, as the account has it. */
export class Departures {
  private readonly stops = new Map<string, Instant>();
  private readonly ends = new Map<string, Departure>();
  /** By instance, what was on it when EC2 took it. */
  private readonly taken = new Map<string, number>();

  constructor({ agenda, taskListeners, actionEndListeners, actionListeners }: Account) {
    taskListeners.push(({ instance, lastStatus }) => {
      if (instance !== undefined && lastStatus === 'STOPPED') this.stops.set(instance.ec2InstanceId, agenda.now());
    });
    actionListeners.push(({ instance: { id, ec2State, host } }) => {
      this.ends.delete(id);
      if (ec2State !== 'running') this.taken.set(id, host?.tasks.size ?? 0);
    });
    actionEndListeners.push(({ instance: { id, host }, how }) => {
      const lastStopAt = this.stops.get(id);
      const taken = this.taken.get(id);
      const end = { at: agenda.now(), how, tasks: taken ?? host?.tasks.size ?? 0, isTaken: taken !== undefined };
      this.ends.set(id, { ...end, ...(lastStopAt !== undefined && { lastStopAt }) });
    });
  }

  of(instance: string): Departure | undefined {
    return this.ends.get(instance);
  }
}
