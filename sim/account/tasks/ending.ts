import type { Account } from '../model.ts';
import { giveBack } from '../resources.ts';
import type { Container, Task } from '../task.ts';
import { change, forgetLater, instanceChanged, plan, planOnHost } from './changes.ts';
import { waitOf } from './waits.ts';

/**
 * All containers have ended: their host says so after a while, and not before ECS has heard that they ran, unless the
 * switch tells it at once.
 */
export function executionEnded(account: Account, task: Task): void {
  task.executionStoppedAt ??= account.agenda.now();
  const unheard = task.up && task.startedAt === undefined && task.desiredStatus === 'RUNNING';
  if (!unheard || account.switches.activatingCrashIsToldAtOnce) reportLater(account, task, 0);
}

export function reportLater(account: Account, task: Task, leastMs: number): void {
  const since = account.agenda.now() - (task.executionStoppedAt ?? account.agenda.now());
  const waitMs = Math.max(leastMs, waitOf(account, task.launchType, 'report') - since);
  planOnHost(account, task, waitMs, () => reported(account, task));
}

/** ECS has been told how the containers ended; with a network interface, that goes next. */
export function reported(account: Account, task: Task): void {
  settle(account, task);
  if (!task.attachments.some(({ type }) => type === 'eni')) {
    stopped(account, task);
    return;
  }
  change(account, task, 'DEPROVISIONING', { silent: account.switches.deprovisioningIsSilent });
  const registered = task.attachments.some(({ type, status }) => type === 'elb' && status === 'ATTACHED');
  const waitMs = waitOf(account, task.launchType, registered ? 'removalWithTargets' : 'removal');
  plan(account, task, waitMs, () => stopped(account, task));
}

/** The end: attachments gone, resources given back. */
function stopped(account: Account, task: Task): void {
  account.agenda.cancel(task.next);
  task.next = undefined;
  task.stoppedAt = account.agenda.now();
  for (const attachment of task.attachments) attachment.status = 'DELETED';
  const { instance, taken } = task;
  if (instance !== undefined && taken !== undefined && instance.tasks.delete(task)) giveBack(instance, taken);
  change(account, task, 'STOPPED');
  if (instance !== undefined && instance.status !== 'INACTIVE') instanceChanged(account, instance);
  forgetLater(account, task);
}

/** Nobody is left who could tell of the end or take anything down. */
export function vanished(account: Account, task: Task): void {
  settle(account, task);
  stopped(account, task);
}

function settle(account: Account, task: Task): void {
  task.desiredStatus = 'STOPPED';
  task.stoppingAt ??= account.agenda.now();
  if (task.stoppedReason === undefined && task.ending !== undefined) {
    if (task.ending.stopCode !== undefined) task.stopCode = task.ending.stopCode;
    task.stoppedReason = task.ending.reason;
  }
  for (const container of task.containers) reportContainer(container, 'STOPPED');
}

/** ECS hears what the container does, and how it ended. */
export function reportContainer(container: Container, status: Container['lastStatus']): void {
  container.lastStatus = status;
  if (container.run.exitCode !== undefined) container.exitCode = container.run.exitCode;
  if (container.run.reason !== undefined) container.reason = container.run.reason;
}

/** A container that ends while its task goes on is an event, too (task state change events, developer guide). */
export function sidecarEnded(account: Account, task: Task, container: Container): void {
  const tellIt = (): void => {
    const goesOn = task.lastStatus === 'RUNNING' && task.desiredStatus === 'RUNNING' && task.ending === undefined;
    if (!goesOn || container.lastStatus === 'STOPPED') return;
    reportContainer(container, 'STOPPED');
    change(account, task, 'RUNNING');
  };
  account.agenda.after(waitOf(account, task.launchType, 'report'), `ECS hears of ${container.name}`, () => {
    if (task.instance?.agentConnected === false) task.instance.waiting.push(tellIt);
    else tellIt();
  });
}
