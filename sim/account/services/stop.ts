import { emitServiceAction } from '../events.ts';
import { drained } from '../instances.ts';
import type { Account } from '../model.ts';
import type { Service } from '../service.ts';
import type { Task } from '../task.ts';
import type { StopCause } from '../tasks/stop.ts';
import { isProtected, stopTask } from '../tasks/stop.ts';
import { scaleInOrder } from './choose.ts';
import { tell, words } from './messages.ts';
import { targetsOf } from './standing.ts';
import type { View } from './view.ts';

/** For every stop the scheduler makes (API_Task). */
const stopCode = 'ServiceSchedulerInitiated';
/** That of every published scale-in and replacement. */
export const scaling = (task: Task): StopCause => ({
  stopCode,
  reason: `Scaling activity initiated by (deployment ${task.startedBy ?? ''})`,
});
/** Says whether it was stopped: a task whose containers have ended is on its way out without ECS knowing yet. */
export function stopOne(account: Account, task: Task, cause: StopCause): boolean {
  if (task.desiredStatus === 'RUNNING') stopTask(account, task, cause);
  return wasStopped(task);
}

const wasStopped = ({ desiredStatus }: Task): boolean => desiredStatus === 'STOPPED';

/** Why a task that is to be replaced goes. */
export const causeOf = (task: Task): StopCause => (task.instance?.status === 'DRAINING' ? drained : scaling(task));

/**
 * Stops what older deployments and draining hosts still run, as far as `lower` tasks stay healthy. Tasks that do not
 * run yet stop at once (container-instance-draining). Protected ones stay (task-scale-in-protection).
 */
export function stopSpare(account: Account, view: View): Task[] {
  const { spare, standing, lower } = view;
  const stopped: Task[] = [];
  const candidates = spare.filter((task) => !isHeld(account, task));
  const { scaleInTakesNewest } = account.switches;
  for (const task of scaleInOrder(candidates, candidates.length, standing, scaleInTakesNewest)) {
    const isHealthy = standing.get(task) === 'healthy';
    if (standing.get(task) !== 'starting' && view.healthy - Number(isHealthy) < lower) continue;
    if (!stopOne(account, task, causeOf(task))) continue;
    view.live -= 1;
    if (isHealthy) view.healthy -= 1;
    stopped.push(task);
  }
  return stopped;
}

function isHeld(account: Account, task: Task): boolean {
  if (!isProtected(account, task)) return false;
  return task.instance?.status !== 'DRAINING' || account.switches.protectionHoldsDrain;
}

/** Stops more tasks than are wanted. Says how many could not be stopped because they are protected. */
export function scaleIn(account: Account, view: View): { readonly stopped: Task[]; readonly held: number } {
  const excess = view.staying.length - view.desired;
  if (excess <= 0) return { stopped: [], held: 0 };
  const candidates = view.staying.filter((task) => !isProtected(account, task));
  const stopped: Task[] = [];
  const { scaleInTakesNewest } = account.switches;
  for (const task of scaleInOrder(candidates, excess, view.standing, scaleInTakesNewest)) {
    if (!stopOne(account, task, scaling(task))) continue;
    stopped.push(task);
    view.live -= 1;
    if (view.standing.get(task) === 'healthy') view.healthy -= 1;
    view.staying.splice(view.staying.indexOf(task), 1);
  }
  return { stopped, held: excess - stopped.length };
}

/** Stops unhealthy tasks: as many as were replaced beforehand, and one where there was no room for another. */
export function stopSick(account: Account, service: Service, view: View, replaced: number): Task[] {
  const most = view.staying.length >= view.desired ? view.sick.length : Math.max(1, replaced);
  const stopped: Task[] = [];
  for (const task of view.sick.slice(0, most)) {
    if (!stopUnhealthy(account, service, task)) continue;
    view.live -= 1;
    stopped.push(task);
  }
  return stopped;
}

/** Says whether it was stopped: one whose containers have ended is on its way out. */
export function stopUnhealthy(account: Account, service: Service, task: Task): boolean {
  if (task.ending !== undefined) return false;
  stopTask(account, task, { stopCode, reason: sayWhySick(account, service, task) });
  return true;
}

/** Tells the message and gives the stoppedReason of the task. */
function sayWhySick(account: Account, service: Service, task: Task): string {
  const bad = targetsOf(account, task).find(({ state }) => state === 'unhealthy');
  if (bad === undefined) {
    tell(account, service, words.containerUnhealthy(task));
    return 'Task failed container health checks';
  }
  const { port, description, groupArn } = bad;
  const reason = description ?? 'Health checks failed';
  tell(account, service, words.targetUnhealthy(task, { port, group: groupArn, reason }));
  return `Task failed ELB health checks in (target-group ${groupArn})`;
}

export function tellStopped(account: Account, service: Service, stopped: readonly Task[]): void {
  if (stopped.length === 0) return;
  tell(account, service, words.stopped(stopped));
  if (account.switches.stopsAreTold) {
    emitServiceAction(account, service, { eventType: 'INFO', eventName: 'TASKS_STOPPED' });
  }
}

/** Everything goes: the service is being deleted. */
export function stopAll(account: Account, service: Service): void {
  const tasks = [...service.tasks].filter((task) => !wasStopped(task) && stopOne(account, task, scaling(task)));
  tellStopped(account, service, tasks);
}
