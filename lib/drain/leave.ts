import type { Hold } from '../core/hold.ts';
import { heldInstance, yieldsTo } from '../core/hold.ts';
import type { Telling } from '../core/decision.ts';
import { fractionOf } from '../core/short-hash.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs, secondMs } from '../core/time.ts';
import type { Course } from './course.ts';
import { observedAgainMs } from './hooks.ts';
import { poolKey } from './gather-room.ts';
import type { DrainTarget } from './orders.ts';
import type { DrainPolicy, GroupPolicy } from './policy.ts';
import type { InstanceFacts } from './facts.ts';
import { roomFor } from './room.ts';
import type { InstanceState, Wait } from './state.ts';
import type { Wish } from './wish.ts';
import { order } from './wish.ts';

type Given = {
  readonly course: Course;
  readonly policy: GroupPolicy;
  readonly whole: DrainPolicy;
  /** What is still to be given back, by its key. */
  readonly pending: ReadonlySet<string>;
  readonly now: Instant;
};

type Asked = Pick<InstanceFacts, 'holds' | 'room'>;

type Left = { readonly state: InstanceState; readonly wishes: readonly Wish[]; readonly tellings: readonly Parting[] };

type Parting = Telling<DrainTarget>;

/** Draining's own hold on an instance. */
function ownHold({ since }: Pick<InstanceState, 'since'>, why: string): Hold {
  return { holder: 'drain', feature: 'drain', why, since };
}

/** Whether somebody stronger acts on it, as far as that was read. */
export function holdsLearned(state: InstanceState, holds: Asked['holds'], now: Instant): InstanceState {
  if (holds?.ok !== true) return state;
  const stronger = yieldsTo(ownHold(state, ''), holds.value);
  const { waits, ...rest } = state;
  if (stronger === undefined)
    return waits?.for.is === 'hold' ? { ...state, waits: { ...waits, for: { is: 'place' } } } : state;
  const what = { is: 'hold', by: stronger.holder, why: stronger.why } as const;
  return { ...rest, waits: { for: what, since: waits?.since ?? now, askAt: waits?.askAt ?? now } };
}

/**
 * Leave to begin, for what can wait: nobody stronger acts on the instance, the budget of its group has room, and its zone
 * keeps enough. It is asked for and taken in one write to the budget's own record, by limits that are decided here.
 */
export function leaveOf(state: InstanceState, { holds, room: facts }: Asked, given: Given): Left {
  const { course, now, pending } = given;
  if (course.is !== 'queued') return { state: withoutWait(state, course), wishes: [], tellings: [] };
  if (facts === undefined || holds === undefined) return waiting(state, state.waits?.for ?? { is: 'place' }, { now });
  if (state.place === undefined && pending.has(givingBack(keyOf(state, given))))
    return waiting(state, { is: 'place' }, { now, anew: true });
  if (state.waits?.for.is === 'hold') return parted(waiting(state, state.waits.for, { now, anew: true }));
  if (!holds.ok) return waiting(state, { is: 'unread', what: `its holds: ${holds.reason}` }, { now, anew: true });
  const room = roomFor(state.id, facts, given.policy);
  if (room.is === 'wait') {
    const left = waiting(state, room.for, { now, anew: true });
    return room.for.is === 'unread' ? left : parted(left);
  }
  const key = keyOf(state, given);
  const claim = order({ claim: { budget: { key, ...room.budget }, holder: state.id } }, given);
  const asked = waiting(state, { is: 'place' }, { now, anew: true });
  return {
    ...asked,
    state: { ...asked.state, place: { key, askedAt: now } },
    wishes: [holdOrder(state, given), claim],
  };
}

/** While it is not there, others do not know that the instance is drained. */
export function holdsOf(state: InstanceState, given: Pick<Given, 'course' | 'policy' | 'now'>): readonly Wish[] {
  const { hold, clear, gone, ended, hosts } = state;
  const isAtWork = clear === undefined && gone === undefined && ended === undefined && hosts.length > 0;
  const isDue = hold?.at === undefined && given.now >= (hold?.askedAt ?? -Infinity) + observedAgainMs;
  return isAtWork && isDue && given.policy.mode === 'act' ? [holdOrder(state, given)] : [];
}

function holdOrder(state: InstanceState, given: Pick<Given, 'course' | 'policy' | 'now'>): Wish {
  return order({ hold: { thing: heldInstance(state.id), hold: ownHold(state, given.course.why) } }, given);
}

function keyOf(state: InstanceState, { whole }: Pick<Given, 'whole'>): string {
  return poolKey(whole.stack.region, state);
}

const givingBack = (key: string): string => `giveBack ${key}`;

/** Everything it has asked for of what is shared: to be given back when it is gone or kept. */
export function partingsOf({ id, place, hold, ...rest }: InstanceState): Omit<Left, 'wishes'> {
  const thing = heldInstance(id);
  return {
    state: { ...rest, id },
    tellings: [
      ...(place === undefined ? [] : [placeBack(place.key, id)]),
      ...(hold === undefined
        ? []
        : [{ type: 'telling', key: `letGo ${thing}`, target: { letGo: { thing, holder: 'drain' } } } as const]),
    ],
  };
}

/** Who waits holds no place. */
function parted(left: Left): Left {
  const { place, ...rest } = left.state;
  if (place === undefined) return left;
  return { ...left, state: rest, tellings: [...left.tellings, placeBack(place.key, rest.id)] };
}

function placeBack(budget: string, holder: string): Parting {
  return { type: 'telling', key: givingBack(budget), target: { giveBack: { budget, holder } } };
}

/** Who is set back for somebody stronger waits still. */
function withoutWait(state: InstanceState, course: Course): InstanceState {
  const { waits, ...rest } = state;
  return waits?.for.is === 'hold' && course.is === 'undo' ? state : rest;
}

/** When it asks again, by chance between half of this and all of it: who waits together does not ask together. */
const waitMs: Readonly<Record<Wait['for']['is'], number>> = {
  budget: minuteMs,
  zone: minuteMs,
  hold: minuteMs,
  unread: 20 * secondMs,
  absent: minuteMs,
  place: 20 * secondMs,
};

/** Who has waited for long may wait a little longer: so long at most. */
const longestWaitMs = 5 * minuteMs;

/** It may be so for hours. */
function isInTheWay({ is }: Wait['for']): boolean {
  return is !== 'place';
}

/** `anew`: it has just asked. What it waits for without having asked yet, it asks for in a second. */
function waiting(
  state: InstanceState,
  what: Wait['for'],
  { now, anew = false }: { readonly now: Instant; readonly anew?: boolean },
): Left {
  const known = state.waits;
  const since = known?.since ?? now;
  const most = Math.max(waitMs[what.is], isInTheWay(what) ? Math.min((now - since) / 2, longestWaitMs) : 0);
  const later = now + Math.round((most * (1 + fractionOf(`${state.id} ${now}`))) / 2);
  const askAt = anew ? later : (known?.askAt ?? now + secondMs);
  return { state: { ...state, waits: { for: what, since, askAt } }, wishes: [], tellings: [] };
}

/** What it waits for, in words for the log. */
export function waitWords({ for: what }: Wait): string {
  switch (what.is) {
    case 'budget':
      return `waits for its budget: ${what.out} of ${what.total} out, ${what.allowed} may be`;
    case 'zone':
      return `waits for its zone: ${what.available} available in ${what.zone}, ${what.least} must stay`;
    case 'hold':
      return `waits for ${what.by}, who holds it: ${what.why}`;
    case 'unread':
      return `waits, for it could not be read: ${what.what}`;
    case 'absent':
      return 'waits, for its group does not count on it';
    case 'place':
      return 'asks for its place';
  }
}
