import type { Instant } from '../core/time.ts';
import { dayMs, minuteMs } from '../core/time.ts';
import type { Roominess, Shortage } from '../ecs/placement/shortages.ts';
import type { HealthFacts } from './facts.ts';
import type { HealthPolicy } from './policy.ts';
import { isIgnoredService, isShortageIgnored } from './policy.ts';
import type { HealthState, Incident, RoomWatch } from './state.ts';
import type { Failure, Story } from './story.ts';
import { addFailure, note, openIncident, withIncident } from './story.ts';

/** What is new is looked at once it has settled, and not more often than this; a large cluster, by what a look takes. */
const settleMs = 2 * minuteMs;
const gapMs = 10 * minuteMs;
const gapPerCallMs = minuteMs / 2;

/** Without news, so often: what is short or loses agents is found by the look at all services, and that is news, too. */
const roundMs = 7 * dayMs;

/** Where there was no time to read all of it, most is remembered for the next try. */
const againMs = 2 * minuteMs;

/** It is too little when it still is after this; while deployments and drains take and give room, after that. */
const patienceMs = 5 * minuteMs;
const movingPatienceMs = 30 * minuteMs;

/** A cluster without instances, or with too many services to be looked at, is not asked for again for so long. */
const restMs = dayMs;

/** Services that are named; the others are counted. */
const namedServices = 3;

/** Something has changed that room depends on. */
export function hearRoom(story: Story, policy: HealthPolicy): Story {
  const { room, subject, unaskedAt } = story.state;
  if (isShortageIgnored(policy, subject.cluster)) return note(story, 'its room is not to be looked at');
  if (unaskedAt !== undefined && story.now < unaskedAt + restMs)
    return note(story, 'its room was not to be known today');
  if (room?.news === true) return note(story, 'its room will be looked at');
  const soonest = Math.max(story.now + settleMs, (room?.lookedAt ?? -Infinity) + gapOf(room));
  const lookAt = Math.min(room?.lookAt ?? Infinity, soonest);
  return note(withRoom(story, { ...room, lookAt, news: true }), 'its room will be looked at');
}

function gapOf(room: RoomWatch | undefined): number {
  return Math.max(gapMs, (room?.calls ?? 0) * gapPerCallMs);
}

/** Whether it is time to look how much room a cluster has. */
export function isRoomDue(room: RoomWatch | undefined, now: Instant): room is RoomWatch {
  return room !== undefined && now >= room.lookAt;
}

/** Looks: too little room at two looks in a row is told before somebody needs it; enough of it is the end. */
export function roomLookedFor(story: Story, { room: read }: HealthFacts, policy: HealthPolicy): Story {
  const { room, subject } = story.state;
  const { now } = story;
  if (!isRoomDue(room, now) || read === undefined) return story;
  if (!read.ok && read.reason === 'not-found') return empty(story);
  if (!read.ok && read.reason === 'not-asked') return note(unasked(withoutRoom(story)), 'its room is not to be known');
  if (!read.ok) {
    const waitMs = read.reason === 'throttled' ? againMs : gapMs;
    return note(withRoom(story, { ...room, lookAt: now + waitMs }), 'its room could not be read');
  }
  const { calls } = read.value;
  const watch: RoomWatch = { lookAt: now + roundMs, lookedAt: now, news: false, calls };
  const shortages = read.value.shortages.filter(({ service }) => !isIgnoredService(policy, subject.cluster, service));
  const roominess = { ...read.value, shortages };
  return shortages.length === 0 ? roomy(story, watch, roominess) : tooLittle(story, watch, roominess);
}

function roomy(story: Story, watch: RoomWatch, { largest, mostCommon }: Roominess): Story {
  const said = [largest, mostCommon].flatMap((each) =>
    each === undefined ? [] : [`${each.room.least} more of ${each.service}`],
  );
  const left = withRoom(story, watch);
  return note(ended(left, {}), [...new Set(said), 'enough room'].join(', '));
}

function tooLittle(story: Story, watch: RoomWatch, { shortages, isMoving }: Roominess): Story {
  const { now, state } = story;
  const shortSince = state.room?.shortSince ?? now;
  const toldAt = shortSince + (isMoving ? movingPatienceMs : patienceMs);
  if (openIncident(state) === undefined && now < toldAt) {
    const lookAt = Math.min(toldAt, now + (isMoving ? gapOf(watch) : patienceMs));
    return note(withRoom(story, { ...watch, lookAt, shortSince }), 'too little room just now');
  }
  const waiting = withRoom(story, { ...watch, lookAt: now + gapOf(watch), shortSince });
  return note(told(waiting, shortages, shortSince), 'too little room');
}

/** Of each kind one cause, with the services it is about as they are now. */
function told(story: Story, shortages: readonly Shortage[], since: Instant): Story {
  const kinds = [...new Set(shortages.map(({ kind }) => kind))];
  const failures = kinds.map((kind) => failureOf(kind, shortages, since));
  const open = openIncident(story.state);
  const known = new Set(open?.causes.map(({ id }) => id));
  const fresh = failures.filter(({ id }) => !known.has(id));
  const added = fresh.reduce((before, failure) => addFailure(before, failure, {}), story);
  const incident = openIncident(added.state);
  if (incident === undefined) return added;
  const now = incident.causes.flatMap((cause) => {
    const present = failures.find(({ id }) => id === cause.id);
    return present === undefined ? [] : [{ ...cause, ...(present.fills !== undefined && { fills: present.fills }) }];
  });
  return withIncident(added, { ...incident, causes: now });
}

const causes = {
  deployment: { id: 'no_room_for_deployment', severity: 'warning' },
  'instance-loss': { id: 'no_room_for_failover', severity: 'warning' },
  'zone-loss': { id: 'no_room_for_zone_loss', severity: 'warning' },
} as const;

function failureOf(kind: Shortage['kind'], shortages: readonly Shortage[], at: Instant): Failure {
  const own = shortages.filter((each) => each.kind === kind);
  const services = [...new Set(own.map(({ service }) => service))];
  const lost = [...new Set(own.flatMap((each) => each.lost ?? []))];
  return {
    ...causes[kind],
    certainty: 'certain',
    at,
    fills: { service: services[0], services: few(services), ...(lost.length > 0 && { lost: few(lost) }) },
  };
}

function few(names: readonly string[]): string {
  const more = names.length - namedServices;
  return [...names.slice(0, namedServices), ...(more > 0 ? [`+${more}`] : [])].join(', ');
}

/** On Fargate alone there are no instances, and nothing to look at: a day later there may be. */
function empty(story: Story): Story {
  const free = ended(withoutRoom(story), { gone: true });
  return note(unasked(free), 'it has no instances');
}

function unasked(story: Story): Story {
  return { ...story, state: { ...story.state, unaskedAt: story.now } };
}

function withoutRoom(story: Story): Story {
  const { room: _, ...state } = story.state;
  return { ...story, state };
}

function ended(story: Story, how: { readonly gone?: true }): Story {
  const incident = openIncident(story.state);
  if (incident === undefined) return story;
  const ending: Incident = { ...incident, recoveredAt: Math.max(story.now, incident.lastFailureAt), ...how };
  return withIncident(story, ending);
}

function withRoom(story: Story, room: RoomWatch): Story {
  return { ...story, state: { ...story.state, room } satisfies HealthState };
}
