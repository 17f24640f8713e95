import type { Delivered } from '../core/delivery.ts';
import type { Outcome } from '../core/outcome.ts';
import type { Place } from './state.ts';

/** How a place stands after a delivery to it: what is still to be brought there, and whether anybody knows. */
export function placeAfter(place: Place, outcome: Outcome): Place {
  const posted = deliveredOf(outcome.facts)?.posted ?? place.posted;
  const { pending, unsure: _, news, ...rest } = place;
  const known = { ...rest, ...(posted !== undefined && { posted }) };
  const left = news?.filter((reply) => posted?.replies.includes(reply.key) !== true) ?? [];
  switch (outcome.result) {
    case 'done':
    case 'already-done':
    case 'observed':
      return known;
    case 'permanent':
      return { ...known, refused: { reason: outcome.reason, at: outcome.at } };
    case 'retry':
    case 'unknown':
      return {
        ...known,
        ...(pending !== undefined && { pending }),
        ...(left.length > 0 && { news: left }),
        ...(outcome.result === 'unknown' && { unsure: true }),
      };
  }
}

function deliveredOf(facts: unknown): Delivered | undefined {
  if (typeof facts !== 'object' || facts === null || !('posted' in facts)) return undefined;
  return facts as Delivered;
}
