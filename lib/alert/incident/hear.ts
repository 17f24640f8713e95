import type { Alert } from '../../core/alert.ts';
import type { Outcome } from '../../core/outcome.ts';
import { withStep } from '../timeline.ts';
import { placeAfter } from '../place.ts';
import type { IncidentState, Place } from '../state.ts';
import type { IncidentQuestion } from './draft.ts';

/**
 * The key of the telling that brings an incident to a receiver. The subject's next incident has another: its first word
 * must not take the place of this one's last.
 */
export function deliveryKey(receiver: string, { startedAt }: Pick<Alert, 'startedAt'>): string {
  return `deliver/${startedAt}/${receiver}`;
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
    } else if (state !== undefined && event.kind === 'outcome') state = withOutcome(state, event, question);
  }
  if (state === undefined || !question.takenOver) return state;
  return { ...state, places: mapPlaces(state.places, unsureOf(state, question)) };
}

function withAlert(state: IncidentState | undefined, alert: Alert, now: number): IncidentState {
  if (state === undefined || alert.startedAt > state.alert.startedAt) return freshState(alert, now);
  const older = alert.startedAt < state.alert.startedAt || alert.version <= state.alert.version;
  if (older) return state;
  return { ...state, alert, heardAt: now, steps: withStep(state.steps ?? [], state.alert, alert) };
}

/** The next incident of the subject is a story, and a message, of its own. */
function freshState(alert: Alert, now: number): IncidentState {
  const steps = withStep([], undefined, alert);
  return { kind: 'incident', alert, firstHeardAt: now, heardAt: now, places: {}, enrichment: {}, steps };
}

/** While it was being brought there, somebody may have decided on a newer word: that one is still to be brought. */
function withOutcome(state: IncidentState, outcome: Outcome, question: IncidentQuestion): IncidentState {
  const found = Object.entries(state.places).find(([name]) => deliveryKey(name, state.alert) === outcome.action);
  if (found === undefined) return state;
  const [receiver, place] = found;
  const overtaken = [...question.inFlight, ...question.unfinished].some(({ key }) => key === outcome.action);
  return { ...state, places: { ...state.places, [receiver]: placeAfter(place, outcome, overtaken) } };
}

/** Who was to bring it there died: it may stand, or not. */
function unsureOf(state: IncidentState, question: IncidentQuestion): (place: Place, receiver: string) => Place {
  const open = new Set(question.unfinished.map((action) => action.key));
  return (place, receiver) => (open.has(deliveryKey(receiver, state.alert)) ? { ...place, unsure: true } : place);
}

function mapPlaces(
  places: IncidentState['places'],
  change: (place: Place, receiver: string) => Place,
): IncidentState['places'] {
  return Object.fromEntries(Object.entries(places).map(([receiver, place]) => [receiver, change(place, receiver)]));
}
