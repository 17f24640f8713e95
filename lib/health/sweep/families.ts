import type { TaskChanged } from '../../core/event.ts';
import type { EcsTask } from '../../core/ecs-reads.ts';
import type { ClusterStanding } from '../../core/sweep-reads.ts';
import type { Instant } from '../../core/time.ts';
import { minuteMs } from '../../core/time.ts';
import { diagnose } from '../../ecs/stops/diagnosis.ts';
import type { HealthReads } from '../facts.ts';
import { asEvent } from '../stopped.ts';
import type { SweepState } from './state.ts';

/** At its first look a cluster is asked for what stopped so lately; later for what did since the last look, and before. */
const firstMs = 15 * minuteMs;
const overlapMs = 2 * minuteMs;

/** Families that are known to have failed. */
const mostFailed = 200;

/** Standalone tasks that stopped in one cluster. */
export type StoppedAlone = { readonly cluster: string; readonly tasks: readonly EcsTask[]; readonly at: Instant };

type Known = Pick<SweepState, 'aloneAt' | 'failedAlone'>;

/** One cluster a look, the one that has waited longest: two calls. ECS remembers for about an hour what has stopped. */
export async function stoppedAloneIn(
  clusters: readonly Pick<ClusterStanding, 'name'>[],
  { aloneAt = {} }: Known,
  read: Pick<HealthReads, 'stoppedAlone'>,
): Promise<StoppedAlone | undefined> {
  const [next] = clusters.toSorted((a, b) => (aloneAt[a.name] ?? 0) - (aloneAt[b.name] ?? 0));
  if (next === undefined) return undefined;
  const answer = await read.stoppedAlone(next.name);
  return answer.ok ? { cluster: next.name, tasks: answer.value, at: answer.at } : undefined;
}

/**
 * What should have been told of families since the cluster was last asked, as the events that tell it: what failed and
 * has not succeeded since; and of what had failed before, that it has succeeded.
 */
export function standaloneNews(
  { aloneAt = {}, failedAlone = [] }: Known,
  { cluster, tasks }: StoppedAlone,
  { region, now }: { readonly region: string; readonly now: Instant },
): { readonly events: readonly TaskChanged[]; readonly failedAlone: readonly string[] } {
  const since = (aloneAt[cluster] ?? now - firstMs) - overlapMs;
  const failed = new Set(failedAlone);
  const events: TaskChanged[] = [];
  for (const [family, own] of Map.groupBy(tasks, ({ group = '' }) => group)) {
    const name = `${cluster}/${family}`;
    const told = own
      .map((task) => asEvent(task, { account: task.arn.split(':')[4] ?? '', region, now }))
      .toSorted((a, b) => a.at - b.at);
    const success = told.findLast(isSuccess);
    const failures = told.filter((task) => isFailure(task) && task.at > Math.max(since, success?.at ?? 0));
    const isOver = success !== undefined && !told.some((task) => isFailure(task) && task.at > success.at);
    if (isOver && failed.delete(name)) events.push(success);
    if (failures.length > 0) failed.add(name);
    events.push(...failures);
  }
  return { events, failedAlone: [...failed].slice(-mostFailed) };
}

function isFailure(task: TaskChanged): boolean {
  return diagnose(task)?.failure === true;
}

function isSuccess(task: TaskChanged): boolean {
  return task.stopCode === 'EssentialContainerExited' && !isFailure(task);
}

/** When each cluster was asked; one that is gone is forgotten. */
export function askedAlone(
  { aloneAt = {} }: Known,
  clusters: readonly Pick<ClusterStanding, 'name'>[],
  asked: StoppedAlone | undefined,
): NonNullable<SweepState['aloneAt']> {
  const all = asked === undefined ? aloneAt : { ...aloneAt, [asked.cluster]: asked.at };
  const there = new Set(clusters.map(({ name }) => name));
  return Object.fromEntries(Object.entries(all).filter(([name]) => there.has(name)));
}
