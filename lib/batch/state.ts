import type { Cause, Pointers } from '../core/alert.ts';
import type { Finding, Part, RunEnd, RunStarter } from '../core/batch-event.ts';
import type { ContainerChange } from '../core/event.ts';
import type { CapacityShare, TaskNetwork } from '../core/run-reads.ts';
import type { Instant } from '../core/time.ts';
import type { SchedulesState } from './schedules/state.ts';
import type { ForeignState, SeenState } from './foreign/state.ts';
import type { WatchState } from './watch/state.ts';
import type { Concurrency, FailureClass, RetryPolicy, TaskSpec, Timeouts } from './job.ts';

/** What a run was begun with: an edit of its job is for runs to come. */
export type PinnedJob = {
  readonly spec: string;
  readonly startDeadlineMs: number;
  readonly concurrency: Concurrency;
  readonly task: TaskSpec;
  readonly timeouts: Timeouts;
  readonly retry: RetryPolicy;
};

/** Where a task may be put, tried in turn. */
export type Choice = {
  readonly launchType?: string;
  readonly shares: readonly CapacityShare[];
  /** So many failures of capacity until the next choice; absent: it is the last. */
  readonly attempts?: number;
};

/** Found out once, when it is first to be launched. */
export type LaunchPlan = {
  readonly definition: string;
  readonly family: string;
  /** Whose exit code is the result. */
  readonly container: string;
  readonly choices: readonly Choice[];
  readonly network?: TaskNetwork;
  readonly platformVersion?: string;
};

/**
 * A launch that may have been carried out: written before it is, and kept until a task of it is known or it is known
 * that there is none. Never left by a guess.
 */
export type Launch = {
  readonly attempt: number;
  readonly tryNumber: number;
  readonly token: string;
  readonly intendedAt: Instant;
  /** Place among the plan's choices, and the subnets asked for. */
  readonly choice: number;
  readonly subnets?: readonly string[];
  /** The last time a request was, or may have been, on its way. Absent: none was yet. */
  readonly sentAt?: Instant;
  /** Not before. */
  readonly waitUntil?: Instant;
  readonly sends: number;
  /** Refused, with what; whether there is a task all the same is looked for before the next try. */
  readonly refusal?: Refusal;
  /** Nobody has the right, or may act, at present. */
  readonly withheld?: string;
};

export type Refusal = { readonly class: FailureClass; readonly cause: Cause };

/** How a task ended, as an event or a description had it: kept, for ECS forgets it after an hour. */
export type Stopped = {
  readonly at: Instant;
  readonly stopCode?: string;
  readonly reason?: string;
  readonly containers: readonly ContainerChange[];
};

export type LiveTask = {
  readonly arn: string;
  readonly attempt: number;
  readonly tryNumber: number;
  readonly choice: number;
  readonly placedAt: Instant;
  readonly version: number;
  readonly lastStatus: string;
  readonly desiredStatus: string;
  readonly startedAt?: Instant;
  readonly seenAt?: Instant;
  readonly launchType?: string;
  readonly capacityProvider?: string;
  readonly availabilityZone?: string;
  readonly containerInstanceArn?: string;
  readonly stopped?: Stopped;
  /** Described as missing, at first. */
  readonly missingSince?: Instant;
};

/** A task of an earlier try that came to life after all. */
export type Stray = {
  readonly arn: string;
  readonly isStopped: boolean;
  readonly orderedAt?: Instant;
  readonly lookAt: Instant;
};

/** One try that is over. */
export type PastTry = {
  readonly attempt: number;
  readonly tryNumber: number;
  readonly class: FailureClass;
  readonly cause: string;
  readonly at: Instant;
  readonly arn?: string;
  readonly exitCode?: number;
};

export type StopWish = {
  readonly why: 'start' | 'run' | 'total' | 'person' | 'replaced';
  readonly at: Instant;
  readonly by?: string;
  /** When StopTask was last ordered. */
  readonly orderedAt?: Instant;
};

/** The place at the lease: asked for, waited for, or held under a number that only rises. */
type LeaseHold = {
  readonly key: string;
  readonly askAt: Instant;
  readonly fence?: number;
  /** Runs that stand before it, and those that were told to make room. */
  readonly by: readonly string[];
  readonly told: readonly string[];
  /** Another run has it, and this one does not wait. */
  readonly isRefused?: true;
};

export type Ended = {
  readonly how: RunEnd;
  readonly at: Instant;
  readonly cause?: Cause;
  readonly pointers: Pointers;
  readonly exitCode?: number;
  readonly startedAt?: Instant;
};

/** A part that has not ended, as far as is known. `askedAt`: when it was last told to begin. */
export type OpenPart = { readonly index: number; readonly firstAt: Instant; readonly askedAt: Instant };

/** How far a run of many tasks has come. `next`: the first part that was not begun. Of failures the first few are known. */
export type ArrayProgress = {
  readonly next: number;
  readonly open: readonly OpenPart[];
  readonly succeeded: number;
  readonly failed: number;
  readonly failures: readonly (Omit<Ended, 'at' | 'startedAt'> & { readonly index: number })[];
  readonly startedAt?: Instant;
  readonly lookAt: Instant;
};

export type RunState = {
  readonly kind: 'run';
  readonly runId: string;
  readonly job: string;
  readonly slot: Instant;
  readonly starter: RunStarter;
  readonly by?: string;
  /** Begun, or begun once more: `round` counts from 1. */
  readonly begunAt: Instant;
  readonly round: number;
  readonly pinned: PinnedJob;
  /** It is one task of a run of many. */
  readonly part?: Part;
  /** It is a run of many, and has its place. */
  readonly array?: ArrayProgress;
  readonly plan?: LaunchPlan;
  readonly planAt?: Instant;
  readonly lease?: LeaseHold;
  /** Counted attempts, from 1; tries of all rounds together. */
  readonly attempt: number;
  readonly tries: number;
  /** Place among the plan's choices, and how often it has failed there. */
  readonly choice: number;
  readonly choiceTries: number;
  readonly launch?: Launch;
  readonly task?: LiveTask;
  readonly lookAt?: Instant;
  /** The next try waits. */
  readonly waitUntil?: Instant;
  readonly spent: Readonly<Partial<Record<FailureClass, number>>>;
  readonly past: readonly PastTry[];
  readonly strays: readonly Stray[];
  readonly stop?: StopWish;
  /** When a task of this round first ran: from then on the start deadline is met. */
  readonly ranAt?: Instant;
  readonly ended?: Ended;
  /** Its end was told to the record of its job. */
  readonly isTold?: true;
  /** Its lease was given back. */
  readonly isReleased?: true;
};

/** One run in a job's history. */
export type RunNote = {
  readonly runId: string;
  readonly slot: Instant;
  readonly round: number;
  readonly end: RunEnd;
  readonly at: Instant;
  readonly durationMs?: number;
  readonly exitCode?: number;
  readonly cause?: string;
};

export type JobIncident = {
  readonly startedAt: Instant;
  readonly endedAt?: Instant;
  /** The job is no more, or nobody can say how it went. */
  readonly isExpired?: true;
  /** What the watchdog found is all there is: it ends with that. */
  readonly isWatched?: true;
  readonly level: 'failed' | 'missed';
  /** How long its last run took. */
  readonly tookMs?: number;
  readonly since: Instant;
  readonly causes: readonly Cause[];
  readonly pointers: Pointers;
};

export type JobState = {
  readonly kind: 'job';
  readonly name: string;
  readonly cluster: string;
  /** Newest last. */
  readonly runs: readonly RunNote[];
  /** Of runs that succeeded, newest last. */
  readonly durationsMs: readonly number[];
  readonly failures: number;
  readonly successes: number;
  readonly incident?: JobIncident;
  /** What the watchdog found last, and when. */
  readonly findings?: readonly Finding[];
  readonly watchedAt?: Instant;
  /** Its runs take longer than was usual: since when, what was usual, and for how many runs more. */
  readonly drift?: { readonly since: Instant; readonly usualMs: number; readonly runs: number };
  readonly told?: { readonly version: number; readonly gist: string };
  /** The latest slot that passed while the job was suspended. */
  readonly suppressed?: Instant;
  /** When it was last found to go on, and what had passed until then was made up for, or given up. */
  readonly resumedAt?: Instant;
};

/** Where nothing is kept, and nothing begins. */
type NoState = { readonly kind: 'none' };

export type BatchState = RunState | JobState | SchedulesState | WatchState | ForeignState | SeenState | NoState;
