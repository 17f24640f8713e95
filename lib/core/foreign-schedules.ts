import type { Read } from './ports.ts';
import type { TaskNetwork } from './run-reads.ts';
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
  /** It is due from then on, and until then. */
  readonly startAt?: Instant;
  readonly endAt?: Instant;
  /** Invoked at any time within so long of its time: a flexible window. */
  readonly windowMs?: number;
  /** Whatever came last: when it was written. Rules have none. */
  readonly modifiedAt?: Instant;
};

/** What it starts: with which network, where, how many, and with which overrides (JSON, as RunTask takes them). */
export type ForeignTarget = {
  readonly network?: TaskNetwork;
  readonly launchType?: string;
  readonly providers: readonly string[];
  readonly count: number;
  readonly input?: string;
};

/** RunTask brought no task: with what ECS said. AWS's words, untrusted. */
export type RefusedLaunch = { readonly reason: string; readonly at: Instant };

export type ForeignReads = {
  /** Of tasks with this mark, for a slot. */
  readonly refusedLaunch: (mark: string, slot: Instant) => Promise<Read<RefusedLaunch>>;
  /** All of them but those of `ownGroup`. `known`: as they were before; what was not written since is not read again. */
  readonly foreignSchedules: (
    ownGroup: string | undefined,
    known: readonly ForeignSchedule[],
  ) => Promise<Read<readonly ForeignSchedule[]>>;
};
