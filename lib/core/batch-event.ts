import type { Cause, NextStep, Pointers } from './alert.ts';
import type { Envelope, TaskChanged } from './event.ts';
import type { Instant } from './time.ts';

/** Who or what starts a run. */
export const runStarters = ['schedule', 'person', 'job', 'catch-up', 'resume'] as const;

export type RunStarter = (typeof runStarters)[number];

/** One of the tasks of a run of many: of which run, which one from 0, and of which round of it. */
export type Part = { readonly of: string; readonly index: number; readonly round: number };

/**
 * A job is due: what EventBridge Scheduler puts into the queue, and what records of ours tell each other. `slot`: the
 * time it is due for, by which a repeat is known. `by`: the job or the person that starts it.
 */
export type SlotTriggered = Envelope & {
  readonly kind: 'slot-triggered';
  readonly job: string;
  readonly slot: Instant;
  readonly starter: RunStarter;
  readonly by?: string;
  readonly part?: Part;
};

/** What people ask of one run: `run` begins it, or begins it once more when it has not succeeded; `stop` ends it. */
export const runWishes = ['run', 'stop'] as const;

export type RunWish = (typeof runWishes)[number];

/**
 * "Run Requested", "Run Stop Requested": from people, and from a run that takes another's place. `isExtra`: it is no
 * slot of the schedule's, but a run of its own.
 */
export type RunRequested = Envelope & {
  readonly kind: 'run-request';
  readonly wish: RunWish;
  readonly job: string;
  readonly slot: Instant;
  readonly isExtra: boolean;
  readonly by: string;
  /** The run itself, where another one asks; `by` is then the one that takes its place. */
  readonly runId?: string;
  readonly part?: Part;
};

/**
 * How a run ended. `succeeded` rests on a task that is STOPPED with exit code 0, never on less.
 * - `skipped`: another run held its key. - `suppressed`: the job is suspended. - `late`: its start deadline passed.
 *   - `lost`: nobody can say any more. - `missed`: nothing began it until its start deadline. - `unknown`: the same, and
 *   nobody watched then. - `observed`: nothing may be launched, so nothing was.
 */
export const runEnds = [
  'succeeded',
  'failed',
  'timed-out',
  'cancelled',
  'replaced',
  'skipped',
  'suppressed',
  'late',
  'lost',
  'missed',
  'unknown',
  'observed',
] as const;

export type RunEnd = (typeof runEnds)[number];

/** Of our own: a run is over, for the record of its job. `round` rises when a person has it run again. */
export type RunEnded = Envelope & {
  readonly kind: 'run-ended';
  readonly job: string;
  readonly cluster: string;
  readonly runId: string;
  readonly slot: Instant;
  readonly round: number;
  readonly end: RunEnd;
  /** When its last task began to run; absent: none did. */
  readonly startedAt?: Instant;
  readonly attempts: number;
  readonly exitCode?: number;
  readonly cause?: Cause;
  readonly pointers: Pointers;
  /** It is told to the run whose part it is. */
  readonly part?: Part;
};

/** Of our own: slots that passed and nobody started, oldest first, as the watchdog has found them. */
export type SlotsMissed = Envelope & {
  readonly kind: 'slots-missed';
  readonly job: string;
  readonly slots: readonly Instant[];
};

/** Of our own: a slot will not be begun any more, or its job is suspended. Its run, if there is none, ends before it began. */
export const passedEnds = ['missed', 'unknown', 'suppressed'] as const;

export type SlotPassed = Envelope & {
  readonly kind: 'slot-passed';
  readonly job: string;
  readonly slot: Instant;
  readonly end: (typeof passedEnds)[number];
  readonly cause?: Cause;
};

/**
 * What is not as it should be with one slot.
 * - `missed`: nothing has begun it. - `unknown`: the same, and nobody watched then. - `late`: begun and not running, or
 *   running since too late. - `too-long`: against its own history. - `done-by`: it will not have ended, or has not, when
 *   it had to. - `slower`: its runs end well, and take longer than they did.
 */
export const findingKinds = ['missed', 'unknown', 'late', 'too-long', 'done-by', 'slower'] as const;

export type Finding = {
  readonly what: (typeof findingKinds)[number];
  readonly slot: Instant;
  readonly cause: Cause;
  readonly next?: NextStep;
};

/** Of our own, of the watchdog: all that is not as it should be with a job at this moment; nothing, when it is well. */
export type JobWatched = Envelope & {
  readonly kind: 'job-watched';
  readonly job: string;
  /** Of what is only watched: where its tasks run. */
  readonly cluster?: string;
  readonly findings: readonly Finding[];
};

/** Everything that tells of jobs and their runs. */
export type BatchEvent = TaskChanged | SlotTriggered | RunRequested | RunEnded | SlotsMissed | SlotPassed | JobWatched;
