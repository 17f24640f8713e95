import type { Cause } from '../../core/alert.ts';

/** Causes, by the beginning of their ids, for which no container of the task ever ran. */
const beforeStart =
  /^(?:pull_|secrets_|resinit|env_file|log_group|eni_|subnet_ips|start_|create_|volume|efs|assume_role|no_instances|empty_cp|placement_failure|task_configuration|capacity_now|exec_format)/;

/** Causes that say only that a deployment fails. */
const effects = /^(?:deployment_|task_start_impaired)/;

/** Whether a cause keeps tasks from starting at all. What says nothing of it does not speak against it. */
export function neverStarted({ id, exitCode }: Cause): boolean {
  return (beforeStart.test(id) && exitCode === undefined) || effects.test(id);
}
