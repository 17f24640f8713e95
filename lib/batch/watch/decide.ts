import type { Action, Decision, Question } from '../../core/decision.ts';
import type { Instant } from '../../core/time.ts';
import { minuteMs, secondMs } from '../../core/time.ts';
import type { BatchTarget } from '../orders.ts';
import type { BatchPolicy } from '../policy.ts';
import { jobNamed } from '../policy.ts';
import type { BatchState } from '../state.ts';
import { gapMs, isWatched, openedAt } from './open.ts';
import type { Judged } from './slots.ts';
import { judgedJob } from './slots.ts';
import type { WatchFacts, WatchState } from './state.ts';
import { tellings } from './tell.ts';

type WatchQuestion = Pick<
  Question<unknown, WatchState, BatchTarget, WatchFacts, BatchPolicy>,
  'state' | 'facts' | 'policy' | 'now'
>;
type Telling = Action<BatchTarget>;

const lookEveryMs = minuteMs;

/** A dead man's switch is told so often that all is well. */
const pingEveryMs = 5 * minuteMs;

/** There was more to tell than one look tells. */
const moreMs = 10 * secondMs;

/**
 * Evaluates every schedule by itself and asks for the run of each slot: a run that was never triggered is found by what is
 * missing. It is woken by the tick, and shares no part with EventBridge Scheduler.
 */
export function decideWatch({ state, facts, policy, now }: WatchQuestion): Decision<BatchState, BatchTarget> {
  const { records } = facts;
  if (records === undefined || !records.ok) return notLooked(state ?? freshWatch(now), records?.reason, now);
  const looked = openedAt(state, policy, now);
  const given = { facts, policy, now, records: records.value, gaps: looked.gaps };
  const judged = Object.entries(looked.open).flatMap(([name, slots]) => {
    const job = jobNamed(policy, name);
    return job === undefined ? [] : [judgedJob(job, slots, given)];
  });
  const told = tellings(judged, state, { policy, now });
  const isWell = state === undefined || now - state.lookedAt <= gapMs;
  const ping = pingOf(state, { policy, now, isWell });
  const lookAt = now + (told.isMore ? moreMs : lookEveryMs);
  const next: WatchState = {
    kind: 'watch',
    lookedAt: now,
    lookAt,
    known: looked.known,
    open: openAfter(judged, policy),
    gaps: looked.gaps,
    told: told.told,
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

/** Should it last, it is a gap. */
function notLooked(state: WatchState, reason: string | undefined, now: Instant): Decision<BatchState, BatchTarget> {
  const wakeAt = state.lookAt > now ? state.lookAt : now + lookEveryMs;
  const why = reason === undefined ? 'it has its time' : `runs could not be read: ${reason}`;
  return { reason: why, state: { ...state, lookAt: wakeAt }, actions: [], next: { wakeAt } };
}

function freshWatch(now: Instant): WatchState {
  return { kind: 'watch', lookedAt: now, lookAt: now, known: {}, open: {}, gaps: [], told: {} };
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

type Given = Pick<WatchQuestion, 'policy' | 'now'>;

/** Only from a look that was well: one that could not read, or came too late, is what the other side is to notice. */
function pingOf(
  state: WatchState | undefined,
  { policy, now, isWell }: Given & { readonly isWell: boolean },
): Telling | undefined {
  const parameter = policy.pingParameter;
  if (parameter === undefined || !isWell || now < (state?.pingedAt ?? 0) + pingEveryMs - 10_000) return undefined;
  return { type: 'telling', key: 'ping', target: { ping: parameter } };
}
