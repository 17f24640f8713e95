import type { Alert, Cause, NextStep } from '../core/alert.ts';
import type { Finding, RunEnd, RunEnded } from '../core/batch-event.ts';
import { incidentKey } from '../core/subject.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs } from '../core/time.ts';
import { isScheduledMark } from '../ecs/scheduled-launch.ts';
import { nextSlots } from '../ecs/schedule/slots.ts';
import { jobCause } from './causes.ts';
import { isFailing, usualMs } from './history.ts';
import type { Expectation, Job } from './job.ts';
import type { BatchPolicy } from './policy.ts';
import type { JobIncident, JobState } from './state.ts';

const usualThresholds: Pick<Expectation, 'failureThreshold' | 'recoveryThreshold'> = {
  failureThreshold: 1,
  recoveryThreshold: 1,
};

const mostCauses = 5;

/** Nothing of its work was begun. */
const notBegun: ReadonlySet<RunEnd> = new Set(['late', 'missed', 'skipped']);

/** So many failures in a row open an incident, so many successes end it. */
export function incidentOf(
  state: JobState,
  event: RunEnded,
  { failureThreshold, recoveryThreshold }: typeof usualThresholds = usualThresholds,
): JobState {
  const { incident } = state;
  const isOpen = incident !== undefined && incident.endedAt === undefined && incident.isWatched !== true;
  if (isOpen && event.end === 'succeeded' && state.successes >= recoveryThreshold)
    return { ...state, incident: { ...incident, endedAt: event.at } };
  if (!isFailing(event.end) || (!isOpen && state.failures < failureThreshold)) return state;
  return { ...state, incident: withFailure(incident, event) };
}

/** Incidents of a job are told apart by when they began, and the later is the newer: late words begin one of their own. */
export function beginningAfter(before: JobIncident | undefined, at: Instant): Instant {
  return before === undefined ? at : Math.max(at, before.startedAt + 1);
}

function withFailure(incident: JobIncident | undefined, event: RunEnded): JobIncident {
  const before = incident?.endedAt === undefined ? incident : undefined;
  const { at, pointers, end } = event;
  return {
    startedAt: before?.startedAt ?? beginningAfter(incident, at),
    level: notBegun.has(end) ? 'missed' : 'failed',
    since: notBegun.has(end) ? event.slot : at,
    causes: withCause(before?.causes ?? [], event.cause ?? jobCause('job_lost', at)),
    // A run beside the schedule has no slot to be run again for.
    pointers: event.slot % minuteMs === 0 ? { ...pointers, slot: event.slot } : pointers,
    ...(event.startedAt !== undefined && { tookMs: Math.max(0, at - event.startedAt) }),
  };
}

/** The latest first; the same again is counted. */
function withCause(causes: readonly Cause[], cause: Cause): readonly Cause[] {
  const same = causes.find(({ id, container }) => id === cause.id && container === cause.container);
  const next =
    same === undefined ? cause : { ...cause, count: same.count + 1, firstAt: Math.min(same.firstAt, cause.firstAt) };
  return [next, ...causes.filter((each) => each !== same)].slice(0, mostCauses);
}

/** How long the run took against what is usual. */
function took(state: JobState, { tookMs }: JobIncident): Pick<Alert['impact'], 'tookMs' | 'usualMs'> {
  const usual = usualMs(state, 0.5);
  return { ...(tookMs !== undefined && { tookMs }), ...(usual !== undefined && { usualMs: usual }) };
}

type Given = { readonly job: Job | undefined; readonly policy: BatchPolicy; readonly now: Instant };

export function alertOf(state: JobState, incident: JobIncident, { job, policy, now }: Given): Alert {
  const { endedAt, startedAt } = incident;
  const subject = { ...policy.stack, cluster: state.cluster, kind: 'job' as const, name: state.name };
  const isOver = endedAt !== undefined;
  const [finding] = state.findings ?? [];
  const causes = causesOf(state, incident);
  const runs = lastRuns(state);
  return {
    kind: 'alert',
    key: incidentKey(subject),
    version: 0,
    at: now,
    status: isOver ? (incident.isExpired === true ? 'expired' : 'resolved') : 'firing',
    subject,
    severity: causes[0]?.severity ?? 'error',
    impact: isOver ? { level: 'none', since: endedAt } : impactOf(state, incident),
    next: finding?.next ?? nextOf(state.name, job, now),
    causes,
    startedAt,
    ...(isOver && { endedAt }),
    pointers: { ...incident.pointers, ...(job !== undefined && slotOf(finding)) },
    ...(runs.length > 0 && { runs }),
    ...(job?.pages === true && { pages: true as const }),
  };
}

/** The time that is to be run, or is run. That it is slower concerns none of them. */
function slotOf(finding: Finding | undefined): Pick<Alert['pointers'], 'slot'> {
  return finding === undefined || finding.what === 'slower' ? {} : { slot: finding.slot };
}

/** What is so now stands before what was: the worst of it first. */
function causesOf({ findings = [] }: JobState, { causes, isWatched, endedAt }: JobIncident): readonly Cause[] {
  // What failed counts for more than that it is slow.
  const told = isWatched === true ? findings : findings.filter(({ what }) => what !== 'slower');
  const now = endedAt === undefined ? told.map(({ cause }) => cause) : [];
  const past = isWatched === true && now.length > 0 ? [] : causes;
  const all = now.reduceRight<readonly Cause[]>(
    (rest, cause) => [cause, ...rest.filter(({ id }) => id !== cause.id)],
    past,
  );
  return all.slice(0, mostCauses);
}

function impactOf(state: JobState, incident: JobIncident): Alert['impact'] {
  const [finding] = state.findings ?? [];
  if (finding === undefined || incident.isWatched !== true)
    return { level: incident.level, since: incident.since, ...took(state, incident) };
  if (finding.what === 'unknown') return { level: 'unknown', because: 'unwatched', since: finding.slot };
  if (finding.what === 'slower') return { level: 'at-risk', because: 'slower', since: incident.startedAt };
  return { level: finding.what === 'missed' ? 'missed' : 'late', since: finding.slot };
}

/** How the last ones ended, the newest last: at a glance, whether it is the first time. */
function lastRuns({ runs }: JobState): NonNullable<Alert['runs']> {
  const told = runs.filter(({ end }) => end === 'succeeded' || isFailing(end)).toSorted((a, b) => a.slot - b.slot);
  return told.slice(-mostShown).map(({ end }) => end === 'succeeded');
}

const mostShown = 7;

/** Nothing is run again by itself: the next time it is due is all there is. */
function nextOf(name: string, job: Job | undefined, now: Instant): NextStep {
  if (isScheduledMark(name)) return { code: 'job_only_watched' };
  if (job?.schedule === undefined || !job.enabled) return { code: 'job_waits' };
  const [slot] = nextSlots(job.schedule, now, 1);
  return slot === undefined ? { code: 'job_waits' } : { code: 'job_next_slot', at: slot.at };
}
