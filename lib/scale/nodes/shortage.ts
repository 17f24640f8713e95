import type { Instant } from '../../core/time.ts';
import { minuteMs, secondMs } from '../../core/time.ts';
import type { Buying } from './buy.ts';
import type { NodesFacts } from './facts.ts';
import { isOurs, ownerOf } from './groups.ts';
import { comesBack, takenBack, withoutEnds } from './leave.ts';
import type { Picture } from './picture.ts';
import type { Looked, Said } from './said.ts';
import { told } from './said.ts';
import type { NodesState } from './state.ts';
import type { Total } from './total.ts';

/** What one look knows. */
export type Look = {
  readonly state: NodesState;
  readonly picture: Picture;
  readonly buying: Buying;
  readonly total: Total | undefined;
  /** So many more instances may be bought in all. */
  readonly left: number;
  readonly facts: NodesFacts;
  readonly now: Instant;
};

/** An agent that is away so long is away: others are bought for what stands on its instance. */
const fleetingMs = 3 * minuteMs;

/** What has no place now has none so long later, or nothing is bought. */
const confirmMs = 10 * secondMs;

/**
 * While fewer wait than at the look before, and some still do, places are being found: one answer may know of them, and the
 * other not yet. What still falls after so long is bought for, or nothing ever would be. What is wanted besides falls with
 * the work, and is in one answer alone.
 */
const fallingMs = 30 * secondMs;

/**
 * Something has no place: what is on its way out comes back, and what is missing is bought. `state`: nothing keeps from
 * looking further, with this state.
 */
export function bought(look: Look): Looked | { readonly state: NodesState } {
  const { picture, buying, now } = look;
  const { raises, unplaced, isShort } = buying;
  if (!isShort && raises.length === 0) return { state: calmed(look.state) };
  const shortSince = look.state.shortSince ?? now;
  const short = isShort ? shortOf(look, shortSince) : look.state;
  const state: NodesState = { ...short, leaving: withoutEnds(short.leaving, now), candidates: [] };
  const waits = waitFor(look, state);
  if (waits !== undefined) return told(look, state, waits);
  // What no instance would take waits for somebody, and not for room: the others need not.
  if (isStuck(look)) return { state: short };
  if (isShort && state.leaving.some(comesBack)) {
    const back = { ...state, leaving: takenBack(state.leaving) };
    return told(look, back, { code: 'TakenBack', why: 'it is needed after all' });
  }
  if (isFleeting(look, shortSince))
    return told(look, state, { code: 'Settling', why: 'an agent is away, mostly for a minute' });
  if (raises.length > 0) return told(look, state, { code: 'Bought', why: whyBought(buying, picture), raises });
  return told(look, state, whyNone(unplaced, look));
}

function calmed(state: NodesState): NodesState {
  const { shortSince: _, wanted: __, waiting: ___, fallingSince: ____, ...calm } = state;
  return calm;
}

function shortOf({ state, picture: { wants }, buying: { raises }, now }: Look, shortSince: Instant): NodesState {
  const { fallingSince, waiting: before = {}, ...rest } = state;
  const wanted = Object.fromEntries(wants.map(({ asked, count }) => [asked.group, count]));
  const waiting = Object.fromEntries(wants.map(({ asked, waiting: count = 0 }) => [asked.group, count]));
  const isFalling =
    raises.length > 0 && Object.entries(waiting).some(([group, count]) => count > 0 && count < (before[group] ?? 0));
  return { ...rest, shortSince, wanted, waiting, ...(isFalling && { fallingSince: fallingSince ?? now }) };
}

/** Before when nothing is bought for what has no place; undefined: it was seen for long enough. */
export function seenAgainAt({ shortSince, fallingSince }: NodesState, now: Instant): Instant | undefined {
  if (shortSince !== undefined && now < shortSince + confirmMs) return shortSince + confirmMs;
  return fallingSince !== undefined && now < fallingSince + fallingMs ? now + confirmMs : undefined;
}

function waitFor({ picture: { unseen }, buying, now }: Look, state: NodesState): Said | undefined {
  if (buying.isShort && seenAgainAt(state, now) !== undefined)
    return { code: 'Seen', why: 'something has no place: it is looked at again in a moment' };
  if (unseen.length === 0) return undefined;
  return { code: 'Coming', why: `nobody has seen an instance of ${unseen.join(', ')} yet` };
}

function isStuck({ buying: { raises, unplaced }, picture: { groups } }: Look): boolean {
  const hasNone = unplaced.length > 0 && unplaced.every(({ why }) => why === 'NeverFits');
  return raises.length === 0 && hasNone && groups.some(isOurs);
}

const isFleeting = ({ buying, now }: Look, shortSince: Instant): boolean =>
  buying.isFleeting && now < shortSince + fleetingMs;

/** Nothing can be bought for what has no place. */
export function whyNone(unplaced: Buying['unplaced'], { picture: { groups }, total }: Look): Said {
  const owner = ownerOf(groups);
  if (owner !== undefined) return { code: 'OwnedByOther', why: `${owner.group}: ${owner.by}` };
  const stuck = unplaced.find(({ why }) => why === 'NeverFits') ?? unplaced[0];
  const why = stuck === undefined ? '' : `${stuck.count} of ${stuck.group}`;
  if (stuck?.why !== 'AtTotal') return { code: stuck?.why ?? 'AtMost', why };
  const used =
    total === undefined ? 'how many there are in all is not known' : `${total.used} of ${total.total} in all`;
  return { code: 'AtTotal', why: `${why}; ${used}` };
}

function whyBought({ isShort }: Buying, { wants, headroom }: Picture): string {
  if (!isShort) return 'its minimum';
  const words = wants.map(({ asked, count }) => `${count} of ${asked.group}`);
  const room = headroom.map(({ asked, count }) => `room for ${count} of ${asked.group}`);
  return [...words, ...room].join(', ');
}
