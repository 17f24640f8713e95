import type { RawItem } from './cluster-reads.ts';

/**
 * What of an account watches ECS already, and what starts its tasks, in raw items of the calls it is named after, without
 * what may hold a secret. Every function throws PortError.
 */
export type WatcherReads = {
  /** Of DescribeTargetHealth, with the group's ARN under `TargetGroupArn`. */
  readonly targetHealth: (targetGroupArns: readonly string[]) => Promise<readonly RawItem[]>;
  /** Of DescribeAlarms, both kinds: those with a metric of ECS or of a load balancer, and composite ones. */
  readonly alarms: () => Promise<readonly RawItem[]>;
  /** Of ListRules, those that hear ECS or start tasks, with those of ListTargetsByRule under `Targets`. */
  readonly rules: () => Promise<readonly RawItem[]>;
  /** Of ListSubscriptionsByTopic: `Protocol`, and of `Endpoint` the host alone. */
  readonly subscriptions: (topicArns: readonly string[]) => Promise<readonly RawItem[]>;
  /** Of GetSchedule (EventBridge Scheduler), those that start tasks. */
  readonly schedules: () => Promise<readonly RawItem[]>;
};
