import type { Grouped } from './groups.ts';
import { isOurs } from './groups.ts';
import type { PlacementInstance } from '../../ecs/placement/instance.ts';
import type { Picture } from './picture.ts';
import type { Purchase } from './purchase.ts';
import { purchaseOf } from './purchase.ts';
import { roomOn } from '../../ecs/placement/checks.ts';
import { questionOf } from '../../ecs/placement/question.ts';
import { isAvoided, leastOf, mostOf } from './supply.ts';
import type { Instant } from '../../core/time.ts';

/** So many instances a group is to have. */
export type Raise = { readonly each: Grouped; readonly to: number };

/** What is to be bought, and what finds no place whatever is bought. */
export type Buying = {
  readonly raises: readonly Raise[];
  readonly unplaced: Purchase['unplaced'];
  /** It has no place on what is there and on its way. */
  readonly isShort: boolean;
  /** With agents that are away connected again it would have: they are, mostly, in a minute. */
  readonly isFleeting: boolean;
};

type Given = {
  /** What was wanted at the look before. */
  readonly before: Readonly<Record<string, number>> | undefined;
  /** So many more instances may be bought in all. */
  readonly left: number;
  readonly now: Instant;
};

/**
 * The instances that make what is wanted, and the room that is kept, fit. What is on its way counts as there. Of what is
 * wanted so much counts as was wanted at the look before, too: an answer of ECS's may be seconds old, and say of a task
 * that has just found its place that it has none.
 */
export function buyingOf(picture: Picture, { before, left, now }: Given): Buying {
  const lasting = picture.wants.map(({ asked, count }) => ({
    asked,
    count: before === undefined ? count : Math.min(count, before[asked.group] ?? 0),
  }));
  const wants = [...lasting, ...picture.headroom];
  const there = [...picture.instances, ...picture.coming];
  const purchase = purchaseOf(wants, there, picture.shapes, left);
  const isAtTotal = purchase.bought.reduce((sum, { count }) => sum + count, 0) >= left;
  const isShort = purchase.bought.length > 0 || purchase.unplaced.length > 0;
  const connected = there.map((each): PlacementInstance => ({ ...each, agentConnected: true }));
  const missing = isShort ? purchaseOf(wants, connected, []).unplaced : [];
  return {
    raises: within(raisesOf(picture, purchase, now), left),
    unplaced: purchase.unplaced.map((each) => ({ ...each, why: whyUnplaced(each, picture, isAtTotal) })),
    isShort,
    isFleeting: isShort && missing.length === 0,
  };
}

/** A group that is full, or has none to give, takes no more: its instances would. */
function whyUnplaced(
  { group, why }: Purchase['unplaced'][number],
  { likes, wants, headroom }: Picture,
  isAtTotal: boolean,
): typeof why {
  const want = [...wants, ...headroom].find(({ asked }) => asked.group === group);
  if (why === 'AtMost') return isAtTotal ? 'AtTotal' : 'AtMost';
  if (want === undefined) return why;
  const question = questionOf(want.asked);
  const suited = likes.filter(({ like }) => roomOn(question, like).least >= 1);
  if (suited.length === 0) return 'NeverFits';
  return suited.some(({ isAvoided: isLate }) => isLate) ? 'NoCapacity' : 'AtMost';
}

function raisesOf(picture: Picture, { bought, unplaced }: Purchase, now: Instant): readonly Raise[] {
  const tried = unplaced.some(({ why }) => why === 'NeverFits') ? untried(picture, now) : undefined;
  return picture.groups.flatMap((each) => {
    if (!isOurs(each)) return [];
    const { name, desired } = each.group;
    const more = bought.filter(({ group }) => group === name).reduce((sum, { count }) => sum + count, 0);
    const to = Math.max(desired + more + (each === tried ? 1 : 0), leastOf(each));
    return to > desired ? [{ each, to }] : [];
  });
}

/** No more in all than are left. */
function within(raises: readonly Raise[], left: number): readonly Raise[] {
  let room = left;
  return raises.flatMap(({ each, to }) => {
    const { desired } = each.group;
    const more = Math.min(to - desired, room);
    room -= more;
    return more > 0 ? [{ each, to: desired + more }] : [];
  });
}

/** A group of which nobody has seen an instance yet: one is tried, where nothing else takes what waits. */
function untried({ groups, memories }: Picture, now: Instant): Grouped | undefined {
  return groups.find((each) => {
    const memory = memories[each.group.name] ?? {};
    const isNew = memory.like === undefined && each.group.desired === 0 && mostOf(each) > 0;
    return isOurs(each) && isNew && !isAvoided(memory, now);
  });
}
