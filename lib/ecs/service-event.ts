import type { AwsEvent, ContainerInstanceChanged, DeploymentChanged, ServiceAction } from '../core/event.ts';
import { deploymentReasonOf } from './deployment-reason.ts';
import { drainCauses } from './drain-causes.ts';
import { loopCauses } from './loop-causes.ts';
import { jobSettingCauses } from './job-causes.ts';
import { otherCauses } from './other-causes.ts';
import { awsCauses } from './aws-causes.ts';
import type { Meaning, ServiceCause } from './service-cause.ts';
import { roomCauses } from './room-causes.ts';
import { scaleCauses } from './scale-causes.ts';
import { runCauses } from './run-causes.ts';
import { foreignCauses } from './foreign-causes.ts';
import { watchCauses } from './watch-causes.ts';
import { serviceCauses } from './service-causes.ts';
import { alarmCauses, silentCauses } from './silent-causes.ts';

/** What one kind of event means, and the cause it is when it is one. */
export type ServiceEventRow =
  | { readonly meaning: Exclude<Meaning, CauseMeaning> }
  | ({ readonly meaning: CauseMeaning } & ServiceCause);

type CauseMeaning = 'failure' | 'action-needed' | 'rollback' | 'deployment-failed';

const causes: ReadonlyMap<string, ServiceCause> = new Map(
  [
    ...serviceCauses,
    ...silentCauses,
    ...alarmCauses,
    ...otherCauses,
    ...awsCauses,
    ...roomCauses,
    ...drainCauses,
    ...loopCauses,
    ...scaleCauses,
    ...jobSettingCauses,
    ...runCauses,
    ...watchCauses,
    ...foreignCauses,
  ].map((cause) => [cause.id, cause]),
);

/** Ids of all causes that are no task's stop. */
export const serviceCauseIds: readonly string[] = [...causes.keys()];

export function findServiceCause(id: string): ServiceCause | undefined {
  return causes.get(id);
}

/**
 * Each table gives a meaning, or the id of a cause.
 * Event names of service actions and deployments. Sources: ecs_service_events, ecs_service_deployment_events,
 * service-rebalancing-tracking. CAPACITY_PROVIDER_STEADY_STATE comes with every steady state and says nothing of tasks.
 */
const serviceEvents = tableOf({
  SERVICE_STEADY_STATE: 'resolve-signal',
  TASKSET_STEADY_STATE: 'resolve-signal',
  CAPACITY_PROVIDER_STEADY_STATE: 'noise',
  SERVICE_DESIRED_COUNT_UPDATED: 'context',
  TASKS_STARTED: 'context',
  TASKS_STOPPED: 'context',
  SERVICE_REBALANCING_STARTED: 'context',
  SERVICE_REBALANCING_COMPLETED: 'context',
  SERVICE_REBALANCING_STOPPED: 'context',
  TASKSET_SCALE_IN: 'context',
  TASKSET_SCALE_IN_FAILURE_BY_TASK_PROTECTION: 'context',
  SERVICE_DEPLOYMENT_IN_PROGRESS: 'deployment-started',
  SERVICE_DEPLOYMENT_COMPLETED: 'deployment-completed',
  SERVICE_DEPLOYMENT_FAILED: 'deployment_failed',
  SERVICE_TASK_START_IMPAIRED: 'task_start_impaired',
  SERVICE_DISCOVERY_INSTANCE_UNHEALTHY: 'discovery_unhealthy',
  VPC_LATTICE_TARGET_UNHEALTHY: 'lattice_unhealthy',
  SERVICE_TASK_PLACEMENT_FAILURE: 'placement_failure',
  SERVICE_DAEMON_PLACEMENT_CONSTRAINT_VIOLATED: 'daemon_placement_violated',
  SERVICE_TASK_CONFIGURATION_FAILURE: 'task_configuration',
  SERVICE_HEALTH_UNKNOWN: 'health_unknown',
  ECS_OPERATION_THROTTLED: 'ecs_throttled',
  SERVICE_DISCOVERY_OPERATION_THROTTLED: 'discovery_throttled',
});

/** ecs_hook_state_change_events, continue-service-deployment. */
const hookEvents = tableOf({
  HOOK_IN_PROGRESS: 'context',
  HOOK_AWAITING_ACTION: 'hook_awaiting',
  HOOK_SUCCEEDED: 'resolve-signal',
  HOOK_FAILED: 'hook_failed',
  HOOK_TIMED_OUT: 'hook_timed_out',
});

/** managed-daemons-events. STOPPED follows a failure or a newer deployment: what went wrong is told by the roll-back. */
const daemonEvents = tableOf({
  DAEMON_TASK_START_IMPAIRED: 'daemon_start_impaired',
  DAEMON_DEPLOYMENT_PENDING: 'context',
  DAEMON_DEPLOYMENT_IN_PROGRESS: 'context',
  DAEMON_DEPLOYMENT_STOPPED: 'context',
  DAEMON_DEPLOYMENT_STOP_REQUESTED: 'context',
  DAEMON_DEPLOYMENT_SUCCESSFUL: 'resolve-signal',
  DAEMON_DEPLOYMENT_ROLLBACK_IN_PROGRESS: 'daemon_rollback',
  DAEMON_DEPLOYMENT_ROLLBACK_SUCCESSFUL: 'resolve-signal',
  DAEMON_DEPLOYMENT_ROLLBACK_FAILED: 'daemon_rollback_failed',
});

/** CodeDeploy user guide, monitoring-cloudwatch-events: START, SUCCESS, FAILURE, STOP, READY; QUEUED in practice. */
const codeDeployStates = tableOf({
  START: 'deployment-started',
  SUCCESS: 'deployment-completed',
  FAILURE: 'codedeploy_failed',
  STOP: 'codedeploy_stopped',
  READY: 'context',
  QUEUED: 'context',
});

/** container-instance-health: the two states in between prove nothing. */
const instanceStatuses = tableOf({
  OK: 'resolve-signal',
  IMPAIRED: 'instance_impaired',
  INSUFFICIENT_DATA: 'context',
  INITIALIZING: 'context',
});

/** API_ContainerInstance: nothing is wrong any more with an instance that has left its cluster. */
const gone: ReadonlySet<string> = new Set(['INACTIVE', 'DEREGISTERED']);

export function isInCluster({ status }: ContainerInstanceChanged): boolean {
  return !gone.has(status ?? '');
}

/** What an event means that is not a task's, nor of our own. */
export function findServiceEvent(event: AwsEvent): ServiceEventRow | undefined {
  switch (event.kind) {
    case 'service-action':
    case 'deployment':
      return deploymentRow(event) ?? rowOf(serviceEvents.get(event.eventName), event.eventType);
    case 'hook':
      return rowOf(hookEvents.get(event.eventName), event.eventType);
    case 'daemon':
      return rowOf(daemonEvents.get(event.eventName), event.eventType);
    case 'codedeploy-deployment':
      return rowOf(codeDeployStates.get(event.state), 'INFO');
    case 'container-instance-health':
      return rowOf(instanceStatuses.get(event.overallStatus), 'INFO');
    case 'container-instance':
      return rowOf(gone.has(event.status ?? '') ? 'resolve-signal' : 'context', 'INFO');
    default:
      return undefined;
  }
}

/**
 * Where the name is not enough: a roll-back begins under the name of every deployment's beginning, and an alarm ends one
 * under the name of every failure. ECS lists these names under service actions as well (ecs_service_events).
 */
function deploymentRow({
  eventName,
  eventType,
  reason,
}: DeploymentChanged | ServiceAction): ServiceEventRow | undefined {
  const { judge, rollsBack } = deploymentReasonOf(reason);
  if (eventName === 'SERVICE_DEPLOYMENT_IN_PROGRESS' && rollsBack) return rowOf('deployment_rollback', eventType);
  if (eventName === 'SERVICE_DEPLOYMENT_FAILED' && judge === 'alarm') return rowOf('deployment_alarm', eventType);
  return undefined;
}

const meanings: Readonly<Record<string, CauseMeaning>> = {
  deployment_failed: 'deployment-failed',
  deployment_alarm: 'deployment-failed',
  deployment_rollback: 'rollback',
  hook_awaiting: 'action-needed',
};

/** Unknown names are told when ECS itself calls them a warning or an error (`WARN`, in daemon events `WARNING`). */
function rowOf(meant: string | undefined, eventType: string): ServiceEventRow {
  const id = meant ?? (/^(warn|error)/i.test(eventType) ? 'service_event_unknown' : 'context');
  const cause = causes.get(id);
  if (cause !== undefined) return { meaning: meanings[id] ?? 'failure', ...cause };
  return { meaning: plain.find((meaning) => meaning === id) ?? 'context' };
}

const plain = ['resolve-signal', 'context', 'noise', 'deployment-started', 'deployment-completed'] as const;

/** The deployment that is put back, where the event of a roll-back's beginning names it. */
export function rollbackTargetOf(event: AwsEvent): string | undefined {
  if (event.kind !== 'deployment' && event.kind !== 'service-action') return undefined;
  if (event.eventName !== 'SERVICE_DEPLOYMENT_IN_PROGRESS') return undefined;
  return deploymentReasonOf(event.reason).rollbackTo;
}

/** A map, because the names come from outside: a plain object would know `constructor`. */
function tableOf(rows: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(rows));
}
