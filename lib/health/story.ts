import type { Cause, Pointers } from '../core/alert.ts';
import type { CodeDeployChanged } from '../core/event.ts';
import type { Instant } from '../core/time.ts';
import { redactWords } from '../core/redaction.ts';
import { hourMs, minuteMs } from '../core/time.ts';
import { isForeseen } from '../ecs/advice/cause-id.ts';
import { isAnnouncement, isPause } from '../ecs/other-causes.ts';
import type { HealthState, Incident } from './state.ts';
import { shortHash } from '../core/short-hash.ts';
import { seenLimit } from './state.ts';

/** An event older than this tells of the past and opens nothing. */
const staleMs = 6 * hourMs;

/** What closed this short a time ago and fails again is the same story going on. */
const flapMs = 10 * minuteMs;

/** Causes kept per incident. Past that, the oldest of the least severe goes. */
const causeLimit = 12;

/** How a record's story stands while its events are being heard. `counts` is for metrics and the digest. */
export type Story = {
  readonly state: HealthState;
  readonly counts: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
  readonly now: Instant;
  /** Events that are about another subject. */
  readonly passedOn: readonly CodeDeployChanged[];
  /** Takes secrets out of the words of AWS and of applications. */
  readonly clean: (text: string) => string;
};

export function note(story: Story, text: string): Story {
  return { ...story, notes: [...story.notes, text] };
}

export function count(story: Story, name: string): Story {
  return { ...story, counts: { ...story.counts, [name]: (story.counts[name] ?? 0) + 1 } };
}

export function wasSeen(story: Story, name: string): boolean {
  return story.state.seen.includes(shortHash(name));
}

export function markSeen(story: Story, name: string): Story {
  const seen = [...story.state.seen, shortHash(name)].slice(-seenLimit);
  return { ...story, state: { ...story.state, seen } };
}

export function withIncident(story: Story, incident: Incident): Story {
  return { ...story, state: { ...story.state, incident } };
}

/** The incident that is going on, if one is. */
export function openIncident(state: HealthState | undefined): Incident | undefined {
  return state?.incident?.status === 'firing' ? state.incident : undefined;
}

/** One failure to be added: a cause without its counts. */
export type Failure = Omit<Cause, 'count' | 'firstAt' | 'lastAt'> & { readonly at: Instant };

/**
 * Adds a failure to the incident, opening one where none is open. `startedAt` names the incident: it never moves, though
 * a failure heard later may be older. An old event opens nothing; one soon after the end goes on with the story that
 * seemed over; one that was before the end, but is heard after it, is counted and changes nothing of how it ended.
 */
export function addFailure(story: Story, heard: Failure, pointers: Pointers): Story {
  const failure = redactWords(heard, story.clean);
  const open = openIncident(story.state);
  const { incident: last } = story.state;
  if (open === undefined && last !== undefined && failure.at <= overSince(last))
    return note(withIncident(story, added(last, failure, {})), `${failure.id} belongs to what is over: counted`);
  if (open === undefined && story.now - failure.at > staleMs)
    return note(story, `${failure.id} is hours old: told by nobody`);
  const incident = open ?? reopened(story, failure.at) ?? fresh(failure.at, story.now);
  return withIncident(story, added(incident, failure, pointers));
}

/** What expired had not ended: all that is known of it is its last failure. */
function overSince({ status, endedAt, lastFailureAt }: Incident): Instant {
  if (endedAt === undefined) return -Infinity;
  return status === 'expired' ? lastFailureAt : endedAt;
}

/** What is known besides: it is no failure, and nothing has to be quiet after it. */
export function alsoKnown(incident: Incident, failure: Failure): Incident {
  return { ...incident, causes: withCause(incident.causes, failure) };
}

function added(incident: Incident, failure: Failure, pointers: Pointers): Incident {
  return {
    ...incident,
    lastFailureAt: Math.max(incident.lastFailureAt, failure.at),
    causes: withCause(incident.causes, failure),
    pointers: { ...incident.pointers, ...pointers },
  };
}

function fresh(at: Instant, now: Instant): Incident {
  return {
    startedAt: at,
    openedAt: now,
    lastFailureAt: at,
    causes: [],
    pointers: {},
    level: 'unknown',
    levelSince: at,
    flaps: 0,
    status: 'firing',
  };
}

function reopened(story: Story, at: Instant): Incident | undefined {
  const last = story.state.incident;
  if (last?.endedAt === undefined || at > last.endedAt + flapMs || isAnnouncement(last.causes)) return undefined;
  const { endedAt: _, recoveredAt: __, steadyAt: ___, gone: ____, unwantedAt: _____, ...rest } = last;
  return { ...rest, status: 'firing', flaps: last.flaps + 1 };
}

function withCause(causes: readonly Cause[], { at, ...failure }: Failure): readonly Cause[] {
  const same = causes.find((cause) => nameOf(cause) === nameOf(failure));
  const merged: Cause = {
    ...same,
    ...failure,
    count: (same?.count ?? 0) + 1,
    firstAt: Math.min(same?.firstAt ?? at, at),
    lastAt: Math.max(same?.lastAt ?? at, at),
  };
  const others = causes.filter((cause) => cause !== same);
  return [...others, merged].toSorted(worstFirst).slice(0, causeLimit);
}

/** The roll-back failed, too: told as a cause of its own, whichever event or reading it follows from. */
export function leftBroken({ deployment }: HealthState, incident: Incident): Incident {
  if (deployment?.state !== 'rollback-failed' || deployment.unproven === true) return incident;
  const id = 'deployment_rollback_failed';
  const isTold = incident.causes.some((cause) => cause.id === id && cause.lastAt >= deployment.changedAt);
  if (isTold || deployment.breaker === 'codedeploy') return incident;
  const at = deployment.changedAt;
  return added(incident, { id, severity: 'error', certainty: 'certain', at }, {});
}

/** What one deployment broke is not charged to the next. */
function nameOf(cause: Pick<Cause, 'id' | 'container' | 'exitCode' | 'deploymentId'>): string {
  return [cause.id, cause.container, cause.exitCode, cause.deploymentId].join('/');
}

const rank: Readonly<Record<Cause['severity'], number>> = { none: 0, info: 1, warning: 2, error: 3, critical: 4 };

/** A cause found in a task says more than "the deployment failed", which only follows from it. */
const consequences: ReadonlySet<string> = new Set([
  'deployment_runs',
  'deployment_failed',
  'deployment_rollback',
  'deployment_rollback_failed',
  'task_start_impaired',
  'codedeploy_failed',
  'loop_stopped',
  'loop_rolled_back',
  'loop_limit',
  'loop_held',
  'loop_refused',
]);

/** What has failed tells more than that it was going to, and what became of a pause more than that it was one. */
function rankOf({ id }: Cause): number {
  if (isForeseen(id)) return 3;
  if (consequences.has(id)) return 2;
  return isPause(id) ? 1 : 0;
}

function worstFirst(a: Cause, b: Cause): number {
  const later = rankOf(a) - rankOf(b);
  return later || rank[b.severity] - rank[a.severity] || b.count - a.count || a.firstAt - b.firstAt;
}
