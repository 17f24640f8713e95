import { muteFor } from '../mutes.ts';
import { counted, lookAt, noted } from './draft.ts';
import type { Step } from './draft.ts';

/** Reactions on the message: 👀 takes it, ✅ closes it by hand. (🔕 is a mute like any other, and asked for as one.) */
export const takeReactions: Step = (draft, { facts, now }) => {
  const { reactions } = facts;
  if (reactions === undefined) return draft;
  const { state } = draft;
  const acknowledged =
    state.acknowledged ?? (reactions.mine === undefined ? undefined : { by: reactions.mine, at: now });
  const closedByHand =
    state.closedByHand ?? (reactions.closed === undefined ? undefined : { by: reactions.closed, at: now });
  return {
    ...draft,
    state: {
      ...state,
      reactionsAt: now,
      ...(acknowledged !== undefined && { acknowledged }),
      ...(closedByHand !== undefined && { closedByHand }),
    },
  };
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
