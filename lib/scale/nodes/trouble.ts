import type { Fills } from '../../core/language.ts';
import type { Instant } from '../../core/time.ts';
import { minuteMs } from '../../core/time.ts';
import type { Trouble } from '../trouble-state.ts';
import type { Buying } from './buy.ts';
import type { Grouped } from './groups.ts';
import { isOurs, ownerOf } from './groups.ts';
import type { Picture } from './picture.ts';
import type { NodesState } from './state.ts';
import { isAvoided, unregistered } from './supply.ts';

/** How long it must have been so before anybody is told: what passes within a look or two is no news. */
const patienceMs: Readonly<Record<string, number>> = {
  nodes_at_most: 5 * minuteMs,
  nodes_at_total: 5 * minuteMs,
  nodes_never_fit: 5 * minuteMs,
  nodes_owned: 5 * minuteMs,
};

type Looked = {
  readonly picture: Picture;
  readonly buying: Buying;
  /** Absent: there is none, or nobody knows how much of it is used. */
  readonly total: number | undefined;
  readonly now: Instant;
};

type Found = { readonly cause: string; readonly fills: Fills };

/** All that keeps tasks from their places now, and since when. What was so and is not is gone from the list. */
export function nodeTroubles(state: NodesState, looked: Looked): readonly Trouble[] {
  const { picture, buying, now } = looked;
  const found: readonly (Found | undefined)[] = [
    state.refused === undefined ? undefined : { cause: 'nodes_refused', fills: { reason: state.refused } },
    ...picture.groups.map((each) => failingIn(each, picture, now)),
    ...unplacedIn(looked, waitingIn(picture, buying)),
  ];
  const first = new Map<string, Found>();
  for (const each of found) if (each !== undefined && !first.has(each.cause)) first.set(each.cause, each);
  return [...first.values()].map(({ cause, fills }) => ({
    cause,
    fills,
    since: state.troubles?.find((known) => known.cause === cause)?.since ?? now,
  }));
}

/** Those that have lasted long enough to be told. */
export function nodeTroublesToTell(troubles: readonly Trouble[], now: Instant): readonly Trouble[] {
  return troubles.filter(({ cause, since }) => now >= since + (patienceMs[cause] ?? 0));
}

function failingIn({ group }: Grouped, { memories }: Picture, now: Instant): Found | undefined {
  const memory = memories[group.name] ?? {};
  if (!isAvoided(memory, now)) return undefined;
  const { avoidedFor: reason } = memory;
  if (reason === unregistered) return { cause: 'nodes_not_registered', fills: { group: group.name } };
  return { cause: 'nodes_no_capacity', fills: { group: group.name, reason } };
}

type Waiting = { readonly service: string; readonly tasks: number; readonly why: Buying['unplaced'][number]['why'] };

/** Tasks that wait, not room that is kept: nobody misses that. */
function waitingIn({ wants }: Picture, { unplaced }: Buying): readonly Waiting[] {
  return wants.flatMap(({ asked: { group }, count }) => {
    const none = unplaced.find((each) => each.group === group);
    return none === undefined
      ? []
      : [{ service: group.replace(/^service:/, ''), tasks: Math.min(count, none.count), why: none.why }];
  });
}

function unplacedIn({ picture, total }: Looked, waiting: readonly Waiting[]): readonly (Found | undefined)[] {
  const { groups } = picture;
  const tasks = waiting.reduce((sum, each) => sum + each.tasks, 0);
  if (tasks === 0) return [];
  const owned = ownerOf(groups);
  if (owned !== undefined) return [{ cause: 'nodes_owned', fills: { tasks, ...owned } }];
  const ours = groups.filter(isOurs).map(({ group }) => group.name);
  const never = waiting.find(({ why }) => why === 'NeverFits');
  const of = (why: string): number =>
    waiting.filter((each) => each.why === why).reduce((sum, each) => sum + each.tasks, 0);
  return [
    never && { cause: 'nodes_never_fit', fills: { tasks: never.tasks, service: never.service } },
    of('AtMost') > 0 ? { cause: 'nodes_at_most', fills: { tasks: of('AtMost'), groups: ours.join(', ') } } : undefined,
    of('AtTotal') > 0 && total !== undefined
      ? { cause: 'nodes_at_total', fills: { tasks: of('AtTotal'), total } }
      : undefined,
  ];
}
