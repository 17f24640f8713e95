import type { Read, Unreadable } from './ports.ts';
import type { Instant } from './time.ts';

/** Where log lines are: a group and stream of CloudWatch Logs. `region` when it is not our own. */
export type LogPlace = { readonly group: string; readonly stream: string; readonly region?: string };

export type LogLine = { readonly at?: Instant; readonly text: string };

/** The end of a log. `no-stream` also when the container has not written yet. */
export type LogTail =
  | { readonly state: 'found'; readonly lines: readonly LogLine[]; readonly at: Instant }
  | { readonly state: 'no-group' }
  | { readonly state: 'no-stream' }
  | { readonly state: 'failed'; readonly reason: Unreadable };

export type LogReads = {
  /** The last `limit` lines, oldest first. */
  readonly tail: (place: LogPlace, limit: number) => Promise<LogTail>;
};

/** One image in ECR. */
export type ImageQuery = {
  readonly account: string;
  readonly region: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
  /** Ask for the architectures of a multi-platform image, too: one more request. */
  readonly architectures?: boolean;
};

export type ImageAnswer =
  | {
      readonly state: 'exists';
      readonly digest?: string;
      readonly tags: readonly string[];
      readonly pushedAt?: Instant;
      readonly architectures?: readonly string[];
    }
  | { readonly state: 'missing'; readonly newest: readonly { readonly tag: string; readonly pushedAt: Instant }[] }
  | { readonly state: 'no-repository' };

export type RegistryReads = { readonly image: (query: ImageQuery) => Promise<Read<ImageAnswer>> };

/** How CloudTrail names who did something. */
export type Actor = {
  readonly type: 'role' | 'user' | 'root' | 'service' | 'other';
  /** The role's name, the user's, or the AWS service's. */
  readonly name: string;
  /** A role session's name: a pipeline's run, or a person's sign-in. */
  readonly session?: string;
  /** The AWS service that called on behalf, such as `cloudformation`. */
  readonly via?: string;
};

export type TrailEvent = { readonly id: string; readonly name: string; readonly at: Instant; readonly actor: Actor };

/** Which change is looked for. `service` and `cluster` are names, `application` and `group` CodeDeploy's. */
export type TrailQuery =
  | { readonly of: 'service'; readonly cluster: string; readonly service: string; readonly at: Instant }
  | { readonly of: 'codedeploy'; readonly application: string; readonly group: string; readonly at: Instant }
  | { readonly of: 'group'; readonly group: string; readonly ec2InstanceId: string; readonly at: Instant };

export type TrailReads = {
  /** The last change by somebody at or just before `at`; `not-found` when CloudTrail does not have it (yet). */
  readonly lastChange: (query: TrailQuery) => Promise<Read<TrailEvent>>;
};

/** A target's state (`healthy`, `initial`, `unhealthy`, `unused`, `draining`, `unavailable`…) and why. */
export type TargetHealth = {
  readonly id: string;
  readonly port?: number;
  readonly availabilityZone?: string;
  readonly state: string;
  readonly reason?: string;
  readonly description?: string;
};

/** A service's targets: how many are healthy of how many, and why the others are not. */
export type TargetReading = {
  readonly healthy: number;
  readonly total: number;
  readonly reasons: readonly { readonly code: string; readonly count: number; readonly description?: string }[];
};

export type TargetReads = {
  readonly targets: (targetGroupArn: string) => Promise<Read<readonly TargetHealth[]>>;
  /** All target groups of one service as one number: what the worst of those in use says. */
  readonly reading: (targetGroupArns: readonly string[]) => Promise<Read<TargetReading>>;
};

/** A CodeDeploy deployment, and the ECS services of its deployment group. */
export type CodeDeployDeployment = {
  readonly id: string;
  readonly application: string;
  readonly group: string;
  readonly status?: string;
  readonly creator?: string;
  readonly createdAt?: Instant;
  readonly completedAt?: Instant;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly rollbackOf?: string;
  readonly rollbackId?: string;
  /** When its new task set is ready it waits for somebody, and is stopped after so long (API_DeploymentReadyOption). */
  readonly readyWaitMinutes?: number;
  readonly services: readonly { readonly cluster: string; readonly service: string }[];
};

export type CodeDeployReads = { readonly deployment: (id: string) => Promise<Read<CodeDeployDeployment>> };
