import { secondMs } from '../../../lib/core/time.ts';
import { noteStopped } from '../deployments/failures.ts';
import type { Account, ContainerInstance } from '../model.ts';
import type { Service } from '../service.ts';
import type { Task, TaskStatus } from '../task.ts';
import { placeWaitingSoon } from '../tasks/capacity-wait.ts';
import { hasHealthCheck, provenAfterMs, serviceOf } from './standing.ts';
import { forgetThrottle, noteFailedStart } from './throttle.ts';
import { attention } from './attention.ts';
import { wake } from './wake.ts';

/** Has the account's services looked after: call it once, after the load balancers'. */
export function runServices(account: Account): void {
  account.taskListeners.push((task, before) => {
    const service = serviceOf(account, task);
    if (service !== undefined) heard(account, service, { task, before });
    if (task.lastStatus === 'STOPPED' && task.instance?.status === 'DRAINING') wakeDaemons(account, task.clusterArn);
    if (task.lastStatus === 'STOPPED') placeWaitingSoon(account, task.clusterArn);
  });
}

type Heard = { readonly task: Task; readonly before: TaskStatus };

function heard(account: Account, service: Service, { task, before }: Heard): void {
  if (hasJustFailedToStart(task, before)) noteFailedStart(account, service);
  if (task.lastStatus === 'STOPPED') {
    if (!service.tasks.delete(task)) return;
    service.memory.proven.delete(task);
    noteStopped(account, service, task);
    if (service.memory.failedPlacements > 0) service.memory.notBefore = account.agenda.now();
    wake(account, service);
  } else if (task.lastStatus === 'RUNNING' && before !== 'RUNNING') {
    running(account, service, task);
  } else if (task.lastStatus === before && task.lastStatus === 'RUNNING') {
    noticeHealth(account, task);
  } else if (task.desiredStatus === 'STOPPED' ? before === 'RUNNING' : task.lastStatus !== 'ACTIVATING') {
    wake(account, service);
  }
}

/** Seen before it is STOPPED: its successor already has to wait. */
function hasJustFailedToStart({ lastStatus, startedAt, stopCode }: Task, before: TaskStatus): boolean {
  const ended = lastStatus === 'DEPROVISIONING' || (lastStatus === 'STOPPED' && before !== 'DEPROVISIONING');
  const failed = stopCode === 'TaskFailedToStart' || stopCode === 'EssentialContainerExited';
  return ended && failed && startedAt === undefined && before !== lastStatus;
}

function running(account: Account, service: Service, task: Task): void {
  forgetThrottle(service, 'starts');
  wake(account, service, attention.running);
  if (task.targets.length > 0 || hasHealthCheck(task)) return;
  account.agenda.after(provenAfterMs, `task ${task.id} has run for 40 s`, () => {
    if (task.lastStatus === 'RUNNING') wake(account, service, attention.proven);
  });
}

/** A task's own health or a target's has changed; what happens in the grace period counts after it. */
export function noticeHealth(account: Account, task: Task): void {
  const service = serviceOf(account, task);
  if (service === undefined) return;
  wake(account, service);
  const graceEnds = (task.startedAt ?? task.createdAt) + service.healthCheckGracePeriodS * secondMs;
  if (graceEnds <= account.agenda.now()) return;
  account.agenda.at(graceEnds, `grace period of task ${task.id} ends`, () => wake(account, service));
}

/**
 * To be called when an instance became ACTIVE, began to drain or left: the services that run on it or wait for a place
 * are looked at.
 */
export function noticeInstance(account: Account, instance: ContainerInstance): void {
  for (const task of instance.tasks) {
    const service = serviceOf(account, task);
    if (service !== undefined) wake(account, service);
  }
  wakeDaemons(account, instance.clusterArn);
  if (instance.status !== 'ACTIVE') return;
  wakeWaiting(account, instance.clusterArn);
  placeWaitingSoon(account, instance.clusterArn);
}

function wakeDaemons(account: Account, clusterArn: string): void {
  for (const service of account.services.values()) {
    if (service.scheduling === 'DAEMON' && service.clusterArn === clusterArn) wake(account, service);
  }
}

function wakeWaiting(account: Account, clusterArn: string): void {
  for (const service of account.services.values()) {
    if (service.clusterArn !== clusterArn || service.memory.failedPlacements === 0) continue;
    service.memory.notBefore = account.agenda.now();
    wake(account, service);
  }
}
