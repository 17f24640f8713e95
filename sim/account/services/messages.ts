import { hourMs } from '../../../lib/core/time.ts';
import { uuid } from '../identities.ts';
import type { Account } from '../model.ts';
import type { Service } from '../service.ts';
import type { Task } from '../task.ts';

/** DescribeServices answers with the latest 100 (API_Service). */
const longestHistory = 100;
/** "Duplicate service event messages are suppressed for up to six hours" (service-event-messages). */
export const suppressionMs = 6 * hourMs;

/** Puts a message on the service's list, newest first. `rest` follows `(service NAME)`. */
export function tell(account: Account, service: Service, rest: string): void {
  service.events.unshift({
    id: uuid(account.random),
    at: account.agenda.now(),
    message: `(service ${service.name}${rest.startsWith(',') ? '' : ') '}${rest}`,
  });
  if (service.events.length > longestHistory) service.events.length = longestHistory;
}

/** As `tell`, but not when it said the same within six hours. Says whether it was told. */
export function tellOnce(account: Account, service: Service, rest: string): boolean {
  const now = account.agenda.now();
  const before = service.memory.toldAt.get(rest);
  if (before !== undefined && now - before < suppressionMs) return false;
  service.memory.toldAt.set(rest, now);
  tell(account, service, rest);
  return true;
}

function taskList(tasks: readonly Task[]): string {
  return tasks.map(({ id }) => `(task ${id})`).join(' ');
}

/** Where a task stands in a message about its target: on EC2 with its instance (service-unhealthy-event-messages). */
function placeInMessage(task: Task): string {
  return task.instance === undefined
    ? `(task ${task.id})`
    : `(task ${task.id}) (instance ${task.instance.ec2InstanceId})`;
}

/**
 * The words of service-event-messages-list, service-throttle-logic and service-unhealthy-event-messages, and of
 * DescribeServices answers that were published.
 */
export const words = {
  steady: 'has reached a steady state.',
  deploymentCompleted: (id: string) => `(deployment ${id}) deployment completed.`,
  deploymentFailed: (id: string) => `(deployment ${id}) deployment failed: tasks failed to start.`,
  rollingBack: (id: string) => `rolling back to deployment ${id}.`,
  started: (tasks: readonly Task[], replaced: number) =>
    `has started ${tasks.length} tasks: ${taskList(tasks)}.${
      replaced > 0 ? ` Amazon ECS replaced ${replaced} tasks due to an unhealthy status.` : ''
    }`,
  stopped: (tasks: readonly Task[]) => `has stopped ${tasks.length} running tasks: ${taskList(tasks)}.`,
  registered: (count: number, group: string) => `registered ${count} targets in (target-group ${group})`,
  deregistered: (count: number, group: string) => `deregistered ${count} targets in (target-group ${group})`,
  draining: (deployment: string, count: number) =>
    `, taskSet ${deployment}) has begun draining connections on ${count} tasks.`,
  containerUnhealthy: (task: Task) => `(task ${task.id}) failed container health checks.`,
  targetUnhealthy: (task: Task, at: { readonly port: number; readonly group: string; readonly reason: string }) =>
    `${placeInMessage(task)} (port ${at.port}) is unhealthy in (target-group ${at.group}) due to (reason ${at.reason})`,
  impaired:
    'is unable to consistently start tasks successfully. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.',
  stuck:
    'was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.',
  protectedTasks: (deployment: string) =>
    `, taskSet ${deployment}) was unable to scale in. Reason: The number of protected tasks are more than the desired count.`,
  noCapacity:
    'was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone.',
  noInstance: (why: string) =>
    `was unable to place a task because no container instance met all of its requirements. ${why} For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.`,
} as const;
