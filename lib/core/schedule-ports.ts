import type { Outcome } from './outcome.ts';
import type { Read } from './ports.ts';
import type { Instant } from './time.ts';

/** All settings of a schedule of EventBridge Scheduler: an update puts all of them in place of all that were there. */
export type ScheduleSettings = {
  /** `cron(…)`, `rate(…)` or `at(…)`. */
  readonly expression: string;
  readonly timezone: string;
  readonly isEnabled: boolean;
  /** When a rate begins. */
  readonly startAt?: Instant;
  readonly endAt?: Instant;
  /** Absent: the window is off. */
  readonly windowMinutes?: number;
  /** Deleted after its last invocation. */
  readonly isDeletedAfter: boolean;
  readonly description: string;
  readonly targetArn: string;
  readonly roleArn: string;
  readonly input: string;
  readonly deadLettersArn?: string;
  readonly mostAgeSeconds: number;
  readonly mostRetries: number;
};

/** A schedule as a list shows it: without its settings. */
export type ListedSchedule = { readonly name: string; readonly targetArn: string; readonly modifiedAt: Instant };

export type ScheduleReads = {
  /** All schedules of a group, all pages. */
  readonly schedules: (group: string) => Promise<Read<readonly ListedSchedule[]>>;
  readonly schedule: (group: string, name: string) => Promise<Read<ScheduleSettings>>;
};

/** `isNew`: it was not there when somebody looked. What has been made or deleted meanwhile is no error. */
export type ScheduleOrders = {
  readonly put: (
    which: { readonly group: string; readonly name: string; readonly isNew: boolean },
    settings: ScheduleSettings,
  ) => Promise<Omit<Outcome, 'kind' | 'action'>>;
  readonly remove: (group: string, name: string) => Promise<Omit<Outcome, 'kind' | 'action'>>;
};

/**
 * An invocation that EventBridge Scheduler gave up, by the attributes of its dead letter (UserGuide,
 * configuring-schedule-dlq). What it says is AWS's: untrusted.
 */
export type DeadTrigger = {
  readonly schedule: string;
  readonly slot: Instant;
  readonly code: string;
  readonly message: string;
};
