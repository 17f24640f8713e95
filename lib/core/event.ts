import type { Fills } from './language.ts';
import type { Instant } from './time.ts';

/** What every AWS event carries. `id` is the same when EventBridge repeats an event. */
export type Envelope = {
  readonly id: string;
  readonly at: Instant;
  readonly account: string;
  readonly region: string;
};

/** A container as a task event shows it. Absent means AWS left the key out: it never sends nulls. */
export type ContainerChange = {
  readonly name: string;
  readonly lastStatus?: string;
  readonly exitCode?: number;
  readonly reason?: string;
  readonly image?: string;
  readonly imageDigest?: string;
};

/** "ECS Task State Change". `group` is as sent (`service:NAME`, `family:NAME`, or free text), absent before 2017. */
export type TaskChanged = Envelope & {
  readonly kind: 'task';
  /** Rises by one per change of the task; the same in a repeat of the same event. */
  readonly version?: number;
  readonly clusterArn: string;
  readonly taskArn: string;
  readonly taskDefinitionArn: string;
  readonly group?: string;
  readonly startedBy?: string;
  readonly lastStatus: string;
  readonly desiredStatus: string;
  readonly launchType?: string;
  readonly capacityProviderName?: string;
  readonly containerInstanceArn?: string;
  readonly availabilityZone?: string;
  readonly stopCode?: string;
  readonly stoppedReason?: string;
  /** Why an EBS volume could not be created or attached (API_Attachment, details, statusReason). */
  readonly attachmentReason?: string;
  readonly createdAt?: Instant;
  readonly startedAt?: Instant;
  readonly stoppingAt?: Instant;
  readonly stoppedAt?: Instant;
  readonly containers: readonly ContainerChange[];
};

/** "ECS Container Instance State Change". Every placement of a task sends one, too. */
export type ContainerInstanceChanged = Envelope & {
  readonly kind: 'container-instance';
  readonly version?: number;
  readonly clusterArn: string;
  readonly containerInstanceArn: string;
  readonly ec2InstanceId?: string;
  readonly status?: string;
  readonly statusReason?: string;
  readonly agentConnected?: boolean;
};

/** "ECS Container Instance Health Change": sent on IMPAIRED and again on recovery. */
export type ContainerInstanceHealthChanged = Envelope & {
  readonly kind: 'container-instance-health';
  readonly clusterArn: string;
  readonly containerInstanceArn: string;
  readonly ec2InstanceId?: string;
  readonly overallStatus: string;
  readonly checks: readonly { readonly type: string; readonly status: string; readonly statusReason?: string }[];
};

/** "ECS Service Action". `serviceArn` is `resources[0]`. */
export type ServiceAction = Envelope & {
  readonly kind: 'service-action';
  readonly serviceArn: string;
  readonly clusterArn?: string;
  readonly eventType: string;
  readonly eventName: string;
  readonly reason?: string;
  readonly containerInstanceArns: readonly string[];
  readonly capacityProviderArns: readonly string[];
  /** How many are wanted from now on, where the event says so. */
  readonly desiredCount?: number;
};

/**
 * "ECS Deployment State Change". Before 2026 it had no `clusterArn`: cluster and service come from `resources[0]`.
 * `updatedAt` is not the time of a failure (it lies minutes before); `at` is.
 */
export type DeploymentChanged = Envelope & {
  readonly kind: 'deployment';
  readonly serviceArn: string;
  readonly eventType: string;
  readonly eventName: string;
  readonly deploymentId: string;
  readonly reason?: string;
};

/** "ECS Hook State Change": a pause or Lambda hook of a native deployment. */
export type HookChanged = Envelope & {
  readonly kind: 'hook';
  readonly serviceArn: string;
  readonly serviceDeploymentArn: string;
  readonly eventType: string;
  readonly eventName: string;
  readonly hookId: string;
  readonly hookType?: string;
  readonly lifecycleStage?: string;
  readonly expiresAt?: Instant;
};

/** "ECS Daemon Service Action" and "ECS Daemon Deployment State Change" (managed daemons). */
export type DaemonChanged = Envelope & {
  readonly kind: 'daemon';
  readonly daemonArn: string;
  readonly clusterArn?: string;
  readonly eventType: string;
  readonly eventName: string;
  readonly failureType?: string;
  readonly reason?: string;
};

/** What our own events on the bus and in our queues say they come from. */
export const ownSource = 'watchkeeper';

/**
 * "CodeDeploy Deployment State-change Notification". It names no ECS service: `service` and `rollbackOf` (the deployment
 * this one puts right) are what CodeDeploy said when it was asked.
 */
export type CodeDeployChanged = Envelope & {
  readonly kind: 'codedeploy-deployment';
  readonly application: string;
  readonly deploymentGroup: string;
  readonly deploymentId: string;
  readonly state: string;
  readonly service?: { readonly cluster: string; readonly name: string };
  readonly rollbackOf?: string;
  /** READY, and it waits for somebody: so long, then it is stopped. */
  readonly readyWaitMinutes?: number;
  /** CodeDeploy could not be asked: the service is what the names say. */
  readonly isGuess?: true;
};

/**
 * Of our own: a look at all services has found one that is not as it should be. `signs`: what was seen of it;
 * `desiredBefore`: more are wanted since the look before. `isBaseline`: nobody had looked at its cluster before.
 */
export type ServiceFound = Envelope & {
  readonly kind: 'service-found';
  readonly cluster: string;
  readonly service: string;
  readonly signs: readonly string[];
  readonly desiredBefore?: number;
  readonly isBaseline?: true;
};

/** A rule of advice, and what it found in words' places: names and numbers, never a value of the environment. */
export type AdvisedFinding = { readonly rule: string; readonly container?: string; readonly fills: Fills };

/** Of our own: a look at a deployment that has just begun has found what will make it fail. */
export type DeploymentAdvised = Envelope & {
  readonly kind: 'deployment-advised';
  readonly cluster: string;
  readonly service: string;
  readonly deploymentId: string;
  readonly findings: readonly AdvisedFinding[];
};

/**
 * "AWS Health Event" of code AWS_ECS_TASK_PATCHING_RETIREMENT: Fargate replaces tasks of services, and stops standalone
 * ones, from `startsAt` on.
 */
export type TaskRetirement = Envelope & {
  readonly kind: 'task-retirement';
  readonly retiring: readonly { readonly cluster: string; readonly service?: string; readonly task?: string }[];
  readonly startsAt?: Instant;
  readonly isOver: boolean;
};

/**
 * "AWS Health Event" of a code that ends in OPERATIONAL_ISSUE: AWS says that one of its services does not work as it
 * should in the Region. `issue` is its ARN, the same for all that is said of it; each word has its `communication`.
 */
export type AwsIssue = Envelope & {
  readonly kind: 'aws-issue';
  readonly service: string;
  readonly issue: string;
  readonly communication?: string;
  readonly words?: string;
  readonly isOver: boolean;
};

/** Everything of AWS's that Watchkeeper's health listens to, and what it tells itself. */
export type AwsEvent =
  | TaskChanged
  | ContainerInstanceChanged
  | ContainerInstanceHealthChanged
  | ServiceAction
  | DeploymentChanged
  | HookChanged
  | DaemonChanged
  | CodeDeployChanged
  | ServiceFound
  | DeploymentAdvised
  | TaskRetirement
  | AwsIssue;

/** Why a message cannot be an event: where it is wrong (`detail.taskArn`), and how. */
export type Fault = { readonly path: string; readonly problem: string };

/** What a message turned out to be. `ignored` says why it is none of our business. */
export type Parsed<Event> =
  | { readonly event: Event }
  | { readonly ignored: string; readonly id?: string }
  | { readonly fault: Fault; readonly id?: string };
