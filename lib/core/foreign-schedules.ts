import type { Read } from './ports.ts';
import type { Instant } from './time.ts';

/** A rule, or a schedule of EventBridge Scheduler, of somebody else's that starts an ECS task. */
export type ForeignSchedule = {
  readonly by: 'rule' | 'schedule';
  readonly name: string;
  /** Of a schedule: its group. */
  readonly group?: string;
  /** `cron(…)`, `rate(…)` or `at(…)`. */
  readonly expression: string;
  readonly timezone: string;
  readonly isEnabled: boolean;
  /** A cluster's name. */
  readonly cluster: string;
  /** The task definition's family. */
  readonly family: string;
  /** Whatever came last: when it was written. Rules have none. */
  readonly modifiedAt?: Instant;
};

export type ForeignReads = {
  /** All of them but those of `ownGroup`. `known`: as they were before; what was not written since is not read again. */
  readonly foreignSchedules: (
    ownGroup: string | undefined,
    known: readonly ForeignSchedule[],
  ) => Promise<Read<readonly ForeignSchedule[]>>;
};
