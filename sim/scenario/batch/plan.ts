import type { BatchActName } from './acts.ts';
import type { BatchWay } from './ways.ts';

/** Jobs of an account that Watchkeeper launches, and what is done to them. Times count from the moment it is switched on. */
export type BatchPlan = {
  readonly jobs: readonly BatchJobPlan[];
  readonly acts: readonly BatchActPlan[];
  /** What goes wrong on the way to tasks, for as long as anything does. */
  readonly ways: readonly BatchWay[];
};

export type BatchActPlan = { readonly name: BatchActName; readonly atMs: number; readonly healedAfterMs: number };

export type BatchJobPlan = {
  /** Its task definition has the same name. */
  readonly name: string;
  /** Of the first hour. None: it follows another job, or nothing starts it. */
  readonly minutes: readonly number[];
  /** The job after whose success it starts. */
  readonly after?: string;
  readonly policy: 'forbid' | 'queue' | 'replace' | 'allow';
  readonly key: string;
  readonly attempts: number;
  readonly deadlineMinutes: number;
  readonly startSeconds: number;
  readonly runMinutes?: number;
  readonly totalMinutes: number;
  readonly backoffSeconds: number;
  /** Two tries on Spot, then on demand. */
  readonly spotFirst: boolean;
  /** So many retries of what was interrupted, of what did not start and of what had no room. Absent: until the deadline. */
  readonly mostFree?: number;
  readonly resume: 'none' | 'latest';
  /** A run is so many tasks. */
  readonly array?: { readonly size: number; readonly parallelism: number; readonly maxFailedIndexes: number };
  /** Its command is longer than AWS takes. */
  readonly isTooLong: boolean;
};
