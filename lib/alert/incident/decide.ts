import type { Alert } from '../../core/alert.ts';
import type { Decision } from '../../core/decision.ts';
import { minuteMs, dayMs } from '../../core/time.ts';
import { incidentId } from '../compose/incident-id.ts';
import { reactionsGapMs } from '../gather.ts';
import { environmentOf, severityIn } from '../policy.ts';
import { teamOfAlert } from '../records.ts';
import type { IncidentState } from '../state.ts';
import type { AlertTarget, Draft, IncidentQuestion, Step } from './draft.ts';
import { enrichIncident } from './enrich.ts';
import { hear } from './hear.ts';
import { closedByHand, inhibit, mute, silence, takeReactions } from './quiet.ts';
import { fallBack, leaveBaseline, route } from './route.ts';
import { say } from './say.ts';
import { shelter } from './umbrella.ts';

/** A firing incident nobody has sent a word about for this long has been forgotten by whoever watched it. */
const silentMs = 8 * dayMs;

/** The telling of an incident, step by step. Each takes the draft on; the last one says what goes where. */
const steps: readonly Step[] = [
  takeReactions,
  enrichIncident,
  mute,
  silence,
  closedByHand,
  inhibit,
  route,
  fallBack,
  leaveBaseline,
  shelter,
  say,
];

/** Decides what is told of one incident, to whom, and when it is looked at again. */
export function decideIncident(question: IncidentQuestion): Decision<IncidentState, AlertTarget> {
  const state = hear(question);
  if (state === undefined) throw new Error('an incident without any alert');
  const start = draftOf(state, question);
  const draft = steps.reduce((before, step) => step(before, question), start);
  return {
    reason: draft.notes.join('; ') || 'nobody is to be told',
    state: draft.state,
    actions: draft.actions,
    next: nextOf(draft, question),
    counts: draft.counts,
  };
}

function draftOf(state: IncidentState, { policy }: IncidentQuestion): Draft {
  const environment = environmentOf(policy, state.alert.subject.cluster);
  const alert: Alert = { ...state.alert, severity: severityIn(environment, state.alert.severity) };
  const team = teamOfAlert(policy, alert);
  return {
    state,
    alert,
    environment,
    incidentId: incidentId(alert.key, alert.startedAt),
    wanted: [],
    actions: [],
    lookAts: [],
    notes: [],
    counts: {},
    ...(team !== undefined && { team }),
  };
}

/** While it fires it is looked at again: for what is due, for people's reactions, at the latest when it is forgotten. */
function nextOf(draft: Draft, { now }: IncidentQuestion): Decision<never, never>['next'] {
  const { state, alert } = draft;
  const soon = draft.lookAts.filter((at) => at > now);
  if (alert.status !== 'firing')
    return soon.length > 0 && draft.actions.length > 0 ? { wakeAt: Math.min(...soon) } : { final: true };
  if (now - state.heardAt > silentMs) return { final: true };
  const polled = Object.values(state.places).some(
    (place) => place.destination.type === 'slack' && place.posted?.id !== undefined,
  );
  const polls = polled ? [Math.max(now + 1, (state.reactionsAt ?? now) + pollGapMs(draft, now))] : [];
  return { wakeAt: Math.min(...soon, ...polls, state.heardAt + silentMs + 1) };
}

/** Reactions are looked for every minute while an incident is young, then every five. */
function pollGapMs({ state }: Draft, now: number): number {
  return now - state.firstHeardAt < 30 * minuteMs ? reactionsGapMs : 5 * reactionsGapMs;
}
