import type { Account } from '../model.ts';
import type { Task } from '../task.ts';
import { planOnHost } from './changes.ts';
import { killContainers } from './containers.ts';
import { reported, vanished } from './ending.ts';
import type { StopCause } from './stop.ts';
import { waitOf } from './waits.ts';

export type Failure = Partial<StopCause> & {
  readonly reason: string;
  /** How they ended; those not named have neither code nor reason. */
  readonly containers?: readonly { readonly name: string; readonly exitCode?: number; readonly reason?: string }[];
  /** Its host is gone: nobody is left to take anything down, and nobody knows when it ended. */
  readonly hostGone?: boolean;
};

/** Ends a task that its agent or its host failed, at once. The first cause stands. */
export function failTask(account: Account, task: Task, failure: Failure): void {
  if (task.lastStatus === 'STOPPED' || task.lastStatus === 'DEPROVISIONING') return;
  killContainers(account, task, ({ name }) => failure.containers?.find((each) => each.name === name) ?? {});
  if (task.stoppedReason === undefined && task.ending === undefined) {
    const { stopCode, reason } = failure;
    task.ending = { reason, ...(stopCode !== undefined && { stopCode }) };
  }
  if (failure.hostGone === true) {
    vanished(account, task);
    return;
  }
  task.executionStoppedAt ??= account.agenda.now();
  planOnHost(account, task, waitOf(account, task.launchType, 'failureReport'), () => reported(account, task));
}
