import type { Decision, Question } from '../core/decision.ts';
import type { HostEvent } from '../core/host-event.ts';
import type { Instant } from '../core/time.ts';
import { countsOf } from './counts.ts';
import type { Course } from './course.ts';
import { courseOf, isInDoubt, isSetByUs } from './course.ts';
import type { InstanceFacts } from './facts.ts';
import { ghostAt } from './hooks.ts';
import { learn } from './learn.ts';
import { holdsLearned, leaveOf, partingsOf, waitWords } from './leave.ts';
import { looked } from './look.ts';
import { thingOf } from './names.ts';
import type { DrainTarget } from './orders.ts';
import type { DrainPolicy, GroupPolicy } from './policy.ts';
import { tellingOf } from './stands.ts';
import type { DrainState, InstanceState } from './state.ts';
import { step } from './step.ts';
import { wakeAt } from './wake.ts';
import { hearingOf, policyOf } from './wanted.ts';
import { whyLearned } from './why.ts';
import type { Wish } from './wish.ts';
import { hooksOf, wishesOf } from './wish.ts';

type InstanceQuestion = Question<HostEvent, InstanceState, DrainTarget, InstanceFacts, DrainPolicy>;
type InstanceDecision = Decision<DrainState, DrainTarget>;
type Given = {
  readonly course: Course;
  readonly policy: GroupPolicy;
  readonly whole: DrainPolicy;
  readonly now: Instant;
};

/** One instance: level by level, from what is true now and from what has been done. */
export function decideInstance(question: InstanceQuestion): InstanceDecision {
  const { key, state: known, events, facts, policy: whole, now } = question;
  const hearing = hearingOf(thingOf(key).name, { state: known, events, policy: whole, now });
  if (!hearing.isNews && (known === undefined || question.endedAt !== undefined)) {
    const state = known ?? hearing.state;
    return { reason: 'nothing of ours', state, actions: [], ...droppedOf(question, []), next: { final: true } };
  }
  const learned = holdsLearned(learn(hearing.state, facts, { policy: whole, now }), facts.holds, now);
  const policy = policyOf(learned, whole);
  const course = courseOf(learned, policy, now);
  const given = { course, policy, whole, now };
  const seen = isLookedAfter(learned, given) ? looked(learned, { facts, before: hearing.state, now }) : learned;
  const asked = whyLearned({ ...seen, mode: policy.mode }, facts, { course, now });
  const stepped = step(asked, given);
  const leave = leaveOf(stepped, facts, { ...given, pending: pendingIn(question) });
  const wishes = [...leave.wishes, ...wishesOf(leave.state, given)];
  const ordered = withOrders(leave.state, wishes, now);
  const ended = endOf(ordered, wishes, given);
  const telling = tellingOf(ended === undefined ? ordered : { ...ordered, ended }, given);
  const isFinal = ended !== undefined && (course.is !== 'drain' || telling.state.gone !== undefined);
  const { state, tellings } = partedOf(telling.state, isFinal);
  const notes = [...hearing.notes, course.why, state.unread ?? '', ended ?? state.clear?.how ?? wordsOf(state, course)];
  return {
    reason: [...new Set(notes.filter((note) => note !== ''))].join('; '),
    state,
    actions: [...wishes, ...telling.actions, ...leave.tellings, ...tellings],
    ...droppedOf(question, wishes),
    next: isFinal ? { final: true } : { wakeAt: wakeAt(state, given) },
    counts: countsOf(known, state, policy),
  };
}

/** Gone, kept or stopped, it gives back what it holds of what is shared. */
function partedOf(state: InstanceState, isFinal: boolean): ReturnType<typeof partingsOf> {
  return isFinal || state.gone !== undefined ? partingsOf(state) : { state, tellings: [] };
}

function pendingIn({ unfinished, inFlight }: InstanceQuestion): ReadonlySet<string> {
  return new Set([...unfinished, ...inFlight].map(({ key }) => key));
}

function wordsOf({ waits }: InstanceState, { is }: Course): string {
  return is === 'queued' && waits !== undefined ? waitWords(waits) : is;
}

/** Whether its tasks are looked for, now or at a time to come. */
function isLookedAfter(state: InstanceState, { course, policy, now }: Given): boolean {
  if (state.gone !== undefined || state.ended !== undefined || state.hosts.length === 0) return false;
  if (course.is === 'beside') return state.lookAt !== undefined && state.lookAt <= now;
  return course.is === 'drain' && policy.mode === 'act' && state.clear === undefined;
}

/** Orders left over from before that are not wanted any more. */
function droppedOf({ unfinished }: InstanceQuestion, wishes: readonly Wish[]): Pick<InstanceDecision, 'dropped'> {
  const wanted = new Set(wishes.map(({ key }) => key));
  const orders = unfinished.filter(({ type, key }) => type === 'order' && !wanted.has(key));
  return { dropped: orders.map(({ key }) => ({ key, reason: 'not wanted any more' })) };
}

/** That we shall have set it DRAINING, or hold it, is written before it is done. */
function withOrders(state: InstanceState, wishes: readonly Wish[], now: Instant): InstanceState {
  const asksHold = wishes.some(({ target }) => 'hold' in target);
  const known = asksHold ? { ...state, hold: { ...state.hold, askedAt: now } } : state;
  const arns = new Set(
    wishes.flatMap(({ mode, target }) => (mode === 'act' && 'drain' in target ? [target.drain.arn] : [])),
  );
  if (arns.size === 0) return known;
  return {
    ...known,
    hosts: known.hosts.map((host) => {
      if (!arns.has(host.arn)) return host;
      const { observedAt: _, ...rest } = host;
      return { ...rest, orderedAt: host.orderedAt ?? now };
    }),
  };
}

/** How it ended; undefined: it has not. */
function endOf(state: InstanceState, wishes: readonly Wish[], given: Given): InstanceState['ended'] {
  const { course, policy, now } = given;
  if (wishes.length > 0 || (policy.mode === 'act' && isGhostAwaited(state, now))) return undefined;
  if (course.is === 'leaving' && isPooled(state)) return undefined;
  const isWaiting = hooksOf(state, 'own').length > 0;
  if (state.gone !== undefined && (policy.mode !== 'act' || !isWaiting)) return 'gone';
  if (course.is === 'none') return 'left alone';
  if (course.is === 'undo') return state.hosts.some((host) => isSetByUs(host) || isInDoubt(host)) ? undefined : 'kept';
  return course.is === 'drain' && !isWaiting ? state.clear?.how : undefined;
}

/** Stopped, and DRAINING by us: it may be started again, from a warm pool, and the event of that may be lost. */
function isPooled({ gone, hosts }: InstanceState): boolean {
  return gone?.state === 'stopped' && hosts.some(isSetByUs);
}

/** Whether its registration stays behind is seen only a while after it has gone. */
function isGhostAwaited(state: InstanceState, now: Instant): boolean {
  const at = ghostAt(state);
  return at !== undefined && (now < at || (state.mappedAt ?? 0) < at);
}
