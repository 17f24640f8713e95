import type { EcsTask } from '../core/ecs-reads.ts';
import type { TaskChanged } from '../core/event.ts';
import { present } from '../core/present.ts';
import type { Read } from '../core/ports.ts';
import type { Subject } from '../core/subject.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs } from '../core/time.ts';
import { diagnose } from '../ecs/stops/diagnosis.ts';

/** What stopped longer ago has been made up for, or is seen in the counts. */
const newsMs = 20 * minuteMs;

/**
 * The failures among stopped tasks that were read, as the events that told of them, or should have. Expected stops are
 * not among them: a reading would count them again and again.
 */
export function failuresIn(
  stopped: Read<readonly EcsTask[]> | undefined,
  { account, region }: Pick<Subject, 'account' | 'region'>,
  now: Instant,
): readonly TaskChanged[] {
  if (stopped?.ok !== true) return [];
  const tasks = stopped.value.map((task) => asEvent(task, { account, region, now }));
  return tasks.filter((task) => now - task.at < newsMs && diagnose(task)?.failure === true);
}

/** A task that was read, as the event that tells of it. */
export function asEvent(
  { arn, startedBy, ...task }: EcsTask,
  { account, region, now }: { readonly account: string; readonly region: string; readonly now: Instant },
): TaskChanged {
  const { group, version, capacityProvider, launchType, containerInstanceArn, availabilityZone } = task;
  const { stopCode, stoppedReason, createdAt, startedAt, stoppedAt } = task;
  return {
    kind: 'task',
    id: `read/${arn}`,
    at: stoppedAt ?? now,
    account,
    region,
    clusterArn: task.clusterArn,
    taskArn: arn,
    taskDefinitionArn: task.taskDefinitionArn,
    lastStatus: task.lastStatus,
    desiredStatus: task.desiredStatus,
    containers: task.containers,
    ...present({
      startedBy,
      group,
      version,
      launchType,
      containerInstanceArn,
      availabilityZone,
      stopCode,
      stoppedReason,
      createdAt,
      startedAt,
      stoppedAt,
      capacityProviderName: capacityProvider,
    }),
  };
}
