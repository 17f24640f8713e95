import type { Account } from '../model.ts';
import type { Task } from '../task.ts';

const keyOf = (clusterArn: string, group: string): string => `${clusterArn} ${group}`;

/** A task is there from now on, and is found by its ARN and with its group. */
export function keepTask(account: Account, task: Task): void {
  account.tasks.set(task.arn, task);
  const key = keyOf(task.clusterArn, task.group);
  const others = account.tasksByGroup.get(key);
  if (others === undefined) account.tasksByGroup.set(key, new Set([task]));
  else others.add(task);
}

export function forgetTask(account: Account, task: Task): void {
  account.tasks.delete(task.arn);
  const key = keyOf(task.clusterArn, task.group);
  const others = account.tasksByGroup.get(key);
  others?.delete(task);
  if (others?.size === 0) account.tasksByGroup.delete(key);
}

/** Stopped ones that are not yet forgotten are among them. */
export function tasksOfGroup(account: Account, clusterArn: string, group: string): Iterable<Task> {
  return account.tasksByGroup.get(keyOf(clusterArn, group)) ?? [];
}
