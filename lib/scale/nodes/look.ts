import type { Instant } from '../../core/time.ts';
import { minuteMs, secondMs } from '../../core/time.ts';
import type { Buying } from './buy.ts';
import { buyingOf } from './buy.ts';
import type { Found } from './consolidate.ts';
import { unneededIn } from './consolidate.ts';
import type { NodesFacts } from './facts.ts';
import { isOurs } from './groups.ts';
import { comesBack, leavingNow, takenBack } from './leave.ts';
import type { NodesTarget } from './orders.ts';
import type { Picture } from './picture.ts';
import { pictureOf } from './picture.ts';
import type { NodesEntry } from './policy.ts';
import type { Leaving, NodesCode, NodesDecided, NodesState } from './state.ts';

type Given = { readonly entries: readonly NodesEntry[]; readonly now: Instant };

type Looked = {
  readonly state: NodesState;
  readonly reason: string;
  readonly orders: readonly { readonly target: NodesTarget; readonly mode: 'observe' | 'act' }[];
};

/** An agent that is away so long is away: others are bought for what stands on its instance. */
const fleetingMs = 3 * minuteMs;

/** What has no place now has none so long later, or nothing is bought. */
export const confirmMs = 10 * secondMs;

/** So many decisions are kept for whoever asks why. */
const mostDecisions = 30;

/** One look at a cluster: who goes, what is bought, who is not needed. One of them at a time, in this order. */
export function looked(state: NodesState, facts: NodesFacts, given: Given): Looked | { readonly isGone: true } {
  const { now } = given;
  const picture = pictureOf(state, facts, { ...given, cluster: state.cluster });
  if ('unread' in picture) {
    if (picture.isGone) return { isGone: true };
    return { state, reason: `Unread: ${picture.unread}`, orders: [] };
  }
  const leaving = leavingNow(state.leaving, picture, { holds: facts.holds, now });
  const known: NodesState = { ...state, groups: picture.memories, leaving };
  if (!picture.groups.some(({ entry }) => entry !== undefined && entry.policy.mode !== 'none'))
    return { state: { ...known, groups: {}, candidates: [] }, reason: 'no entry fits its groups', orders: [] };
  const buying = buyingOf(picture, state.wanted, now);
  const look = { state: known, picture, buying, facts, now };
  return bought(look) ?? consolidated(look);
}

type Look = {
  readonly state: NodesState;
  readonly picture: Picture;
  readonly buying: Buying;
  readonly facts: NodesFacts;
  readonly now: Instant;
};

/** Something has no place: what is on its way out comes back, and what is missing is bought. Undefined: all have one. */
function bought(look: Look): Looked | undefined {
  const { picture, buying, now } = look;
  const { raises, unplaced, isShort, isFleeting } = buying;
  if (!isShort && raises.length === 0) return undefined;
  const shortSince = look.state.shortSince ?? now;
  const wanted = Object.fromEntries(picture.wants.map(({ asked, count }) => [asked.group, count]));
  const state: NodesState = { ...look.state, ...(isShort && { shortSince, wanted }), candidates: [] };
  if (isShort && now < shortSince + confirmMs)
    return told(look, state, { code: 'Seen', why: 'something has no place: it is looked at again in a moment' });
  if (picture.unseen.length > 0)
    return told(look, state, {
      code: 'Coming',
      why: `nobody has seen an instance of ${picture.unseen.join(', ')} yet`,
    });
  if (isShort && state.leaving.some(comesBack))
    return told(
      look,
      { ...state, leaving: takenBack(state.leaving) },
      { code: 'TakenBack', why: 'it is needed after all' },
    );
  if (isFleeting && now < shortSince + fleetingMs)
    return told(look, state, { code: 'Settling', why: 'an agent is away, mostly for a minute' });
  if (raises.length > 0) return told(look, state, { code: 'Bought', why: whyBought(buying, picture) });
  return told(look, state, whyNone(unplaced, picture));
}

/** Nothing can be bought for what has no place. */
function whyNone(unplaced: Buying['unplaced'], { groups }: Picture): Said {
  const owner = groups.find(({ ownedBy }) => ownedBy !== undefined);
  if (owner !== undefined && !groups.some(isOurs))
    return { code: 'OwnedByOther', why: `${owner.group.name}: ${owner.ownedBy}` };
  const stuck = unplaced.find(({ why }) => why === 'NeverFits') ?? unplaced[0];
  return { code: stuck?.why ?? 'AtMost', why: stuck === undefined ? '' : `${stuck.count} of ${stuck.group}` };
}

function whyBought({ isShort }: Buying, { wants, headroom }: Picture): string {
  if (!isShort) return 'its minimum';
  const words = wants.map(({ asked, count }) => `${count} of ${asked.group}`);
  const room = headroom.map(({ asked, count }) => `room for ${count} of ${asked.group}`);
  return [...words, ...room].join(', ');
}

/** Everything has its place: who is not needed? Nobody is sent away while others are on their way. */
function consolidated(look: Look): Looked {
  const { picture, facts, now } = look;
  const { shortSince: _, wanted: __, ...settled } = look.state;
  if (picture.coming.length > 0 || picture.unseen.length > 0)
    return told(
      look,
      { ...settled, candidates: [] },
      { code: 'Coming', why: `${picture.coming.length} are on their way` },
    );
  const found = unneededIn(picture, settled, { protectedUntil: facts.protectedUntil, now });
  const state: NodesState = { ...settled, candidates: found.candidates };
  const ripe = found.ripe.map(({ leaving }) => leaving);
  if (ripe.length > 0) return sentAway(look, state, found);
  if (state.leaving.length > 0)
    return told(look, state, { code: 'Leaving', why: `${state.leaving.length} are on their way out` });
  if (found.candidates.length > 0)
    return told(look, state, { code: 'Confirming', why: `${found.candidates.length} seem not to be needed` });
  return told(look, state, { code: 'Enough', why: 'everything has its place' });
}

function sentAway(look: Look, state: NodesState, { ripe, candidates }: Found): Looked {
  const acting = ripe.filter(({ entry }) => entry.policy.mode === 'act').map(({ leaving }) => leaving);
  const gone = new Set(acting.map(({ arn }) => arn));
  const why = ripe.map(({ leaving }) => `${leaving.id}: ${leaving.why}`).join('; ');
  const next = {
    ...state,
    leaving: [...state.leaving, ...acting],
    candidates: candidates.filter(({ arn }) => !gone.has(arn)),
  };
  const watched = ripe.filter(({ entry }) => entry.policy.mode !== 'act').map(({ leaving }) => leaving);
  return told(look, next, { code: 'Consolidated', why, watched });
}

type Said = { readonly code: NodesCode; readonly why: string; readonly watched?: readonly Leaving[] };

/** A decision that differs from the last one is kept. */
function told({ picture, buying, now }: Look, state: NodesState, { code, why, watched = [] }: Said): Looked {
  const raises = code === 'Bought' ? buying.raises : [];
  const modes = picture.groups.flatMap(({ entry }) => entry?.policy.mode ?? []);
  const leaving = [...state.leaving, ...watched].map(({ id }) => id);
  const decision: NodesDecided = {
    at: now,
    code,
    why,
    mode: modes.includes('act') ? 'act' : 'observe',
    groups: Object.fromEntries(raises.map(({ each, to }) => [each.group.name, { from: each.group.desired, to }])),
    ...(leaving.length > 0 && { leaving }),
  };
  return {
    state: { ...state, decisions: withDecision(state.decisions, decision) },
    reason: `${code}: ${why}`,
    orders: [
      ...raises.map(({ each, to }) => ({
        target: { raise: { group: each.group.name, instances: to } },
        mode: each.entry?.policy.mode === 'act' ? ('act' as const) : ('observe' as const),
      })),
      ...watched.map(({ id, why: reason }) => ({
        target: { ask: { wish: 'drain' as const, instanceId: id, by: 'consolidate', why: reason } },
        mode: 'observe' as const,
      })),
    ],
  };
}

function gist(decision: NodesDecided): string {
  return JSON.stringify({ ...decision, at: 0 });
}

function withDecision(decisions: readonly NodesDecided[], next: NodesDecided): readonly NodesDecided[] {
  const last = decisions.at(-1);
  return last !== undefined && gist(last) === gist(next) ? decisions : [...decisions, next].slice(-mostDecisions);
}
