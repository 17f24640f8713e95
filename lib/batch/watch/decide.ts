import type { Finding, JobWatched, SlotPassed, SlotsMissed } from '../../core/batch-event.ts';
import type { Action, Decision, Question } from '../../core/decision.ts';
import { shortHash } from '../../core/short-hash.ts';
import type { Instant } from '../../core/time.ts';
import { minuteMs, secondMs } from '../../core/time.ts';
import type { Job } from '../job.ts';
import { jobKey, schedulesKey } from '../names.ts';
import type { BatchTarget } from '../orders.ts';
import type { BatchPolicy } from '../policy.ts';
import { jobNamed } from '../policy.ts';
import type { BatchState, RunState } from '../state.ts';
import { keyOf } from './gather.ts';
import type { Standing } from './judge.ts';
import { findingsOf, isSilent } from './judge.ts';
import { gapMs, isWatched, openedAt } from './open.ts';
import { reasonFor } from './reason.ts';
import type { OpenSlot, WatchFacts, WatchState } from './state.ts';

type WatchQuestion = Pick<
  Question<unknown, WatchState, BatchTarget, WatchFacts, BatchPolicy>,
  'state' | 'facts' | 'policy' | 'now'
>;
type Telling = Action<BatchTarget>;

const lookEveryMs = minuteMs;

/** A dead man's switch is told so often that all is well. */
const pingEveryMs = 5 * minuteMs;

/** Tellings of one look: a record stays small, and the rest comes with the next. */
const mostTold = 150;

/**
 * News of more jobs than this in one look are told in two: the few that call people first, the rest half a minute later.
 * By then it is known that they are many (more than ten are, to alerts), and one message speaks for them.
 */
const [rushSize, rushFirst, rushLastsMs] = [15, 11, 5 * minuteMs];
const rushGapMs = 30 * secondMs;

/**
 * Evaluates every schedule by itself and asks for the run of each slot: a run that was never triggered is found by what is
 * missing. It is woken by the tick, and shares no part with EventBridge Scheduler.
 */
export function decideWatch({ state, facts, policy, now }: WatchQuestion): Decision<BatchState, BatchTarget> {
  const { records } = facts;
  if (policy.scheduler === undefined || records === undefined || !records.ok) {
    const why = records?.ok === false ? `runs could not be read: ${records.reason}` : 'it has its time';
    // Not looked: should that last, it is a gap.
    const kept: WatchState = state ?? freshWatch(now);
    const wakeAt = kept.lookAt > now ? kept.lookAt : now + lookEveryMs;
    return { reason: why, state: kept, actions: [], next: { wakeAt } };
  }
  const looked = openedAt(state, policy, now);
  const judged = Object.entries(looked.open).flatMap(([name, slots]) => {
    const job = jobNamed(policy, name);
    return job === undefined
      ? []
      : [judgedJob(job, slots, { facts, policy, now, records: records.value, gaps: looked.gaps })];
  });
  const told = tellings(judged, state, { policy, now });
  const isWell = state === undefined || now - state.lookedAt <= gapMs;
  const ping = pingOf(state, { policy, now, isWell });
  const lookAt = now + (told.rushAt === now ? rushGapMs : lookEveryMs);
  const next: WatchState = {
    kind: 'watch',
    lookedAt: now,
    lookAt,
    known: looked.known,
    open: openAfter(judged, policy),
    gaps: looked.gaps,
    told: told.told,
    ...(told.rushAt !== undefined && { rushAt: told.rushAt }),
    ...(ping !== undefined ? { pingedAt: now } : state?.pingedAt !== undefined && { pingedAt: state.pingedAt }),
  };
  const findings = judged.reduce((sum, each) => sum + each.findings.length, 0);
  return {
    reason: `${Object.keys(looked.known).length} schedules watched, ${judged.length} jobs with open slots, ${findings} findings`,
    state: next,
    actions: [...told.actions, ...(ping === undefined ? [] : [ping])],
    next: { wakeAt: lookAt },
    ...(findings > 0 && { counts: { JobFindings: findings } }),
  };
}

function freshWatch(now: Instant): WatchState {
  return { kind: 'watch', lookedAt: now, lookAt: now, known: {}, open: {}, gaps: [], told: {} };
}

type Judged = {
  readonly job: Job;
  readonly open: readonly OpenSlot[];
  readonly findings: readonly Finding[];
  readonly passed: readonly Omit<SlotPassed, 'kind' | 'id' | 'at' | 'account' | 'region'>[];
  readonly missed: readonly Instant[];
  /** Jobs that follow, each with the slot and since when it is due. */
  readonly followed: readonly { readonly job: string; readonly open: OpenSlot }[];
};

type Given = {
  readonly facts: WatchFacts;
  readonly records: ReadonlyMap<string, BatchState>;
  readonly policy: BatchPolicy;
  readonly gaps: WatchState['gaps'];
  readonly now: Instant;
};

function judgedJob(job: Job, slots: readonly OpenSlot[], given: Given): Judged {
  const history = historyOf(given.records.get(jobKey(given.policy.stack.region, job.name)));
  const parts = slots.map((open) => judgedSlot(job, open, { ...given, history }));
  return {
    job,
    open: parts.flatMap(({ kept }) => kept ?? []),
    findings: parts.flatMap(({ findings }) => findings),
    passed: parts.flatMap(({ passed }) => passed ?? []),
    missed: parts.flatMap(({ missed }) => missed ?? []),
    followed: parts.flatMap(({ followed }) => followed ?? []),
  };
}

type Slot = {
  readonly kept?: OpenSlot;
  readonly findings: readonly Finding[];
  readonly passed?: Judged['passed'][number];
  readonly missed?: Instant;
  readonly followed?: Judged['followed'];
};

function judgedSlot(job: Job, open: OpenSlot, given: Given & { readonly history: Standing['history'] }): Slot {
  const { facts, records, policy, gaps, now, history } = given;
  const { slot, from = slot } = open;
  const run = runOf(records.get(keyOf(policy, job.name, open)));
  if (run?.ended !== undefined) return { findings: [], followed: followersOf(job, open, run) };
  // It is suspended: its run says so, for whoever resumes it.
  if (!job.enabled && run === undefined) return { findings: [], passed: { job: job.name, slot, end: 'suppressed' } };
  const writtenAt = writtenAtOf(records.get(schedulesKey(policy.stack.region)), job.name);
  const isAsked = run === undefined && isSilent(open, now);
  const reason = open.reason ?? (isAsked ? reasonFor(job, slot, facts, { policy, now, writtenAt }) : undefined);
  const findings = findingsOf({ job, open, run, history, gaps, reason, now });
  const [main] = findings;
  const isMissed = run === undefined && (main?.what === 'missed' || main?.what === 'unknown');
  const isMadeUpFor = isMissed && job.catchUp.policy !== 'none';
  if (isMissed && !isMadeUpFor && now >= from + job.startDeadlineMs)
    return {
      findings,
      kept: { ...open, wasLate: true },
      passed: { job: job.name, slot, end: main.what === 'unknown' ? 'unknown' : 'missed', cause: main.cause },
    };
  const wasLate = open.wasLate === true || findings.some(({ what }) => what === 'late' || what === 'missed');
  return {
    findings,
    ...(isMadeUpFor && open.isMadeUpFor !== true && { missed: slot }),
    kept: {
      slot,
      ...(open.from !== undefined && { from: open.from }),
      ...(wasLate && { wasLate: true as const }),
      ...(reason !== undefined && { reason }),
      ...((isMadeUpFor || open.isMadeUpFor === true) && { isMadeUpFor: true as const }),
    },
  };
}

const failing: ReadonlySet<string> = new Set(['failed', 'timed-out', 'lost', 'late', 'missed']);

/** Who follows is due when this one has ended, for the same slot. */
function followersOf(job: Job, { slot }: OpenSlot, { ended }: RunState): Judged['followed'] {
  if (ended === undefined) return [];
  const names = ended.how === 'succeeded' ? job.onSuccess : failing.has(ended.how) ? job.onFailure : [];
  return names.map((name) => ({ job: name, open: { slot, from: ended.at } }));
}

function openAfter(judged: readonly Judged[], policy: BatchPolicy): WatchState['open'] {
  const open = new Map(
    judged.flatMap(({ job, open: slots }) => (slots.length > 0 ? [[job.name, slots] as const] : [])),
  );
  for (const { job, open: slot } of judged.flatMap(({ followed }) => followed)) {
    const follower = jobNamed(policy, job);
    const known = open.get(job) ?? [];
    if (follower === undefined || !isWatched(follower) || !follower.enabled) continue;
    if (!known.some((each) => each.slot === slot.slot)) open.set(job, [...known, slot]);
  }
  return Object.fromEntries(open);
}

type Place = Pick<Given, 'policy' | 'now'>;

type Told = { readonly told: WatchState['told']; readonly actions: readonly Telling[]; readonly rushAt?: Instant };

/** To each job's record all that is not well with it, when that is another thing than it was told; and each edge once. */
function tellings(judged: readonly Judged[], state: WatchState | undefined, { policy, now }: Place): Told {
  const before = state?.told ?? {};
  const gone = Object.keys(before).filter((name) => !judged.some(({ job }) => job.name === name));
  const all = [
    ...judged.map(({ job, findings }) => newsOf(job.name, findings, job.pages)),
    ...gone.map((name) => newsOf(name, [], false)),
  ];
  const news = all.filter(({ name, gist }) => (before[name] ?? '') !== gist);
  const isRush = news.length > rushSize && now > (state?.rushAt ?? -Infinity) + rushLastsMs;
  const first = news.toSorted((a, b) => Number(b.pages) - Number(a.pages)).slice(0, isRush ? rushFirst : mostTold);
  const isTold = new Set(first.map(({ name }) => name));
  const gists = all.map(({ name, gist }) => [name, isTold.has(name) ? gist : (before[name] ?? '')] as const);
  const rushAt = isRush ? now : state?.rushAt;
  return {
    told: Object.fromEntries(gists.filter(([, gist]) => gist !== '')),
    actions: [
      ...first.map(({ name, findings }) => passOn(watchedEvent(name, findings, { policy, now }), `watched ${name}`)),
      ...judged.flatMap((each) => edgesOf(each, { policy, now })),
    ],
    ...(rushAt !== undefined && { rushAt }),
  };
}

function newsOf(name: string, findings: readonly Finding[], pages: boolean) {
  // What comes next moves with the clock, and is no news.
  const gist = findings.length === 0 ? '' : shortHash(JSON.stringify(findings.map(({ next: _, ...each }) => each)));
  return { name, findings, pages, gist };
}

function edgesOf({ job, passed, missed }: Judged, place: Place): readonly Telling[] {
  return [
    ...passed.map((each) => passOn(passedEvent(each, place), `passed ${job.name} ${each.slot}`)),
    ...(missed.length > 0 ? [passOn(missedEvent(job.name, missed, place), `missed ${job.name} ${missed[0]}`)] : []),
  ];
}

function passOn(pass: JobWatched | SlotPassed | SlotsMissed, key: string): Telling {
  return { type: 'telling', key, target: { pass } };
}

function watchedEvent(job: string, findings: readonly Finding[], { policy, now }: Place): JobWatched {
  return { kind: 'job-watched', id: `watch/${job}/${now}`, at: now, ...policy.stack, job, findings };
}

function passedEvent(passed: Judged['passed'][number], { policy, now }: Place): SlotPassed {
  return { kind: 'slot-passed', id: `watch/${passed.job}/${passed.slot}`, at: now, ...policy.stack, ...passed };
}

function missedEvent(job: string, slots: readonly Instant[], { policy, now }: Place): SlotsMissed {
  return { kind: 'slots-missed', id: `watch/${job}/${slots.join()}`, at: now, ...policy.stack, job, slots };
}

/** Only from a look that was well: one that could not read, or came too late, is what the other side is to notice. */
function pingOf(
  state: WatchState | undefined,
  { policy, now, isWell }: Place & { readonly isWell: boolean },
): Telling | undefined {
  const parameter = policy.pingParameter;
  if (parameter === undefined || !isWell || now < (state?.pingedAt ?? 0) + pingEveryMs - 10_000) return undefined;
  return { type: 'telling', key: 'ping', target: { ping: parameter } };
}

function runOf(state: BatchState | undefined): RunState | undefined {
  return state?.kind === 'run' ? state : undefined;
}

/** When the schedule of a job was last written, by us or by somebody else. */
function writtenAtOf(state: BatchState | undefined, job: string): Instant | undefined {
  return state?.kind === 'schedules' ? state.seen[job]?.modifiedAt : undefined;
}

function historyOf(state: BatchState | undefined): Standing['history'] {
  return state?.kind === 'job' ? state : { durationsMs: [] };
}
