import type { Instant } from '../core/time.ts';
import { hourMs, minuteMs, secondMs } from '../core/time.ts';
import { forsakenAt } from './away.ts';
import { isActive, lastEndOf } from './hooks.ts';
import type { GroupPolicy } from './policy.ts';
import type { Hook, Host, InstanceState, Reason } from './state.ts';
import { canWait, isToAsk, mustGoAt } from './voluntary.ts';

/** A Spot instance that is there so long after its time was not taken. */
const spotOverMs = 10 * minuteMs;

/** A recommendation nobody followed up is over after this: a guess. */
const rebalanceOverMs = hourMs;

/** What could not be read of Auto Scaling is asked for again after this. */
const askWaitMs = 10 * secondMs;

/** Before the end of a Spot instance: time to tell its hooks. */
const spotMarginMs = 10 * secondMs;

/** Before the end of a Spot instance its tasks are told: the default stop time-out (30 s), and time to act. */
const spotStopMs = 45 * secondMs;

/**
 * What is to be done with an instance.
 * - `drain`: now. - `queued`: as soon as it has leave (budget, zone, holds). - `await`: at a time to come. - `beside`: ECS itself drains it, we look on. - `none`: nothing is ours.
 * - `ask`: it waits for hooks, and nobody knows yet whose they are.
 * - `leaving`: all we had to complete is completed; it goes, or comes back. - `undo`: no reason is left.
 */
export type Course = {
  readonly is: 'drain' | 'queued' | 'await' | 'ask' | 'beside' | 'none' | 'leaving' | 'undo';
  readonly why: string;
  /** Until when, at most. */
  readonly endsAt?: Instant;
  /** When it is different. */
  readonly changesAt?: Instant;
};

export function courseOf(state: InstanceState, policy: GroupPolicy, now: Instant): Course {
  if (policy.mode === 'none') return { is: 'none', why: 'the policy is to leave it alone' };
  if (isGroupUnknown(state) && state.reasons.length > 0)
    return { is: 'ask', why: 'to which group it belongs is not known yet', changesAt: now + askWaitMs };
  const active = state.hooks.filter(isActive);
  const own = active.filter(({ owner }) => owner === 'own');
  const reasons = reasonsNow(state, policy, now);
  if (own.length > 0 || reasons.now.length > 0) return reasonedCourse(state, policy, reasons, now);
  if (state.hooksUnknown !== undefined)
    return { is: 'ask', why: 'which hooks it waits for is not known yet', changesAt: now + askWaitMs };
  if (state.hooks.some(({ owner }) => owner === 'own')) return { is: 'leaving', why: 'all its hooks of ours are done' };
  if (active.some(({ owner }) => owner === 'managed')) {
    const endsAt = managedEnd(state, policy);
    return { is: 'beside', why: 'ECS drains it (managed instance draining)', ...(endsAt !== undefined && { endsAt }) };
  }
  if (active.length > 0) return { is: 'none', why: 'it waits for hooks that are not ours' };
  if (state.hooks.length > 0) return { is: 'leaving', why: 'all its hooks are done' };
  if (reasons.changes.changesAt !== undefined) return { is: 'await', why: 'its time has not come', ...reasons.changes };
  return {
    is: 'undo',
    why: state.cancelled === undefined ? 'no reason is left' : `cancelled by ${state.cancelled.by}`,
  };
}

/** There is a reason. One that can wait has leave first; who is held by somebody stronger meanwhile is set back. */
function reasonedCourse(state: InstanceState, policy: GroupPolicy, reasons: Reasons, now: Instant): Course {
  const why = whyOf(state, reasons.now);
  const waits = policy.mode === 'act' && canWait(state, policy, reasons.now, now) && isToAsk(state);
  if (!waits) return { is: 'drain', why, ...endOf(state, policy, reasons.now, now), ...reasons.changes };
  return { is: state.hosts.some(isSetByUs) ? 'undo' : 'queued', why, ...reasons.changes };
}

/** Whose settings it has depends on its group, which EC2's events do not name. */
export function isGroupUnknown({ group, groupless }: InstanceState): boolean {
  return group === undefined && groupless === undefined;
}

/** Only what we had set DRAINING. */
export function isSetByUs({ orderedAt, status }: Host): boolean {
  return orderedAt !== undefined && status === 'DRAINING';
}

/**
 * We have decided to set it DRAINING, and what came of that is not known: whoever did it may have died. Found DRAINING, it
 * is taken for ours: no answer says who set it, and what nobody undoes would stay so in service.
 */
export function isInDoubt({ orderedAt, status, drainingAt }: Host): boolean {
  return orderedAt !== undefined && status === 'ACTIVE' && drainingAt === undefined;
}

/** When tasks that a Spot instance still holds are told to stop. */
export function spotStopAt({ reasons }: InstanceState): Instant | undefined {
  const spot = reasons.find(({ kind }) => kind === 'spot');
  return spot?.kind === 'spot' ? spot.endsAt - spotStopMs : undefined;
}

type Reasons = { readonly now: readonly Reason[]; readonly changes: Pick<Course, 'changesAt'> };

function reasonsNow({ reasons }: InstanceState, policy: GroupPolicy, now: Instant): Reasons {
  const times = reasons.map((reason) => ({ reason, ...timesOf(reason, policy) }));
  const live = times.filter(({ from, until }) => from <= now && now < until);
  const changes = [
    ...live.map(({ until }) => until),
    ...times.filter(({ from, until }) => from > now && from < until).map(({ from }) => from),
    ...live.map(({ reason }) => mustGoAt(reason, policy)).filter((at) => at > now),
  ].filter(Number.isFinite);
  return {
    now: live.map(({ reason }) => reason),
    changes: changes.length > 0 ? { changesAt: Math.min(...changes) } : {},
  };
}

/** From when until when a reason drains. */
function timesOf(reason: Reason, policy: GroupPolicy): { readonly from: Instant; readonly until: Instant } {
  switch (reason.kind) {
    case 'spot':
      return { from: reason.at, until: reason.endsAt + spotOverMs };
    case 'rebalance':
      return { from: reason.at, until: policy.rebalance === 'act' ? reason.at + rebalanceOverMs : reason.at };
    case 'maintenance':
      return { from: Math.max(reason.at, reason.startsAt - policy.maintenanceLeadMs), until: Infinity };
    case 'request':
      return { from: reason.at, until: Infinity };
  }
}

function whyOf({ hooks }: InstanceState, reasons: readonly Reason[]): string {
  const own = hooks.filter((hook) => isActive(hook) && hook.owner === 'own').map(({ name }) => `hook ${name}`);
  return [...own, ...reasons.map(({ kind }) => kind)].join(', ');
}

/** The earliest end of all that have one, and of its hooks the last. What nobody waits for has none. */
function endOf(
  state: InstanceState,
  policy: GroupPolicy,
  reasons: readonly Reason[],
  now: Instant,
): Pick<Course, 'endsAt'> {
  const { extendedMs } = state;
  const forsaken = forsakenAt(state, policy, now);
  const own = state.hooks.filter((hook) => isActive(hook) && hook.owner === 'own');
  const ends = [
    ...own.map(({ startedAt }) => startedAt + policy.deadlineMs + extendedMs),
    ...lastEndsOf(own),
    ...reasons.flatMap((reason) => endOfReason(reason, state)),
    ...(forsaken === undefined || own.length === 0 ? [] : [forsaken]),
  ];
  return ends.length === 0 ? {} : { endsAt: Math.min(...ends) };
}

/** When no hook keeps it any longer, where that is known of all. */
function lastEndsOf(hooks: readonly Hook[]): readonly Instant[] {
  const isKnown = hooks.length > 0 && hooks.every(({ globalMs }) => globalMs !== undefined);
  return isKnown ? [Math.max(...hooks.map(lastEndOf))] : [];
}

/** A request's time runs from when it had leave to begin. */
function endOfReason(reason: Reason, { extendedMs, place }: InstanceState): readonly Instant[] {
  if (reason.kind === 'spot') return [reason.endsAt - spotMarginMs];
  if (reason.kind !== 'request' || reason.endsAt === undefined) return [];
  const waitedMs = Math.max(0, (place?.heldAt ?? reason.at) - reason.at);
  return [reason.endsAt + waitedMs + extendedMs];
}

function managedEnd({ hooks, extendedMs }: InstanceState, { managedCapMs }: GroupPolicy): Instant | undefined {
  const managed = hooks.find((hook) => isActive(hook) && hook.owner === 'managed');
  if (managed === undefined || managedCapMs === undefined) return undefined;
  return managed.startedAt + managedCapMs + extendedMs;
}
