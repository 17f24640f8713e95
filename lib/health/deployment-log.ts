import type { Instant } from '../core/time.ts';
import { minuteMs } from '../core/time.ts';
import { taskDefinitionOf } from '../ecs/arn.ts';
import type { DeploymentStory, HeardDeployment } from './state.ts';

/** A deployment that begins so soon after a failed one may be ECS's own roll-back: not every one says that it is one. */
const rollBackWithinMs = 5 * minuteMs;

/** Two events of one moment may carry their times the wrong way round. */
export const sameMomentMs = minuteMs;

/** Deployments kept per service: the one of the chapter, what followed it, and what was before. */
const logLimit = 6;

/** One deployment, and those that came to put it right. `isProven`: the last of those is known to be a roll-back. */
type Chapter = {
  readonly before: HeardDeployment | undefined;
  readonly subject: HeardDeployment;
  readonly followers: readonly HeardDeployment[];
  readonly isProven: boolean;
};

const unknownDeployment: HeardDeployment = { ids: [] };

/** The deployments heard of, in the order in which they began, whatever the order in which they were told. */
export function ordered(heard: readonly HeardDeployment[]): readonly HeardDeployment[] {
  return heard.toSorted(byBeginning).slice(-logLimit);
}

/** Of a deployment whose beginning was never told, the end says that it began earlier. */
function byBeginning(a: HeardDeployment, b: HeardDeployment): number {
  return (
    timeOf(a) - timeOf(b) ||
    Number(a.startedAt !== undefined) - Number(b.startedAt !== undefined) ||
    Number(a.isRollBack === true) - Number(b.isRollBack === true)
  );
}

export function timeOf({ startedAt, endedAt }: HeardDeployment): Instant {
  return startedAt ?? endedAt ?? 0;
}

/** What the log comes to: the deployment the story is about, and what has become of it. */
export function storyFrom(log: readonly HeardDeployment[], before: DeploymentStory | undefined): DeploymentStory {
  const heard = ordered(log);
  const chapter = lastChapter(heard);
  const { subject, followers, isProven } = chapter;
  const last = followers.at(-1);
  const id = subject.ids[0] ?? '';
  const own = subject.taskDefinitionArn;
  const known = before !== undefined && (before.id === id || before.id === '') ? kept(before) : {};
  const previous = replacedBy(chapter) ?? known.previousTaskDefinitionArn ?? completedBefore(chapter);
  return {
    ...known,
    id,
    state: stateOf(subject, last),
    startedAt: timeOf(subject) || timeOf(last ?? subject),
    ...(own !== undefined && { taskDefinitionArn: own }),
    ...(previous !== undefined && { previousTaskDefinitionArn: previous }),
    rollbackIds: [...new Set(followers.flatMap(({ ids }) => ids))],
    ...(last !== undefined && !isProven && { unproven: true as const }),
    changedAt: changedAt(subject, last),
    heard,
  };
}

/** What a roll-back puts back. */
function replacedBy({ subject, followers, isProven }: Chapter): string | undefined {
  const last = followers.at(-1)?.taskDefinitionArn;
  return isProven && last !== subject.taskDefinitionArn ? last : undefined;
}

function completedBefore({ subject, before }: Chapter): string | undefined {
  const told = before?.end === 'completed' ? before.taskDefinitionArn : undefined;
  return told === subject.taskDefinitionArn ? undefined : told;
}

function kept(story: DeploymentStory): Partial<DeploymentStory> {
  const { unproven: _, heard: __, ...rest } = story;
  return rest;
}

function stateOf({ end }: HeardDeployment, last: HeardDeployment | undefined): DeploymentStory['state'] {
  if (last === undefined) return end ?? 'in-progress';
  if (last.end === undefined) return 'rolling-back';
  return last.end === 'completed' ? 'rolled-back' : 'rollback-failed';
}

function changedAt(subject: HeardDeployment, last: HeardDeployment | undefined): Instant {
  if (last === undefined) return subject.endedAt ?? timeOf(subject);
  return last.endedAt ?? Math.max(timeOf(last), subject.endedAt ?? 0);
}

function lastChapter(heard: readonly HeardDeployment[]): Chapter {
  let chapter: Chapter | undefined;
  for (const next of heard) {
    const role = roleOf(next, chapter);
    const { before, subject, followers } = chapter ?? { before: undefined, subject: unknownDeployment, followers: [] };
    chapter =
      role === 'new'
        ? { before: chapter?.followers.at(-1) ?? chapter?.subject, subject: next, followers: [], isProven: false }
        : { before, subject, followers: [...followers, next], isProven: role === 'roll-back' };
  }
  return chapter ?? { before: undefined, subject: unknownDeployment, followers: [], isProven: false };
}

/**
 * Whether a deployment puts the one before it right. ECS's words or a lower revision prove it, a higher one the
 * opposite; soon after a failure without either it may be both.
 */
function roleOf(next: HeardDeployment, chapter: Chapter | undefined): 'new' | 'roll-back' | 'unproven' {
  if (next.isRollBack === true) return 'roll-back';
  if (chapter === undefined) return 'new';
  if (next.isWhole === true) return 'unproven';
  const failed = chapter.followers.at(-1) ?? chapter.subject;
  if (failed.end !== 'failed' || chapter.isProven) return 'new';
  const higher = revisionsBetween(chapter.subject, next);
  if (higher !== undefined && higher !== 0) return higher > 0 ? 'new' : 'roll-back';
  const gap = next.startedAt === undefined ? 0 : next.startedAt - (failed.endedAt ?? next.startedAt);
  return gap >= -sameMomentMs && gap <= rollBackWithinMs ? 'unproven' : 'new';
}

/** By how many revisions of the same family the second is higher. Undefined: nobody knows. */
function revisionsBetween(from: HeardDeployment, to: HeardDeployment): number | undefined {
  if (from.taskDefinitionArn === undefined || to.taskDefinitionArn === undefined) return undefined;
  const [a, b] = [taskDefinitionOf(from.taskDefinitionArn), taskDefinitionOf(to.taskDefinitionArn)];
  if (a.family !== b.family || a.revision === undefined || b.revision === undefined) return undefined;
  return b.revision - a.revision;
}

/** The log of a story; one kept by an earlier version has none yet. */
export function logOf(story: DeploymentStory | undefined): readonly HeardDeployment[] {
  if (story === undefined) return [];
  const { id, taskDefinitionArn } = story;
  const log = story.heard ?? withoutLog(story);
  return log.map((each) =>
    taskDefinitionArn !== undefined && each.taskDefinitionArn === undefined && (each.ids[0] ?? '') === id
      ? { ...each, taskDefinitionArn }
      : each,
  );
}

function withoutLog({ id, state, startedAt, changedAt: at, rollbackIds }: DeploymentStory): readonly HeardDeployment[] {
  const ids = id === '' ? [] : [id];
  const began = { ids, ...(startedAt !== undefined && { startedAt }) };
  if (state === 'in-progress') return [{ ids, startedAt: startedAt ?? at }];
  if (state === 'completed' || state === 'failed') return [{ ...began, end: state, endedAt: at }];
  const subject: HeardDeployment = { ...began, end: 'failed', endedAt: at };
  const follower: HeardDeployment = { ids: rollbackIds, startedAt: at, isRollBack: true };
  return [subject, state === 'rolling-back' ? follower : { ...follower, end: 'completed', endedAt: at }];
}
