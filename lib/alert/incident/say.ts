import type { Delivery, Destination } from '../../core/delivery.ts';
import type { Instant } from '../../core/time.ts';
import { hourMs } from '../../core/time.ts';
import { nextOpening } from '../../core/calendar/calendar.ts';
import { isDoneByCause } from '../routing.ts';
import { compose } from '../compose/compose.ts';
import type { Composed } from '../compose/compose.ts';
import { destinationOf } from '../receivers.ts';
import type { Place } from '../state.ts';
import { worthSaying } from '../worth.ts';
import { incidentName } from '../storm.ts';
import type { Draft, IncidentQuestion, Step, Wanted } from './draft.ts';
import { lookAt, noted, withPlace } from './draft.ts';
import { deliveryKey } from './hear.ts';
import { detailOf, gistOf, isOnItsWay, knowsPlace, saidIn, shownOf } from './said.ts';
import { underUmbrella } from './umbrella.ts';

/** For each place: is there something to say, and if so the whole of what shall stand there. */
export const say: Step = (draft, question) => {
  const composed = compose(composeInput(draft, question));
  let next = draft;
  for (const wanted of draft.wanted) next = sayIn(next, wanted, { composed, question });
  return next;
};

type Setting = { readonly composed: Composed; readonly question: IncidentQuestion };

function sayIn(draft: Draft, wanted: Wanted, setting: Setting): Draft {
  const { receiver } = wanted;
  const { question } = setting;
  const place = draft.state.places[receiver] ?? newPlace(draft, receiver, question);
  if (place === undefined) return noted(draft, `${receiver} has no place for it`);
  return underUmbrella(draft, { receiver, place, question }) ?? sayAlone(draft, { ...wanted, place }, setting);
}

function sayAlone(draft: Draft, wanted: Wanted & { readonly place: Place }, { composed, question }: Setting): Draft {
  const { receiver, reason, place } = wanted;
  const worth = worthSaying({
    alert: draft.alert,
    said: place.said,
    gist: gistOf(draft),
    detail: detailOf(draft),
    shown: shownOf(composed),
    firstHeardAt: draft.state.firstHeardAt,
    heardAt: draft.state.heardAt,
    nextMorning: morningOf(question),
    repeatMs: question.policy.repeatMs,
    now: question.now,
  });
  const isMuted = draft.silent !== undefined && worth.say !== 'end';
  const change = isMuted ? undefined : worth.say;
  const told =
    change === undefined ? place : saidIn(place, { receiver, draft, change, question, shown: shownOf(composed) });
  const why = isMuted ? (draft.silent ?? '') : worth.reason;
  const text = change === undefined ? `${receiver}: ${why}` : `${receiver}: ${why} (${change}; ${reason})`;
  const looking = lookAt(
    noted(withPlace(draft, receiver, told), text),
    worth.say === undefined ? worth.lookAt : undefined,
  );
  // What is being brought there at this moment is left alone, unless there is something new to say.
  const isUnderWay = isOnItsWay(draft, receiver, question) && knowsPlace(draft, receiver, question);
  const isSaid = told.pending === undefined || (change === undefined && isUnderWay);
  return isSaid ? looking : deliver(looking, receiver, { place: told, composed, question });
}

/** The first place of a receiver: without one there is nobody to tell. */
function newPlace(draft: Draft, receiver: string, { policy }: IncidentQuestion): Place | undefined {
  const destination: Destination | undefined = destinationOf(policy, receiver, draft.team);
  return destination === undefined ? undefined : { destination };
}

function deliver(
  draft: Draft,
  receiver: string,
  {
    place,
    composed,
    question,
  }: { readonly place: Place; readonly composed: Composed; readonly question: IncidentQuestion },
): Draft {
  if (place.pending === undefined) return draft;
  const delivery: Delivery = {
    receiver,
    destination: place.destination,
    incident: incidentName(draft.state.alert),
    change: place.pending,
    message: composed.message,
    replies: [...composed.replies, ...(place.news ?? [])],
    mention: draft.environment.production && isCalledFor(draft.alert) && place.pending !== 'end',
    language: question.policy.language,
    ...(place.posted !== undefined && { posted: place.posted }),
    ...(place.unsure === true && { unsure: true }),
  };
  return {
    ...draft,
    actions: [
      ...draft.actions,
      { type: 'telling', key: deliveryKey(receiver, draft.state.alert), target: { deliver: delivery } },
    ],
  };
}

/** Somebody is hurt; or the work of a job that calls people is not done, or will not be in time. */
function isCalledFor({ impact, pages, causes }: Draft['alert']): boolean {
  const { level } = impact;
  if (level === 'down' || level === 'degraded') return true;
  return pages === true && (level === 'missed' || level === 'failed' || causes.some(({ id }) => isDoneByCause(id)));
}

function composeInput(draft: Draft, { policy, facts, now }: IncidentQuestion): Parameters<typeof compose>[0] {
  const { state, environment, team, incidentId } = draft;
  return {
    alert: draft.alert,
    enrichment: state.enrichment,
    environment: { name: environment.name, production: environment.production },
    language: policy.language,
    timezone: policy.timezone,
    logLinks: policy.logLinks,
    incidentId,
    now,
    ...(Object.values(state.places).some((place) => place.said !== undefined) && { editedAt: now }),
    ...(team !== undefined && { team }),
    ...(policy.portal !== undefined && { portal: policy.portal }),
    ...(state.acknowledged !== undefined && { acknowledgedBy: state.acknowledged.by }),
    ...(facts.stopped !== undefined && { killSwitch: facts.stopped }),
  };
}

function morningOf({ policy, now }: IncidentQuestion): Instant {
  const office = policy.calendars[policy.office];
  const tomorrow = now + 12 * hourMs;
  return (office === undefined ? undefined : nextOpening(office, tomorrow, policy.timezone)) ?? tomorrow;
}
