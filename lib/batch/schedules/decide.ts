import type { Action, Decision, Heard, Question } from '../../core/decision.ts';
import { shortHash } from '../../core/short-hash.ts';
import type { Instant } from '../../core/time.ts';
import { hourMs, minuteMs, secondMs } from '../../core/time.ts';
import type { BatchPolicy } from '../policy.ts';
import type { Difference } from './compare.ts';
import { differenceOf, gistOf, gistOfAll, isLookDue } from './compare.ts';
import type { SchedulesFacts, SchedulesOutcome, SchedulesState, SchedulesTarget } from './state.ts';
import { wantedSchedules } from './wanted.ts';

/** What people change by hand is set back within this. A change of the configuration is seen at the next wake. */
const lookEveryMs = 15 * minuteMs;
const wakeEveryMs = minuteMs;

/** After something was ordered it is looked at again this soon: until nothing differs any more. */
const lookAgainMs = 15 * secondMs;

/** What AWS would not take is tried again after this. */
const refusedMs = hourMs;

const orderLifeMs = 5 * minuteMs;

/** An order is short, so that an invocation can end between two; and a record stays small. */
const mostInOrder = 25;
const mostOrders = 4;

type SchedulesQuestion = Pick<
  Question<unknown, SchedulesState, SchedulesTarget, SchedulesFacts, BatchPolicy>,
  'state' | 'events' | 'facts' | 'policy' | 'now'
> & { readonly unfinished: readonly { readonly key: string }[]; readonly inFlight: readonly unknown[] };

/** Sees to it that the group holds exactly the schedules of the jobs. */
export function decideSchedules(question: SchedulesQuestion): Decision<SchedulesState, SchedulesTarget> {
  const { policy, facts, now, inFlight } = question;
  const { scheduler } = policy;
  const known = heard(question.state ?? fresh(now), question.events, now);
  const wait = (reason: string, state: SchedulesState, wakeAt: Instant) => ({
    reason,
    state,
    actions: [],
    ...droppedOf(question),
    next: { wakeAt },
  });
  if (scheduler === undefined) return wait('there is no group of schedules', known, now + hourMs);
  if (inFlight.length > 0) return wait('schedules are being written', known, now + lookAgainMs);
  const wanted = wantedSchedules(policy.jobs, now);
  const gist = gistOfAll(wanted, scheduler);
  const { listed } = facts;
  if (listed === undefined) {
    const lookAt = isLookDue(known, gist, now) ? now + lookAgainMs : known.lookAt;
    return wait('it has its time', known, Math.min(lookAt, nextWakeAt(now)));
  }
  if (!listed.ok)
    return wait(`the group could not be read: ${listed.reason}`, { ...known, lookAt: now + minuteMs }, now + minuteMs);
  const difference = differenceOf(known, { place: scheduler, wanted, listed: listed.value, facts, now });
  const state = { ...known, seen: difference.seen, wanted: gist };
  return ordered(question, { state, difference, scheduler });
}

/** At the same moment for all who look within a minute: a time that moves with each look would have a message each. */
function nextWakeAt(now: Instant): Instant {
  return (Math.floor(now / wakeEveryMs) + 1) * wakeEveryMs;
}

function fresh(now: Instant): SchedulesState {
  return { kind: 'schedules', lookAt: now, wanted: '', seen: {}, refused: {} };
}

type Found = {
  readonly state: SchedulesState;
  readonly difference: Difference;
  readonly scheduler: NonNullable<BatchPolicy['scheduler']>;
};

function ordered(
  question: SchedulesQuestion,
  { state, difference, scheduler }: Found,
): Decision<SchedulesState, SchedulesTarget> {
  const { policy, now } = question;
  const put = difference.put.filter(({ wanted }) => {
    const refusal = state.refused[wanted.name];
    return refusal?.gist !== gistOf(wanted, scheduler) || now >= refusal.at + refusedMs;
  });
  const { remove, unread, foreign } = difference;
  const count = put.length + remove.length;
  const gist = shortHash(JSON.stringify([put.map(({ wanted }) => wanted), remove]));
  const isNoted = policy.reconcile === 'observe' && state.observed === gist;
  const actions = isNoted ? [] : ordersOf({ put, remove }, { policy, scheduler, now });
  const isSettled = (count === 0 || isNoted) && unread === 0;
  const lookAt = now + (isSettled ? lookEveryMs : lookAgainMs);
  const notes = [
    `${count} schedules differ`,
    ...(unread > 0 ? [`${unread} are yet to be read`] : []),
    ...(Object.keys(state.refused).length > 0 ? [`${Object.keys(state.refused).length} were refused`] : []),
    ...(foreign.length > 0 ? [`${foreign.length} send elsewhere and are left alone`] : []),
  ];
  return {
    reason: notes.join('; '),
    state: { ...state, lookAt, ...(policy.reconcile === 'observe' ? { observed: gist } : {}) },
    actions,
    ...droppedOf(question, actions),
    next: { wakeAt: Math.min(lookAt, nextWakeAt(now)) },
    ...(foreign.length > 0 && { counts: { ForeignSchedules: foreign.length } }),
  };
}

type Wished = Pick<Difference, 'put' | 'remove'>;

/** What is new first: a night is rather doubled, which is seen, than lost. */
function ordersOf(
  { put, remove }: Wished,
  { policy, scheduler, now }: { policy: BatchPolicy; scheduler: Found['scheduler']; now: Instant },
): Action<SchedulesTarget>[] {
  const chunks = [
    ...chunksOf(put).map((some) => ({ put: some, remove: [] })),
    ...chunksOf(remove).map((some) => ({ put: [], remove: some })),
  ];
  return chunks.slice(0, mostOrders).map((chunk) => ({
    type: 'order',
    key: `schedules ${shortHash(JSON.stringify(chunk))}`,
    notAfter: now + orderLifeMs,
    mode: policy.reconcile,
    target: { schedules: { place: scheduler, ...chunk } },
  }));
}

function chunksOf<Item>(items: readonly Item[]): (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / mostInOrder) }, (_, at) =>
    items.slice(at * mostInOrder, (at + 1) * mostInOrder),
  );
}

/** What is left over is compared anew: it may be done, half done, or not wanted any more. */
function droppedOf(
  { unfinished }: SchedulesQuestion,
  actions: readonly Action<SchedulesTarget>[] = [],
): Pick<Decision<SchedulesState, SchedulesTarget>, 'dropped'> {
  const kept = new Set(actions.map(({ key }) => key));
  const gone = unfinished.filter(({ key }) => !kept.has(key));
  return { dropped: gone.map(({ key }) => ({ key, reason: 'what is there is compared anew' })) };
}

/** What AWS refuses for good is remembered with what was asked; the rest shows itself at the next look. */
function heard(state: SchedulesState, events: readonly Heard<unknown>[], now: Instant): SchedulesState {
  const failures = events.flatMap((event) => (isOutcome(event) ? Object.entries(event.facts?.failed ?? {}) : []));
  const refused = failures.filter(([, { result }]) => result === 'permanent');
  // A person, or the stack, lets nothing be done now: that is no reason to look more often.
  const isHeld = events.some((event) => isOutcome(event) && event.result === 'observed');
  const kept = Object.entries(state.refused).filter(([, { at }]) => now < at + refusedMs);
  return {
    ...state,
    lookAt: isHeld ? Math.max(state.lookAt, now + wakeEveryMs) : state.lookAt,
    refused: Object.fromEntries([
      ...kept,
      ...refused.map(([name, { gist, reason }]) => [name, { gist, at: now, reason }] as const),
    ]),
  };
}

function isOutcome(event: Heard<unknown>): event is SchedulesOutcome {
  return typeof event === 'object' && event !== null && 'kind' in event && event.kind === 'outcome';
}
