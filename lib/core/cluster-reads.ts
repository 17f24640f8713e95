import type { PortError } from './outcome.ts';

/** An item as AWS describes it, in JSON's types: moments are ISO 8601. What may hold a secret has been left out. */
export type RawItem = Readonly<Record<string, unknown>>;

/**
 * A cluster in raw Describe items, as `readSnapshot` takes them. A list that is absent could not be read. Instance types
 * are EC2's to describe, and nobody asks it: the list is empty, for others to fill.
 */
export type ClusterItems = {
  readonly cluster: RawItem;
  readonly containerInstances: readonly RawItem[];
  readonly tasks?: readonly RawItem[];
  /** Those that stopped within the last hour or so, which is as long as ECS remembers them; only with `history`. */
  readonly stoppedTasks?: readonly RawItem[];
  readonly services?: readonly RawItem[];
  readonly taskDefinitions?: readonly RawItem[];
  readonly instanceTypes: readonly RawItem[];
  readonly capacityProviders?: readonly RawItem[];
  /** As DescribeSubnets would have them, of those that tasks stand in. */
  readonly subnets: readonly RawItem[];
};

export type ClusterPart = keyof ClusterItems;

export type ClusterReading = {
  readonly items: ClusterItems;
  /** The parts that are missing, and why. */
  readonly unread: readonly { readonly part: ClusterPart; readonly error: PortError }[];
  /** So many were listed, and gone when they were described. */
  readonly gone: number;
};

export type ClusterScope = {
  /** Name or ARN. */
  readonly cluster: string;
  /** These services and the daemons, with their task definitions; absent: all, and those of standalone tasks. */
  readonly services?: readonly string[];
  /** More task definitions, by ARN, `family:revision` or family. */
  readonly taskDefinitions?: readonly string[];
  /** Nothing more is read of a cluster that has no container instances. */
  readonly onlyWithInstances?: boolean;
  /** Nothing more is read of a cluster with more active services than this: its services are left out. */
  readonly mostServices?: number;
  /** Where more tasks than this are listed, none is described, and the list is left out. Absent: all are. */
  readonly mostTasks?: number;
  /**
   * What has happened as well: of services their events, failed tasks, alarms and who owns them (these tags of theirs),
   * and the tasks that stopped. No call more.
   */
  readonly history?: { readonly ownerTags: readonly string[] };
  /** Is told how many items of a part there are, when they have been read. */
  readonly heard?: (part: ClusterPart, count: number) => void;
};

/** All that placement needs of a cluster. Every function throws PortError. */
export type ClusterReads = {
  /** The names of all clusters. */
  readonly clusters: () => Promise<readonly string[]>;
  /** The names of all services of a cluster. */
  readonly serviceNames: (cluster: string) => Promise<readonly string[]>;
  /** Undefined: there is no such cluster. Throws only where nothing can be said without what failed. */
  readonly read: (scope: ClusterScope) => Promise<ClusterReading | undefined>;
  /** The ARNs of the container instances for which ECS itself says that an expression of the query language holds. */
  readonly matching: (cluster: string, expression: string) => Promise<ReadonlySet<string>>;
};
