import type { BatchEvent } from '../core/batch-event.ts';
import type { Decision, Question } from '../core/decision.ts';
import { exactWake } from '../core/exact-wake.ts';
import type { Instant } from '../core/time.ts';
import { hourMs, minuteMs, secondMs } from '../core/time.ts';
import type { RunFacts } from './facts.ts';
import { hearRun } from './hear-run.ts';
import { learned } from './learn-run.ts';
import { launchUntil } from './limits.ts';
import type { BatchTarget } from './orders.ts';
import type { BatchPolicy } from './policy.ts';
import { phaseOf } from './run-phase.ts';
import type { BatchState, RunState } from './state.ts';
import { stepped, timeOutAt } from './step-run.ts';
import { arrayWakeAt, partsLearned } from './parts.ts';
import { partOf } from './run-begin.ts';
import { liveStrays } from './strays.ts';
import { resolveAt } from './wanted.ts';
import { isSent, stopAgainMs, wishesOf } from './wishes.ts';

type RunQuestion = Question<BatchEvent, RunState, BatchTarget, RunFacts, BatchPolicy>;
type RunDecision = Decision<BatchState, BatchTarget>;

/** What waits for nothing but an event is looked at this often all the same. */
const quietMs = hourMs;

/** One run: level by level, from what is true now and from what has been done. */
export function decideRun(question: RunQuestion): RunDecision {
  const { state: known, events, facts, policy, now } = question;
  const hearing = hearRun(known, events, { policy, now });
  if (hearing.state === undefined) return ofNoRun(hearing.notes, events);
  const owned = takenOver(withWhole(hearing.state, facts, now), question);
  const read = facts.parts === undefined ? owned : partsLearned(owned, facts.parts, now);
  const state = stepped(learned(read, facts, now), { policy, now });
  const wishes = wishesOf(state, { policy, now });
  const noted = withWishes(state, wishes, now);
  const wanted = new Set(wishes.map(({ key }) => key));
  const left = question.unfinished.filter(({ type, key }) => type === 'order' && !wanted.has(key));
  const isOver = noted.ended !== undefined && liveStrays(noted).length === 0;
  return {
    reason: [...new Set([...hearing.notes, `${noted.job}: ${phaseOf(noted)}`])].join('; '),
    state: noted,
    actions: wishes,
    dropped: left.map(({ key }) => ({ key, reason: 'not wanted any more, or not yet again' })),
    next: isOver ? { final: true } : { wakeAt: wakeAt(noted, now) },
    counts: countsOf(known, noted),
  };
}

/**
 * There is no such run. A task that bears our mark all the same, of another table, or of another stack, is not ours to
 * stop: it is counted and said in the log.
 */
function ofNoRun(notes: readonly string[], events: RunQuestion['events']): RunDecision {
  const tasks = events.flatMap((event) => (event.kind === 'task' && event.lastStatus !== 'STOPPED' ? event : []));
  const marks = [
    ...new Set(tasks.map(({ startedBy }) => `a task of ${startedBy ?? 'no run'}, which nobody here knows`)),
  ];
  const counts = { TasksOfNoRun: new Set(tasks.map(({ taskArn }) => taskArn)).size };
  return {
    reason: [...notes, ...marks].join('; ') || 'nothing of ours',
    state: { kind: 'none' },
    actions: [],
    next: { final: true },
    ...(tasks.length > 0 && { counts }),
  };
}

/** What a part is begun with is what its run was begun with: its revision, and what its job said then. */
function withWhole(state: RunState, { whole }: RunFacts, now: Instant): RunState {
  if (whole === undefined || state.begunAt !== now || state.ended !== undefined) return state;
  return { ...state, pinned: partOf(whole.pinned), ...(whole.plan !== undefined && { plan: whole.plan }) };
}

/** Whoever died may have sent the request at any moment until now. */
function takenOver(state: RunState, { takenOver: isTaken, unfinished, now }: RunQuestion): RunState {
  const { launch } = state;
  const isOpen = unfinished.some(({ key }) => key === `launch ${launch?.tryNumber}`);
  return launch === undefined || !isTaken || !isOpen ? state : { ...state, launch: { ...launch, sentAt: now } };
}

/** What is about to be ordered and told is written first. */
function withWishes(state: RunState, wishes: readonly { readonly key: string }[], now: Instant): RunState {
  const keys = new Set(wishes.map(({ key }) => key));
  const { launch, lease } = state;
  const isFirst = launch !== undefined && launch.sentAt === undefined && isSent(state, launch, now);
  return {
    ...state,
    ...(isFirst && { launch: { ...launch, sentAt: now } }),
    ...(lease !== undefined &&
      state.pinned.concurrency.policy === 'replace' && { lease: { ...lease, told: lease.by } }),
    ...(state.stop !== undefined &&
      [...keys].some((key) => key.startsWith('end ')) && { stop: { ...state.stop, orderedAt: now } }),
    ...(keys.has('ended') && { isTold: true as const }),
    ...(keys.has('release') && { isReleased: true as const }),
  };
}

/** The soonest time at which something may be different. */
function wakeAt(state: RunState, now: Instant): Instant {
  const { launch, stop, lease, task, ended } = state;
  const running = ended === undefined;
  const times = [
    ...liveStrays(state).map(({ lookAt }) => lookAt),
    ...(liveStrays(state).length > 0 ? [now + stopAgainMs] : []),
    ...(running ? [exactWake(timeOutAt(state), now), state.lookAt, state.waitUntil, arrayWakeAt(state, now)] : []),
    ...(running && launch !== undefined ? [launch.waitUntil, resolveAt(state, launch, now), now + minuteMs] : []),
    ...(running && stop !== undefined
      ? [stop.orderedAt === undefined ? now + minuteMs : stop.orderedAt + stopAgainMs]
      : []),
    ...(running && lease !== undefined && lease.fence === undefined ? [lease.askAt, now + minuteMs] : []),
    ...(running && task === undefined ? [launchUntil(state) + secondMs, state.planAt] : []),
  ].filter((at) => at !== undefined);
  return Math.max(now + secondMs, Math.min(now + quietMs, ...times.filter((at) => at > now)));
}

function countsOf(known: RunState | undefined, { ended, job, pinned, part }: RunState): Record<string, number> {
  if (part !== undefined || ended === undefined || known?.ended !== undefined) return {};
  return { [`run-${ended.how}/${pinned.task.cluster}:${job}`]: 1 };
}
