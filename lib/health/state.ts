import type { AlertStatus, Cause, DeploymentChapter, ImpactLevel, NextStep, Pointers } from '../core/alert.ts';
import type { Subject } from '../core/subject.ts';
import type { Instant } from '../core/time.ts';
import type { Crash, Intervention } from './stopping/state.ts';
import type { AdviceState } from './advice/state.ts';
import type { SweepState } from './sweep/state.ts';

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
  readonly minutes: readonly { readonly minute: number; readonly low: boolean; readonly none?: true }[];
  readonly zeroSince?: Instant;
  readonly belowSince?: Instant;
  readonly lowest: number;
};

/**
 * One deployment of a service as events and readings tell of it, in whatever order. `ids`: what it is called; none: no
 * event has named it yet. `isWhole`: nobody told of it, but what had failed was whole again at its end.
 */
export type HeardDeployment = {
  readonly ids: readonly string[];
  readonly startedAt?: Instant;
  readonly end?: 'completed' | 'failed';
  readonly endedAt?: Instant;
  /** ECS or CodeDeploy calls it a roll-back. */
  readonly isRollBack?: true;
  readonly isWhole?: true;
  readonly taskDefinitionArn?: string;
};

/**
 * A deployment as it is followed. `rollbackIds`: the deployments that put the old revision back. `heard`: all that the
 * rest follows from; absent in records of an earlier version.
 */
export type DeploymentStory = DeploymentChapter & {
  readonly rollbackIds: readonly string[];
  readonly minimumHealthyPercent?: number;
  /** `staged`: none counts, its stages end. `codedeploy`, `external`: others deploy. */
  readonly breaker?: 'rollback' | 'stop' | 'none' | 'staged' | 'codedeploy' | 'external';
  readonly changedAt: Instant;
  readonly heard?: readonly HeardDeployment[];
  readonly codeDeploy?: NonNullable<Pointers['codeDeploy']>;
};

/** A pause of a native deployment that waits for somebody. */
export type WaitingHook = {
  readonly id: string;
  readonly heardAt: Instant;
  /** Absent: CodeDeploy's. */
  readonly serviceDeploymentArn?: string;
  readonly expiresAt?: Instant;
  readonly stage?: string;
  /** What happens then: CONTINUE or ROLLBACK; of CodeDeploy, STOP. */
  readonly action?: string;
  /** People were told that its time is nearly over. */
  readonly reminded?: true;
};

/** What is wrong with a subject, from the first failure to the end. `flaps`: how often it came back after closing. */
export type Incident = {
  readonly startedAt: Instant;
  /** When it was first heard of: later than its start where events come late. */
  readonly openedAt?: Instant;
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
  /** Nothing of it is wanted any more, since then: scaled to 0, or deleted. */
  readonly unwantedAt?: Instant;
  /** It has two task sets, of CodeDeploy or of an external controller: a deployment of theirs goes on. */
  readonly setsBy?: 'code-deploy' | 'external';
  /** How bad it was when somebody began to look: as long as it is no worse, it is no news. */
  readonly baseline?: ImpactLevel;
  readonly hook?: WaitingHook;
  readonly tags?: Readonly<Record<string, string>>;
  readonly next?: NextStep;
};

/**
 * A task whose stop is no failure, but which may be missed: whether it was replaced is looked at once, later. `at`: the
 * newest such stop. `looks`: how often it was looked at.
 */
export type Lost = {
  readonly at: Instant;
  readonly cause: string;
  readonly lookAt: Instant;
  readonly looks: number;
};

/**
 * An instance whose agent is disconnected, until it is known to be back. `at`: the newest word of it. `awayAt`: a look
 * found it away after its time.
 */
export type Disconnection = {
  readonly since: Instant;
  readonly at: Instant;
  readonly lookAt: Instant;
  readonly awayAt?: Instant;
  readonly arn: string;
  readonly cluster: string;
  readonly ec2InstanceId?: string;
};

/**
 * When a cluster's room is looked at next, whether anything has changed since the last look, how many calls that took,
 * and since when there is too little room.
 */
export type RoomWatch = {
  readonly lookAt: Instant;
  readonly lookedAt?: Instant;
  readonly news: boolean;
  readonly calls?: number;
  readonly shortSince?: Instant;
};

/**
 * A service with news: it is read every minute until then, so that what no event tells is seen. `rise`: more are wanted
 * than were before, which takes its time. `from` absent: nobody knows how many were.
 */
export type Watch = {
  readonly until: Instant;
  readonly lookAt: Instant;
  readonly vitals?: Vitals;
  readonly rise?: { readonly from?: number; readonly at: Instant };
  /** What is found was there before anybody looked. */
  readonly isBaseline?: true;
};

/** What was last sent to be told: the level's version, what made it worth sending, and when. */
export type Told = { readonly version: number; readonly gist: string; readonly detail: string; readonly at: Instant };

export type HealthState = {
  readonly subject: Subject;
  /** Hashes of what was counted already: tasks by id, other events by event id. A ring. */
  readonly seen: readonly string[];
  readonly deployment?: DeploymentStory;
  readonly incident?: Incident;
  readonly lost?: Lost;
  readonly agent?: Disconnection;
  /** When an instance was last told to have left its cluster: what was told of its agent before comes late. */
  readonly leftAt?: Instant;
  readonly room?: RoomWatch;
  readonly watch?: Watch;
  /** The deployment whose alarms were looked at when it began. */
  readonly alarmsOf?: string;
  /** The deployment whose beginning was last told. */
  readonly announced?: string;
  /** When a cluster was found to have no instances, or too many services. */
  readonly unaskedAt?: Instant;
  /** Tasks of a service that failed lately by their own doing, oldest first. */
  readonly crashes?: readonly Crash[];
  /** What is done, or was last done, about a service that crash-loops. */
  readonly intervention?: Intervention;
  readonly told?: Told;
};

/** What the feature keeps: the story of a subject, the look at all services, or a cluster's deployments to look at. */
export type KeptHealth = HealthState | SweepState | AdviceState;

/** Enough for a day's worth of one service's failures; 2,000 hashes of 7 characters are about 20 kB. */
export const seenLimit = 2000;
