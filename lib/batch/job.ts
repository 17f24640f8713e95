import type { Schedule } from '../ecs/schedule/schedule.ts';

/**
 * A job as the feature is told it: every default filled in, names of calendars and notations resolved. Durations in
 * milliseconds. What a run was begun with is kept in the run: an edit is for runs to come.
 */
export type Job = {
  readonly name: string;
  /** Changes with anything that is said of the job. */
  readonly spec: string;
  /** In `observe` nothing is launched: what would have been is noted. */
  readonly mode: 'observe' | 'act';
  /** False: suspended. `resume` says what becomes of slots that passed meanwhile. */
  readonly enabled: boolean;
  readonly resume: 'none' | 'latest';
  /** Absent: nothing but another job, or a person, starts it. */
  readonly schedule?: Schedule;
  /** Jobs started after each success and after each failure of this one. `after: this` of another is in it. */
  readonly onSuccess: readonly string[];
  readonly onFailure: readonly string[];
  /** Slots nobody started: none of them, the latest, or at most so many of the newest. */
  readonly catchUp: CatchUp;
  /** Due until running; past it nothing is launched any more. */
  readonly startDeadlineMs: number;
  readonly concurrency: Concurrency;
  readonly task: TaskSpec;
  readonly timeouts: Timeouts;
  readonly retry: RetryPolicy;
  readonly expect: Expectation;
  /** By when it must have ended: a local minute of the day (the first at or after its slot), or so long after its slot. */
  readonly doneBy?: { readonly minute: number; readonly timezone: string } | { readonly afterMs: number };
  /** Missed, failed and "will not meet doneBy" count as down for the routes. */
  readonly pages: boolean;
};

export type CatchUp = { readonly policy: 'none' | 'latest' | 'all'; readonly max: number };

/**
 * What a slot does while another run holds `key`.
 * - `forbid`: it is skipped. - `queue`: it waits, at most `maxQueued` of them. - `replace`: the other is stopped, and
 *   confirmed stopped, first. - `allow`: both run.
 */
export type Concurrency = {
  readonly policy: 'forbid' | 'queue' | 'replace' | 'allow';
  /** Shared by all jobs that name it; a job's own name otherwise. */
  readonly key: string;
  readonly maxQueued: number;
};

/** What is run. What is absent is taken from `like`, then from the task definition. */
export type TaskSpec = {
  readonly cluster: string;
  /** Family (its newest active revision when a slot is claimed), or `family:revision`. */
  readonly definition: string;
  /** `cluster/service` whose network and capacity are taken over at launch. */
  readonly like?: string;
  /** Roles that may be passed, by name or ARN: a revision with other roles is refused. Empty: none may. */
  readonly roles: readonly string[];
  /** Tried in turn. Empty: as `like`, else the cluster's default. */
  readonly capacity: readonly CapacityChoice[];
  readonly network?: Network;
  /** The container whose exit code is the result. Absent: the essential one, if there is but one. */
  readonly container?: string;
  /** `{scheduledTime}`, `{scheduledDate}`, `{runId}`, `{attempt}` and `{index}` are filled in. */
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Absent: one task. */
  readonly array?: ArraySpec;
};

/** A capacity provider, or a launch type, for so many attempts (absent: all that follow). */
export type CapacityChoice = {
  readonly provider?: string;
  readonly launchType?: 'FARGATE' | 'EC2' | 'EXTERNAL';
  readonly attempts?: number;
};

type Network = {
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly publicIp: boolean;
};

type ArraySpec = { readonly size: number; readonly parallelism: number; readonly maxFailedIndexes: number };

/**
 * - `startMs`: launched until running. - `runMs`: running until stopped; absent: what is too long by its own history is
 *   told, and not stopped. - `totalMs`: of the whole run with all attempts, stronger than any budget of retries.
 */
export type Timeouts = { readonly startMs: number; readonly runMs?: number; readonly totalMs?: number };

/**
 * Why an attempt did not succeed.
 * - `placement`: no room, agent, throttled. - `start`: network interface, image, never running. - `interrupted`: Spot,
 *   host. - `application`: exit code. - `out-of-memory`. - `configuration`: nothing but an edit helps. - `timeout`.
 *   - `lost`: nobody knows.
 */
export const failureClasses = [
  'placement',
  'start',
  'interrupted',
  'application',
  'out-of-memory',
  'configuration',
  'timeout',
  'lost',
] as const;

export type FailureClass = (typeof failureClasses)[number];

/** All conditions of a rule must hold; the first rule that fits counts; where none fits, the run has failed. */
export type RetryRule = {
  readonly classes?: readonly FailureClass[];
  readonly exitCodes?: readonly number[];
  /** Patterns of stop reasons; `*` stands for anything. */
  readonly reasons?: readonly string[];
  readonly action: 'retry' | 'fail' | 'succeed';
  /** A retry that spends none of `attempts`; then `max` may bound it on its own. */
  readonly isFree: boolean;
  readonly max?: number;
};

/** `attempts` counts the first one. */
export type RetryPolicy = {
  readonly attempts: number;
  readonly backoff: { readonly initialMs: number; readonly factor: number; readonly maxMs: number };
  readonly rules: readonly RetryRule[];
};

/** What the watchdog holds against a run. */
export type Expectation = {
  /** Late after this, when nothing has begun. */
  readonly graceMs: number;
  /** Absent: by its own history alone. */
  readonly maxDurationMs?: number;
  /** So many times its usual (95th percentile) duration is too long; never less than `leastDriftMs`. */
  readonly drift: number;
  readonly leastDriftMs: number;
  /** So many failures in a row open an incident, so many successes end it. */
  readonly failureThreshold: number;
  readonly recoveryThreshold: number;
};
