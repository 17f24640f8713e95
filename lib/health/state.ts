import type { AlertStatus, Cause, DeploymentChapter, ImpactLevel, NextStep, Pointers } from '../core/alert.ts';
import type { Subject } from '../core/subject.ts';
import type { Instant } from '../core/time.ts';

/** How many of a service were there at one moment. `healthy`: the smaller of running tasks and healthy targets. */
export type Reading = {
  readonly at: Instant;
  readonly desired: number;
  readonly running: number;
  readonly healthy: number;
};

/** What the readings of an incident come to, kept instead of the readings. */
export type Vitals = {
  readonly last: Reading;
  /** The last reading of each of the last minutes, oldest first: what "2 of 3 minutes" is counted on. */
  readonly minutes: readonly { readonly minute: number; readonly low: boolean }[];
  readonly zeroSince?: Instant;
  readonly belowSince?: Instant;
  readonly lowest: number;
};

/** A deployment as it is followed. `rollbackIds`: the deployments that put the old revision back. */
export type DeploymentStory = DeploymentChapter & {
  readonly rollbackIds: readonly string[];
  readonly minimumHealthyPercent?: number;
  /** `codedeploy`: there is none, CodeDeploy deploys. */
  readonly breaker?: 'rollback' | 'stop' | 'none' | 'codedeploy';
  readonly changedAt: Instant;
  readonly codeDeploy?: NonNullable<Pointers['codeDeploy']>;
};

/** A pause of a native deployment that waits for somebody. */
export type WaitingHook = { readonly id: string; readonly expiresAt?: Instant; readonly stage?: string };

/** What is wrong with a subject, from the first failure to the end. `flaps`: how often it came back after closing. */
export type Incident = {
  readonly startedAt: Instant;
  readonly lastFailureAt: Instant;
  readonly causes: readonly Cause[];
  readonly pointers: Pointers;
  readonly level: ImpactLevel;
  readonly levelSince: Instant;
  readonly flaps: number;
  /** The last task that failed had been RUNNING: ECS does not slow down its replacement. */
  readonly hadRun?: boolean;
  readonly status: AlertStatus;
  readonly endedAt?: Instant;
  readonly vitals?: Vitals;
  /** Why the service could not be read the last time. */
  readonly unreadable?: string;
  /** ECS said that the service is steady. */
  readonly steadyAt?: Instant;
  /** What failed has since succeeded: the family's exit 0, the instance's OK, the hook that went on. */
  readonly recoveredAt?: Instant;
  /** An instance that has left its cluster: nothing is wrong with it any more, and nothing of it works again. */
  readonly gone?: true;
  readonly hook?: WaitingHook;
  readonly tags?: Readonly<Record<string, string>>;
  readonly next?: NextStep;
};

/** What was last sent to be told: the level's version, what made it worth sending, and when. */
export type Told = { readonly version: number; readonly gist: string; readonly detail: string; readonly at: Instant };

export type HealthState = {
  readonly subject: Subject;
  /** Hashes of what was counted already: tasks by id, other events by event id. A ring. */
  readonly seen: readonly string[];
  readonly deployment?: DeploymentStory;
  readonly incident?: Incident;
  readonly told?: Told;
};

/** Enough for a day's worth of one service's failures; 2,000 hashes of 7 characters are about 20 kB. */
export const seenLimit = 2000;
