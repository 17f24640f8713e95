import type { Hold } from '../../core/hold.ts';
import type { ScalingMember } from '../../core/node-reads.ts';
import type { Read } from '../../core/ports.ts';
import type { Instant } from '../../core/time.ts';
import { minuteMs, secondMs } from '../../core/time.ts';
import type { PlacementInstance } from '../../ecs/placement/instance.ts';
import { daemonsOf } from '../../ecs/placement/snapshot-asked.ts';
import type { Grouped } from './groups.ts';
import { isStaying } from './groups.ts';
import type { Picture } from './picture.ts';
import type { Leaving } from './state.ts';
import { leastOf } from './supply.ts';

/** Empty at two looks so far apart is empty: an answer of ECS's may be some seconds old. */
const emptyForMs = 12 * secondMs;

/** So soon it is looked at again whether one is empty. */
export const leavingMs = 15 * secondMs;

/** Drain has not begun after this, or nothing has become empty after that: it is needed after all, or held. */
const beginsWithinMs = 30 * minuteMs;
const emptiesWithinMs = 120 * minuteMs;

/** Its end is not ordered again sooner: each time its group is made smaller. */
const endAgainMs = 5 * minuteMs;

type Given = { readonly holds: ReadonlyMap<string, Read<readonly Hold[]>>; readonly now: Instant };

/** What a look makes of instances that are sent away. Those that have gone are left out. */
export function leavingNow(all: readonly Leaving[], picture: Picture, given: Given): readonly Leaving[] {
  const smaller = new Map<string, number>();
  return all.flatMap((leaving) => {
    const each = picture.groups.find(({ group }) => group.name === leaving.group);
    const member = each?.group.members.find(({ id }) => id === leaving.id);
    if (each === undefined || member === undefined) return [];
    const next = nextOf(leaving, { each, member, picture, smaller, ...given });
    const isOrdered = next.step === 'end' && next.orderedAt === given.now;
    if (isOrdered) smaller.set(leaving.group, (smaller.get(leaving.group) ?? 0) + 1);
    return [next];
  });
}

type Look = Given & {
  readonly each: Grouped;
  readonly member: ScalingMember;
  readonly picture: Picture;
  /** So many of each group are ordered to end at this look. */
  readonly smaller: ReadonlyMap<string, number>;
};

function nextOf(leaving: Leaving, look: Look): Leaving {
  const { each, member, picture, now } = look;
  if (!isStaying(member)) return { ...leaving, step: 'ended' };
  if (leaving.step === 'hold' || leaving.step === 'ask' || leaving.step === 'back') return leaving;
  const instance = picture.snapshot.instances.find(({ arn }) => arn === leaving.arn);
  const isEmpty = instance !== undefined && isDrained(instance, picture);
  const { emptySince: before, ...rest } = leaving;
  const seen: Leaving = isEmpty ? { ...rest, emptySince: before ?? now } : rest;
  if (each.entry?.policy.mode !== 'act' || each.ownedBy !== undefined) return { ...seen, step: 'back' };
  if (seen.emptySince === undefined) return isTooLate(seen, instance, now) ? { ...seen, step: 'back' } : seen;
  // Amazon ECS takes it: it sees that nothing runs there.
  if (each.isManaged || now < seen.emptySince + emptyForMs) return seen;
  return ending(seen, look);
}

function isTooLate({ since, orderedAt }: Leaving, instance: PlacementInstance | undefined, now: Instant): boolean {
  if (orderedAt !== undefined) return false;
  return now >= since + (instance?.status === 'DRAINING' ? emptiesWithinMs : beginsWithinMs);
}

/** Nobody stronger than drain acts on it, and its group may be smaller by one. */
function ending(leaving: Leaving, { each, holds, smaller, now }: Look): Leaving {
  const { orderedAt } = leaving;
  if (orderedAt !== undefined && now < orderedAt + endAgainMs) return leaving;
  const held = holds.get(leaving.id);
  if (held?.ok !== true) return leaving;
  if (held.value.some(({ feature }) => feature === 'person' || feature === 'stop')) return { ...leaving, step: 'back' };
  const left = each.group.desired - (smaller.get(leaving.group) ?? 0);
  if (left <= leastOf(each)) return { ...leaving, step: 'back' };
  return { ...leaving, step: 'end', orderedAt: now };
}

/** DRAINING, and nothing on it but daemons: also nothing that is to stop and has not. */
function isDrained(
  { status, tasks, runningTasks = 0, pendingTasks = 0 }: PlacementInstance,
  picture: Picture,
): boolean {
  if (status !== 'DRAINING' || tasks === undefined) return false;
  const daemons = new Set(daemonsOf(picture.snapshot).map(({ group }) => group));
  const own = tasks.filter(({ group }) => daemons.has(group));
  return own.length === tasks.length && runningTasks + pendingTasks <= own.length;
}

/** Those that can be had back sooner than new ones can be bought. */
export function takenBack(all: readonly Leaving[]): readonly Leaving[] {
  return all.map((leaving) => {
    const isOnItsWay = leaving.step === 'ended' || leaving.orderedAt !== undefined;
    return isOnItsWay ? leaving : { ...leaving, step: 'back' };
  });
}

/** While something has no place nobody is ended: what would be ordered now is not. */
export function withoutEnds(all: readonly Leaving[], now: Instant): readonly Leaving[] {
  return all.map((leaving) => {
    if (leaving.step !== 'end' || leaving.orderedAt !== now) return leaving;
    const { orderedAt: _, ...rest } = leaving;
    return { ...rest, step: 'asked' };
  });
}

/** Whether any can be, or is about to be. */
export function comesBack({ step, orderedAt }: Leaving): boolean {
  return step !== 'ended' && orderedAt === undefined;
}
