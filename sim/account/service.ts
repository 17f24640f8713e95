import type { Instant } from '../../lib/core/time.ts';
import type { Entry } from '../agenda.ts';
import type { LaunchType, ServiceTarget, Task } from './task.ts';
import type { PlacementConstraint, PlacementStrategy, TaskDefinition } from './task-definition.ts';

export type Service = {
  readonly arn: string;
  readonly name: string;
  readonly clusterArn: string;
  readonly scheduling: 'REPLICA' | 'DAEMON';
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  desired: number;
  readonly launchType?: LaunchType;
  capacityProviderStrategy: readonly {
    readonly provider: string;
    readonly weight: number;
    readonly base: number;
  }[];
  minimumHealthyPercent: number;
  maximumPercent: number;
  circuitBreaker: { readonly enabled: boolean; readonly rollback: boolean };
  /** Names of CloudWatch alarms that fail its deployments. */
  alarms: { readonly names: readonly string[]; readonly enabled: boolean; readonly rollback: boolean };
  /** Who deploys it: ECS, or whoever brings task sets; then `deployments` holds these, the primary first. */
  readonly controller: 'ECS' | 'CODE_DEPLOY' | 'EXTERNAL';
  readonly strategy: 'ROLLING' | 'BLUE_GREEN';
  /** How long both revisions of a blue/green deployment run after the traffic has been shifted. */
  readonly bakeMinutes: number;
  readonly pauseHooks: readonly PauseHook[];
  readonly zones: readonly string[];
  readonly targets: readonly ServiceTarget[];
  healthCheckGracePeriodS: number;
  readonly placementConstraints: readonly PlacementConstraint[];
  readonly placementStrategy: readonly PlacementStrategy[];
  /** Newest first; the first is PRIMARY, the others ACTIVE until their tasks are gone. */
  readonly deployments: Deployment[];
  /** Newest first, at most 100. */
  readonly events: { readonly id: string; readonly at: Instant; readonly message: string }[];
  readonly tags: Map<string, string>;
  readonly createdAt: Instant;
  /** Its tasks that are not yet STOPPED, oldest first. */
  readonly tasks: Set<Task>;
  readonly memory: SchedulerMemory;
  /** What a roll-back goes back to: the revision that was last rolled out whole. */
  lastCompleted?: ServiceRevision;
};

/** A pause of a blue/green deployment at a stage, until somebody answers it (pause-lifecycle-hooks). */
export type PauseHook = {
  readonly stage: LifecycleStage;
  readonly timeoutMinutes: number;
  readonly action: 'CONTINUE' | 'ROLLBACK';
};

/** In their order (blue-green-deployment-how-it-works). */
export const lifecycleStages = [
  'PRE_SCALE_UP',
  'SCALE_UP',
  'POST_SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
  'BAKE_TIME',
  'CLEAN_UP',
] as const;

export type LifecycleStage = (typeof lifecycleStages)[number];

/** One hook of one deployment (API_DeploymentLifecycleHookDetail). */
export type LifecycleHook = {
  readonly id: string;
  readonly stage: LifecycleStage;
  readonly expiresAt: Instant;
  readonly timeoutAction: PauseHook['action'];
  status: 'AWAITING_ACTION' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT';
};

/** What the scheduler remembers of a service from one look to the next. */
export type SchedulerMemory = {
  /** Its next look. */
  look?: Entry | undefined;
  /** The periodical repetition of the steady state. */
  repeat?: Entry | undefined;
  /** Start-up throttling and placement back-off: nothing is started before. */
  notBefore: Instant;
  /** Tasks in a row that never came to RUNNING. */
  failedStarts: number;
  /** How often the wait was made longer. */
  backOff: number;
  /** It was said that tasks cannot be started consistently. */
  impaired: boolean;
  /** Attempts in a row that found no place. */
  failedPlacements: number;
  /** When a message that is not repeated was last told. */
  readonly toldAt: Map<string, Instant>;
  /** Tasks that have been healthy once. */
  readonly proven: Set<Task>;
  /** Registered and deregistered targets not yet told, by target group. */
  readonly targetNews: Map<string, { registered: number; deregistered: number; from: string }>;
};

/** One set of tasks of a service that run the same revision. `id` is their `startedBy`. */
export type Deployment = {
  readonly id: string;
  readonly definition: TaskDefinition;
  readonly revision: ServiceRevision;
  status: 'PRIMARY' | 'ACTIVE' | 'INACTIVE';
  desired: number;
  failedTasks: number;
  rolloutState: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
  rolloutReason: string;
  readonly createdAt: Instant;
  updatedAt: Instant;
  /** The service deployment it belongs to. */
  readonly serviceDeploymentArn: string;
  readonly isRollback: boolean;
  /** Its tasks register with the alternate target groups: the other side of a blue/green service. */
  readonly onAlternate: boolean;
  /** It has been told that the service is steady, and nothing has happened since. */
  steady: boolean;
  /** How far its `updatedAt` has come: it moves when tasks begin to start and when all of them run, and then no more. */
  progress: 'created' | 'starting' | 'running';
};

/** The history of one roll-out, kept for 90 days (API_ServiceDeployment). */
export type ServiceDeployment = {
  readonly arn: string;
  readonly serviceArn: string;
  readonly clusterArn: string;
  readonly sourceRevisions: readonly ServiceRevision[];
  readonly targetRevision: ServiceRevision;
  status:
    | 'PENDING'
    | 'IN_PROGRESS'
    | 'SUCCESSFUL'
    | 'STOPPED'
    | 'STOP_REQUESTED'
    | 'ROLLBACK_REQUESTED'
    | 'ROLLBACK_IN_PROGRESS'
    | 'ROLLBACK_SUCCESSFUL'
    | 'ROLLBACK_FAILED';
  statusReason?: string;
  readonly createdAt: Instant;
  startedAt?: Instant;
  finishedAt?: Instant;
  failures: number;
  readonly threshold: number;
  /** Where a blue/green deployment is, since when, and who has been asked. */
  stage?: { readonly name: LifecycleStage; readonly since: Instant };
  readonly hooks: LifecycleHook[];
  /** An alarm was in ALARM when it began: none is watched (deployment-alarm-failure). */
  readonly ignoresAlarms: boolean;
  rollback?: { readonly reason: string; readonly startedAt: Instant; readonly revision: ServiceRevision };
};

export type ServiceRevision = {
  readonly arn: string;
  readonly definition: TaskDefinition;
  readonly createdAt: Instant;
};
