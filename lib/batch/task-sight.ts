import type { EcsTask } from '../core/ecs-reads.ts';
import type { TaskChanged } from '../core/event.ts';
import { present } from '../core/present.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs, secondMs } from '../core/time.ts';
import { fractionOf } from '../core/short-hash.ts';
import type { Launch, LiveTask, RunState, Stopped } from './state.ts';

/** Statuses in the order in which a task passes them (task-lifecycle-explanation). */
const statuses = [
  'PROVISIONING',
  'PENDING',
  'ACTIVATING',
  'RUNNING',
  'DEACTIVATING',
  'STOPPING',
  'DEPROVISIONING',
  'STOPPED',
];

/** What an event, or a description, shows of a task. */
type Sight = Pick<
  EcsTask,
  | 'arn'
  | 'lastStatus'
  | 'desiredStatus'
  | 'version'
  | 'startedBy'
  | 'launchType'
  | 'capacityProvider'
  | 'containerInstanceArn'
  | 'availabilityZone'
  | 'stopCode'
  | 'stoppedReason'
  | 'startedAt'
  | 'stoppedAt'
  | 'containers'
> & { readonly seenAt: Instant };

export function sightOf(event: TaskChanged): Sight {
  const { taskArn, capacityProviderName, at, ...rest } = event;
  return {
    ...rest,
    arn: taskArn,
    seenAt: at,
    ...(capacityProviderName !== undefined && { capacityProvider: capacityProviderName }),
  };
}

/** A task that is ours from now on. */
export function placed(state: RunState, launch: Launch, at: { readonly arn: string; readonly now: Instant }): RunState {
  const { launch: _, ...rest } = state;
  const task: LiveTask = {
    arn: at.arn,
    attempt: launch.attempt,
    tryNumber: launch.tryNumber,
    choice: launch.choice,
    placedAt: at.now,
    version: 0,
    lastStatus: 'PROVISIONING',
    desiredStatus: 'RUNNING',
  };
  return { ...rest, task, lookAt: at.now + lookWaitMs(task, at.now) };
}

/** What is seen of it, unless something newer was: events come late, twice and in any order. */
export function seen(state: RunState, sight: Sight): RunState {
  const { task } = state;
  if (task === undefined || task.arn !== sight.arn || !isNewer(task, sight)) return state;
  const { missingSince: _, ...rest } = task;
  const startedAt = startOf(task, sight);
  const next: LiveTask = {
    ...rest,
    version: Math.max(task.version, sight.version ?? 0),
    lastStatus: sight.lastStatus,
    desiredStatus: sight.desiredStatus,
    seenAt: Math.max(task.seenAt ?? 0, sight.seenAt),
    ...present({
      startedAt,
      launchType: sight.launchType ?? task.launchType,
      capacityProvider: sight.capacityProvider ?? task.capacityProvider,
      availabilityZone: sight.availabilityZone ?? task.availabilityZone,
      containerInstanceArn: sight.containerInstanceArn ?? task.containerInstanceArn,
      stopped: sight.lastStatus === 'STOPPED' ? stoppedOf(sight) : undefined,
    }),
  };
  const ranAt = startedAt === undefined ? {} : { ranAt: state.ranAt ?? startedAt };
  return { ...state, ...ranAt, task: next };
}

/** An older event of RUNNING may lack it. */
function startOf(task: LiveTask, { startedAt, lastStatus, seenAt }: Sight): Instant | undefined {
  return startedAt ?? task.startedAt ?? (lastStatus === 'RUNNING' ? seenAt : undefined);
}

function stoppedOf(sight: Sight): Stopped {
  return {
    at: sight.stoppedAt ?? sight.seenAt,
    ...present({ stopCode: sight.stopCode, reason: sight.stoppedReason }),
    containers: sight.containers.map(({ name, exitCode, reason, image }) => ({
      name,
      ...present({ exitCode, reason, image }),
    })),
  };
}

/** By version where there is one; a description may be older than what an event has told. STOPPED is the end. */
function isNewer(task: LiveTask, sight: Sight): boolean {
  if (task.stopped !== undefined) return false;
  if (sight.version !== undefined && sight.version !== task.version) return sight.version > task.version;
  return statuses.indexOf(sight.lastStatus) >= statuses.indexOf(task.lastStatus);
}

/**
 * Events tell how a task stands; looks are for those that were lost. Far more often than ECS forgets a stopped task.
 * Apart by chance: many runs begin in the same minute.
 */
export function lookWaitMs({ arn, startedAt }: Pick<LiveTask, 'arn' | 'startedAt'>, now: Instant): number {
  const dice = fractionOf(`${arn} ${now}`);
  const isYoung = startedAt === undefined || now < startedAt + 10 * minuteMs;
  return Math.round(isYoung ? (60 + 60 * dice) * secondMs : (5 + 5 * dice) * minuteMs);
}
