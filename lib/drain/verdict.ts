import type { TaskOnHost, TasksOnHost } from '../core/host-reads.ts';
import type { Read } from '../core/ports.ts';
import { secondMs } from '../core/time.ts';
import { taskDefinitionOf } from '../ecs/arn.ts';
import type { InstanceFacts } from './facts.ts';
import type { Host, InstanceState, LeftTask } from './state.ts';

/**
 * A read counts only when it began so long after DRAINING was acknowledged: ECS is eventually consistent (API_RunTask),
 * and a task may have been placed just before. How long is a guess.
 */
export const settleMs = 10 * secondMs;

/**
 * What a look says of an instance.
 * - `unread`: something could not be read. That is not "empty". - `early`: it is not settled yet.
 * - `held`: tasks are left. - `empty`: none is but daemons; `expected`: everything that was there has been seen to stop.
 */
export type Verdict =
  | { readonly is: 'unread'; readonly why: string }
  | { readonly is: 'early'; readonly why: string }
  | { readonly is: 'held'; readonly left: readonly LeftTask[] }
  | { readonly is: 'empty'; readonly daemons: readonly LeftTask[]; readonly expected: boolean };

/** Whether a container instance may still hold something. */
export function isThere({ status }: Host): boolean {
  return status !== 'GONE' && status !== 'INACTIVE';
}

/**
 * The one judge of "drained": for every container instance of the EC2 instance, in every cluster, no task in either of
 * ListTasks's lists that is not STOPPED. `before`: as it was before what was read was learned.
 */
export function verdictOf(state: InstanceState, before: InstanceState, facts: InstanceFacts): Verdict {
  if (facts.hosts?.ok !== true)
    return { is: 'unread', why: `container instances: ${facts.hosts?.reason ?? 'not-asked'}` };
  const hosts = state.hosts.filter(isThere);
  const unready = hosts.find(({ status }) => status !== 'DRAINING');
  if (unready !== undefined) return { is: 'early', why: `a container instance is ${unready.status}` };
  const found: { readonly task: TaskOnHost; readonly host: Host }[] = [];
  for (const host of hosts) {
    const read = facts.tasks.get(host.arn);
    const problem = problemOf(read, host);
    if (problem !== undefined || read?.ok !== true) return problem ?? { is: 'unread', why: 'tasks: not-asked' };
    found.push(...read.value.tasks.map((task) => ({ task, host })));
  }
  const left = found
    .filter(({ task }) => task.lastStatus !== 'STOPPED')
    .map(({ task, host }) => leftTask(task, host, facts.daemons));
  if (left.some(({ isDaemon }) => !isDaemon)) return { is: 'held', left };
  const stopped = new Set(found.filter(({ task }) => task.lastStatus === 'STOPPED').map(({ task }) => task.arn));
  return { is: 'empty', daemons: left, expected: isExpected({ state, before }, left, stopped) };
}

function problemOf(read: Read<TasksOnHost> | undefined, { drainingAt }: Host): Verdict | undefined {
  if (read === undefined) return { is: 'unread', why: 'tasks: not-asked' };
  if (!read.ok) return { is: 'unread', why: `tasks: ${read.reason}` };
  // Listed and not described: nobody knows.
  if (read.value.missing.length > 0) return { is: 'unread', why: `tasks: ${read.value.missing.length} not described` };
  if (drainingAt === undefined || read.at < drainingAt + settleMs)
    return { is: 'early', why: 'it has just been set DRAINING' };
  return undefined;
}

/** Nothing of what was there has vanished without having been seen to stop, and ECS's own counts do not object. */
function isExpected(
  { state, before }: { readonly state: InstanceState; readonly before: InstanceState },
  left: readonly LeftTask[],
  stopped: ReadonlySet<string>,
): boolean {
  const still = new Set(left.map(({ arn }) => arn));
  const vanished = before.left.some(({ arn }) => !stopped.has(arn) && !still.has(arn));
  const goneHosts = state.hosts.some(
    ({ arn, status }) => status === 'GONE' && before.hosts.some((host) => host.arn === arn && isThere(host)),
  );
  const counted = state.hosts.filter(isThere).reduce((sum, host) => sum + host.counted, 0);
  return !vanished && !goneHosts && counted <= left.length;
}

/** How ECS names the group of a managed daemon's task is not documented; of a daemon service it is `service:NAME`. */
const managedDaemon = 'daemon:';

export function leftTask(
  task: TaskOnHost,
  { cluster }: Pick<Host, 'cluster'>,
  daemons: InstanceFacts['daemons'],
): LeftTask {
  const { arn, group = '', desiredStatus } = task;
  const service = serviceOf(group);
  const isDaemon =
    group.startsWith(managedDaemon) || (service !== undefined && daemons.get(`${cluster}/${service}`) === true);
  const name =
    service ?? (group.startsWith('family:') ? taskDefinitionOf(group.slice('family:'.length)).family : group);
  return {
    arn,
    cluster,
    name,
    isDaemon,
    isStopping: desiredStatus === 'STOPPED',
    ...(service !== undefined && { service }),
  };
}

export function serviceOf(group: string | undefined): string | undefined {
  return group?.startsWith('service:') === true ? group.slice('service:'.length) : undefined;
}
