import { hourMs, minuteMs, secondMs } from '../core/time.ts';
import type { CatchUp, Concurrency, Expectation, Job, RetryPolicy, RetryRule, Timeouts } from './job.ts';

/** All that the feature is told by the configuration and the stack. */
export type BatchPolicy = {
  readonly stack: { readonly account: string; readonly region: string };
  readonly jobs: readonly Job[];
  /** Where jobs become schedules. Absent: nowhere, as in a replay. */
  readonly scheduler?: SchedulerPlace;
  /** Whether schedules may be written: the stack's `Mode` and the jobs' own modes decide it together. */
  readonly reconcile: 'observe' | 'act';
  readonly ignoredClusters: readonly string[];
  /** Tasks that Scheduler and rules of others start are watched, too, but for these: patterns of their names. */
  readonly ignoredSchedules: readonly string[];
  /** SSM parameter with the address that is called while the watchdog is alive. */
  readonly pingParameter?: string;
};

/** Everything in `group` is ours. ARNs of the function's queue, Scheduler's dead letters, and the role it sends with. */
export type SchedulerPlace = {
  readonly group: string;
  readonly queueArn: string;
  readonly deadLettersArn: string;
  readonly roleArn: string;
};

/** What has no room or does not start is tried until the start deadline, whatever else is written. */
export const roomRules: readonly RetryRule[] = [
  { classes: ['placement', 'start', 'interrupted'], action: 'retry', isFree: true },
];

/** Where no rule is written, every failure of the application spends an attempt. */
export const applicationRules: readonly RetryRule[] = [
  { classes: ['application', 'out-of-memory'], action: 'retry', isFree: false },
];

type Defaults = {
  readonly startDeadlineMs: number;
  readonly catchUp: CatchUp;
  readonly concurrency: Omit<Concurrency, 'key'>;
  readonly timeouts: Timeouts;
  readonly retry: RetryPolicy;
  readonly expect: Expectation;
};

/** What is not written. One attempt of the application: whether it may be repeated, only its owner knows. */
export const jobDefaults: Defaults = {
  startDeadlineMs: 2 * hourMs,
  catchUp: { policy: 'none', max: 1 },
  concurrency: { policy: 'forbid', maxQueued: 10 },
  timeouts: { startMs: 10 * minuteMs },
  retry: {
    attempts: 1,
    backoff: { initialMs: 10 * secondMs, factor: 2, maxMs: 6 * minuteMs },
    rules: [...applicationRules, ...roomRules],
  },
  expect: {
    graceMs: 15 * minuteMs,
    drift: 3,
    leastDriftMs: hourMs,
    failureThreshold: 1,
    recoveryThreshold: 1,
  },
};

export function jobNamed({ jobs }: Pick<BatchPolicy, 'jobs'>, name: string): Job | undefined {
  return jobs.find((job) => job.name === name);
}
