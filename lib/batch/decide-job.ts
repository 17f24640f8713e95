import type { BatchEvent, JobWatched, RunEnded, SlotsMissed, SlotTriggered } from '../core/batch-event.ts';
import type { Decision, Question, Telling } from '../core/decision.ts';
import { shortHash } from '../core/short-hash.ts';
import type { Instant } from '../core/time.ts';
import { dayMs, minuteMs } from '../core/time.ts';
import { withDrift } from './drift.ts';
import { heardEnd } from './history.ts';
import { isScheduledMark } from '../ecs/scheduled-launch.ts';
import { alertOf, incidentOf } from './incident.ts';
import type { CatchUp, Job } from './job.ts';
import { thingOf } from './names.ts';
import type { BatchTarget } from './orders.ts';
import type { BatchPolicy } from './policy.ts';
import { jobNamed } from './policy.ts';
import type { BatchState, JobState } from './state.ts';
import { heardWatch, withoutFindings } from './watched.ts';

type JobQuestion = Question<BatchEvent, JobState, BatchTarget, { readonly kind: 'job' }, BatchPolicy>;
type JobDecision = Decision<BatchState, BatchTarget>;

/** How often it is looked whether a suspended job, with a slot to be made up for, goes on; and a job at all. */
const [resumeLookMs, lookMs] = [5 * minuteMs, dayMs];

/** A job: what became of its runs, whether that is an incident, and which slots are made up for. */
export function decideJob({ key, state, events, policy, now }: JobQuestion): JobDecision {
  const { name } = thingOf(key);
  const job = jobNamed(policy, name);
  const known: JobState = placed(state ?? freshJob(name, job), events);
  const ends = events.filter((event) => event.kind === 'run-ended').toSorted((a, b) => a.at - b.at);
  const missed = events.filter((event) => event.kind === 'slots-missed');
  const watched = events.filter((event) => event.kind === 'job-watched').toSorted((a, b) => a.at - b.at);
  if (state === undefined && ends.length === 0 && missed.length === 0 && watched.length === 0)
    return { reason: 'nothing of ours', state: { kind: 'none' }, actions: [], next: { final: true } };
  const isForeign = isScheduledMark(name);
  const seen = watched.reduce<JobState>((each, event) => heardWatch(each, event, job?.expect), known);
  const heard = ends.reduce<JobState>((each, end) => told(each, end, job), seen);
  const made = makingUp(heard, { job, missed, policy, now });
  const alert = telling(isForeign ? made.state : abandoned(made.state, job, now), { job, policy, now });
  return {
    reason: reasonOf({ ends, watched }, made.actions.length),
    state: alert.state,
    actions: [...made.actions, ...alert.actions],
    next: isForeign ? foreignNext(made.state, now) : nextOf(made.state, { job, now }),
  };
}

/** What is only watched is remembered for as long as something is heard of it. */
function foreignNext({ runs, incident, watchedAt = 0 }: JobState, now: Instant): JobDecision['next'] {
  const last = Math.max(watchedAt, runs.at(-1)?.at ?? 0);
  const isOpen = incident !== undefined && incident.endedAt === undefined;
  return isOpen || now < last + forgottenMs ? { wakeAt: now + lookMs } : { final: true };
}

const forgottenMs = 60 * dayMs;

/** A job's history is kept for as long as there is the job. */
function nextOf({ suppressed }: JobState, { job, now }: Pick<Given, 'job' | 'now'>): JobDecision['next'] {
  if (job === undefined) return { final: true };
  return { wakeAt: now + (suppressed === undefined ? lookMs : resumeLookMs) };
}

/** Nobody will ever see a job succeed that is no more. */
function abandoned(state: JobState, job: Job | undefined, now: Instant): JobState {
  const { incident } = state;
  if (job !== undefined || incident === undefined || incident.endedAt !== undefined) return state;
  return { ...state, incident: { ...incident, endedAt: now, isExpired: true } };
}

/** Where the tasks of what is only watched run, whoever knows it. */
function placed(state: JobState, events: JobQuestion['events']): JobState {
  const named = events.flatMap((event) => (event.kind === 'job-watched' ? (event.cluster ?? []) : []));
  const cluster = named.find((each) => each !== '-');
  return state.cluster === '-' && cluster !== undefined ? { ...state, cluster } : state;
}

function freshJob(name: string, job: Job | undefined): JobState {
  return {
    kind: 'job',
    name,
    cluster: job?.task.cluster ?? '-',
    runs: [],
    durationsMs: [],
    failures: 0,
    successes: 0,
  };
}

type Told = { readonly ends: readonly RunEnded[]; readonly watched: readonly JobWatched[] };

function reasonOf({ ends, watched }: Told, madeUp: number): string {
  const words = [
    ...watched.map(({ findings }) => findings.map(({ what }) => `a slot is ${what}`).join('; ') || 'nothing is late'),
    ...ends.map(({ end }) => `a run has ${end}`),
    ...(madeUp > 0 ? [`${madeUp} slots are made up for`] : []),
  ];
  return words.join('; ') || 'nothing new';
}

function told(state: JobState, end: RunEnded, job: Job | undefined): JobState {
  const heard = heardEnd(state, end);
  if (heard === state) return state;
  // How a standalone task failed is told of its family, with its log: a second incident would say the same.
  const judged = isScheduledMark(state.name) ? heard : incidentOf(heard, end, job?.expect);
  return withSuppressed(withDrift(withoutFindings(judged, end.slot, end.at), end), end);
}

/** What is heard after the job went on, of a time before that, is of a suspension that has been made up for. */
function withSuppressed(state: JobState, { end, slot, at }: RunEnded): JobState {
  if (end !== 'suppressed' || at <= (state.resumedAt ?? -Infinity)) return state;
  return { ...state, suppressed: Math.max(state.suppressed ?? 0, slot) };
}

type Given = { readonly job: Job | undefined; readonly policy: BatchPolicy; readonly now: Instant };

/** Slots nobody started, by the job's policy; and after a suspension the latest one, where that is wanted. */
function makingUp(
  state: JobState,
  { job, missed, policy, now }: Given & { readonly missed: readonly SlotsMissed[] },
): { readonly state: JobState; readonly actions: readonly Telling<BatchTarget>[] } {
  if (job === undefined) return { state: without(state), actions: [] };
  const slots = slotsToCatchUp(
    job.catchUp,
    missed.flatMap((event) => event.slots),
  );
  const caughtUp = slots.map((slot) => trigger(job, { slot, starter: 'catch-up', policy, now }));
  if (!job.enabled || state.suppressed === undefined) return { state, actions: caughtUp };
  // A run of that slot is there, and was suppressed: it is begun once more.
  const resumed = job.resume === 'latest' ? [resume(job, { slot: state.suppressed, policy, now })] : [];
  return { state: { ...without(state), resumedAt: now }, actions: [...caughtUp, ...resumed] };
}

function without(state: JobState): JobState {
  const { suppressed: _, ...rest } = state;
  return rest;
}

/** None of them, the latest, or so many of the newest; oldest first. */
export function slotsToCatchUp({ policy, max }: CatchUp, slots: readonly Instant[]): readonly Instant[] {
  if (policy === 'none') return [];
  const all = [...new Set(slots)].toSorted((a, b) => a - b);
  return all.slice(-(policy === 'latest' ? 1 : Math.max(1, max)));
}

type Slot = { readonly slot: Instant; readonly policy: BatchPolicy; readonly now: Instant };

function trigger(
  job: Job,
  { slot, starter, policy, now }: Slot & Pick<SlotTriggered, 'starter'>,
): Telling<BatchTarget> {
  const { account, region } = policy.stack;
  const pass: SlotTriggered = {
    kind: 'slot-triggered',
    id: `${job.name}/${slot}/${starter}`,
    at: now,
    account,
    region,
    job: job.name,
    slot,
    starter,
  };
  return { type: 'telling', key: `${starter} ${slot}`, target: { pass } };
}

function resume(job: Job, { slot, policy, now }: Slot): Telling<BatchTarget> {
  return trigger(job, { slot, starter: 'resume', policy, now });
}

/** The whole present level, when it is another than was told. */
function telling(
  state: JobState,
  { job, policy, now }: Given,
): { readonly state: JobState; readonly actions: readonly Telling<BatchTarget>[] } {
  const { incident } = state;
  if (incident === undefined) return { state, actions: [] };
  const alert = alertOf(state, incident, { job, policy, now });
  // When it is due next is no news, and neither are runs after its end.
  const { version: _, at: __, next: ___, runs, ...level } = alert;
  const gist = shortHash(JSON.stringify(incident.endedAt === undefined ? { ...level, runs } : level));
  if (gist === state.told?.gist) return { state, actions: [] };
  const version = (state.told?.version ?? 0) + 1;
  return {
    state: { ...state, told: { version, gist } },
    actions: [{ type: 'telling', key: 'alert', target: { send: { ...alert, version } } }],
  };
}
