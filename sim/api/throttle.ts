import type { Instant } from '../../lib/core/time.ts';
import { secondMs } from '../../lib/core/time.ts';

/** A token bucket: how many requests at once, and how many come back each second. */
export type Bucket = { readonly burst: number; readonly perSecond: number };

/**
 * Buckets per account and Region (Amazon ECS API throttling; API_LookupEvents; CloudWatch Logs,
 * CloudWatch and SSM quotas). An
 * operation that is in none is not throttled: its limit was not found.
 */
export const buckets = {
  'cluster read': { burst: 50, perSecond: 20 },
  'cluster resource read': { burst: 100, perSecond: 20 },
  'cluster resource modify': { burst: 100, perSecond: 40 },
  'service read': { burst: 100, perSecond: 20 },
  'trail look-up': { burst: 2, perSecond: 2 },
  'log events read': { burst: 25, perSecond: 25 },
  'metric write': { burst: 500, perSecond: 500 },
  'metric data read': { burst: 50, perSecond: 50 },
  'metric statistics read': { burst: 400, perSecond: 400 },
  'metric list': { burst: 25, perSecond: 25 },
  'parameter read': { burst: 40, perSecond: 40 },
} as const satisfies Readonly<Record<string, Bucket>>;

export type BucketName = keyof typeof buckets;

const bucketOf: Readonly<Record<string, BucketName>> = {
  'ECS.ListClusters': 'cluster read',
  'ECS.DescribeClusters': 'cluster read',
  'ECS.ListContainerInstances': 'cluster resource read',
  'ECS.DescribeContainerInstances': 'cluster resource read',
  'ECS.ListTasks': 'cluster resource read',
  'ECS.DescribeTasks': 'cluster resource read',
  'ECS.UpdateContainerInstancesState': 'cluster resource modify',
  'ECS.DeregisterContainerInstance': 'cluster resource modify',
  'ECS.RunTask': 'cluster resource modify',
  'ECS.StartTask': 'cluster resource modify',
  'ECS.StopTask': 'cluster resource modify',
  'ECS.ListServices': 'service read',
  'ECS.DescribeServices': 'service read',
  'ECS.ListServiceDeployments': 'service read',
  'ECS.DescribeServiceDeployments': 'service read',
  'ECS.DescribeServiceRevisions': 'service read',
  'CloudTrail.LookupEvents': 'trail look-up',
  'CloudWatchLogs.GetLogEvents': 'log events read',
  'CloudWatch.PutMetricData': 'metric write',
  'CloudWatch.GetMetricData': 'metric data read',
  'CloudWatch.GetMetricStatistics': 'metric statistics read',
  'CloudWatch.ListMetrics': 'metric list',
  'SSM.GetParameter': 'parameter read',
  'SSM.GetParameters': 'parameter read',
};

/** The bucket an operation takes from; undefined: none. */
export function bucketNameOf(operation: string): BucketName | undefined {
  return bucketOf[operation];
}

/** How full each bucket is, in virtual time. `true`: AWS's sizes; others may be set smaller. */
export class Throttle {
  private readonly now: () => Instant;
  private readonly sizes: Readonly<Record<string, Bucket>>;
  private readonly levels = new Map<BucketName, { tokens: number; at: Instant }>();

  constructor(now: () => Instant, sizes: true | Readonly<Partial<Record<BucketName, Bucket>>>) {
    this.now = now;
    this.sizes = { ...buckets, ...(sizes === true ? {} : sizes) };
  }

  /** Takes a token for the operation; false when there is none. */
  admits(operation: string): boolean {
    const name = bucketOf[operation];
    const bucket = name === undefined ? undefined : this.sizes[name];
    if (name === undefined || bucket === undefined) return true;
    const now = this.now();
    const level = this.levels.get(name) ?? { tokens: bucket.burst, at: now };
    const refilled = level.tokens + ((now - level.at) / secondMs) * bucket.perSecond;
    const tokens = Math.min(bucket.burst, refilled);
    const admitted = tokens >= 1;
    this.levels.set(name, { tokens: admitted ? tokens - 1 : tokens, at: now });
    return admitted;
  }
}
