import type { Instant } from '../core/time.ts';
import { logOf, ordered, sameMomentMs, storyFrom, timeOf } from './deployment-log.ts';
import type { DeploymentStory, HeardDeployment } from './state.ts';

type Log = readonly HeardDeployment[];

type End = NonNullable<HeardDeployment['end']>;

/** A deployment begins, and nothing is known of one before it. */
export function began(id: string | undefined, at: Instant): DeploymentStory {
  return storyFrom([{ ids: idsOf(id), startedAt: at }], undefined);
}

function idsOf(id: string | undefined): readonly string[] {
  return id === undefined ? [] : [id];
}

/**
 * A deployment begins. `id` is unknown where a service action tells it: then it is the one that goes on, if one does.
 * One that was told to have ended later does not begin again.
 */
export function begins(story: DeploymentStory | undefined, id: string | undefined, at: Instant): DeploymentStory {
  const log = logOf(story);
  if (id === undefined) return isGoingOn(log.at(-1), at) ? (story ?? began(id, at)) : grown(story, { startedAt: at });
  const known = find(log, id) ?? unnamedAt(log, at);
  if (known === undefined) return grown(story, { ids: [id], startedAt: at });
  return changed(story, known, beginning(known, id, at));
}

function isGoingOn(last: HeardDeployment | undefined, at: Instant): boolean {
  return last !== undefined && (last.end === undefined || at <= (last.endedAt ?? at));
}

/** ECS may put back a deployment by its old id: what has ended before begins anew. */
function beginning(known: HeardDeployment, id: string, at: Instant): HeardDeployment {
  const { isWhole: _, ...rest } = known;
  if (known.endedAt !== undefined && known.endedAt < at && known.ids.length > 0)
    return { ids: known.ids, startedAt: at };
  return { ...rest, ids: named(known, id), startedAt: Math.min(known.startedAt ?? at, at) };
}

function named({ ids }: HeardDeployment, id: string): readonly string[] {
  return ids.includes(id) ? ids : [...ids, id];
}

/**
 * ECS puts the old revision back. `ids`: every deployment id its event names, the one that is put back last; without
 * any, and where it names only the one that failed, the roll-back's own id is not known yet.
 */
export function rollsBack(story: DeploymentStory | undefined, ids: readonly string[], at: Instant): DeploymentStory {
  const log = logOf(story);
  const target = ids.at(-1);
  const known = target === undefined ? undefined : find(log, target);
  if (target === undefined || (known !== undefined && isRolledBack(known, at))) return rollsBackUnnamed(story, at);
  const aliases = ids.filter((id) => id === target || find(log, id) === undefined);
  const unnamed = known === undefined ? unnamedAt(log, at) : known;
  if (unnamed === undefined) return grown(story, { ids: [...new Set(aliases)], startedAt: at, isRollBack: true });
  return changed(story, unnamed, { ...beginning(unnamed, target, at), isRollBack: true });
}

/** A deployment that went on for a while when the words came is the one that failed, not the one that is put back. */
function isRolledBack({ isRollBack, startedAt, end, endedAt }: HeardDeployment, at: Instant): boolean {
  if (isRollBack === true || end === 'completed') return false;
  const isOver = end === 'failed' && (endedAt ?? at) <= at;
  return isOver || (end === undefined && startedAt !== undefined && at - startedAt > sameMomentMs);
}

function rollsBackUnnamed(story: DeploymentStory | undefined, at: Instant): DeploymentStory {
  const log = logOf(story);
  const last = log.at(-1);
  if (story !== undefined && last?.isRollBack === true && isGoingOn(last, at)) return story;
  const isItsBeginning = last?.end === undefined && log.length > 1 && at - timeOf(last ?? { ids: [] }) <= sameMomentMs;
  if (last !== undefined && isItsBeginning) return changed(story, last, { ...last, isRollBack: true });
  return grown(story, { startedAt: at, isRollBack: true });
}

export function failed(story: DeploymentStory | undefined, id: string | undefined, at: Instant): DeploymentStory {
  return id === undefined ? unnamedFailed(story, at) : ended(story, { id, end: 'failed', at });
}

/** A completed roll-back is an end, but not a success. */
export function completed(story: DeploymentStory | undefined, id: string | undefined, at: Instant): DeploymentStory {
  if (id !== undefined) return ended(story, { id, end: 'completed', at });
  const last = logOf(story).at(-1);
  if (last === undefined || story === undefined) return grown(story, { end: 'completed', endedAt: at });
  if (last.end === undefined) return changed(story, last, { ...last, end: 'completed', endedAt: at });
  return last.end === 'failed' ? wholeAgain(story, at) : story;
}

type Ended = { readonly id: string; readonly end: End; readonly at: Instant };

function ended(story: DeploymentStory | undefined, { id, end, at }: Ended): DeploymentStory {
  const log = logOf(story);
  const known = find(log, id) ?? unnamedUntil(log, at);
  if (known === undefined || story === undefined) return grown(story, { ids: [id], end, endedAt: at });
  const isOlder = at < (known.endedAt ?? known.startedAt ?? at);
  if (known.end === end || (isOlder && known.ids.length > 0))
    return changed(story, known, { ...known, ids: named(known, id) });
  if (known.end === 'failed') return wholeAgain(story, at);
  return changed(story, known, { ...known, ids: named(known, id), end, endedAt: at });
}

/** It is about the newest deployment that goes on; soon after its beginning, still about the one that failed before. */
function unnamedFailed(story: DeploymentStory | undefined, at: Instant): DeploymentStory {
  const [last, before] = logOf(story).toReversed();
  if (story === undefined || last === undefined) return grown(story, { end: 'failed', endedAt: at });
  const isEcho = before?.end === 'failed' && at - timeOf(last) <= sameMomentMs;
  if (last.end === undefined) return isEcho ? story : changed(story, last, { ...last, end: 'failed', endedAt: at });
  const isKnown = at < story.changedAt || (last.end === 'failed' && at - story.changedAt <= sameMomentMs);
  return isKnown ? story : grown(story, { end: 'failed', endedAt: at });
}

/** The service is steady after its deployment failed: what serves is the old revision. */
export function steadied(story: DeploymentStory | undefined, at: Instant): DeploymentStory | undefined {
  if (story === undefined || at < story.changedAt) return story;
  const { state } = story;
  return state === 'rolling-back' || state === 'failed' || state === 'rollback-failed' ? wholeAgain(story, at) : story;
}

/** What failed is undone: by the deployment that goes on, else by one nobody has told of. */
function wholeAgain(story: DeploymentStory, at: Instant): DeploymentStory {
  const last = logOf(story).at(-1);
  if (last !== undefined && last.end === undefined)
    return changed(story, last, { ...last, end: 'completed', endedAt: at });
  return grown(story, { startedAt: at, end: 'completed', endedAt: at, isWhole: true });
}

/** A task tells the revision of its deployment; a failed one is counted until a reading gives ECS's own count. */
export function ran(
  story: DeploymentStory,
  task: { readonly deploymentId: string; readonly taskDefinitionArn: string; readonly failed: boolean },
): DeploymentStory {
  const known = find(logOf(story), task.deploymentId);
  if (known === undefined) return story;
  const told = known.taskDefinitionArn ?? task.taskDefinitionArn;
  const next = told === known.taskDefinitionArn ? story : changed(story, known, { ...known, taskDefinitionArn: told });
  if (!task.failed || next.id !== task.deploymentId) return next;
  return { ...next, failedTasks: (next.failedTasks ?? 0) + 1 };
}

export function find(log: Log, id: string): HeardDeployment | undefined {
  return log.find(({ ids }) => ids.includes(id));
}

/** The deployment that began at this moment, or ended after it, and has no name yet. */
function unnamedAt(log: Log, at: Instant): HeardDeployment | undefined {
  const last = log.findLast(({ ids }) => ids.length === 0);
  if (last === undefined) return undefined;
  const isOpen = last.end === undefined && Math.abs(at - timeOf(last)) <= sameMomentMs;
  return isOpen || (last.endedAt !== undefined && last.endedAt >= at) ? last : undefined;
}

/** The deployment without a name that may have ended at this moment. */
function unnamedUntil(log: Log, at: Instant): HeardDeployment | undefined {
  const last = log.findLast(({ ids }) => ids.length === 0);
  if (last === undefined) return undefined;
  return last.end === undefined || Math.abs(at - (last.endedAt ?? at)) <= sameMomentMs ? last : undefined;
}

function grown(story: DeploymentStory | undefined, entry: Partial<HeardDeployment>): DeploymentStory {
  return storyFrom([...logOf(story), { ids: [], ...entry }], story);
}

function changed(story: DeploymentStory | undefined, from: HeardDeployment, to: HeardDeployment): DeploymentStory {
  const log = logOf(story).map((each) => (isSame(each, from) ? to : each));
  return storyFrom(ordered(log), story);
}

function isSame(a: HeardDeployment, b: HeardDeployment): boolean {
  return a.ids.join() === b.ids.join() && timeOf(a) === timeOf(b);
}
