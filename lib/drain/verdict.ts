import type { TaskOnHost, TasksOnHost } from '../core/host-reads.ts';
import type { Read } from '../core/ports.ts';
import type { Instant } from '../core/time.ts';
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
 * ListTasks's lists that is not STOPPED. That it is held, one task proves. `before`: as it was before what was read was
 * learned.
 */
export function verdictOf(state: InstanceState, before: InstanceState, facts: InstanceFacts): Verdict {
  const hosts = state.hosts.filter(isThere);
  const unready = hosts.find(({ status }) => status !== 'DRAINING');
  if (unready !== undefined) return { is: 'early', why: `a container instance is ${unready.status}` };
  const reads = hosts.map((host) => ({ host, read: facts.tasks.get(host.arn) }));
  const settled = reads.filter(({ host, read }) => read?.ok === true && isSettled(host, read));
  const found = settled.flatMap(({ host, read }) =>
    read?.ok === true ? read.value.tasks.map((task) => ({ task, host })) : [],
  );
  const left = found
    .filter(({ task }) => task.lastStatus !== 'STOPPED')
    .map(({ task, host }) => leftTask(task, host, facts.daemons));
  if (left.some(({ isDaemon }) => !isDaemon)) return { is: 'held', left };
  const problem = problemIn(facts, reads);
  if (problem !== undefined) return problem;
  const stopped = new Set(found.filter(({ task }) => task.lastStatus === 'STOPPED').map(({ task }) => task.arn));
  return { is: 'empty', daemons: left, expected: isExpected({ state, before }, left, stopped) };
}

type TasksRead = { readonly host: Host; readonly read: Read<TasksOnHost> | undefined };

/** Why nobody can say that it is empty. */
function problemIn({ hosts, part }: InstanceFacts, reads: readonly TasksRead[]): Verdict | undefined {
  if (hosts?.ok === false) return { is: 'unread', why: `container instances: ${hosts.reason}` };
  const problem = reads.map(problemOf).find((each) => each !== undefined);
  if (problem !== undefined) return problem;
  if (part === true) return { is: 'unread', why: 'tasks: not all asked for' };
  return hosts === undefined ? { is: 'unread', why: 'container instances: not-asked' } : undefined;
}

function problemOf({ host, read }: TasksRead): Verdict | undefined {
  if (read === undefined) return { is: 'unread', why: 'tasks: not-asked' };
  if (!read.ok) return { is: 'unread', why: `tasks: ${read.reason}` };
  // Listed and not described: nobody knows.
  if (read.value.missing.length > 0) return { is: 'unread', why: `tasks: ${read.value.missing.length} not described` };
  return isSettled(host, read) ? undefined : { is: 'early', why: 'it has just been set DRAINING' };
}

function isSettled({ drainingAt }: Host, { at }: { readonly at: Instant }): boolean {
  return drainingAt !== undefined && at >= drainingAt + settleMs;
}

/** Whether a task that is no daemon's holds a container instance, as far as is known. */
export function isHolding(
  { cluster }: Pick<Host, 'cluster'>,
  read: Read<TasksOnHost> | undefined,
  daemons: InstanceFacts['daemons'],
): boolean {
  const tasks = read?.ok === true ? read.value.tasks : [];
  return tasks.some((task) => task.lastStatus !== 'STOPPED' && !leftTask(task, { cluster }, daemons).isDaemon);
}

/**
 * Nothing of what was there has vanished without having been seen to stop, and ECS's own counts, of now and of before, do
 * not object: of two lists of different age, both may lack a task that has just been told to stop.
 */
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
  const ended = new Set([...stopped, ...(before.heard ?? []).map(({ arn }) => arn)]);
  const known = left.length + ended.size;
  return !vanished && !goneHosts && countedOn(state) <= left.length && countedOn(before) <= known;
}

function countedOn({ hosts }: InstanceState): number {
  return hosts.filter(isThere).reduce((sum, host) => sum + host.counted, 0);
}

/** How ECS names the group of a managed daemon's task is not documented; of a daemon service it is `service:NAME`. */
const managedDaemon = 'daemon:';

function leftTask(task: TaskOnHost, { cluster }: Pick<Host, 'cluster'>, daemons: InstanceFacts['daemons']): LeftTask {
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
