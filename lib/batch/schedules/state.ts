import type { Outcome } from '../../core/outcome.ts';
import type { Read } from '../../core/ports.ts';
import type { ListedSchedule, ScheduleSettings } from '../../core/schedule-ports.ts';
import type { Instant } from '../../core/time.ts';
import type { SchedulerPlace } from '../policy.ts';
import type { WantedSchedule } from './wanted.ts';

/** What is known of the group of schedules. Everything else is read anew. */
export type SchedulesState = {
  readonly kind: 'schedules';
  /** When the group is listed next. */
  readonly lookAt: Instant;
  /** Of all that was wanted when the group was last listed. */
  readonly wanted: string;
  /** By name: as whose settings were last seen to be, and when they had been written. */
  readonly seen: Readonly<Record<string, Seen>>;
  /** By name: what AWS would not take, and why; tried again after a while, or when it is another one. */
  readonly refused: Readonly<Record<string, { readonly gist: string; readonly at: Instant; readonly reason: string }>>;
  /** What was noted in observe, so that it is noted once. */
  readonly observed?: string;
};

export type Seen = { readonly gist: string; readonly modifiedAt: Instant };

/** What is there. Absent: nobody looked. */
export type SchedulesFacts = {
  readonly kind: 'schedules';
  readonly listed?: Read<readonly ListedSchedule[]>;
  /** Settings of those that were written since they were last seen. */
  readonly settings: ReadonlyMap<string, Read<ScheduleSettings>>;
};

/** An order: these schedules are to be as they stand here, and those are not to be. */
export type SchedulesTarget = {
  readonly schedules: {
    readonly place: SchedulerPlace;
    readonly put: readonly { readonly wanted: WantedSchedule; readonly isNew: boolean }[];
    readonly remove: readonly string[];
  };
};

/** Of one that did not go well. `gist`: of what was asked. */
export type Failure = { readonly result: Outcome['result']; readonly reason: string; readonly gist: string };

/** What became of an order: what did not go well, by name. */
export type SchedulesOutcome = Outcome<{ readonly failed?: Readonly<Record<string, Failure>> }>;
