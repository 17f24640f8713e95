import type { Decision, Question } from '../core/decision.ts';
import type { Change, Delivery, Destination } from '../core/delivery.ts';
import type { Outcome } from '../core/outcome.ts';
import { shortHash } from '../core/short-hash.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs } from '../core/time.ts';
import type { Composed } from './compose/compose.ts';
import { composeUmbrella } from './compose/umbrella.ts';
import type { AlertEvent } from './events.ts';
import type { ReceiverFacts } from './facts.ts';
import type { AlertTarget } from './incident/draft.ts';
import type { AlertPolicy } from './policy.ts';
import { environmentOf } from './policy.ts';
import { placeAfter, stronger } from './place.ts';
import { destinationIn } from './records.ts';
import type { Member, Place, ReceiverState, Said } from './state.ts';
import { hearAlerts, incidentName, isOver, stormWindowMs } from './storm.ts';
import { editGapMs } from './worth.ts';

type ReceiverQuestion = Question<AlertEvent, ReceiverState, AlertTarget, ReceiverFacts, AlertPolicy>;
type Storm = NonNullable<ReceiverState['storm']>;

const umbrellaKey = 'umbrella';

/** Follows what reaches one place, and tells a storm of incidents as one message. */
export function decideReceiver(question: ReceiverQuestion): Decision<ReceiverState, AlertTarget> {
  const { key, now } = question;
  const alerts = question.events.filter((event) => event.kind === 'alert');
  const before = question.state ?? { kind: 'receiver', receiver: receiverOfKey(key), recent: [] };
  const heard = hearAlerts(withOutcomes(before, question), alerts, now);
  if (heard.storm === undefined) return calm(heard, question);
  const destination = heard.storm.place?.destination ?? destinationIn(question.policy, alerts, key);
  if (destination === undefined) return calm({ kind: 'receiver', receiver: heard.receiver, recent: [] }, question);
  const told = tell(heard.storm, destination, question);
  const over = isOver(heard.storm, now);
  const ended = over && told.actions.length === 0 && told.storm.place?.said?.change === 'end';
  if (ended)
    return {
      reason: 'the storm is over',
      state: { kind: 'receiver', receiver: heard.receiver, recent: [] },
      actions: [],
      next: { final: true },
    };
  return {
    reason: `a storm of ${heard.storm.members.length}: ${told.reason}`,
    state: { ...heard, storm: told.storm },
    actions: told.actions,
    next: { wakeAt: told.lookAt ?? now + 5 * minuteMs },
  };
}

/** `alert#region#receiver/NAME/ADDRESS`. */
function receiverOfKey(key: string): string {
  return key.split('#').slice(2).join('#').split('/')[1] ?? '';
}

function calm(state: ReceiverState, { now }: ReceiverQuestion): Decision<ReceiverState, AlertTarget> {
  const last = state.recent.at(-1);
  const until = last === undefined ? 0 : last.at + stormWindowMs;
  if (until <= now) return { reason: 'no storm', state: { ...state, recent: [] }, actions: [], next: { final: true } };
  return { reason: `${state.recent.length} incidents lately`, state, actions: [], next: { wakeAt: until } };
}

type Told = {
  readonly storm: Storm;
  readonly actions: Decision<never, AlertTarget>['actions'];
  readonly reason: string;
  readonly lookAt?: Instant;
};

function tell(storm: Storm, destination: Destination, question: ReceiverQuestion): Told {
  const place: Place = storm.place ?? { destination };
  const worth = worthOf(storm, place, question.now);
  if (worth.change === undefined && place.pending === undefined) return { storm, actions: [], ...worth };
  const composed = umbrellaOf(storm, question);
  const next = saidIn(place, { storm, worth, composed, now: question.now });
  const target = { deliver: deliveryOf(storm, next, { composed, question }) };
  return {
    storm: { ...storm, place: next },
    actions: [{ type: 'telling', key: umbrellaKey, target }],
    reason: `told (${next.pending ?? 'edit'})`,
  };
}

type Worth = { readonly change?: Change; readonly gist: string; readonly reason: string; readonly lookAt?: Instant };

/** The same questions as for one incident: is it new, worse, over, or has enough changed since the last edit? */
function worthOf(storm: Storm, place: Place, now: Instant): Worth {
  const gist = gistOf(storm);
  const change = changeOf(place, {
    gist,
    isOver: isOver(storm, now),
    hurt: hurtIn(storm).length,
  });
  const editAt = (place.said?.at ?? 0) + editGapMs;
  if (change === undefined) return { gist, reason: 'all of it was told' };
  if (change === 'edit' && now < editAt) return { gist, reason: 'an edit is too soon', lookAt: editAt };
  return { change, gist, reason: change };
}

function isFiring({ alert }: Member): boolean {
  return alert.status === 'firing';
}

function hurtIn(storm: Storm): readonly Member[] {
  return storm.members.filter(
    (member) => isFiring(member) && (member.alert.impact.level === 'down' || member.alert.impact.level === 'degraded'),
  );
}

function gistOf(storm: Storm): string {
  const members = storm.members.map((member) => [incidentName(member), member.alert.status, member.alert.impact.level]);
  return shortHash(JSON.stringify(members));
}

function environmentIn(
  storm: Storm,
  { policy }: ReceiverQuestion,
): { readonly name: string; readonly production: boolean } {
  const { name, production } = environmentOf(policy, storm.members[0]?.alert.subject.cluster ?? '-');
  return { name, production };
}

function umbrellaOf(storm: Storm, question: ReceiverQuestion): Composed {
  const { policy, now } = question;
  return composeUmbrella({
    members: storm.members,
    forgotten: storm.forgotten,
    environment: environmentIn(storm, question),
    language: policy.language,
    timezone: policy.timezone,
    incidentId: storm.id,
    startedAt: storm.startedAt,
    now,
    closed: isOver(storm, now),
  });
}

/** `version` holds how many were hurt when it was last said: the first one hurt is what wakes somebody. */
function saidIn(
  place: Place,
  told: { readonly storm: Storm; readonly worth: Worth; readonly composed: Composed; readonly now: Instant },
): Place {
  const { storm, worth, composed, now } = told;
  const { gist } = worth;
  const said: Said = {
    at: now,
    firstAt: place.said?.firstAt ?? now,
    change: worth.change ?? place.said?.change ?? 'open',
    version: hurtIn(storm).length,
    level: 'unknown',
    severity: composed.message.severity,
    gist,
    detail: gist,
    shown: gist,
    causes: [],
  };
  return { ...place, said, pending: stronger(place.pending, worth.change ?? 'edit') };
}

function deliveryOf(
  storm: Storm,
  place: Place,
  { composed, question }: { readonly composed: Composed; readonly question: ReceiverQuestion },
): Delivery {
  return {
    receiver: storm.id,
    destination: place.destination,
    incident: storm.id,
    change: place.pending ?? 'edit',
    message: composed.message,
    replies: composed.replies,
    mention: environmentIn(storm, question).production && hurtIn(storm).length > 0 && place.pending !== 'end',
    language: question.policy.language,
    ...(place.posted !== undefined && { posted: place.posted }),
    ...(place.unsure === true && { unsure: true }),
  };
}

function changeOf(
  place: Place,
  now: { readonly gist: string; readonly isOver: boolean; readonly hurt: number },
): Change | undefined {
  const { said } = place;
  if (said === undefined) return 'open';
  if (now.isOver) return said.change === 'end' ? undefined : 'end';
  if (now.hurt > 0 && said.version === 0) return 'worse';
  return said.gist === now.gist ? undefined : 'edit';
}

function withOutcomes(state: ReceiverState, { events, inFlight, unfinished }: ReceiverQuestion): ReceiverState {
  const outcomes = events.filter((event): event is Outcome => event.kind === 'outcome');
  const place = state.storm?.place;
  if (state.storm === undefined || place === undefined || outcomes.length === 0) return state;
  const open = new Set([...inFlight, ...unfinished].map(({ key }) => key));
  const after = outcomes.reduce((before, outcome) => placeAfter(before, outcome, open.has(outcome.action)), place);
  return { ...state, storm: { ...state.storm, place: after } };
}
