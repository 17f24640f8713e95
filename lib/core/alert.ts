import type { Fills } from './language.ts';
import type { Severity } from './severity.ts';
import type { Subject } from './subject.ts';
import type { Instant } from './time.ts';

/** Who is hurt. `late`, `missed` and `failed` are for jobs. */
export const impactLevels = ['none', 'at-risk', 'degraded', 'down', 'unknown', 'late', 'missed', 'failed'] as const;

export type ImpactLevel = (typeof impactLevels)[number];

/** Numbers are what was true at `readAt`; an absent one could not be read. `lowest` is the fewest healthy so far. */
export type Impact = {
  readonly level: ImpactLevel;
  readonly since?: Instant;
  readonly readAt?: Instant;
  readonly desired?: number;
  readonly running?: number;
  readonly healthy?: number;
  readonly lowest?: number;
  /** Of a job: how long its run took, and what is usual. */
  readonly tookMs?: number;
  readonly usualMs?: number;
  /** Why it is unknown, or what it rests on: the name of a text. */
  readonly because?: string;
};

/** What will happen by itself: the name of a text, its moment, and what to fill in. */
export type NextStep = { readonly code: string; readonly at?: Instant; readonly fills?: Fills };

/** How sure a cause is. */
export type Certainty = 'certain' | 'probable' | 'guess';

/**
 * One cause of an incident. `id` is a row of the catalogue; `severity` is the cause's own.
 * `text` is AWS's or the application's own words: untrusted, never translated.
 */
export type Cause = {
  readonly id: string;
  readonly severity: Severity;
  readonly certainty: Certainty;
  readonly count: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  readonly container?: string;
  readonly exitCode?: number;
  readonly text?: string;
  readonly fills?: Fills;
  /** A row of last resort: the catalogue does not know this text yet. */
  readonly gap?: boolean;
  /** The ECS deployment whose task it was. */
  readonly deploymentId?: string;
};

/** The deployment an incident's present chapter is about. */
export type DeploymentChapter = {
  readonly id: string;
  /** How the service is deployed, where it could be read: a row of the table of deployment controllers. */
  readonly kind?: 'rolling' | 'staged' | 'code-deploy' | 'external';
  readonly state: 'in-progress' | 'failed' | 'rolling-back' | 'rolled-back' | 'rollback-failed' | 'completed';
  /** What followed the failed deployment may be its roll-back or a newer one: nothing has told yet. */
  readonly unproven?: true;
  readonly startedAt?: Instant;
  readonly taskDefinitionArn?: string;
  readonly previousTaskDefinitionArn?: string;
  readonly failedTasks?: number;
  readonly breakerThreshold?: number;
  readonly serviceDeploymentArn?: string;
  /** Of a blue/green, linear or canary deployment: where it is, since when, and which revision serves by now. */
  readonly stage?: { readonly name: string; readonly since: Instant; readonly serves: 'old' | 'both' | 'new' };
};

/**
 * What Watchkeeper did about a service that crash-loops, or would have done where it only observes. `tasks`: as many were
 * wanted before; the revision is the one that was stopped or rolled back.
 */
export type Intervened = {
  readonly is: 'rollback' | 'stop';
  readonly how: 'done' | 'observed';
  readonly at: Instant;
  /** So many tasks failed within so long. */
  readonly crashes: number;
  readonly withinMs: number;
  readonly tasks?: number;
  readonly taskDefinitionArn?: string;
  readonly serviceDeploymentArn?: string;
};

/** Why Auto Scaling ends an instance. `by`: the name of a text; `name`: of the policy; how many it was to have, and has now. */
export type Departure = {
  readonly group: string;
  readonly by: string;
  readonly at: Instant;
  readonly name?: string;
  readonly from?: number;
  readonly to?: number;
};

/** Where to look further: enough to build links, commands and log reads, nothing fetched yet. */
export type Pointers = {
  readonly taskArn?: string;
  readonly taskDefinitionArn?: string;
  readonly container?: string;
  readonly image?: string;
  readonly containerInstanceArn?: string;
  readonly ec2InstanceId?: string;
  readonly availabilityZone?: string;
  readonly launchType?: string;
  readonly capacityProvider?: string;
  readonly serviceArn?: string;
  /** A managed daemon, which is no service: ECS describes it by its ARN only (API_DescribeDaemon). */
  readonly daemonArn?: string;
  /** Of a job: the time it was due for, whose work is not done. */
  readonly slot?: Instant;
  readonly hook?: { readonly id: string; readonly serviceDeploymentArn: string; readonly stage?: string };
  readonly codeDeploy?: { readonly application: string; readonly group: string; readonly deploymentId: string };
};

export const alertStatuses = ['firing', 'resolved', 'rolled-back', 'expired'] as const;

export type AlertStatus = (typeof alertStatuses)[number];

/**
 * The whole present level of one subject. A later one (`version`) replaces an earlier one: there are no deltas.
 * `key` is the incident key; `startedAt` tells one incident of the subject from the next.
 */
export type Alert = {
  readonly kind: 'alert';
  readonly key: string;
  readonly version: number;
  readonly at: Instant;
  readonly status: AlertStatus;
  readonly subject: Subject;
  readonly severity: Severity;
  readonly impact: Impact;
  readonly next: NextStep;
  readonly causes: readonly Cause[];
  readonly startedAt: Instant;
  readonly endedAt?: Instant;
  readonly deployment?: DeploymentChapter;
  readonly intervened?: Intervened;
  readonly departure?: Departure;
  readonly tags?: Readonly<Record<string, string>>;
  readonly pointers: Pointers;
  /** It was so already when somebody began to look, and has not got worse since. */
  readonly isBaseline?: true;
  /** Of a job: whether its last runs did their work, the newest last. */
  readonly runs?: readonly boolean[];
  /** A job of which its owner said so: missed and failed count as down for the routes. */
  readonly pages?: true;
};
