import type { Instant } from '../../core/time.ts';
import { buyingOf } from './buy.ts';
import type { Found } from './consolidate.ts';
import { unneededIn } from './consolidate.ts';
import type { NodesFacts } from './facts.ts';
import { leavingNow } from './leave.ts';
import type { Picture } from './picture.ts';
import { pictureOf } from './picture.ts';
import type { NodesEntry } from './policy.ts';
import type { Renewing } from './renew.ts';
import { renewing } from './renew.ts';
import type { Looked } from './said.ts';
import type { Look } from './shortage.ts';
import { bought, whyNone } from './shortage.ts';
import { told } from './said.ts';
import type { NodesState } from './state.ts';
import type { Total } from './total.ts';
import { totalOf } from './total.ts';
import { nodeTroubles } from './trouble.ts';

type Given = { readonly entries: readonly NodesEntry[]; readonly total?: number; readonly now: Instant };

/** One look at a cluster: who goes, what is bought, who is not needed, who is outdated. One of them at a time, in this order. */
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
  const total = given.total === undefined ? undefined : totalIn(picture, facts, { ...given, total: given.total });
  // Where nobody knows what is left, nothing is.
  const left = given.total === undefined ? Infinity : (total?.left ?? 0);
  const buying = buyingOf(picture, { before: state.wanted, left, now });
  const look = { picture, buying, total, left, facts, now };
  const troubles = nodeTroubles(known, { picture, buying, total: total?.total, now });
  const seen = { ...look, state: { ...known, troubles } };
  const short = bought(seen);
  return 'orders' in short ? short : consolidated({ ...seen, state: short.state });
}

function totalIn(
  { groups }: Picture,
  facts: NodesFacts,
  { total, entries }: Given & { readonly total: number },
): Total | undefined {
  if (facts.groups?.ok !== true) return undefined;
  const own = groups.map(({ group }) => group.name);
  return totalOf(facts.total, { total, entries, own, groups: facts.groups.value });
}

/** Everything has its place that may have one: who is not needed? Nobody is sent away while others are on their way. */
function consolidated(look: Look): Looked {
  const { state: settled, picture, buying, facts, left, now } = look;
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
  const renewal = renewing(picture, state, { protectedUntil: facts.protectedUntil, left, now });
  if (renewal !== undefined) return renewed(look, state, renewal);
  const { renewal: _, ...fresh } = state;
  if (found.candidates.length > 0)
    return told(look, fresh, { code: 'Confirming', why: `${found.candidates.length} seem not to be needed` });
  if (buying.isShort) return told(look, fresh, whyNone(buying.unplaced, look));
  return told(look, fresh, { code: 'Enough', why: 'everything has its place' });
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

function renewed(look: Look, state: NodesState, { why, mode, renewal, leaving, raise }: Renewing): Looked {
  const next = { ...state, renewal };
  if (leaving === undefined) {
    const raises = raise === undefined ? {} : { raises: [raise] };
    return told(look, next, { code: 'Outdated', why, mode, ...raises });
  }
  if (mode === 'observe') return told(look, next, { code: 'Renewed', why, mode, watched: [leaving] });
  return told(look, { ...next, leaving: [...state.leaving, leaving] }, { code: 'Renewed', why, mode });
}
