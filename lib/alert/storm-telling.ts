import type { Decision, Question } from '../core/decision.ts';
import type { Change, Delivery, Destination } from '../core/delivery.ts';
import type { Reply } from '../core/message.ts';
import { shortHash } from '../core/short-hash.ts';
import type { Instant } from '../core/time.ts';
import type { Composed } from './compose/compose.ts';
import { aloudReply } from './compose/umbrella-aloud.ts';
import { composeUmbrella } from './compose/umbrella.ts';
import type { AlertEvent } from './events.ts';
import type { ReceiverFacts } from './facts.ts';
import type { AlertTarget } from './incident/draft.ts';
import { stronger } from './place.ts';
import type { AlertPolicy } from './policy.ts';
import { environmentOf } from './policy.ts';
import { destinationOf, fallbacksOf } from './receivers.ts';
import { receiverOfKey } from './records.ts';
import type { Member, Place, ReceiverState, Said, Storm } from './state.ts';
import { isCalledFor } from './storm-call.ts';
import { wordAt } from './storm-rush.ts';
import { incidentName, isFiring, isOver } from './storm.ts';
import { editGapMs } from './worth.ts';

export type ReceiverQuestion = Question<AlertEvent, ReceiverState, AlertTarget, ReceiverFacts, AlertPolicy>;

type Told = {
  readonly storm: Storm;
  readonly actions: Decision<never, AlertTarget>['actions'];
  readonly reason: string;
  readonly lookAt?: Instant;
};

const umbrellaKey = 'umbrella';

type At = { readonly storm: Storm; readonly place: Place };

/** One message for all of a storm: is there something to say, and if so the whole of what shall stand there. */
export function tellStorm(storm: Storm, destination: Destination, question: ReceiverQuestion): Told {
  const at = passedOn(storm, destination, question);
  if (at.place.refused !== undefined) return { storm, actions: [], reason: 'everybody refused it' };
  const worth = worthOf(at, question.now);
  if (worth.change === undefined && at.place.pending === undefined)
    return { storm: at.storm, actions: [], reason: worth.reason, ...(worth.lookAt && { lookAt: worth.lookAt }) };
  const composed = umbrellaOf(at.storm, question);
  const next = withSaid(at, { worth, composed, question });
  return {
    storm: { ...next.storm, place: next.place },
    actions: [{ type: 'telling', key: umbrellaKey, target: { deliver: deliveryOf(next, { composed, question }) } }],
    reason: `told (${next.place.pending ?? 'edit'})`,
  };
}

/** Where it is told: at the receiver's own place, or, when that refused for good, at the next one's. */
function passedOn(storm: Storm, destination: Destination, { key, policy, now }: ReceiverQuestion): At {
  const place = storm.place ?? { destination };
  if (place.refused === undefined || isOver(storm, now)) return { storm, place };
  const passedTo = storm.passedTo ?? [];
  const isCalled = storm.members.some((member) => isCalledFor(member, isProductionIn(policy)));
  for (const name of fallbacksOf(policy, receiverOfKey(key), isCalled)) {
    const fallback = passedTo.includes(name) ? undefined : destinationOf(policy, name);
    if (fallback !== undefined)
      return { storm: { ...storm, passedTo: [...passedTo, name] }, place: { destination: fallback } };
  }
  return { storm, place };
}

type Worth = { readonly change?: Change; readonly gist: string; readonly reason: string; readonly lookAt?: Instant };

/** The same questions as for one incident: is it new, worse, over, or has enough changed since the last edit? */
function worthOf({ storm, place }: At, now: Instant): Worth {
  const gist = gistOf(storm);
  const change = changeOf({ storm, place }, gist, now);
  const editAt = (place.said?.at ?? 0) + editGapMs;
  if (change === undefined) return { gist, reason: 'all of it was told' };
  const openAt = change === 'open' ? firstWordAt(storm) : now;
  if (now < openAt) return { gist, reason: 'it waits a moment for others', lookAt: openAt };
  if (change === 'edit' && now < editAt) return { gist, reason: 'an edit is too soon', lookAt: editAt };
  return { change, gist, reason: change };
}

function changeOf({ storm, place: { said } }: At, gist: string, now: Instant): Change | undefined {
  if (said === undefined) return 'open';
  if (isOver(storm, now)) return said.change === 'end' ? undefined : 'end';
  if (storm.aloud !== undefined) return 'worse';
  return said.gist === gist ? undefined : 'edit';
}

/** When the first of those it speaks for would have been told. */
function firstWordAt({ members }: Storm): Instant {
  const times = members.filter((member) => isFiring(member) && member.alone === undefined).map(wordAt);
  return times.length === 0 ? 0 : Math.min(...times);
}

function gistOf(storm: Storm): string {
  const members = storm.members.map((member) => [incidentName(member), member.alert.status, member.alert.impact.level]);
  return shortHash(JSON.stringify(members));
}

function isProductionIn(policy: AlertPolicy): (member: Pick<Member, 'alert'>) => boolean {
  return ({ alert }) => environmentOf(policy, alert.subject.cluster).production;
}

/** The environment of the worst member: what is hurt in production, then production, then any other. */
function environmentIn(
  { members }: Storm,
  policy: AlertPolicy,
): { readonly name: string; readonly production: boolean } {
  const isProduction = isProductionIn(policy);
  const worst =
    members.find((member) => isCalledFor(member, isProduction)) ??
    members.find((member) => isFiring(member) && isProduction(member)) ??
    members.find(isFiring) ??
    members.find(isProduction) ??
    members[0];
  const { name, production } = environmentOf(policy, worst?.alert.subject.cluster ?? '-');
  return { name, production };
}

function umbrellaOf(storm: Storm, { policy, now }: ReceiverQuestion): Composed {
  return composeUmbrella({
    members: storm.members,
    forgotten: storm.forgotten,
    environment: environmentIn(storm, policy),
    language: policy.language,
    timezone: policy.timezone,
    incidentId: storm.id,
    startedAt: storm.startedAt,
    now,
    closed: isOver(storm, now),
  });
}

type Saying = { readonly worth: Worth; readonly composed: Composed; readonly question: ReceiverQuestion };

/** Notes what is said. What is said aloud is a reply of its own, unless the first word will say it. */
function withSaid({ storm, place }: At, { worth, composed, question }: Saying): At {
  const { aloud, calls, ...rest } = storm;
  const isUnborn = place.posted === undefined && place.unsure !== true && question.inFlight.length === 0;
  const news = aloud === undefined || isUnborn ? [] : [aloudIn(storm, question)];
  const all = [...(place.news ?? []), ...news];
  const isCall = calls === true && (place.pending !== undefined || aloud !== undefined);
  return {
    storm: { ...rest, ...(isCall && { calls }) },
    place: {
      ...place,
      said: saidOf(storm, place, { worth, composed, question }),
      pending: stronger(place.pending, worth.change ?? 'edit'),
      ...(all.length > 0 && { news: all }),
    },
  };
}

function saidOf(storm: Storm, { said }: Place, { worth, composed, question }: Saying): Said {
  const { gist } = worth;
  return {
    at: question.now,
    firstAt: said?.firstAt ?? question.now,
    change: worth.change ?? said?.change ?? 'open',
    version: storm.members.length,
    level: 'unknown',
    severity: composed.message.severity,
    gist,
    detail: gist,
    shown: gist,
    causes: [],
  };
}

function aloudIn({ members, aloud = [] }: Storm, { policy, now }: ReceiverQuestion): Reply {
  const told = members.filter((member) => aloud.includes(incidentName(member)));
  return aloudReply(told, { language: policy.language, timezone: policy.timezone, now });
}

function deliveryOf(
  { storm, place }: At,
  { composed, question }: { readonly composed: Composed; readonly question: ReceiverQuestion },
): Delivery {
  return {
    receiver: storm.id,
    destination: place.destination,
    incident: storm.id,
    change: place.pending ?? 'edit',
    message: composed.message,
    replies: [...composed.replies, ...(place.news ?? [])],
    mention: storm.calls === true && place.pending !== 'end',
    language: question.policy.language,
    ...(place.posted !== undefined && { posted: place.posted }),
    ...(place.unsure === true && { unsure: true }),
  };
}
