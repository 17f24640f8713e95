import type { RawItem } from './cluster-reads.ts';

/**
 * What advice needs beside a cluster's own items, in raw items of the calls it is named after. Values of the environment
 * have been left out. Every function throws PortError.
 */
export type AdviceReads = {
  /** An item of DescribeTaskDefinition, by ARN, `family:revision` or family; undefined: there is none. */
  readonly taskDefinition: (name: string) => Promise<RawItem | undefined>;
  /** Tags of a service, by ARN: `{ key, value }`. */
  readonly tags: (arn: string) => Promise<readonly RawItem[]>;
  /** The caller's effective settings: `{ name, value }`. */
  readonly accountSettings: () => Promise<readonly RawItem[]>;
  /** Of GetTaskProtection, of tasks of one cluster. */
  readonly protectedTasks: (cluster: string, taskArns: readonly string[]) => Promise<readonly RawItem[]>;
  /** Of DescribeTargetGroups and DescribeLoadBalancers (ELBv2), by ARN. */
  readonly targetGroups: (arns: readonly string[]) => Promise<readonly RawItem[]>;
  readonly loadBalancers: (arns: readonly string[]) => Promise<readonly RawItem[]>;
};
