import type { Feature } from '../core/feature.ts';
import { dayMs } from '../core/time.ts';
import { decide } from './decide.ts';
import type { AlertEvent } from './events.ts';
import type { AlertFacts } from './facts.ts';
import type { AlertReads } from './gather.ts';
import { gather } from './gather.ts';
import type { AlertTarget } from './incident/draft.ts';
import type { AlertPolicy } from './policy.ts';
import { monthOf, pastListOf } from './past/past.ts';
import { recordsOf } from './records.ts';
import type { AlertState } from './state.ts';
import { listed } from './storm-rush.ts';

/** The name under which all open incidents are listed: whoever asks wants them all. */
export const openIncidents = 'incidents';

/** Incidents are kept for audits and for "has this happened before?". */
const keepIncidentsMs = 400 * dayMs;

/** Owns who is told what, where, and when it is worth saying again. */
export const alert: Feature<AlertEvent, AlertState, AlertTarget, AlertFacts, AlertReads, AlertPolicy> = {
  name: 'alert',
  v: 1,
  upcast: (state) => state,
  recordsOf,
  gather,
  decide,
  openUnder: listOf,
  shrink,
  keepEndedMs: keepIncidentsMs,
};

/** Open incidents in one list, ended ones in that of their month. */
function listOf(state: AlertState): string | undefined {
  if (state.kind === 'past') return pastListOf(monthOf(state.alert.endedAt ?? state.alert.at));
  return state.kind === 'incident' && state.alert.status === 'firing' ? openIncidents : undefined;
}

/** Evidence goes first: it stands in the message already. */
function shrink(state: AlertState): AlertState {
  if (state.kind === 'incident') return { ...state, enrichment: {} };
  if (state.kind !== 'receiver') return state;
  return {
    ...state,
    recent: state.recent.slice(-50),
    ...(state.storm !== undefined && { storm: listed(state.storm, 50) }),
  };
}
