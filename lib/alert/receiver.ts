import type { Decision } from '../core/decision.ts';
import type { Outcome } from '../core/outcome.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs } from '../core/time.ts';
import type { AlertTarget } from './incident/draft.ts';
import { placeHeard } from './place-heard.ts';
import { placeAfter } from './place.ts';
import type { ReceiverState, Storm } from './state.ts';
import { isOver, pastOf, windowOf } from './storm.ts';
import { tellStorm } from './storm-telling.ts';
import type { ReceiverQuestion } from './storm-telling.ts';

/** Follows what is to be told at one place, and tells a storm of incidents as one message. */
export function decideReceiver(question: ReceiverQuestion): Decision<ReceiverState, AlertTarget> {
  const { key, now, policy, facts } = question;
  const alerts = question.events.filter((event) => event.kind === 'alert');
  const setting = { policy, mutes: facts.mutes, installedAt: facts.installedAt, now };
  const heard = placeHeard({ key, state: withOutcomes(question) }, alerts, setting);
  const destination = heard.storm?.place?.destination ?? heard.destination;
  if (heard.storm === undefined || destination === undefined) return calm(heard, now);
  const told = tellStorm(heard.storm, destination, question);
  if (isOver(heard.storm, now) && told.actions.length === 0 && hasEnded(told.storm)) {
    const { storm: _, ...rest } = heard;
    const after = calm({ ...rest, past: pastOf(told.storm, heard.past) }, now);
    return { ...after, reason: `the storm is over; ${after.reason}` };
  }
  return {
    reason: `a storm of ${heard.storm.members.length}: ${told.reason}`,
    state: { ...heard, storm: told.storm },
    actions: told.actions,
    next: { wakeAt: Math.min(told.lookAt ?? now + 5 * minuteMs, ...awaited(heard, now)) },
  };
}

/** Its end was told, or there is nobody left who would take it. */
function hasEnded({ place }: Storm): boolean {
  return place?.said?.change === 'end' || place?.refused !== undefined;
}

function calm(state: ReceiverState, now: Instant): Decision<ReceiverState, AlertTarget> {
  const forgetAt = Math.max(...state.recent.map((member) => member.at + windowOf(member)));
  const wakeAt = Math.min(forgetAt, ...awaited(state, now));
  if (state.recent.length === 0 || wakeAt <= now)
    return { reason: 'no storm', state: { ...state, recent: [] }, actions: [], next: { final: true } };
  return { reason: `incidents lately: ${state.recent.length}`, state, actions: [], next: { wakeAt } };
}

/** When those will be told who wait for their route. */
function awaited({ recent }: ReceiverState, now: Instant): readonly Instant[] {
  return recent.map(({ at }) => at).filter((at) => at > now);
}

function withOutcomes({ state, events, inFlight, unfinished }: ReceiverQuestion): ReceiverState | undefined {
  const outcomes = events.filter((event): event is Outcome => event.kind === 'outcome');
  const place = state?.storm?.place;
  if (state?.storm === undefined || place === undefined || outcomes.length === 0) return state;
  const open = new Set([...inFlight, ...unfinished].map(({ key }) => key));
  const after = outcomes.reduce((before, outcome) => placeAfter(before, outcome, open.has(outcome.action)), place);
  return { ...state, storm: { ...state.storm, place: after } };
}
