import type { Instant } from './time.ts';

/**
 * A name with a mark of its value, good for one question: is the value the same as in the other revision?
 * The mark is made with a key that lives and dies with the process, so that it says nothing anywhere else.
 */
export type Marked = { readonly name: string; readonly mark: string };

export type PortMapping = {
  /** A number, or a range such as `8000-8100`. */
  readonly containerPort: string;
  /** Absent or `0`: chosen by the host. */
  readonly hostPort?: string;
  readonly protocol: string;
};

type ContainerHealthCheck = {
  readonly command: readonly string[];
  readonly intervalSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly retries?: number;
  readonly startPeriodSeconds?: number;
};

/** Where a container's output goes. `group`, `streamPrefix` and `region` are those of the awslogs driver. */
export type LogSetup = {
  readonly driver: string;
  readonly group?: string;
  readonly streamPrefix?: string;
  readonly region?: string;
  /** All options by name: those of other drivers may hold keys of log services. */
  readonly options: readonly Marked[];
};

/** A container of a task definition. Values of the environment are not in it; of a secret, only where it comes from. */
export type ContainerDefinition = {
  readonly name: string;
  readonly image: string;
  /** Known only where a service revision resolved it. */
  readonly imageDigest?: string;
  readonly essential: boolean;
  readonly cpuUnits?: number;
  readonly memoryMiB?: number;
  readonly memoryReservationMiB?: number;
  readonly command?: readonly string[];
  readonly entryPoint?: readonly string[];
  readonly ports: readonly PortMapping[];
  readonly healthCheck?: ContainerHealthCheck;
  readonly log?: LogSetup;
  readonly environment: readonly Marked[];
  readonly secrets: readonly { readonly name: string; readonly from: string }[];
  readonly dependsOn: readonly { readonly container: string; readonly condition: string }[];
  readonly startTimeoutSeconds?: number;
  readonly stopTimeoutSeconds?: number;
  /** Every other setting, by its name in the task definition. */
  readonly others: readonly Marked[];
};

/** One revision of a task family. It never changes once registered; only its status does. */
export type TaskDefinition = {
  readonly arn: string;
  readonly family: string;
  readonly revision: number;
  readonly status?: string;
  readonly networkMode?: string;
  readonly taskRoleArn?: string;
  readonly executionRoleArn?: string;
  readonly cpuUnits?: number;
  readonly memoryMiB?: number;
  /** `X86_64` or `ARM64`; absent means X86_64 (runtimePlatform, task_definition_parameters). */
  readonly architecture?: string;
  readonly requires: readonly string[];
  readonly registeredAt?: Instant;
  /** The ARN of whoever registered it. */
  readonly registeredBy?: string;
  readonly containers: readonly ContainerDefinition[];
  readonly volumes: readonly Marked[];
  readonly others: readonly Marked[];
};
