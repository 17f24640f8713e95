import type { Instant } from '../../core/time.ts';
import { hourMs } from '../../core/time.ts';
import { muteFor } from '../mutes.ts';
import { counted, lookAt, noted } from './draft.ts';
import type { Step } from './draft.ts';
import type { ActorMark } from '../state.ts';

/** How long a 🔕 on a message lasts. A mute always ends. */
const reactionMuteMs = 4 * hourMs;

/**
 * Reactions on the message: 👀 takes it, ✅ closes it by hand, 🔕 silences it for a while. What somebody takes back he has
 * not said; what came from the command line stays.
 */
export const takeReactions: Step = (draft, { facts, now }) => {
  const { reactions } = facts;
  if (reactions === undefined) return draft;
  const { acknowledged, closedByHand: closed, silentUntil, ...state } = draft.state;
  const mine = markOf(acknowledged, reactions.mine, now);
  const over = markOf(closed, reactions.closed, now);
  return {
    ...draft,
    state: {
      ...state,
      reactionsAt: now,
      ...(mine !== undefined && { acknowledged: mine }),
      ...(over !== undefined && { closedByHand: over }),
      ...(reactions.mute !== undefined && { silentUntil: silentUntil ?? now + reactionMuteMs }),
    },
  };
};

function markOf(before: ActorMark | undefined, by: string | undefined, now: Instant): ActorMark | undefined {
  if (before !== undefined && before.byReaction !== true) return before;
  if (by === undefined) return undefined;
  return before?.by === by ? before : { by, at: now, byReaction: true };
}

/** While somebody's 🔕 lasts nothing but the end is told. */
export const silence: Step = (draft, { now }) => {
  const { silentUntil } = draft.state;
  if (silentUntil === undefined || silentUntil <= now || draft.silent !== undefined) return draft;
  return lookAt(noted({ ...draft, silent: 'silenced by a reaction' }, 'silenced by a reaction'), silentUntil);
};

/** Customers hurt are never inhibited. */
const hurt: ReadonlySet<string> = new Set(['degraded', 'down', 'missed', 'failed']);

/** Tasks lost with an instance whose own incident is open are part of that story, unless somebody is hurt by it. */
export const inhibit: Step = (draft, { facts }) => {
  const { alert, state } = draft;
  const told = Object.values(state.places).some((place) => place.said !== undefined);
  if (facts.instance === undefined || told || draft.silent !== undefined || hurt.has(alert.impact.level)) return draft;
  const reason = `part of the incident of ${facts.instance.name}`;
  const next = { ...draft, silent: reason };
  return noted(
    state.inhibited === true ? next : counted({ ...next, state: { ...state, inhibited: true } }, 'inhibited/instance'),
    reason,
  );
};

/** What somebody muted is counted, and told when the mute has ended if it is still so. Its end is told all the same. */
export const mute: Step = (draft, { facts, now }) => {
  const found = muteFor(facts.mutes, draft.alert, draft.incidentId, now);
  const { mutedBy, ...state } = draft.state;
  if (found === undefined) return mutedBy === undefined ? draft : { ...draft, state };
  const muted = {
    ...draft,
    state: { ...state, mutedBy: found.id },
    silent: `muted until ${found.until}: ${found.why}`,
  };
  const isNews = mutedBy !== found.id;
  return lookAt(noted(isNews ? counted(muted, `muted/${found.id}`) : muted, 'muted'), found.until);
};

/** Closed by hand: nothing more is said of it but its end. */
export const closedByHand: Step = (draft) => {
  const { closedByHand: closed } = draft.state;
  if (closed === undefined || draft.silent !== undefined) return draft;
  return noted({ ...draft, silent: `closed by ${closed.by}` }, 'closed by hand');
};
