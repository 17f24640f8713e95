import type { Alert } from '../../core/alert.ts';
import { secondMs } from '../../core/time.ts';
import { destinationOf } from '../receivers.ts';
import type { Place } from '../state.ts';
import { gotWorse } from '../worth.ts';
import type { Draft, IncidentQuestion, Step } from './draft.ts';
import { lookAt, noted, withPlace } from './draft.ts';

/**
 * The umbrella is another record, saved by itself: that it speaks for this incident is looked up again after this
 * long, and not believed if it is not so.
 */
const believedMs = 30 * secondMs;

type At = { readonly receiver: string; readonly place: Place; readonly question: IncidentQuestion };

/**
 * Marks the places whose umbrella speaks for the incident. Whoever has been told by itself stays so, and so does
 * everybody for whom no umbrella speaks, whatever was believed before.
 */
export const shelter: Step = (draft, question) => {
  let next = draft;
  for (const { receiver } of draft.wanted) {
    const destination = destinationOf(question.policy, receiver, draft.team);
    const place = draft.state.places[receiver] ?? (destination === undefined ? undefined : { destination });
    if (place === undefined || place.said !== undefined) continue;
    next = isSpokenFor(draft.alert, { receiver, place, question })
      ? underneath(next, { receiver, place, question })
      : inTheOpen(next, receiver);
  }
  return next;
};

function isSpokenFor(alert: Alert, { receiver, place, question }: At): boolean {
  const { facts, state: before } = question;
  if (facts.storms.has(receiver)) return true;
  return place.umbrella === true && facts.pastStorms?.has(receiver) === true && !isNews(alert, before?.alert);
}

/** The umbrella is gone: who comes back, or gets worse, is told alone. */
function isNews(alert: Alert, before: Alert | undefined): boolean {
  if (before === undefined || alert.status !== 'firing') return false;
  return before.status !== 'firing' || gotWorse(alert, before.impact);
}

function underneath(draft: Draft, { receiver, place, question }: At): Draft {
  const before = question.state?.alert;
  const isNew = place.umbrella !== true || isNews(draft.alert, before);
  const next = withPlace(draft, receiver, { ...place, umbrella: true });
  return isNew ? lookAt(next, question.now + believedMs) : next;
}

function inTheOpen(draft: Draft, receiver: string): Draft {
  const { [receiver]: _, ...places } = draft.state.places;
  return { ...draft, state: { ...draft.state, places } };
}

/** What has not been told by itself is told with the others; and so is its end. */
export function underUmbrella(draft: Draft, { receiver, place }: At): Draft | undefined {
  if (place.said !== undefined || place.umbrella !== true) return undefined;
  const isEnded = draft.alert.status !== 'firing';
  return noted(draft, `${receiver}: ${isEnded ? 'ended under its umbrella' : 'told under an umbrella'}`);
}
