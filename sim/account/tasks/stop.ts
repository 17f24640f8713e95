import { minuteMs } from '../../../lib/core/time.ts';
import type { Account } from '../model.ts';
import type { Task } from '../task.ts';
import { change, plan, planOnHost } from './changes.ts';
import { signalContainers } from './containers.ts';
import { waitOf } from './waits.ts';

/** `stopCode` as in API_Task: `ServiceSchedulerInitiated`, `UserInitiated`, `EssentialContainerExited`, … */
export type StopCause = { readonly stopCode: string; readonly reason: string };

/** Stops a task gracefully: drained, signalled, waited for. A task that is already on its way out is left alone. */
export function stopTask(account: Account, task: Task, { stopCode, reason }: StopCause): void {
  if (onItsWayOut(task)) return;
  task.desiredStatus = 'STOPPED';
  task.stopCode = stopCode;
  task.stoppedReason = reason;
  task.stoppingAt = account.agenda.now();
  if (!task.up) abandon(account, task);
  else if (task.targets.length > 0) deactivate(account, task);
  else stopping(account, task, 0);
}

/** It was told to stop, or its containers have ended and ECS will learn of it. */
function onItsWayOut(task: Task): boolean {
  return task.desiredStatus === 'STOPPED' || task.ending !== undefined;
}

/** Not yet up: whether a status of its own comes between is a switch. */
function abandon(account: Account, task: Task): void {
  if (account.switches.earlyStopIsStopping) change(account, task, 'STOPPING');
  account.agenda.cancel(task.next);
  task.next = undefined;
  signalContainers(account, task);
}

/** Out of the target groups first. */
function deactivate(account: Account, task: Task): void {
  change(account, task, 'DEACTIVATING');
  const drainMs = account.drainMsOf?.(task) ?? 0;
  const waitMs = drainMs + waitOf(account, task.launchType, 'deregistration');
  plan(account, task, waitMs, () => {
    for (const attachment of task.attachments) if (attachment.type === 'elb') attachment.status = 'DELETED';
    stopping(account, task, 0);
  });
}

/** An agent that is not connected is told later; until then the task stays as it is but for what is wanted. */
function stopping(account: Account, task: Task, waitMs: number): void {
  const silent = !account.switches.disconnectedStopIsTold;
  if (task.instance?.agentConnected === false) change(account, task, task.lastStatus, { silent });
  const stays = task.instance !== undefined && account.switches.hostStopStaysRunning;
  planOnHost(account, task, waitMs, () => {
    change(account, task, stays ? task.lastStatus : 'STOPPING');
    const signalMs = waitOf(account, task.launchType, 'signal');
    planOnHost(account, task, signalMs, () => signalContainers(account, task));
  });
}

/**
 * Fargate takes a Spot task back: one event says so while it still runs, its containers are signalled at once and have
 * their stop time-outs, at most two minutes (fargate-capacity-providers, Amazon ECS developer guide).
 */
export function interruptTask(account: Account, task: Task): void {
  if (onItsWayOut(task) || task.lastStatus === 'STOPPED') return;
  task.desiredStatus = 'STOPPED';
  if (!account.switches.spotStopsWithoutCode) task.stopCode = 'SpotInterruption';
  task.stoppedReason = 'Your Spot Task was interrupted.';
  account.agenda.cancel(task.next);
  task.next = undefined;
  change(account, task, task.lastStatus);
  signalContainers(account, task);
}

/** Keeps the service scheduler from stopping it on its own account; no minutes end that (API_UpdateTaskProtection). */
export function protectTask(account: Account, task: Task, minutes: number | undefined): void {
  if (minutes === undefined) delete task.protectedUntil;
  else task.protectedUntil = account.agenda.now() + minutes * minuteMs;
}

export function isProtected(account: Account, task: Task): boolean {
  return task.protectedUntil !== undefined && task.protectedUntil > account.agenda.now();
}
