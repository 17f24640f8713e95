import type { Change, Delivered } from '../core/delivery.ts';
import type { Reply } from '../core/message.ts';
import type { Outcome } from '../core/outcome.ts';
import type { Place } from './state.ts';

/** What was not brought there yet is brought with the newer word, as the more urgent of the two. */
const urgency: Readonly<Record<Change, number>> = { edit: 0, reminder: 1, end: 2, worse: 3, open: 4 };

export function stronger(before: Change | undefined, now: Change): Change {
  return before === undefined || urgency[now] > urgency[before] ? now : before;
}

/**
 * How a place stands after a delivery to it: what is still to be brought there, and whether anybody knows. `overtaken`: a
 * newer word was decided on while this one was brought there; it is now a word to a message that stands.
 */
export function placeAfter(place: Place, outcome: Outcome, overtaken: boolean): Place {
  const posted = postedAfter(place, deliveredOf(outcome.facts));
  const { pending: _, unsure: __, news, ...rest } = place;
  const known = { ...rest, ...(posted !== undefined && { posted }) };
  const left = news?.filter((reply) => posted?.replies.includes(reply.key) !== true) ?? [];
  switch (outcome.result) {
    case 'done':
    case 'already-done':
    case 'observed':
      return overtaken ? { ...known, pending: remaining(place, left), ...(left.length > 0 && { news: left }) } : known;
    case 'permanent':
      return { ...known, refused: { reason: outcome.reason, at: outcome.at } };
    case 'retry':
    case 'unknown':
      return { ...known, ...stillOpen(place, outcome), ...(left.length > 0 && { news: left }) };
  }
}

/** Nobody knows as long as nobody has looked: that this attempt came to nothing says nothing of the one before. */
function stillOpen({ pending, unsure }: Place, { result }: Outcome): Pick<Place, 'pending' | 'unsure'> {
  const isUnsure = result === 'unknown' || unsure === true;
  return { ...(pending !== undefined && { pending }), ...(isUnsure && { unsure: true }) };
}

function remaining({ said }: Place, news: readonly Reply[]): Change {
  if (said?.change === 'end') return 'end';
  return news.length > 0 ? 'worse' : 'edit';
}

/** An attempt that got nowhere does not make known that nothing stands there. */
function postedAfter({ posted: before }: Place, delivered: Delivered | undefined): Place['posted'] {
  const after = delivered?.posted;
  return after === undefined || (after.id === undefined && before?.id !== undefined) ? before : after;
}

function deliveredOf(facts: unknown): Delivered | undefined {
  if (typeof facts !== 'object' || facts === null || !('posted' in facts)) return undefined;
  return facts as Delivered;
}
