import type { EcsService } from '../core/ecs-reads.ts';
import type { AwsEvent, ServiceFound } from '../core/event.ts';
import { incidentKey } from '../core/subject.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs } from '../core/time.ts';
import { nextBeat } from './beat.ts';
import { corrected } from './deployment-reading.ts';
import type { HealthFacts } from './facts.ts';
import type { HealthPolicy, Thresholds } from './policy.ts';
import { thresholdsFor } from './policy.ts';
import { readingOf } from './reading.ts';
import type { Look } from './silent-trouble.ts';
import { troubleOf } from './silent-trouble.ts';
import type { Reading, Watch } from './state.ts';
import type { Failure, Story } from './story.ts';
import { addFailure, count, note, openIncident, withIncident } from './story.ts';
import { withReading } from './vitals.ts';

/** A service with news is read every minute for so long. */
export const newsMs = 15 * minuteMs;

/** Copies that were not wanted before may take so long to start: until then nobody misses them. */
const risesForMs = 10 * minuteMs;

/** ECS says it again and again where nothing has changed. */
const noNews: ReadonlySet<string> = new Set([
  'SERVICE_STEADY_STATE',
  'TASKSET_STEADY_STATE',
  'CAPACITY_PROVIDER_STEADY_STATE',
]);

/** An event of a service is news: it is looked at for a while. */
export function withNews(story: Story, event: AwsEvent): Story {
  const { subject, watch } = story.state;
  const isNews = event.kind === 'deployment' || (event.kind === 'service-action' && !noNews.has(event.eventName));
  if (!isNews || subject.kind !== 'service' || story.now - event.at >= newsMs) return story;
  const wanted = event.kind === 'service-action' && event.desiredCount !== undefined;
  const until = Math.max(watch?.until ?? 0, event.at + newsMs);
  return withWatch(story, {
    lookAt: story.now,
    ...watch,
    until,
    ...(wanted && watch?.rise === undefined && watch?.vitals === undefined && { rise: { at: event.at } }),
  });
}

/** A look at all services has found it not as it should be. */
export function found(story: Story, event: ServiceFound): Story {
  const { watch } = story.state;
  const next: Watch = {
    lookAt: story.now,
    ...watch,
    until: story.now + newsMs,
    ...(event.desiredBefore !== undefined && { rise: { from: event.desiredBefore, at: event.at } }),
    ...(event.isBaseline === true && { isBaseline: true as const }),
  };
  return note(withWatch(story, next), `found by a look at all services: ${event.signs.join(', ')}`);
}

/** Whether it is time to read a service that has news. */
export function isWatchDue(watch: Watch | undefined, now: Instant): boolean {
  return watch !== undefined && now >= watch.lookAt;
}

/** Looks: what no event told is trouble when it has lasted. With an incident, that one is read from now on. */
export function watched(story: Story, facts: HealthFacts, policy: HealthPolicy): Story {
  const { watch } = story.state;
  const { service } = facts;
  if (watch === undefined) return story;
  if (openIncident(story.state) !== undefined) return handedOver(story, watch);
  if (service === undefined) return story;
  if (!service.ok) {
    const isKnown = service.reason === 'not-asked' || service.reason === 'not-found';
    return isKnown || story.now >= watch.until ? withoutWatch(story) : again(story, watch);
  }
  if (service.value.status !== 'ACTIVE') return withoutWatch(story);
  const thresholds = thresholdsFor(policy, story.state.subject.cluster, story.state.subject.name);
  const look = lookOf(story, { service: service.value, facts, thresholds, at: service.at });
  const trouble = troubleOf(look, thresholds, story.now);
  if (trouble !== undefined) return handedOver(broken(story, trouble), look.watch);
  const isOver = story.now >= watch.until && look.watch.vitals?.belowSince === undefined;
  return isOver ? withoutWatch(story) : again(story, look.watch);
}

function lookOf(
  { state, now }: Story,
  given: {
    readonly service: EcsService;
    readonly facts: HealthFacts;
    readonly thresholds: Thresholds;
    readonly at: Instant;
  },
): Look {
  const { service, facts, thresholds, at } = given;
  const reading = readingOf(service, facts, at);
  const watch: Watch = { lookAt: now, until: now, ...state.watch };
  const rise = riseOf(watch, service, { reading, now });
  const wanted = rise?.from === undefined ? reading.desired : Math.min(reading.desired, rise.from);
  const judged = withReading(watch.vitals, { ...reading, desired: wanted }, thresholds.degradedBelow);
  const vitals = { ...judged, last: reading };
  const { rise: _, ...rest } = watch;
  return {
    watch: { ...rest, vitals, ...(rise !== undefined && { rise }) },
    service,
    reading,
    deployment: corrected(state.deployment, service, now),
    reason: facts.targets?.ok === true ? facts.targets.value.reason : undefined,
  };
}

/** As long as more are wanted than before, and time enough has not passed. A new service wanted none before. */
function riseOf(
  { rise, vitals }: Watch,
  { desired, createdAt }: EcsService,
  { reading, now }: { readonly reading: Reading; readonly now: Instant },
): Watch['rise'] {
  const isNew = createdAt !== undefined && now - createdAt < risesForMs;
  if (isNew) return { from: 0, at: createdAt };
  if (rise === undefined)
    return vitals !== undefined && desired > vitals.last.desired ? { from: vitals.last.desired, at: now } : undefined;
  if (now - rise.at >= risesForMs || (rise.from !== undefined && rise.from >= desired)) return undefined;
  return rise.from === undefined ? { ...rise, from: reading.healthy } : rise;
}

function broken(story: Story, failure: Failure): Story {
  const at = Math.max(failure.at, (story.state.incident?.endedAt ?? -1) + 1);
  return note(addFailure(count(story, 'Failures'), { ...failure, at }, {}), `${failure.id}, told by no event`);
}

/** The incident goes on with what has been read, and knows whether it was there before anybody looked. */
function handedOver(story: Story, { vitals, isBaseline }: Watch): Story {
  const free = withoutWatch(story);
  const incident = openIncident(free.state);
  if (incident === undefined) return free;
  const isNew = incident.openedAt === story.now;
  return withIncident(free, {
    ...incident,
    ...(vitals !== undefined && incident.vitals === undefined && { vitals }),
    ...(isBaseline === true && isNew && { baseline: 'unknown' as const }),
  });
}

function again(story: Story, watch: Watch): Story {
  const lookAt = nextBeat(incidentKey(story.state.subject), story.now, minuteMs);
  return withWatch(story, { ...watch, lookAt });
}

function withWatch(story: Story, watch: Watch): Story {
  return { ...story, state: { ...story.state, watch } };
}

function withoutWatch(story: Story): Story {
  const { watch: _, ...state } = story.state;
  return { ...story, state };
}
