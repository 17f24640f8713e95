import type { ForeignSchedule } from '../../core/foreign-schedules.ts';
import { matchesGlob } from '../../core/glob.ts';
import { scheduledMark } from '../../ecs/scheduled-launch.ts';
import { clusterName } from '../../ecs/arn.ts';
import type { BatchPolicy } from '../policy.ts';

type Ignoring = Pick<BatchPolicy, 'ignoredClusters' | 'ignoredSchedules'>;

export function isWatchedCluster({ clusterArn }: { readonly clusterArn: string }, policy: Ignoring): boolean {
  const cluster = clusterName(clusterArn) ?? clusterArn;
  return !policy.ignoredClusters.some((pattern) => matchesGlob(pattern, cluster));
}

export function isWatchedSchedule({ name, cluster }: ForeignSchedule, policy: Ignoring): boolean {
  const isIgnored = policy.ignoredSchedules.some((pattern) => matchesGlob(pattern, name));
  return !isIgnored && !policy.ignoredClusters.some((pattern) => matchesGlob(pattern, cluster));
}

/** What its tasks are marked with: by that its runs are known, and its history is kept. */
export function markOf({ by, name }: Pick<ForeignSchedule, 'by' | 'name'>): string {
  return scheduledMark(by, name);
}
