import type { Alert } from '../../core/alert.ts';
import type { Action, Question } from '../../core/decision.ts';
import type { Delivery } from '../../core/delivery.ts';
import type { Instant } from '../../core/time.ts';
import type { AlertEvent } from '../events.ts';
import type { IncidentFacts } from '../facts.ts';
import type { AlertPolicy, Environment, Team } from '../policy.ts';
import type { IncidentState, Place } from '../state.ts';

export type AlertTarget = { readonly deliver: Delivery };

export type IncidentQuestion = Question<AlertEvent, IncidentState, AlertTarget, IncidentFacts, AlertPolicy>;

/** Who is wanted to be told, and why. */
export type Wanted = { readonly receiver: string; readonly reason: string };

/**
 * An incident on its way through the steps. `alert` is as it will be told: with the severity its environment allows.
 * `silent` says why nothing is told although something might be.
 */
export type Draft = {
  readonly state: IncidentState;
  readonly alert: Alert;
  readonly incidentId: string;
  readonly environment: Environment;
  readonly team?: Team;
  readonly wanted: readonly Wanted[];
  readonly silent?: string;
  readonly actions: readonly Action<AlertTarget>[];
  readonly lookAts: readonly Instant[];
  readonly notes: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
};

/** One step of the telling: takes the draft, and what is known, to the next draft. Pure. */
export type Step = (draft: Draft, question: IncidentQuestion) => Draft;

export function noted(draft: Draft, text: string): Draft {
  return { ...draft, notes: [...draft.notes, text] };
}

export function counted(draft: Draft, name: string): Draft {
  return { ...draft, counts: { ...draft.counts, [name]: (draft.counts[name] ?? 0) + 1 } };
}

export function lookAt(draft: Draft, at: Instant | undefined): Draft {
  return at === undefined ? draft : { ...draft, lookAts: [...draft.lookAts, at] };
}

/** A place is kept from the first word on, or when it is told with others. */
export function withPlace(draft: Draft, receiver: string, place: Place): Draft {
  if (place.said === undefined && place.umbrella !== true) return draft;
  return { ...draft, state: { ...draft.state, places: { ...draft.state.places, [receiver]: place } } };
}
