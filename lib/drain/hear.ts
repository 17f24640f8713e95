import type { TaskChanged } from '../core/event.ts';
import type { Heard } from '../core/decision.ts';
import type { HostEvent, InstanceStateChanged, MaintenanceScheduled } from '../core/host-event.ts';
import type { Instant } from '../core/time.ts';
import { hourMs, minuteMs } from '../core/time.ts';
import { hearOutcome } from './hear-outcome.ts';
import { hookBegun } from './hear-hook.ts';
import { isActive } from './hooks.ts';
import type { Word } from './hear-request.ts';
import { requested } from './hear-request.ts';
import type { DrainPolicy } from './policy.ts';
import type { InstanceState, LeftTask, Reason } from './state.ts';

/** An event older than this opens nothing: the sweep finds what is still true of it. Maintenance is told weeks ahead. */
const staleMs = 6 * hourMs;
const opensOnlyFresh: ReadonlySet<string> = new Set([
  'lifecycle-action',
  'spot-interruption',
  'rebalance-recommendation',
  'drain-request',
]);

/** Without any event for so long, it is looked at what holds an instance. */
export const unheardMs = 10 * minuteMs;

/** Spot instances go two minutes after the warning (spot-instance-termination-notices). */
const spotNoticeMs = 2 * minuteMs;

/** What one record has heard, in the order in which it happened. */
export type Hearing = { readonly state: InstanceState; readonly notes: readonly string[]; readonly isNews: boolean };

type Given = { readonly policy: DrainPolicy; readonly now: Instant };

export function freshState(id: string, now: Instant): InstanceState {
  return {
    kind: 'instance',
    id,
    since: now,
    hooks: [],
    reasons: [],
    hosts: [],
    left: [],
    looks: 0,
    stopped: [],
    memberLooks: 0,
    extendedMs: 0,
  };
}

/** Events and outcomes, folded into the state. Nothing is concluded from them but when to look, and why. */
export function hear(state: InstanceState, events: readonly Heard<HostEvent>[], given: Given): Hearing {
  let hearing: Hearing = { state, notes: [], isNews: false };
  const told = events.filter((event) => event.kind !== 'wake');
  for (const event of told.toSorted((a, b) => a.at - b.at)) hearing = hearOne(hearing, event, given);
  return hearing;
}

function hearOne(hearing: Hearing, event: Exclude<Heard<HostEvent>, { kind: 'wake' }>, given: Given): Hearing {
  const { state } = hearing;
  if (opensOnlyFresh.has(event.kind) && given.now - event.at > staleMs)
    return noted(hearing, `${event.kind} hours old`);
  switch (event.kind) {
    case 'outcome':
      return { ...hearing, state: hearOutcome(state, event) };
    case 'task':
      return event.lastStatus === 'STOPPED' ? { ...hearing, state: stopHeard(state, event, given.now) } : hearing;
    case 'instance-state':
      return stateHeard(hearing, event);
    case 'lifecycle-action':
      return taken(hearing, hookBegun(hearing.state, event, given.policy));
    case 'found-leaving':
      return foundLeaving(hearing, event.group);
    case 'spot-interruption':
      return reasonHeard(hearing, { kind: 'spot', at: event.at, endsAt: event.at + spotNoticeMs });
    case 'rebalance-recommendation':
      return reasonHeard(hearing, { kind: 'rebalance', at: event.at });
    case 'maintenance':
      return maintenanceHeard(hearing, event);
    case 'drain-request':
      return taken(hearing, requested(hearing.state, event));
    case 'drain-stands':
      return hearing;
  }
}

function noted(hearing: Hearing, note: string): Hearing {
  return { ...hearing, notes: [...hearing.notes, note] };
}

function news(hearing: Hearing, state: InstanceState, note: string): Hearing {
  return { state, notes: [...hearing.notes, note], isNews: true };
}

/** Which hooks it waits for is read. */
function foundLeaving(hearing: Hearing, group: string): Hearing {
  const { state } = hearing;
  if (state.ended === undefined && state.hooks.some(isActive)) return noted(hearing, 'known');
  return news(hearing, { ...state, group, hooksUnknown: true }, 'found waiting in its termination');
}

function reasonHeard(hearing: Hearing, reason: Reason): Hearing {
  const { state } = hearing;
  if (state.reasons.some(({ kind }) => kind === reason.kind)) return noted(hearing, 'known');
  return news(hearing, { ...state, reasons: [...state.reasons, reason] }, reason.kind);
}

/** Weeks ahead, repeated, on several pages, and at times taken back. */
function maintenanceHeard(hearing: Hearing, event: MaintenanceScheduled): Hearing {
  const { state } = hearing;
  const { eventArn, isOver, at, startsAt = at } = event;
  const others = state.reasons.filter((reason) => reason.kind !== 'maintenance' || reason.eventArn !== eventArn);
  if (isOver) {
    if (others.length === state.reasons.length) return noted(hearing, 'maintenance that is over');
    return { ...noted(hearing, 'the maintenance is over, or cancelled'), state: { ...state, reasons: others } };
  }
  const known = state.reasons.find((reason) => reason.kind === 'maintenance' && reason.eventArn === eventArn);
  if (known?.kind === 'maintenance' && known.startsAt === startsAt) return noted(hearing, 'known');
  const reasons = [...others, { kind: 'maintenance', at, eventArn, startsAt } as const];
  return news(hearing, { ...state, reasons }, `maintenance ${event.code}`);
}

function taken(hearing: Hearing, { state, note, isNews }: Word): Hearing {
  return isNews ? news(hearing, state, note) : { ...noted(hearing, note), state };
}

const endStates: Readonly<Record<string, 'stopped' | 'terminated'>> = {
  stopping: 'stopped',
  stopped: 'stopped',
  'shutting-down': 'terminated',
  terminated: 'terminated',
};

function stateHeard(hearing: Hearing, { state: told, at }: InstanceStateChanged): Hearing {
  const { state } = hearing;
  const end = Object.hasOwn(endStates, told) ? endStates[told] : undefined;
  if (end !== undefined) {
    if (state.gone?.state === 'terminated') return noted(hearing, 'known');
    if (end === 'stopped' && wasSeenAfter(state, at)) return noted(hearing, `EC2 said ${told}, and it has run since`);
    return { ...noted(hearing, `EC2 says ${told}`), state: { ...state, gone: { at, state: end } } };
  }
  if (state.gone?.state !== 'stopped' || at < state.gone.at) return noted(hearing, 'it runs');
  const { gone: _, mappedAt: __, ...rest } = state;
  return news(hearing, { ...rest, reasons: [], hooks: [] }, 'it runs again');
}

/** Its agent was connected a while after that: somebody has started it again. */
function wasSeenAfter({ hosts, mappedAt = 0 }: InstanceState, at: Instant): boolean {
  return mappedAt >= at + minuteMs && hosts.some(({ agentConnected }) => agentConnected);
}

/** Shrinks the estimate of what is left; when nothing is, it is time to look. */
function stopHeard(state: InstanceState, { taskArn }: TaskChanged, now: Instant): InstanceState {
  const task = state.left.find(({ arn }) => arn === taskArn);
  const known = state.heard ?? (state.lookedAt === undefined ? [] : undefined);
  const isNew = known?.some(({ arn }) => arn === taskArn) === false;
  const heard = isNew ? { heard: [...known, task ?? unlisted(taskArn, state)] } : {};
  if (task === undefined) return isNew ? { ...state, ...heard } : state;
  const left = state.left.filter((each) => each !== task);
  const isLook = left.length === 0 || (isHeld(state.left) && !isHeld(left));
  const told = { ...state, ...heard, left };
  if (!isLook) return { ...told, ...laterLook(told, now) };
  // An answer that does not know of this is doubted anew.
  const { doubtAt: _, ...sure } = told;
  return { ...sure, lookAt: Math.min(state.lookAt ?? now, now) };
}

/** Who tells of one stop tells of the next, most likely: the look without an event is put off. */
function laterLook({ lookAt, left, doubtAt }: InstanceState, now: Instant): Pick<InstanceState, 'lookAt'> {
  const isWaited = lookAt !== undefined && lookAt > now && isHeld(left) && doubtAt === undefined;
  return isWaited ? { lookAt: Math.max(lookAt, now + unheardMs) } : {};
}

/** Stopped before it was listed. */
function unlisted(arn: string, { hosts }: InstanceState): LeftTask {
  return { arn, cluster: hosts[0]?.cluster ?? '', name: '', isDaemon: false, isStopping: true };
}

/** Daemons hold nothing. */
export function isHeld(tasks: readonly LeftTask[]): boolean {
  return tasks.some(({ isDaemon }) => !isDaemon);
}
