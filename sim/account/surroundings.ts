import type { Instant } from '../../lib/core/time.ts';
import type { Entry } from '../agenda.ts';
import type { Task } from './task.ts';

export type TargetGroup = {
  readonly arn: string;
  readonly name: string;
  readonly loadBalancerName: string;
  deregistrationDelayS: number;
  healthCheck: {
    readonly intervalS: number;
    readonly healthyThreshold: number;
    readonly unhealthyThreshold: number;
    readonly path: string;
  };
  readonly targets: Map<string, Target>;
};

/** One task behind a target group, by `task ARN`. */
export type Target = {
  readonly task: Task;
  readonly groupArn: string;
  /** The container that answers its checks. */
  readonly container: string;
  readonly registeredAt: Instant;
  readonly port: number;
  /** The address of its network interface or, in bridge mode, its instance. */
  readonly id: string;
  state: 'initial' | 'healthy' | 'unhealthy' | 'draining' | 'unused';
  /** As in API_TargetHealth: `Elb.RegistrationInProgress`, `Target.ResponseCodeMismatch`, … */
  reason?: string;
  description?: string;
  /** Its next change of health, if nothing comes between. */
  next?: Entry | undefined;
  /** A fault: it fails from now on, with this code or a time-out. */
  broken?: { readonly httpCode?: number };
};

export type Repository = {
  readonly name: string;
  /** Tag to when it was pushed, in that order, and its digest. */
  readonly tags: Map<string, { readonly pushedAt: Instant; readonly digest: string }>;
};

/** What a container of an image does. Times count from the start of the container. */
export type Program = {
  readonly pullMs: number;
  readonly startMs: number;
  /** Absent: it runs until it is stopped. */
  readonly ends?: {
    readonly afterMs: number;
    readonly exitCode: number;
    /** It is killed for its memory: the reason is set, and the code is 137. */
    readonly outOfMemory?: boolean;
  };
  /** When its health check, and the load balancer's, begin to pass; absent: they never do. */
  readonly healthyAfterMs?: number;
  /** When they fail again. */
  readonly unhealthyAfterMs?: number;
  /** The load balancer sees this code while it is not healthy; absent: a time-out. */
  readonly httpCode?: number;
  /** After SIGTERM. Longer than its stop time-out: it is killed, with 137. */
  readonly stopMs: number;
  readonly stopExitCode: number;
  /** Lines it writes, and those it writes just before it ends by itself. */
  readonly lines: readonly string[];
  readonly lastLines: readonly string[];
};

export type LogGroup = { readonly name: string; readonly streams: Map<string, LogLine[]> };
export type LogLine = { readonly at: Instant; readonly text: string };

export type TrailEvent = {
  readonly id: string;
  readonly at: Instant;
  readonly name: string;
  /** `sts` session of a role: `deploy/gha-deploy-shop`. */
  readonly role: string;
  readonly session: string;
  readonly resource: string;
};
