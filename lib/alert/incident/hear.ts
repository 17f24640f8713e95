import type { Alert } from '../../core/alert.ts';
import type { Outcome } from '../../core/outcome.ts';
import { placeAfter } from '../place.ts';
import type { IncidentState, Place } from '../state.ts';
import type { IncidentQuestion } from './draft.ts';

const deliverPrefix = 'deliver/';

/** The key of the telling that brings an incident to a receiver. */
export function deliveryKey(receiver: string): string {
  return `${deliverPrefix}${receiver}`;
}

/**
 * Takes what was heard into the state: the newest level (an older version is ignored), who took it, what became of
 * the deliveries. Undefined: nothing was ever heard of this incident but a wake.
 */
export function hear(question: IncidentQuestion): IncidentState | undefined {
  let state = question.state;
  for (const event of question.events) {
    if (event.kind === 'alert') state = withAlert(state, event, question.now);
    else if (state !== undefined && event.kind === 'acknowledge') {
      state = { ...state, acknowledged: state.acknowledged ?? { by: event.by, at: event.at } };
    } else if (state !== undefined && event.kind === 'outcome') state = withOutcome(state, event);
  }
  if (state === undefined || !question.takenOver) return state;
  return { ...state, places: mapPlaces(state.places, unsureOf(question)) };
}

function withAlert(state: IncidentState | undefined, alert: Alert, now: number): IncidentState {
  if (state === undefined || alert.startedAt > state.alert.startedAt) return freshState(alert, now);
  const older = alert.startedAt < state.alert.startedAt || alert.version <= state.alert.version;
  return older ? state : { ...state, alert, heardAt: now };
}

/** The next incident of the subject is a story, and a message, of its own. */
function freshState(alert: Alert, now: number): IncidentState {
  return { kind: 'incident', alert, firstHeardAt: now, heardAt: now, places: {}, enrichment: {} };
}

function withOutcome(state: IncidentState, outcome: Outcome): IncidentState {
  const receiver = outcome.action.slice(deliverPrefix.length);
  const place = state.places[receiver];
  if (place === undefined) return state;
  return { ...state, places: { ...state.places, [receiver]: placeAfter(place, outcome) } };
}

/** Who was to bring it there died: it may stand, or not. */
function unsureOf(question: IncidentQuestion): (place: Place, receiver: string) => Place {
  const open = new Set(question.unfinished.map((action) => action.key));
  return (place, receiver) => (open.has(deliveryKey(receiver)) ? { ...place, unsure: true } : place);
}

export function mapPlaces(
  places: IncidentState['places'],
  change: (place: Place, receiver: string) => Place,
): IncidentState['places'] {
  return Object.fromEntries(Object.entries(places).map(([receiver, place]) => [receiver, change(place, receiver)]));
}
