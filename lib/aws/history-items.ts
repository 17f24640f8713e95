import type { Service, Task } from '@aws-sdk/client-ecs';
import type { RawItem } from '../core/cluster-reads.ts';
import { redact } from '../core/redaction.ts';
import type { Kept } from './kept-item.ts';
import { keptOfService, keptOfTask } from './placement-items.ts';

/** With what has happened to it. Of its tags only those of its owner are kept: see `describedServices`. */
export const keptOfServiceHistory: Kept<Service> = {
  ...keptOfService,
  tags: { key: true, value: true },
  events: { id: true, createdAt: true, message: true },
  currentServiceDeployment: true,
  deploymentConfiguration: {
    ...keptOfService.deploymentConfiguration,
    bakeTimeInMinutes: true,
    alarms: { alarmNames: true, enable: true, rollback: true },
  },
  loadBalancers: {
    ...keptOfService.loadBalancers,
    advancedConfiguration: { alternateTargetGroupArn: true },
  },
  deployments: { ...keptOfService.deployments, failedTasks: true, rolloutStateReason: true },
  taskSets: { ...keptOfService.taskSets, createdAt: true, loadBalancers: { targetGroupArn: true } },
};

/** What tells why a task stopped. */
export const keptOfStoppedTask: Kept<Task> = {
  ...keptOfTask,
  version: true,
  stopCode: true,
  stoppedReason: true,
  stoppedAt: true,
  healthStatus: true,
  containers: {
    name: true,
    lastStatus: true,
    exitCode: true,
    reason: true,
    image: true,
    imageDigest: true,
    healthStatus: true,
  },
};

/** Keys under which AWS quotes applications, registries and people. */
const quoted: ReadonlySet<string> = new Set(['message', 'reason', 'stoppedReason', 'rolloutStateReason']);

/** An item whose quotations have been rid of what looks like a secret. */
export function redacted(item: RawItem): RawItem {
  const entries = Object.entries(item).map(([key, value]) => [key, redactedPart(key, value)] as const);
  return Object.fromEntries(entries);
}

function redactedPart(key: string, value: unknown): unknown {
  if (typeof value === 'string') return quoted.has(key) ? redact(value) : value;
  if (Array.isArray(value)) return value.map((each: unknown) => redactedPart(key, each));
  return typeof value === 'object' && value !== null ? redacted({ ...value }) : value;
}
