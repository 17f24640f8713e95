import { hourMs } from '../../../lib/core/time.ts';
import { emitInstance } from '../events.ts';
import type { Account, ContainerInstance } from '../model.ts';
import { emitTask } from '../task-event.ts';
import type { Task, TaskStatus } from '../task.ts';
import { forgetTask } from './groups.ts';

/** Gives a task its next status (or the same once more) and version, and tells everybody; `silent`: but EventBridge. */
export function change(
  account: Account,
  task: Task,
  status: TaskStatus,
  { silent = false, ...how }: { readonly poorer?: boolean; readonly silent?: boolean } = {},
): void {
  const before = task.lastStatus;
  task.lastStatus = status;
  task.version += 1;
  task.updatedAt = account.agenda.now();
  if (!silent) emitTask(account, task, how);
  tell(account, task, before);
}

/** For what ECS sends no event of: health. */
export function tell(account: Account, task: Task, before: TaskStatus): void {
  for (const listen of account.taskListeners) listen(task, before);
}

export function instanceChanged(account: Account, instance: ContainerInstance): void {
  instance.version += 1;
  emitInstance(account, instance);
}

/** What happens to the task next, in place of what was planned. */
export function plan(account: Account, task: Task, waitMs: number, run: () => void): void {
  account.agenda.cancel(task.next);
  task.next = account.agenda.after(waitMs, `task ${task.id}`, () => {
    task.next = undefined;
    run();
  });
}

/** As `plan`, for what its instance's agent does or tells: it waits while the agent is not connected. */
export function planOnHost(account: Account, task: Task, waitMs: number, run: () => void): void {
  account.agenda.cancel(task.next);
  const entry = account.agenda.after(waitMs, `task ${task.id} on its host`, () => {
    const once = (): void => {
      if (task.next !== entry) return;
      task.next = undefined;
      run();
    };
    if (task.instance === undefined || task.instance.agentConnected) once();
    else task.instance.waiting.push(once);
  });
  task.next = entry;
}

/** ECS describes a stopped task for at least an hour (API_DescribeTasks). */
export function forgetLater(account: Account, task: Task): void {
  const longer = account.switches.stoppedTasksAnswerEarly ? account.random.next() : 0;
  account.agenda.after(hourMs * (1 + longer), `task ${task.id} is forgotten`, () => {
    forgetTask(account, task);
  });
}
