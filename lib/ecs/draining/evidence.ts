import type { Instant } from '../../core/time.ts';

/** A task that still holds an instance that goes. What is absent is not known. */
export type HeldTask = {
  readonly arn: string;
  /** The cluster's name. */
  readonly cluster: string;
  /** Its service; absent: a standalone task, whose family or group is `name`. */
  readonly service?: string;
  readonly name: string;
  readonly isDaemon: boolean;
  /** It is to stop (desiredStatus STOPPED) and has not yet. */
  readonly isStopping: boolean;
  readonly lastStatus?: string;
  readonly startedBy?: string;
  readonly startedAt?: Instant;
  readonly stoppingAt?: Instant;
  readonly taskDefinitionArn?: string;
  /** Its task scale-in protection ends then (API_ProtectedTask, expirationDate). */
  readonly protectedUntil?: Instant;
};

/** How long a target group lets a target finish (deregistration_delay.timeout_seconds, target group attributes). */
export type Deregistration = { readonly targetGroup: string; readonly delayMs: number };

/** The service of tasks that stay. Percentages are absent where the service does not say them. */
export type HoldingService = {
  readonly name: string;
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
  readonly minimumHealthyPercent?: number;
  readonly maximumPercent?: number;
  /** Absent: it has none, or they could not be read. */
  readonly deregistration?: Deregistration;
};

/** Why tasks stay on an instance, as far as it could be read. */
export type DrainEvidence = {
  readonly tasks: readonly HeldTask[];
  /** By `cluster/service`. */
  readonly services: ReadonlyMap<string, HoldingService>;
  /** The longest stopTimeout of its containers, by ARN of the task definition; absent: none is set. */
  readonly stopTimeoutsMs: ReadonlyMap<string, number>;
};
