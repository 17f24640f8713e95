import type { Account } from '../model.ts';
import type { Service } from '../service.ts';
import { deploymentOf } from '../services/standing.ts';
import type { Task } from '../task.ts';

/** Stops by the scheduler for their health; its other stops are no failures. */
const unhealthy = /^Task failed (?:ELB|container) health checks/u;

/**
 * Counts a task that has stopped. "A task is considered a failure if the service scheduler can't launch the task, the
 * task doesn't transition to a RUNNING state, or if it fails any of its defined health checks and is stopped"
 * (API_Deployment, failedTasks). One that exits by itself counts as well: the recorded deployment failed of three such.
 */
export function noteStopped(account: Account, service: Service, task: Task): void {
  const { stopCode, stoppedReason = '' } = task;
  const failed =
    stopCode === 'TaskFailedToStart' || stopCode === 'EssentialContainerExited' || unhealthy.test(stoppedReason);
  if (!failed) return;
  const deployment = deploymentOf(service, task);
  if (deployment === undefined) return;
  deployment.failedTasks += 1;
  const rollOut = account.serviceDeployments.get(deployment.serviceDeploymentArn);
  if (rollOut !== undefined && deployment.rolloutState === 'IN_PROGRESS') rollOut.failures += 1;
}

/** A task of the primary deployment found no place, and none of the service's own is about to make room. */
export function noteUnplaced(service: Service): void {
  const [primary] = service.deployments;
  const leaving = [...service.tasks].some(({ desiredStatus }) => desiredStatus === 'STOPPED');
  if (primary !== undefined && !leaving) primary.failedTasks += 1;
}
