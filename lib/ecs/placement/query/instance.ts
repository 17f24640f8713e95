import type { Instant } from '../../../core/time.ts';

/** What a query can ask about a container instance. What is absent is not known. */
export type QueryInstance = {
  /** Every attribute of the instance by name; undefined for one without a value. */
  readonly attributes: ReadonlyMap<string, string | undefined>;
  /** The groups of the tasks on it: `service:orders-api`, `family:nightly`, or what RunTask was given. */
  readonly taskGroups: ReadonlySet<string>;
  readonly agentConnected?: boolean | undefined;
  /** `1.68.2`. */
  readonly agentVersion?: string | undefined;
  readonly ec2InstanceId?: string | undefined;
  readonly registeredAt?: Instant | undefined;
  readonly runningTasksCount?: number | undefined;
};
