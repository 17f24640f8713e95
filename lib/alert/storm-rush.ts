import type { Alert } from '../core/alert.ts';
import { isAnnouncement } from '../ecs/other-causes.ts';
import { present } from '../core/present.ts';
import type { Instant } from '../core/time.ts';
import type { Arrival } from './arrivals.ts';
import type { Member, ReceiverState, Storm } from './state.ts';
import { hurtMore, speakFor } from './storm-call.ts';
import type { IsProduction } from './storm-call.ts';
import {
  incidentName,
  isFiring,
  isHurt,
  isJob,
  markOf,
  nameLimit,
  stormLimit,
  stormWindowMs,
  windowOf,
} from './storm.ts';
import { firstWordWaitMs } from './worth.ts';

/** Members listed by name; further ones are counted. */
const memberLimit = 200;

type Setting = { readonly now: Instant; readonly isProduction: IsProduction };

/** What is followed of a place while its arrivals are gone through. `worse`: names of members that hurt more. */
type Going = {
  readonly recent: readonly Member[];
  readonly storm: Storm | undefined;
  readonly worse: readonly string[];
};

/**
 * Takes what arrives at this place into account: who came lately, whether that is a rush, and how the members of the
 * storm are. Asked by two, with the same answer: the place's own record, and each incident that wants to know who
 * tells of it.
 */
export function hearArrivals(state: ReceiverState, arrivals: readonly Arrival[], setting: Setting): ReceiverState {
  const { now } = setting;
  const start: Going = {
    recent: state.recent.filter((member) => member.at > now - windowOf(member)),
    storm: state.storm,
    worse: [],
  };
  const { recent, storm, worse } = arrivals.reduce((going, arrival) => follow(going, arrival, now), start);
  const next = withRush({ ...state, recent: recent.slice(-memberLimit) }, storm, now);
  if (next.storm === undefined) return next;
  const known = new Set(storm?.members.map(incidentName));
  const joined = next.storm.members.map(incidentName).filter((name) => !known.has(name));
  const wasCalm = storm !== undefined && !storm.members.some(({ at }) => at > now - stormWindowMs);
  const told = wasCalm ? withNews(next.storm, joined) : next.storm;
  return { ...next, storm: speakFor(told, [...worse, ...joined], setting) };
}

function follow({ recent, storm, worse }: Going, arrival: Arrival, now: Instant): Going {
  const { alert } = arrival;
  // A deployment that goes well is part of no storm.
  if (isAnnouncement(alert.causes)) return { recent, storm, worse };
  const name = incidentName(alert);
  const member = storm?.members.find((each) => incidentName(each) === name);
  if (storm !== undefined && member !== undefined) {
    const members = storm.members.map((each) => (each === member ? followed(each, alert) : each));
    return { recent, storm: { ...storm, members }, worse: hurtMore(member, alert) ? [...worse, name] : worse };
  }
  if (storm?.others.includes(markOf(alert)) !== true) return { recent: withRecent(recent, arrival, now), storm, worse };
  // Not on the list: it is let go of when it is over, and is looked at anew when it begins to hurt.
  const isNewlyHurt = isHurt(alert) && (alert.impact.since ?? alert.startedAt) > now - stormWindowMs;
  if (alert.status === 'firing' && !isNewlyHurt) return { recent, storm, worse };
  const others = storm.others.filter((mark) => mark !== markOf(alert));
  if (alert.status !== 'firing') return { recent, storm: { ...storm, others }, worse };
  return {
    recent: withRecent(recent, arrival, now),
    storm: { ...storm, others, forgotten: storm.forgotten - 1 },
    worse,
  };
}

/** Many more came after all had been calm: nobody would see that in an edit. */
function withNews(storm: Storm, joined: readonly string[]): Storm {
  const told = storm.members.filter((member) => member.alone === undefined && joined.includes(incidentName(member)));
  return told.length === 0 ? storm : { ...storm, aloud: [...(storm.aloud ?? []), ...told.map(incidentName)] };
}

/** Those who came, or are awaited, here: an incident counts once. Who is not to be told here after all is let go. */
function withRecent(recent: readonly Member[], { alert, at }: Arrival, now: Instant): readonly Member[] {
  const name = incidentName(alert);
  const known = recent.find((member) => incidentName(member) === name);
  if (known === undefined) return at === undefined ? recent : [...recent, memberOf(alert, at)];
  if (alert.version < (known.version ?? 0)) return recent;
  const others = recent.filter((member) => member !== known);
  if (known.at <= now) return [...others, outline(known) === outline({ alert }) ? known : memberOf(alert, known.at)];
  return at === undefined ? others : [...others, memberOf(alert, at)];
}

/** What of an incident is worth a write while there is no storm. */
function outline({ alert }: Pick<Member, 'alert'>): string {
  return `${alert.status} ${alert.severity} ${alert.impact.level}`;
}

/**
 * When more than the limit came within the window, those who came join the storm, or begin one. Who had been told
 * before the rush began is told by itself.
 */
function withRush(state: ReceiverState, storm: Storm | undefined, now: Instant): ReceiverState {
  const came = state.recent.filter((member) => member.at <= now).toSorted((a, b) => a.at - b.at);
  const all = [...came, ...(storm?.members ?? [])];
  const rush =
    rushIn(all.filter(({ at }) => at > now - stormWindowMs)) ??
    rushIn(all.filter((member) => isJob(member) && isFiring(member) && member.at > now - windowOf(member)));
  const fresh = came.filter((member) => rush?.those.has(member) === true);
  if (rush === undefined || !fresh.some(isFiring)) return { ...state, ...(storm !== undefined && { storm }) };
  const base = storm ?? { id: `storm/${state.receiver}/${now}`, startedAt: now, members: [], forgotten: 0, others: [] };
  const joining = fresh
    .filter(isFiring)
    .map((member) => (wordAt(member) < rush.at ? { ...member, alone: true as const } : member));
  return {
    ...state,
    recent: state.recent.filter((member) => !fresh.includes(member)),
    storm: withMembers(base, joining),
  };
}

/** More than the limit: `at`: when they were so many. */
function rushIn(members: readonly Member[]): { readonly at: Instant; readonly those: ReadonlySet<Member> } | undefined {
  const at = members.map((member) => member.at).toSorted((a, b) => a - b)[stormLimit];
  return at === undefined ? undefined : { at, those: new Set(members) };
}

/** When an incident says its first word by itself. */
export function wordAt({ at, alert }: Member): Instant {
  return at + firstWordWaitMs(alert);
}

function withMembers(storm: Storm, joining: readonly Member[]): Storm {
  const marks = new Set(joining.map(markOf));
  const others = storm.others.filter((mark) => !marks.has(mark));
  return listed({ ...storm, members: [...storm.members, ...joining], others }, memberLimit);
}

/** With a list that holds the worst; who is not on it is known by its mark. */
export function listed(storm: Storm, limit: number): Storm {
  if (storm.members.length <= limit) return storm;
  const sorted = storm.members.toSorted((a, b) => rankOf(a) - rankOf(b));
  const left = sorted.slice(limit);
  const spokenFor = left.filter((member) => isFiring(member) && member.alone === undefined).map(markOf);
  return {
    ...storm,
    members: sorted.slice(0, limit),
    forgotten: storm.forgotten + left.length,
    others: [...storm.others, ...spokenFor].slice(-nameLimit),
  };
}

function rankOf(member: Member): number {
  if (!isFiring(member)) return 2;
  return isHurt(member.alert) ? 0 : 1;
}

function followed(member: Member, alert: Alert): Member {
  if (alert.version < (member.version ?? 0)) return member;
  const { alone, calledAt } = member;
  return { ...memberOf(alert, member.at), ...present({ alone, calledAt }) };
}

function memberOf(alert: Alert, at: Instant): Member {
  const { key, startedAt, version, subject, severity, impact, status, pointers, pages } = alert;
  return {
    key,
    startedAt,
    at,
    version,
    alert: { subject, severity, impact, status, pointers, causes: alert.causes.slice(0, 2), ...present({ pages }) },
  };
}
