import type { Alert } from '../../core/alert.ts';
import type { Place } from '../state.ts';
import { gotWorse } from '../worth.ts';
import type { Draft, IncidentQuestion } from './draft.ts';
import { noted, withPlace } from './draft.ts';

type At = { readonly receiver: string; readonly place: Place; readonly question: IncidentQuestion };

/** In a storm what has not been told by itself is told with the others; and so is its end. */
export function underUmbrella(draft: Draft, { receiver, place, question }: At): Draft | undefined {
  if (place.said !== undefined) return undefined;
  const isStormy = question.facts.storms.has(receiver);
  if (!isStormy && (place.umbrella !== true || isNews(draft.alert, question.state?.alert))) return undefined;
  if (draft.alert.status !== 'firing') {
    return place.umbrella === true ? noted(draft, `${receiver}: ended under its umbrella`) : undefined;
  }
  return noted(withPlace(draft, receiver, { ...place, umbrella: true }), `${receiver}: told under an umbrella`);
}

/** The umbrella is gone: who comes back, or gets worse, is told alone. */
function isNews(alert: Alert, before: Alert | undefined): boolean {
  if (before === undefined || alert.status !== 'firing') return false;
  return before.status !== 'firing' || gotWorse(alert, before.impact);
}
